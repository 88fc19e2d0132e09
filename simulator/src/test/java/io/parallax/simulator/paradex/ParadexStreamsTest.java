package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.server.FrontEnd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The WebSocket side: negotiation, login, subscriptions, order methods, sequence numbers, and the end of a
/// connection.
class ParadexStreamsTest {
    private static final String DELTAS = "order_book.BTC-USD-PERP.deltas";
    private static final String BBO = "bbo.BTC-USD-PERP";

    private final ParadexVenue venue = new ParadexVenue();

    private RawSocket binary(int version) {
        return RawSocket.binary(venue.loop, venue.frontEnd, version);
    }

    private RawSocket plain() {
        return RawSocket.open(venue.loop, venue.frontEnd, Map.of());
    }

    private static int errorCode(JsonNode answer) {
        return answer.path("error").path("code").asInt();
    }

    private static String errorData(JsonNode answer) {
        return answer.path("error").path("data").asString("");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void framesCarryTheNegotiatedVersion(int version) {
        RawSocket socket = binary(version);
        socket.subscribe("markets_summary");
        ByteBuffer frame = socket.frames(4).getFirst();
        assertThat(frame.getShort(0)).isEqualTo((short) (version == 0 ? 216 : 240));
        assertThat(frame.getShort(6)).isEqualTo((short) version);
    }

    @Test
    void otherSchemasAreRefusedWithHttp400() {
        for (Map<String, String> query : List.of(
                Map.of("sbeSchemaId", "1", "sbeSchemaVersion", "3"),
                Map.of("sbeSchemaId", "2", "sbeSchemaVersion", "1"),
                Map.of("sbeSchemaId", "1"),
                Map.of("sbeSchemaVersion", "1"),
                Map.of("sbeSchemaId", "1", "sbeSchemaVersion", "x"))) {
            FrontEnd.Upgrade upgrade = RawSocket.upgrade(venue.frontEnd, query);
            assertThat(upgrade).as("%s", query).isInstanceOf(FrontEnd.Upgrade.Refused.class);
            assertThat(((FrontEnd.Upgrade.Refused) upgrade).response().status()).isEqualTo(400);
        }
    }

    @Test
    void withoutSchemaPublicDataAreSilentAndPrivateDataAreJson() {
        RawClient client = venue.loggedIn();
        RawSocket socket = plain();
        assertThat(socket.subscribe(DELTAS).path("result").path("channel").asString())
                .isEqualTo(DELTAS);
        socket.auth(client.token());
        socket.subscribe("orders.ALL");
        socket.takeKinds();
        venue.quote("99990 2", "100000 2");
        client.post("/v1/orders", client.limit("BUY", "0.5", "90000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("orders.ALL", "orders.ALL");
        JsonNode closed = socket.texts().getLast().path("params").path("data");
        assertThat(closed.path("status").asString()).isEqualTo("CLOSED");
        assertThat(closed.path("cancel_reason").asString()).isEqualTo("REMAINING_IOC_CANCEL");
    }

    @Test
    void privateDataMayBeJsonOnBinaryConnectionsToo() {
        ParadexSimulatorSettings settings = ParadexVenue.quiet();
        ParadexVenue json =
                new ParadexVenue(settings.withStream(settings.stream().withPrivateAsBinary(false)));
        RawClient client = json.loggedIn();
        RawSocket socket = json.socket(client);
        socket.subscribe("account");
        socket.takeKinds();
        client.post("/v1/orders", client.limit("BUY", "0.5", "100000", "IOC"));
        json.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("account");
    }

    @Test
    void answersHaveTheShapeOfTheRecordedOnes() {
        RawSocket socket = binary(1);
        JsonNode ack = socket.subscribe(BBO);
        assertThat(ack.path("jsonrpc").asString()).isEqualTo("2.0");
        assertThat(ack.path("usOut").asLong() - ack.path("usIn").asLong())
                .isEqualTo(ack.path("usDiff").asLong());
        assertThat(ack.path("usIn").asLong()).isEqualTo(venue.loop.epochMillis() * 1_000);
        assertThat(socket.takeKinds()).containsExactly("answer", "bbo");
    }

    @Test
    void loginByTokenOrNot() {
        RawClient client = venue.loggedIn();
        RawSocket socket = binary(2);
        assertThat(errorCode(socket.auth("nonsense"))).isEqualTo(40110);
        assertThat(errorCode(socket.auth("a.b.c"))).isEqualTo(40111);
        assertThat(errorCode(socket.subscribe("orders.ALL"))).isEqualTo(40300);
        assertThat(errorCode(socket.call("order.create", client.limit("BUY", "1", "90000", "IOC"))))
                .isEqualTo(40300);
        assertThat(socket.auth(client.token()).path("result").path("node_id").asString())
                .hasSize(16);
        assertThat(socket.subscribe("orders.ALL").has("result")).isTrue();
    }

    @Test
    void aConnectionOutlivesItsToken() {
        RawClient client = venue.loggedIn();
        RawSocket socket = venue.socket(client);
        venue.loop.advanceMillis(301_000);
        assertThat(client.get("/v1/account").status()).isEqualTo(401);
        JsonNode answer = socket.call("order.create", client.limit("BUY", "0.1", "90000", "GTC"));
        assertThat(answer.path("result").path("order").path("status").asString())
                .isEqualTo("NEW");
        assertThat(errorCode(binary(2).auth(client.token()))).isEqualTo(40111);
    }

    @Test
    void garbageAndUnknownMethodsAreRefused() {
        RawSocket socket = binary(2);
        socket.text("{");
        assertThat(errorCode(socket.texts().getLast())).isEqualTo(-32700);
        assertThat(socket.texts().getLast().path("id").isNull()).isTrue();
        socket.text("{\"id\":77}");
        assertThat(errorCode(socket.texts().getLast())).isEqualTo(-32600);
        JsonNode unknown = socket.call("order.explode", Json.object());
        assertThat(errorCode(unknown)).isEqualTo(-32601);
        assertThat(unknown.path("error").path("message").asString()).isEqualTo("method does not exist");
        assertThat(errorCode(socket.call("subscribe", Json.object()))).isEqualTo(-32602);
        socket.binary(new byte[] {1});
        assertThat(socket.closeCode()).isEqualTo(1003);
    }

    @Test
    void subscriptionRules() {
        RawSocket socket = binary(1);
        assertThat(socket.subscribe(DELTAS).has("result")).isTrue();
        assertThat(errorData(socket.subscribe(DELTAS))).contains("already subscribed");
        JsonNode second = socket.subscribe("order_book.BTC-USD-PERP.snapshot@15@50ms");
        assertThat(errorData(second))
                .isEqualTo("channel 'order_book.BTC-USD-PERP.snapshot@15@50ms' cannot share an SBE session with '"
                        + DELTAS + "'");
        JsonNode suffix = socket.subscribe("order_book.BTC-USD-PERP.deltas@15@50ms");
        assertThat(errorCode(suffix)).isEqualTo(-32600);
        assertThat(suffix.path("error").path("message").asString()).isEqualTo("invalid subscribe request");
        assertThat(errorData(suffix)).isEqualTo("no parameters expected for deltas topic.");
        assertThat(errorCode(socket.subscribe("bbo.DOGE-USD-PERP"))).isEqualTo(-32600);
        assertThat(errorCode(socket.subscribe("weather"))).isEqualTo(-32600);
        assertThat(errorCode(socket.call("unsubscribe", Json.object().put("channel", BBO))))
                .isEqualTo(-32600);
        assertThat(socket.call("unsubscribe", Json.object().put("channel", DELTAS))
                        .has("result"))
                .isTrue();
        assertThat(socket.subscribe("order_book.BTC-USD-PERP.snapshot@15@50ms").has("result"))
                .isTrue();
    }

    @Test
    void theTwoKnownMisspellingsAreAcknowledgedAndSilent() {
        RawSocket socket = binary(1);
        assertThat(socket.subscribe("bbo.interactive.BTC-USD-PERP").has("result"))
                .isTrue();
        assertThat(socket.subscribe("bbo.BTC-USD-PERP@interactive").has("result"))
                .isTrue();
        venue.quote("99991 1", "100001 1");
        assertThat(socket.frames()).isEmpty();
    }

    @Test
    void theTouchIsSentWhenItMovesAndOnlyThen() {
        RawSocket socket = binary(1);
        socket.subscribe(BBO);
        venue.quote("99990 1 99980 2", "100000 1 100010 1");
        assertThat(socket.frames(2)).hasSize(1);
        venue.quote("99990 3", "100000 1 100010 1");
        venue.quote("99990 3", "");
        assertThat(socket.frames(2)).hasSize(3);
        ByteBuffer last = socket.frames(2).getLast();
        assertThat(last.getLong(8 + 8)).isEqualTo(ParadexVenue.FIRST_SEQUENCE + 4);
        assertThat(last.getLong(8 + 16)).isEqualTo(ParadexVenue.e8("99990"));
        assertThat(last.getLong(8 + 32)).isEqualTo(Long.MIN_VALUE);
        assertThat(last.getLong(8 + 40)).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261123})
    void deltasRebuildTheBookWithoutAGap(long seed) {
        Random random = new Random(seed);
        RawClient client = venue.loggedIn();
        RawSocket socket = binary(random.nextInt(3));
        socket.subscribe(DELTAS);
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(3) > 0) {
                randomQuotes(random);
            } else {
                String side = random.nextBoolean() ? "BUY" : "SELL";
                String instruction = List.of("IOC", "GTC", "POST_ONLY").get(random.nextInt(3));
                String price = Integer.toString(99_900 + random.nextInt(200));
                client.post("/v1/orders", client.limit(side, "0." + (1 + random.nextInt(9)), price, instruction));
            }
            venue.loop.advanceMillis(random.nextInt(12));
            if (step % 100 == 99) {
                client.login();
            }
        }
        venue.loop.advanceMillis(20);
        ReplayedBook replayed = new ReplayedBook();
        socket.frames(3).forEach(replayed::apply);
        assertThat(replayed.frames).as("seed %d", seed).isGreaterThan(200);
        assertThat(replayed.levels(Side.BUY)).as("seed %d", seed).isEqualTo(bookLevels(Side.BUY));
        assertThat(replayed.levels(Side.SELL)).as("seed %d", seed).isEqualTo(bookLevels(Side.SELL));
    }

