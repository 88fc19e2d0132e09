package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.fuzz.Fuzzer;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Everything that reads bytes of Paradex, given mutations of the samples.
class ParadexFuzzTest {
    private static final int OFFSET = 3;
    private static final long NOW_EPOCH_MILLIS = 1_795_305_609_000L;

    private final ParadexCodec codec = new ParadexCodec(ScriptedParadex.ACCOUNT);

    @Test
    void everyAnswerIsReadOrRefused() {
        Fuzzer.of("paradex-rest")
                .json()
                .from(smallSamples("rest-"))
                .from(smallSamples("error-"))
                .fromCorpus(ParadexFuzzTest.class)
                .throwing(MalformedMessageException.class)
                .allocating(2 << 20, 2_000)
                .run(this::readAnswer);
    }

    /// Without the recordings of hundreds of kilobytes, which leave no time for anything else.
    private static List<byte[]> smallSamples(String prefix) {
        return Samples.names(prefix, ".json").stream()
                .map(Samples::bytes)
                .filter(bytes -> bytes.length < 20_000)
                .toList();
    }

    private String readAnswer(byte[] body) throws MalformedMessageException {
        var outcome = new StringBuilder();
        for (int status : new int[] {200, 400, 429, 500}) {
            outcome.append(ParadexErrors.ofHttp(status, ParadexCodec.error(body), Optional.of("5"))
                    .getClass()
                    .getSimpleName()
                    .charAt(0));
        }
        JsonNode answer = ParadexCodec.parse(body);
        attempt(outcome, () -> ParadexCodec.chainId(answer).length() > 0);
        attempt(outcome, () -> ParadexCodec.serverEpochMillis(answer) > 0);
        attempt(outcome, () -> ParadexCodec.systemState(answer).isEmpty());
        attempt(outcome, () -> {
            var instruments = ParadexCodec.instruments(
                    answer, OptionalLong.empty(), FeeProfile.PRO, NOW_EPOCH_MILLIS, (symbol, reason) -> {});
            assertThat(instruments).isNotEmpty();
            assertThat(instruments)
                    .allMatch(found -> found.tickE8() > 0 && found.lotE8() > 0 && found.leverageMax() >= 1);
            return true;
        });
        attempt(outcome, () -> codec.takerFeePpm(answer).isPresent());
        attempt(outcome, () -> ParadexCodec.loginToken(answer, 0).leftMillis(0) > 0);
        attempt(outcome, () -> ParadexCodec.cashE8(answer) > 0);
        attempt(outcome, () -> ParadexCodec.equityE8(answer) > 0);
        attempt(outcome, () -> ParadexCodec.leverage(answer, "BTC-USD-PERP") > 0);
        attempt(outcome, () -> ParadexCodec.nextPage(answer).isPresent());
        attempt(outcome, () -> readRows(answer));
        attempt(outcome, () -> {
            for (JsonNode row : ParadexCodec.results(answer)) {
                readRows(row);
            }
            return true;
        });
        return outcome.toString();
    }

    private static String readRows(JsonNode row) {
        var outcome = new StringBuilder();
        attempt(
                outcome,
                () -> ParadexCodec.order(row).map(order -> {
                    requireSound(order);
                    return order.status();
                }));
        attempt(outcome, () -> ParadexCodec.fill(row).key().isEmpty());
        attempt(outcome, () -> ParadexCodec.position(row).isFlat());
        attempt(outcome, () -> ParadexCodec.bustedFill(row).isEmpty());
        return outcome.toString();
    }

    private static void requireSound(OwnOrder order) {
        assertThat(order.filledE8()).isBetween(0L, order.sizeE8());
        assertThat(order.status()).isNotNull();
        assertThat(order.reason()).isNotNull();
    }

    /// A decoder, or something that uses one.
    @FunctionalInterface
    private interface Reading {
        Object read() throws MalformedMessageException;
    }

    private static void attempt(StringBuilder outcome, Reading reading) {
        try {
            outcome.append(reading.read()).append(' ');
        } catch (MalformedMessageException refused) {
            outcome.append(Fuzzer.shape(String.valueOf(refused.getMessage())));
        }
    }

    @Test
    void everyFrameIsReadOrRefused() {
        ParadexSbe sbe = new ParadexSbe();
        byte[] account = HexFormat.of().parseHex("00".repeat(32));
        Fuzzer.of("paradex-sbe")
                .share(4)
                .from(frames())
                .fromCorpus(ParadexFuzzTest.class)
                .allocating(1 << 20, 1_000)
                .run(frame -> {
                    byte[] padded = new byte[frame.length + 2 * OFFSET];
                    System.arraycopy(frame, 0, padded, OFFSET, frame.length);
                    ParadexSbe.Shape shape = sbe.wrap(padded, OFFSET, frame.length);
                    return shape == ParadexSbe.Shape.KNOWN ? readFrame(sbe, account) : shape.name();
                });
    }

    private static String readFrame(ParadexSbe sbe, byte[] account) {
        var outcome = new StringBuilder(sbe.template().name());
        outcome.append(sbe.describe().size());
        for (SbeField field : sbe.template().fields()) {
            outcome.append(sbe.int64(field) == ParadexSbe.NULL ? 'n' : 'v');
            outcome.append(field.kind() == SbeField.Kind.ACCOUNT && sbe.accountIs(field, account) ? '=' : '-');
        }
        attempt(
                outcome,
                () -> ParadexCodec.order(sbe).map(order -> {
                    requireSound(order);
                    return order.status();
                }));
        attempt(outcome, () -> {
            OwnFill fill = ParadexCodec.fill(sbe);
            assertThat(fill.priceE8()).isPositive();
            assertThat(fill.sizeE8()).isPositive();
            return true;
        });
        attempt(outcome, () -> {
            PositionInfo position = ParadexCodec.position(sbe);
            return position.quantityE8() > 0;
        });
        return outcome.toString();
    }

