package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.ForeignActivity;
import io.parallax.exchange.AccountEvent.LeverageReported;
import io.parallax.exchange.AccountEvent.OpenOrdersReported;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.AccountEvent.QueryFailed;
import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.VirtualExchange;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.exchange.transport.VirtualWebSocket;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VestSessionTest {
    @Test
    void logsInAndOpensEveryStream() {
        VestWorld world = VestWorld.ready();
        assertThat(world.seen(InstrumentsListed.class).getFirst().instruments()).hasSize(4);
        assertThat(world.course(Stream.ORDER_ENTRY)).isEqualTo("CONNECTING SYNCING READY");
        assertThat(world.course(Stream.PRIVATE)).isEqualTo("CONNECTING SYNCING READY");
        assertThat(world.privateSocket().request().uri())
                .hasToString("ws://vest.test/ws-api?version=1.0&xwebsocketserver=restserver0&listenKey=key1");
        List<VirtualExchange> requests = world.loop.takeExchanges();
        VirtualExchange register = find(requests, "POST /register");
        assertThat(register.request().headers())
                .containsEntry("xrestservermm", "restserver0")
                .doesNotContainKey("X-API-KEY");
        assertThat(register.body())
                .contains("\"signingAddr\":\"0x1563915e194d8cfba1943570603f7606a3115508\"")
                .contains("\"expiryTime\":" + (VirtualIoLoop.START_EPOCH_MILLIS + 7 * 86_400_000L));
        assertThat(find(requests, "GET /account?time=").request().headers())
                .containsEntry("X-API-KEY", "fake.api.key-0001");
        assertThat(find(requests, "GET /account/nonce?time=")).isNotNull();
    }

    @Test
    void tellsPositionsBalanceAndOpenOrdersAfterEachConnection() {
        VestWorld world = VestWorld.ready();
        assertThat(world.seen(PositionReported.class)).hasSize(1);
        assertThat(world.seen(PositionReported.class).getFirst().position().quantityE8())
                .isEqualTo(FixedPoint.parse("0.03"));
        assertThat(world.seen(BalanceReported.class).getFirst().cashE8()).isEqualTo(FixedPoint.parse("10000"));
        assertThat(world.seen(BalanceReported.class).getFirst().equityE8()).isEqualTo(FixedPoint.parse("10004.102"));
        assertThat(world.seen(OpenOrdersReported.class).getFirst().foreign()).isEmpty();
        world.forget();
        world.privateSocket().closeFromServer(1012, "restart");
        world.loop.advanceMillis(600);
        assertThat(world.course(Stream.PRIVATE)).isEqualTo("LOST CONNECTING SYNCING READY");
        assertThat(world.seen(PositionReported.class)).hasSize(1);
        assertThat(world.seen(OpenOrdersReported.class)).hasSize(1);
        assertThat(world.course(Stream.ORDER_ENTRY)).isEmpty();
    }

    @Test
    void keepsTryingToLogIn() {
        VestWorld world = new VestWorld();
        world.answer("POST /register", 530, "<html>530</html>");
        world.becomeReady();
        world.loop.advanceMillis(5_000);
        assertThat(world.adapter.isConnected()).isFalse();
        assertThat(world.reason(Stream.ORDER_ENTRY, StreamState.LOST)).contains("HTTP 530");
        world.overrides.clear();
        world.loop.advanceMillis(30_000);
        assertThat(world.course(Stream.ORDER_ENTRY)).endsWith("READY");
        assertThat(world.course(Stream.PRIVATE)).endsWith("READY");
    }

    @Test
    void refusesToTradeOnTheAccountOfSomebodyElse() {
        VestWorld world = new VestWorld();
        world.answer("GET /account?", 200, VestSamples.text("rest-account.json").replace("0x19E7", "0x29E7"));
        world.becomeReady();
        assertThat(world.reason(Stream.ORDER_ENTRY, StreamState.LOST))
                .contains("account 0x29E7")
                .contains("expected 0x19e7");
        world.forget();
        world.adapter.placeOrder(VestWorld.buy(1));
        world.loop.runReady();
        assertThat(world.seen(OrderEvent.Failed.class).getFirst().error().mayBeLive())
                .isFalse();
        assertThat(world.taken("POST /orders")).isEmpty();
    }

    @Test
    void showsBooksWithoutCredentials() {
        VestConfig config = VestConfig.production()
                .withHosts(URI.create("http://vest.test/v2"), URI.create("ws://vest.test/ws-api"));
        VestWorld world = new VestWorld(ignored -> config).becomeReady();
        assertThat(world.course(Stream.MARKET_DATA)).endsWith("READY");
        assertThat(world.reason(Stream.ORDER_ENTRY, StreamState.LOST)).contains("no credentials");
        world.adapter.placeOrder(VestWorld.buy(1));
        world.adapter.queryPosition("BTC-PERP");
        world.loop.runReady();
        assertThat(world.seen(OrderEvent.Failed.class)).hasSize(1);
        assertThat(world.seen(QueryFailed.class)).hasSize(1);
    }

    @Test
    void renewsTheDelegationDailyBesideTheOrders() {
        VestWorld world = idle(7);
        VirtualExchange[] held = world.hold("POST /register");
        advance(world, 86_400);
        assertThat(held[0]).isNotNull();
        world.forget();
        world.place(VestWorld.buy(1));
        assertThat(world.seen(OrderEvent.Acknowledged.class)).hasSize(1);
        world.overrides.clear();
        held[0].answer(200, "{\"apiKey\":\"second\",\"accGroup\":0}");
        world.loop.takeExchanges();
        world.adapter.queryBalance();
        world.loop.runReady();
        assertThat(find(world.loop.takeExchanges(), "GET /account").request().headers())
                .containsEntry("X-API-KEY", "second");
        assertThat(world.course(Stream.ORDER_ENTRY)).isEmpty();
        assertThat(world.adapter.counters()).containsEntry("registrations", 2L);
    }

    @Test
    void movesThePrivateStreamWhenARenewalChangesTheAccountGroup() {
        VestWorld world = idle(7);
        world.answer("POST /register", 200, "{\"apiKey\":\"second\",\"accGroup\":3}");
        advance(world, 86_401);
        assertThat(world.privateSocket().request().uri().toString()).contains("restserver3");
        assertThat(world.adapter.isConnected()).isTrue();
    }

    @Test
    void stopsOrdersWhenTheDelegationHasExpired() {
        VestWorld world = idle(2);
        world.answer("POST /register", 500, "");
        advance(world, 2 * 86_400 + 1);
        world.forget();
        world.adapter.placeOrder(VestWorld.buy(1));
        world.loop.runReady();
        assertThat(world.seen(OrderEvent.Failed.class).getFirst().error().description())
                .contains("delegation")
                .contains("expired");
    }

    @Test
    void logsInAgainWhenTheKeyIsRefused() {
        VestWorld world = VestWorld.ready();
        world.forget();
        world.answer("GET /account?", 403, "{\"detail\":{\"code\":1002,\"msg\":\"Unauthorized\"}}");
        world.adapter.queryBalance();
        world.loop.runReady();
        assertThat(world.seen(QueryFailed.class)).hasSize(1);
        world.overrides.clear();
        world.loop.advanceMillis(600);
        assertThat(world.course(Stream.ORDER_ENTRY)).isEqualTo("LOST CONNECTING SYNCING READY");
        assertThat(world.adapter.counters()).containsEntry("registrations", 2L);
    }

    @Test
    void renewsTheListenKeyEveryHalfHour() {
        VestWorld world = idle(7);
        VirtualWebSocket socket = world.privateSocket();
        world.loop.takeExchanges();
        advance(world, 3_601);
        assertThat(world.taken("PUT /account/listenKey")).hasSize(2);
        assertThat(world.privateSocket()).isSameAs(socket);
    }

    @Test
    void takesANewListenKeyWhenThePresentOneHasExpired() {
        VestWorld world = idle(7);
        VirtualWebSocket socket = world.privateSocket();
        world.answer("PUT /account/listenKey", 400, VestSamples.text("error-listenkey-expired.json"));
        world.answer("POST /account/listenKey", 200, "{\"listenKey\":\"key2\"}");
        advance(world, 1_802);
        assertThat(world.privateSocket()).isNotSameAs(socket);
        assertThat(world.privateSocket().request().uri().toString()).contains("listenKey=key2");
        assertThat(world.course(Stream.PRIVATE)).endsWith("LOST CONNECTING SYNCING READY");
    }

    @ParameterizedTest
    @ValueSource(ints = {4003, 4004, 4005})
    void takesANewListenKeyWhenTheSocketRefusesTheOldOne(int code) {
        VestWorld world = VestWorld.ready();
        world.answer("POST /account/listenKey", 200, "{\"listenKey\":\"key2\"}");
        world.privateSocket().closeFromServer(code, "");
        world.loop.advanceMillis(600);
        assertThat(world.privateSocket().request().uri().toString()).contains("listenKey=key2");
        assertThat(world.adapter.counters()).containsEntry("registrations", 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {4001, 4002})
    void registersAgainWhenTheSocketRefusesTheAccountGroup(int code) {
        VestWorld world = VestWorld.ready();
        world.privateSocket().closeFromServer(code, "");
        world.loop.advanceMillis(1_500);
        assertThat(world.adapter.counters()).containsEntry("registrations", 2L);
        assertThat(world.course(Stream.PRIVATE)).endsWith("READY");
    }

    @Test
    void doesNotCallAStreamReadyThatWasNeverAnswered() {
        VestWorld world = new VestWorld();
        world.answersSubscriptions = false;
        world.becomeReady();
        world.loop.advanceMillis(3_100);
        assertThat(world.course(Stream.PRIVATE)).isEqualTo("CONNECTING SYNCING LOST");
        world.answersSubscriptions = true;
        world.loop.advanceMillis(2_000);
        assertThat(world.course(Stream.PRIVATE)).endsWith("READY");
    }

    @Test
    void doesNotCallAStreamReadyBeforeTheOrdersWereRead() {
        VestWorld world = new VestWorld();
        world.answer("GET /orders?startTime", 500, "");
        world.becomeReady();
        assertThat(world.course(Stream.PRIVATE)).isEqualTo("CONNECTING SYNCING LOST");
        world.overrides.clear();
        world.loop.advanceMillis(2_000);
        assertThat(world.course(Stream.PRIVATE)).endsWith("READY");
    }

    @Test
    void closesAPrivateStreamThatTalksGarbageAndSurvivesUnknownEvents() {
        VestWorld world = VestWorld.ready();
        VirtualWebSocket socket = world.privateSocket();
        socket.text("{\"channel\":\"account_private\",\"data\":{\"event\":\"PARTY\",\"args\":{}}}");
        socket.text("{\"channel\":\"account_private\",\"data\":{\"event\":\"ORDER\",\"args\":{}}}");
        assertThat(socket.isOpen()).isTrue();
        socket.text("not json");
        assertThat(socket.isOpen()).isFalse();
        world.loop.advanceMillis(600);
        assertThat(world.privateSocket()).isNotSameAs(socket);
    }

    @Test
    void measuresTheClockAndDatesOrdersByIt() {
        VestWorld world = new VestWorld();
        world.serverSkewMillis = -700;
        world.overrides.put("GET /account?", exchange -> {
            String body = world.account();
            world.loop.schedule(20_000_000, () -> exchange.answer(200, body));
        });
        world.adapter.connect();
        world.loop.advanceMillis(200);
        ClockMeasured clock = world.seen(ClockMeasured.class).getFirst();
        assertThat(clock.skewMillis()).isBetween(-711L, -689L);
        assertThat(clock.uncertaintyMillis()).isEqualTo(11);
        world.loop.takeExchanges();
        world.adapter.placeOrder(VestWorld.buy(1));
        world.loop.runReady();
        long time = VestWorld.order(world.taken("POST /orders").getFirst())
                .path("time")
                .asLong();
        assertThat(time).isBetween(world.loop.epochMillis() - 711, world.loop.epochMillis() - 689);
    }

    @Test
    void doesNotBelieveAnAccountTimeThatTheDateHeaderContradicts() {
        VestWorld world = new VestWorld();
        world.overrides.put(
                "GET /account?",
                exchange -> exchange.answer(
                        200,
                        java.util.Map.of("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
                        VestSamples.bytes("rest-account.json")));
        world.adapter.connect();
        world.loop.advanceMillis(10);
        assertThat(world.seen(ClockMeasured.class)).isEmpty();
        assertThat(world.course(Stream.ORDER_ENTRY)).endsWith("READY");
    }

    @Test
    void keepsTheOrderConnectionsWarm() {
        VestWorld world = idle(7);
        assertThat(world.loop.clients().getFirst().isWarmed()).isTrue();
        world.loop.takeExchanges();
        advance(world, 60);
        assertThat(world.taken("GET /account?time=")).hasSize(6);
    }

    @Test
    void setsTheLeverageAndReadsItBack() {
        VestWorld world = VestWorld.ready();
        world.adapter.setLeverage("BTC-PERP", 20);
        world.loop.runReady();
        assertThat(world.seen(LeverageReported.class).getFirst().leverage()).isEqualTo(50);
        world.loop.takeExchanges();
        world.adapter.queryLeverage("BTC-PERP");
        world.loop.runReady();
        assertThat(world.seen(LeverageReported.class)).hasSize(2);
        assertThat(world.taken("POST /account/leverage")).isEmpty();
        world.adapter.setLeverage("DOGE-PERP", 20);
        world.loop.runReady();
        assertThat(world.seen(QueryFailed.class)).hasSize(1);
        world.answer("POST /account/leverage", 400, "{\"code\":3021,\"msg\":\"\"}");
        world.adapter.setLeverage("BTC-PERP", 20);
        world.loop.runReady();
        assertThat(world.seen(QueryFailed.class)).hasSize(2);
    }

    @Test
    void reportsAFlatPositionForASymbolThatTheAccountDoesNotList() {
        VestWorld world = VestWorld.ready();
        world.forget();
        world.adapter.queryPosition("SOL-PERP");
        world.loop.runReady();
        assertThat(world.seen(PositionReported.class).getFirst().position().isFlat())
                .isTrue();
        world.answer("GET /account?", 200, "{}");
        world.adapter.queryPosition("SOL-PERP");
        world.loop.runReady();
        assertThat(world.seen(PositionReported.class)).hasSize(1);
        assertThat(world.seen(QueryFailed.class)).hasSize(1);
    }

    @Test
    void listsOpenOrdersOwnAndForeign() {
        VestWorld world = VestWorld.ready();
        long nonce = world.place(VestWorld.buy(1));
        world.orderRows = path -> path.contains("status=NEW")
                ? "[" + VestWorld.row(nonce, "NEW", "") + "," + VestWorld.row(77, "NEW", "") + ","
                        + VestWorld.row(78, "FILLED", "") + "]"
                : "[" + VestWorld.row(79, "PARTIALLY_FILLED", "") + "]";
        world.forget();
        world.adapter.queryOpenOrders();
        world.loop.runReady();
        OpenOrdersReported open = world.seen(OpenOrdersReported.class).getFirst();
        assertThat(open.own()).containsExactly(VestWorld.id(1));
        assertThat(open.foreign()).containsExactly("0xAB77", "0xAB79");
    }

    @Test
    void pausesQuestionsAfterARateLimit() {
        VestWorld world = VestWorld.ready();
        world.overrides.put(
                "GET /account?",
                exchange -> exchange.answer(
                        429, java.util.Map.of("retry-after", "5"), VestSamples.bytes("error-rate-limited.json")));
        world.adapter.queryBalance();
        world.loop.runReady();
        world.overrides.clear();
        world.forget();
        world.loop.takeExchanges();
        world.adapter.queryBalance();
        world.loop.runReady();
        assertThat(world.loop.takeExchanges()).isEmpty();
        assertThat(world.seen(QueryFailed.class).getFirst().error()).isInstanceOf(RateLimited.class);
        world.place(VestWorld.buy(1));
        assertThat(world.seen(OrderEvent.Acknowledged.class)).hasSize(1);
        world.loop.advanceMillis(5_001);
        world.adapter.queryBalance();
        world.loop.runReady();
        assertThat(world.seen(BalanceReported.class)).hasSize(1);
    }

    @Test
    void tellsOnceOfWhatIsNotOurs() {
        VestWorld world = VestWorld.ready();
        world.forget();
        String byHand =
                VestSamples.text("ws-account-order-liquidation.inferred.json").replace("\"LIQUIDATION\"", "\"MARKET\"");
        world.privateSocket().text(byHand);
        world.privateSocket().text(byHand);
        world.privateSocket().text(VestSamples.text("ws-account-order-liquidation.inferred.json"));
        world.privateSocket().text(VestSamples.text("ws-account-transfer.json"));
        world.privateSocket().text(VestSamples.text("ws-account-lp.json"));
        assertThat(world.seen(ForeignActivity.class))
                .extracting(ForeignActivity::description)
                .containsExactly(
                        "MARKET order of BTC-PERP FILLED, not ours",
                        "TRANSFER DEPOSIT of 100 FILLED",
                        "LP DEPOSIT of 100 FILLED");
    }

    @Test
    void connectsOnceAndStaysDownAfterDisconnect() {
        VestWorld world = idle(7);
        world.adapter.connect();
        world.loop.advanceMillis(5);
        assertThat(world.adapter.counters()).containsEntry("registrations", 1L);
        world.adapter.close();
        world.adapter.close();
        world.loop.advanceMillis(5);
        world.loop.takeExchanges();
        advance(world, 90_000);
        assertThat(world.loop.takeExchanges()).isEmpty();
        assertThat(world.course(Stream.PRIVATE)).endsWith("LOST");
        assertThat(world.course(Stream.ORDER_ENTRY)).endsWith("LOST");
    }

    @Test
    void refusesCredentialsThatDoNotBelongTogether() {
        VestConfig.Credentials credentials =
                VestConfig.Credentials.of(Secret.fromHex("22".repeat(32)), Secret.fromHex("11".repeat(32)));
        assertThatThrownBy(() -> credentials.withPrimaryAddress(
                        EthereumAddress.parse("0x1563915e194d8cfba1943570603f7606a3115508")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A");
        assertThatThrownBy(() -> credentials.withDelegationDays(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VestConfig.production().withRecvWindowMillis(60_001))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VestConfig.production().withHosts(URI.create("vest"), URI.create("ws://a")))
                .hasMessageContaining("restBase");
        assertThat(VestConfig.production().withCredentials(credentials).toString())
                .contains("redacted")
                .doesNotContain("2222")
                .doesNotContain("1111");
    }

    /// Connected and logged in, without books, so that days pass quickly.
    private static VestWorld idle(int delegationDays) {
        VestWorld world = new VestWorld(config ->
                config.withCredentials(config.credentials().orElseThrow().withDelegationDays(delegationDays)));
        world.adapter.connect();
        world.loop.advanceMillis(5);
        return world;
    }

    /// Moves time in steps while the sockets stay alive.
    private static void advance(VestWorld world, int seconds) {
        for (int passed = 0; passed < seconds; passed += 25) {
            world.publicSocket().transportAlive();
            world.privateSocket().transportAlive();
            world.loop.advanceMillis(1_000L * Math.min(25, seconds - passed));
        }
    }

    private static VirtualExchange find(List<VirtualExchange> exchanges, String start) {
        return exchanges.stream()
                .filter(exchange ->
                        (exchange.request().method() + " " + exchange.request().path()).startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