    private void randomQuotes(Random random) {
        int middle = 99_950 + random.nextInt(100);
        StringBuilder bids = new StringBuilder();
        StringBuilder asks = new StringBuilder();
        for (int i = 1; i <= 1 + random.nextInt(8); i++) {
            bids.append(middle - i).append(' ').append(1 + random.nextInt(3)).append(' ');
            asks.append(middle + i).append(' ').append(1 + random.nextInt(3)).append(' ');
        }
        venue.quote(bids.toString().trim(), asks.toString().trim());
    }

    private Map<Long, Long> bookLevels(Side side) {
        Map<Long, Long> levels = new TreeMap<>();
        for (Level level : venue.exchange.book(RawClient.MARKET).orElseThrow().levels(side, Integer.MAX_VALUE)) {
            levels.put(level.priceE8(), level.quantityE8());
        }
        return levels;
    }

    /// A book kept by the rules of the protocol, as a model.
    private static final class ReplayedBook {
        private final Map<Long, Long> bids = new TreeMap<>();
        private final Map<Long, Long> asks = new TreeMap<>();
        private long sequence;
        private int frames;

        void apply(ByteBuffer frame) {
            boolean snapshot = frame.get(8 + 16) == 0;
            long next = frame.getLong(8 + 8);
            assertThat(snapshot).isEqualTo(frames == 0);
            if (!snapshot) {
                assertThat(next).isEqualTo(sequence + 1);
            }
            sequence = next;
            frames++;
            int asksAt = group(frame, 8 + 89, bids);
            group(frame, asksAt, asks);
        }

