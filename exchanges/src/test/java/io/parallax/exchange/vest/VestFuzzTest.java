package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.fuzz.Fuzzer;
import io.parallax.exchange.vest.VestDepthScanner.Levels;
import io.parallax.exchange.vest.VestDepthScanner.Result;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.instrument.Instrument;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Everything that reads bytes of Vest, given mutations of the samples.
class VestFuzzTest {
    private static final int OFFSET = 3;

    @Test
    void everyAnswerIsReadOrRefused() {
        Fuzzer.of("vest-rest")
                .json()
                .from(VestFuzzTest.class, "/vest/samples", "rest-")
                .from(VestFuzzTest.class, "/vest/samples", "error-")
                .fromCorpus(VestFuzzTest.class)
                .allocating(2 << 20, 2_000)
                .run(VestFuzzTest::readAnswer);
    }

    private static String readAnswer(byte[] body) {
        var outcome = new StringBuilder();
        attempt(outcome, () -> {
            List<Instrument> instruments = VestCodec.instruments(body, () -> {});
            assertThat(instruments).allMatch(found -> found.tickE8() > 0 && found.lotE8() > 0);
            return instruments.isEmpty();
        });
        attempt(outcome, () -> VestCodec.registration(body).apiKey().length() > 0);
        attempt(outcome, () -> VestCodec.lastNonce(body) > 0);
        attempt(outcome, () -> VestCodec.listenKey(body).length() > 0);
        attempt(outcome, () -> {
            VestMessage.Account account = VestCodec.account(body);
            assertThat(account.positions().values()).noneMatch(position -> position.isFlat());
            return account.positions().size();
        });
        attempt(outcome, () -> VestCodec.leverage(body) > 0);
        attempt(outcome, () -> VestCodec.orderRows(body).size());
        attempt(outcome, () -> VestCodec.orderId(body).isEmpty());
        for (int status : new int[] {200, 422, 500}) {
            VestCodec.error(status, body)
                    .map(error -> error.toExchangeError(0))
                    .ifPresent(error -> outcome.append(error.getClass().getSimpleName()));
        }
        return outcome.toString();
    }

    /// A decoder, or something that uses one.
    @FunctionalInterface
    private interface Reading {
        Object read() throws VestFormatException;
    }

    private static void attempt(StringBuilder outcome, Reading reading) {
        try {
            outcome.append(reading.read()).append(' ');
        } catch (VestFormatException refused) {
            outcome.append(Fuzzer.shape(String.valueOf(refused.getMessage())));
        }
    }

    @Test
    void everyMessageIsReadOrRefused() {
        Fuzzer.of("vest-messages")
                .json()
                .from(VestFuzzTest.class, "/vest/samples", "ws-")
                .fromCorpus(VestFuzzTest.class)
                .throwing(VestFormatException.class)
                .allocating(1 << 20, 1_000)
                .run(message -> VestCodec.message(padded(message), OFFSET, message.length)
                        .getClass()
                        .getSimpleName());
    }

    private static byte[] padded(byte[] message) {
        byte[] padded = new byte[message.length + 2 * OFFSET];
        System.arraycopy(message, 0, padded, OFFSET, message.length);
        return padded;
    }

    /// What the scanner takes for a book is one that may be traded on, and it makes no garbage whatever comes.
    @Test
    void everyBookIsSoundOrRefused() {
        VestDepthScanner scanner = new VestDepthScanner();
        Fuzzer.of("vest-depth")
                .share(4)
                .from(VestFuzzTest.class, "/vest/samples", "ws-")
                .from(VestFuzzTest.class, "/vest/samples", "v3-")
                .fromCorpus(VestFuzzTest.class)
                .allocating(4_096, 0)
                .run(frame -> {
                    Result result = scanner.scan(frame, 0, frame.length);
                    if (result == Result.DEPTH) {
                        requireSound(scanner.bids, true);
                        requireSound(scanner.asks, false);
                    }
                    return result.name();
                });
    }

    private static void requireSound(Levels levels, boolean highestFirst) {
        for (int i = 0; i < levels.count; i++) {
            boolean inOrder = i == 0 || levels.pricesE8[i - 1] > levels.pricesE8[i] == highestFirst;
            boolean distinct = i == 0 || levels.pricesE8[i - 1] != levels.pricesE8[i];
            if (levels.pricesE8[i] <= 0 || levels.quantitiesE8[i] <= 0 || !inOrder || !distinct) {
                throw new AssertionError("level " + i + " is " + FixedPoint.format(levels.quantitiesE8[i]) + " at "
                        + FixedPoint.format(levels.pricesE8[i]));
            }
        }
    }