    private static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (String name : Samples.names("sbe-", ".json")) {
            JsonNode hex = Samples.json(name).path("hex");
            if (hex.isString()) {
                frames.add(HexFormat.of().parseHex(hex.stringValue()));
            }
        }
        Samples.jsonLines("ws-sbe-order-book-deltas-btc.recorded.jsonl").stream()
                .filter(line -> line.path("b64").isString())
                .limit(20)
                .forEach(line ->
                        frames.add(Base64.getDecoder().decode(line.path("b64").stringValue())));
        frames.add(ScriptedParadex.book(
                1, 0, ScriptedParadex.MARKET, new long[][] {{8_342_270, 15}}, new long[][] {{8_345_290, 31}}));
        return frames;
    }

    /// Whatever a frame of the private connection holds, the connection lives on or is replaced; nothing is thrown
    /// into the loop, and the adapter comes back.
    @Test
    void everyPrivateMessageIsReadOrEndsTheConnection() {
        ParadexSession[] session = {ParadexSession.ready()};
        int[] count = {0};
        Fuzzer.of("paradex-private")
                .share(1000)
                .from(smallSamples("ws-"))
                .from(frames())
                .fromCorpus(ParadexFuzzTest.class)
                .allocating(64 << 20, 4_000)
                .within(500)
                .run(message -> {
                    if (count[0]++ % 512 == 0) {
                        session[0] = ParadexSession.ready();
                    }
                    boolean text = message.length > 0 && (message[0] == '{' || message[0] == '[');
                    if (text) {
                        session[0].paradex.privateSocket().text(new String(message, StandardCharsets.UTF_8));
                    } else {
                        session[0].paradex.privateSocket().binary(message);
                    }
                    session[0].paradex.settle();
                    int told = session[0].takeTold().size();
                    if (!session[0].adapter.isConnected()) {
                        session[0].paradex.pass(61_000);
                        assertThat(session[0].adapter.isConnected()).isTrue();
                        assertThat(session[0].count("listener-failures")).isZero();
                        session[0].clear();
                        return "replaced";
                    }
                    return "told " + Math.min(told, 2);
                });
    }

    /// Whatever an order is answered with: one end of the submission is told, no more and no less.
    @Test
    void everyAnswerToAnOrderIsToldOnce() {
        int[] statuses = {200, 201, 400, 401, 403, 408, 418, 422, 429, 500, 502, 503};
        ParadexSession[] session = new ParadexSession[1];
        byte[][] answer = new byte[1][];
        int[] count = {0};
        Fuzzer.of("paradex-order-reply")
                .share(200)
                .json()
                .from(smallSamples("rest-order-create-response"))
                .from(smallSamples("error-"))
                .fromCorpus(ParadexFuzzTest.class)
                .allocating(64 << 20, 4_000)
                .within(500)
                .run(body -> {
                    if (count[0]++ % 256 == 0) {
                        session[0] = ParadexSession.ready(ParadexSession.CONFIG.withOrderPath(OrderPath.REST));
                        session[0].paradex.on(
                                "POST /orders",
                                exchange -> exchange.answer(statuses[count[0] % statuses.length], Map.of(), answer[0]));
                    }
                    answer[0] = body;
                    session[0].takeTold();
                    ClientOrderId id = session[0].place();
                    session[0].paradex.pass(1_100);
                    return onlyEnd(session[0].takeTold(), id);
                });
    }

    /// The same over the WebSocket, where the answer may also end the connection.
    @Test
    void everyAnswerToAnOrderOverTheSocketIsToldOnce() {
        ParadexSession[] session = new ParadexSession[1];
        byte[][] answer = new byte[1][];
        int[] count = {0};
        Fuzzer.of("paradex-order-rpc")
                .json()
                .share(2_000)
                .from(smallSamples("ws-order-create-reply"))
                .from(smallSamples("error-"))
                .fromCorpus(ParadexFuzzTest.class)
                .allocating(64 << 20, 4_000)
                .within(500)
                .run(body -> {
                    if (count[0]++ % 256 == 0 || !session[0].adapter.isConnected()) {
                        session[0] = ParadexSession.ready();
                        session[0].paradex.onMethod(
                                "order.create",
                                request -> request.socket()
                                        .text(new String(answer[0], StandardCharsets.UTF_8)
                                                .replace("\"id\": 11", "\"id\": " + request.id())
                                                .replace(
                                                        "arb-000017",
                                                        request.params()
                                                                .path("client_id")
                                                                .asString(""))));
                    }
                    answer[0] = body;
                    session[0].takeTold();
                    ClientOrderId id = session[0].place();
                    session[0].paradex.pass(1_100);
                    return onlyEnd(session[0].takeTold(), id);
                });
    }

    /// What became of a submission; anything but one end fails.
    private static String onlyEnd(List<ExchangeEvent> told, ClientOrderId id) {
        List<String> ends = new ArrayList<>();
        for (ExchangeEvent event : told) {
            if (event instanceof OrderEvent.Failed failed && failed.id().equals(id)) {
                ends.add(failed.error().getClass().getSimpleName());
            } else if (event instanceof OrderEvent.Acknowledged) {
                ends.add("Acknowledged");
            }
        }
        assertThat(ends).hasSize(1);
        return ends.getFirst();
    }
}