        private static int group(ByteBuffer frame, int offset, Map<Long, Long> levels) {
            int count = frame.getShort(offset + 2);
            for (int i = 0; i < count; i++) {
                long price = frame.getLong(offset + 4 + 16 * i);
                long size = frame.getLong(offset + 4 + 16 * i + 8);
                if (size == 0) {
                    levels.remove(price);
                } else {
                    levels.put(price, size);
                }
            }
            return offset + 4 + 16 * count;
        }

        Map<Long, Long> levels(Side side) {
            return side == Side.BUY ? bids : asks;
        }
    }

    @Test
    void booksOfFewLevelsComeAtMostSoOften() {
        RawSocket socket = binary(1);
        socket.subscribe("order_book.BTC-USD-PERP.snapshot@15@100ms@10");
        assertThat(socket.frames(3)).hasSize(1);
        for (int i = 0; i < 50; i++) {
            venue.quote("99987 1 99983 2", "100001 1 100012 " + (1 + i));
            venue.loop.advanceMillis(10);
        }
        assertThat(socket.frames(3)).hasSizeBetween(5, 7);
        ByteBuffer last = socket.frames(3).getLast();
        assertThat(last.get(8 + 16)).isZero();
        assertThat(last.getShort(8 + 89 + 2)).isEqualTo((short) 1);
        assertThat(last.getLong(8 + 89 + 4)).isEqualTo(ParadexVenue.e8("99980"));
        assertThat(last.getLong(8 + 89 + 4 + 8)).isEqualTo(ParadexVenue.e8("3"));
    }