    /// A few bytes may stand for gigabytes: what is unpacked is bounded whatever they claim.
    @Test
    void everyCompressedFrameIsUnpackedWithinBounds() {
        Fuzzer.of("vest-brotli")
                .share(640)
                .from(List.of(
                        HexFormat.of()
                                .parseHex(
                                        "1b8f00a82c0aec86e5738d352ce00ddcdedfd034518b6c91eded16a021283ab7d49fdd7754a6104d4dab91"
                                                + "5660e9ead3455254691ce380f41b7999640058f4fe8c48313e3b914e31ee6fd0885fde7b"
                                                + "852c21c96982444d1792707079a55bbf080b6eee46cb03"),
                        HexFormat.of()
                                .parseHex(
                                        "cbffff3ff88dd460cd9863a588ce5e85e1c56d81c0d9fbbf15380008616161616161227d03")))
                .fromCorpus(VestFuzzTest.class)
                .allocating(40 << 20, 64)
                .within(60)
                .run(frame -> {
                    int length = VestSocket.unpack(frame, 0, frame.length).length;
                    assertThat(length).isLessThanOrEqualTo(1 << 20);
                    return length == 0
                            ? "nothing"
                            : "bits " + Integer.numberOfTrailingZeros(Integer.highestOneBit(length));
                });
    }

    /// Executions are told as often as they are counted: what an order says of itself is the sum of what it told.
    @Test
    void everyRowIsCountedAsOftenAsItIsTold() {
        Fuzzer.of("vest-rows")
                .json()
                .from(VestFuzzTest.class, "/vest/samples", "rest-orders")
                .fromCorpus(VestFuzzTest.class)
                .throwing(VestFormatException.class)
                .allocating(2 << 20, 2_000)
                .run(body -> {
                    VestOrder order = new VestOrder(VestWorld.buy(1), 1);
                    long toldE8 = 0;
                    var outcome = new StringBuilder();
                    List<OrderRow> rows = new ArrayList<>(VestCodec.orderRows(body));
                    for (OrderRow row : rows.subList(0, Math.min(rows.size(), 20))) {
                        try {
                            for (VestOrder.Fill fill : order.merge(row, (row.nonce() & 1) == 0)) {
                                assertThat(fill.priceE8()).isPositive();
                                assertThat(fill.quantityE8()).isPositive();
                                toldE8 += fill.quantityE8();
                            }
                            outcome.append(order.status().name().charAt(0));
                        } catch (VestFormatException | ArithmeticException unclear) {
                            outcome.append('?');
                        }
                        assertThat(order.filledE8()).isEqualTo(toldE8);
                    }
                    return outcome.toString();
                });
    }

    /// Whatever an order is answered with: one end of the submission is told, no more and no less.
    @Test
    void everyAnswerToAnOrderIsToldOnce() {
        int[] statuses = {200, 201, 400, 401, 403, 408, 418, 422, 429, 500, 502, 503};
        VestWorld[] world = {VestWorld.ready()};
        byte[][] answer = new byte[1][];
        int[] count = {0};
        Fuzzer.of("vest-order-reply")
                .share(200)
                .json()
                .from(VestFuzzTest.class, "/vest/samples", "rest-order-response")
                .from(VestFuzzTest.class, "/vest/samples", "error-")
                .fromCorpus(VestFuzzTest.class)
                .allocating(64 << 20, 2_000)
                .within(500)
                .run(body -> {
                    if (count[0] % 256 == 0) {
                        world[0] = VestWorld.ready();
                        world[0].overrides.put(
                                "POST /orders",
                                exchange -> exchange.answer(statuses[count[0] % statuses.length], Map.of(), answer[0]));
                    }
                    answer[0] = body;
                    count[0]++;
                    world[0].forget();
                    OrderRequest request = VestWorld.buy(count[0]);
                    world[0].adapter.placeOrder(request);
                    world[0].loop.advanceMillis(1_100);
                    List<String> ends = new ArrayList<>();
                    for (ExchangeEvent event : world[0].events) {
                        if (event instanceof OrderEvent.Failed failed) {
                            ends.add(failed.error().getClass().getSimpleName());
                        } else if (event instanceof OrderEvent.Acknowledged) {
                            ends.add("Acknowledged");
                        }
                    }
                    assertThat(ends).hasSize(1);
                    return ends.getFirst();
                });
    }
}