    @Test
    void tradesShareTheCounterOfTheBook() {
        RawClient client = venue.loggedIn();
        RawSocket socket = binary(2);
        socket.subscribe("trades.ALL");
        socket.subscribe(DELTAS);
        client.post("/v1/orders", client.limit("BUY", "1", "100000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.frames(1)).hasSize(1);
        assertThat(socket.frames(1).getFirst().getLong(8 + 8))
                .isEqualTo(socket.frames(3).getLast().getLong(8 + 8));
    }

    @Test
    void ordersOverTheSocket() {
        RawClient client = venue.loggedIn();
        RawSocket socket = venue.socket(client);
        socket.subscribe("orders.BTC-USD-PERP");
        socket.takeKinds();
        JsonNode created = socket.call("order.create", client.limit("BUY", "0.5", "100000", "IOC"))
                .path("result");
        assertThat(created.path("order").path("status").asString()).isEqualTo("NEW");
        assertThat(created.path("received_at").asLong()).isEqualTo(venue.loop.epochMillis() * 1_000_000);
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("answer", "order NEW", "order CLOSED");
        JsonNode refused = socket.call(
                "order.create", client.limit("BUY", "0.5", "100000", "IOC").put("size", "0.6"));
        assertThat(errorCode(refused)).isEqualTo(100);
        assertThat(errorData(refused)).isEqualTo("INVALID_ORDER_SIGNATURE");
        JsonNode late = socket.call(
                "order.create",
                client.sign(client.limit("BUY", "0.5", "100000", "IOC"), venue.loop.epochMillis() - 300_001));
        assertThat(errorCode(late)).isEqualTo(-32602);
        assertThat(errorData(late)).isEqualTo("INVALID_REQUEST_PARAMETER");
    }

    @Test
    void batchModifyAndCancelsOverTheSocket() {
        RawClient client = venue.loggedIn();
        RawSocket socket = venue.socket(client);
        var orders = Json.array()
                .add(client.limit("BUY", "0.5", "90000", "GTC"))
                .add(client.limit("BUY", "0.5", "90000.01", "GTC"));
        JsonNode results =
                socket.call("order.create_batch", orders).path("result").path("results");
        String id = results.path(0).path("order").path("id").asString();
        assertThat(results.path(1).path("error").asString()).contains("price tick size");
        venue.loop.advanceMillis(10);
        assertThat(socket.call("order.modify", client.modify(id, "BUY", "0.4", "90000"))
                        .path("result")
                        .path("order")
                        .path("request_info")
                        .path("status")
                        .asString())
                .isEqualTo("PENDING");
        var wrapped = Json.object();
        wrapped.set("orders", Json.array().add(client.limit("BUY", "0.5", "90000", "GTC")));
        JsonNode second =
                socket.call("order.create_batch", wrapped).path("result").path("results");
        venue.loop.advanceMillis(10);
        assertThat(socket.call("order.cancel", Json.object().put("id", id))
                        .path("result")
                        .path("status")
                        .asString())
                .isEqualTo("QUEUED_FOR_CANCELLATION");
        String clientId = second.path(0).path("order").path("client_id").asString();
        assertThat(socket.call(
                                "order.cancel",
                                Json.object().put("client_id", clientId).put("market", RawClient.MARKET))
                        .path("result")
                        .path("order_id")
                        .asString())
                .isEqualTo(second.path(0).path("order").path("id").asString());
        venue.loop.advanceMillis(10);
        assertThat(errorData(socket.call("order.cancel", Json.object().put("id", id))))
                .isEqualTo("ORDER_IS_CLOSED");
        var ids = Json.object();
        ids.set("order_ids", Json.array().add(id).add("7"));
        JsonNode cancelled =
                socket.call("order.cancel_batch", ids).path("result").path("results");
        assertThat(cancelled.path(0).path("status").asString()).isEqualTo("ALREADY_CLOSED");
        assertThat(cancelled.path(1).path("status").asString()).isEqualTo("NOT_FOUND");
        socket.call("order.create", client.limit("BUY", "0.5", "90000", "GTC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.call("order.cancel_all", Json.object())
                        .path("result")
                        .path("status")
                        .asString())
                .isEqualTo("ok");
        venue.loop.advanceMillis(10);
        assertThat(client.get("/v1/orders").body().path("results").size()).isZero();
    }

    @Test
    void aLostConnectionCancelsItsOwnOrdersWhenArmed() {
        RawClient client = venue.loggedIn();
        client.post("/v1/orders", client.limit("BUY", "0.1", "90000", "GTC"));
        RawSocket socket = venue.socket(client);
        socket.call("order.create", client.limit("BUY", "0.1", "90001", "GTC"));
        RawSocket unarmed = venue.socket(client);
        unarmed.call("order.create", client.limit("BUY", "0.1", "90002", "GTC"));
        assertThat(socket.call("order.cancel_on_disconnect", Json.object().put("enabled", true))
                        .path("result")
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        venue.loop.advanceMillis(10);
        socket.disconnect();
        unarmed.disconnect();
        venue.loop.advanceMillis(10);
        List<String> prices = new ArrayList<>();
        client.get("/v1/orders")
                .body()
                .path("results")
                .forEach(order -> prices.add(order.path("price").asString()));
        assertThat(prices).containsExactly("90000", "90002");
    }

    @Test
    void silenceIsBrokenByHeartbeats() {
        RawSocket socket = binary(1);
        venue.loop.advanceMillis(19_999);
        assertThat(socket.frames(40)).isEmpty();
        venue.loop.advanceMillis(1);
        assertThat(socket.frames(40)).hasSize(1);
        socket.subscribe(DELTAS);
        venue.loop.advanceMillis(15_000);
        venue.quote("99991 1", "100001 1");
        venue.loop.advanceMillis(19_999);
        assertThat(socket.frames(40)).hasSize(1);
        venue.loop.advanceMillis(1);
        assertThat(socket.frames(40)).hasSize(2);
        assertThat(plain().frames()).isEmpty();
    }

    @Test
    void anUnansweredPingEndsTheConnectionAndCancels() {
        RawClient client = venue.loggedIn();
        RawSocket socket = venue.socket(client);
        socket.call("order.cancel_on_disconnect", Json.object().put("enabled", true));
        socket.call("order.create", client.limit("BUY", "0.1", "90001", "GTC"));
        venue.loop.advanceMillis(60_000);
        assertThat(socket.pings()).isEqualTo(1);
        assertThat(socket.isOpen()).isTrue();
        socket.answersPings(false);
        venue.loop.advanceMillis(50_000 + 4_999);
        assertThat(socket.isOpen()).isTrue();
        venue.loop.advanceMillis(1);
        assertThat(socket.isOpen()).isFalse();
        venue.loop.advanceMillis(10);
        assertThat(client.get("/v1/orders").body().path("results").size()).isZero();
        assertThat(venue.frontEnd.connections()).isZero();
    }

    @Test
    void aSlowReaderIsCutOff() {
        RawSocket socket = binary(1);
        socket.subscribe(DELTAS);
        socket.pendingMessages(1_999);
        venue.quote("99991 1", "100001 1");
        assertThat(socket.isOpen()).isTrue();
        socket.pendingMessages(2_000);
        venue.quote("99992 1", "100002 1");
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void plannedFaultsSilenceAndRepeat() {
        RawClient client = venue.loggedIn();
        RawSocket socket = venue.socket(client);
        socket.subscribe("orders.ALL");
        socket.takeKinds();
        venue.exchange.faults().add(new Fault.DuplicateEvent());
        client.post("/v1/orders", client.limit("BUY", "0.1", "90000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("order NEW", "order NEW", "order CLOSED");
        venue.exchange.faults().add(new Fault.SilentSockets(1_000_000_000L));
        client.post("/v1/orders", client.limit("BUY", "0.1", "90000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).isEmpty();
        venue.loop.advanceMillis(1_000);
        client.post("/v1/orders", client.limit("BUY", "0.1", "90000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("order NEW", "order CLOSED");
    }

    @Test
    void nobodySeesTheOrdersOfOthers() {
        RawClient client = venue.loggedIn();
        RawClient other = venue.otherClient();
        other.login();
        RawSocket socket = venue.socket(other);
        socket.subscribe("orders.ALL");
        socket.takeKinds();
        client.post("/v1/orders", client.limit("BUY", "0.1", "90000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).isEmpty();
    }

    @Test
    void fillsNameTheTakersSide() {
        RawClient maker = venue.loggedIn();
        RawClient taker = venue.otherClient();
        taker.login();
        maker.post("/v1/orders", maker.limit("BUY", "0.5", "99995", "GTC"));
        venue.loop.advanceMillis(10);
        taker.post("/v1/orders", taker.limit("SELL", "0.5", "99995", "IOC"));
        venue.loop.advanceMillis(10);
        JsonNode fill = maker.get("/v1/fills").body().path("results").path(0);
        assertThat(fill.path("liquidity").asString()).isEqualTo("MAKER");
        assertThat(fill.path("side").asString()).isEqualTo("SELL");
        assertThat(maker.get("/v1/positions")
                        .body()
                        .path("results")
                        .path(0)
                        .path("size")
                        .asString())
                .isEqualTo("0.5");
    }

    @Test
    void oneSeedGivesOneHistory() {
        assertThat(history()).isEqualTo(history());
    }

    private static List<String> history() {
        ParadexVenue seeded = new ParadexVenue(ParadexSimulatorSettings.defaults());
        RawClient client = seeded.loggedIn();
        RawSocket socket = seeded.socket(client);
        socket.subscribe("orders.ALL");
        socket.subscribe("fills.ALL");
        for (int i = 0; i < 60; i++) {
            socket.callWithoutWaiting("order.create", client.limit("BUY", "0.001", "100000", "IOC"));
            seeded.loop.advanceMillis(7);
        }
        List<String> kinds = socket.takeKinds();
        assertThat(kinds.subList(0, kinds.size())).contains("answer", "order NEW", "fill", "order CLOSED");
        return kinds;
    }
}
