package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parallax.exchange.AccountEvent.AccountState;
import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.ForcedKind;
import io.parallax.exchange.AccountEvent.ForcedReduction;
import io.parallax.exchange.AccountEvent.ForeignActivity;
import io.parallax.exchange.AccountEvent.FundingPaid;
import io.parallax.exchange.AccountEvent.LeverageReported;
import io.parallax.exchange.AccountEvent.OpenOrdersReported;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.AccountEvent.QueryFailed;
import io.parallax.exchange.AccountEvent.Standing;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.NotSent;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderEvent.Acknowledged;
import io.parallax.exchange.OrderEvent.Busted;
import io.parallax.exchange.OrderEvent.CancelFailed;
import io.parallax.exchange.OrderEvent.Failed;
import io.parallax.exchange.OrderEvent.Filled;
import io.parallax.exchange.OrderEvent.LookupFailed;
import io.parallax.exchange.OrderEvent.NotFound;
import io.parallax.exchange.OrderEvent.Sent;
import io.parallax.exchange.OrderEvent.Updated;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import io.parallax.exchange.paradex.ScriptedParadex.Request;
import io.parallax.exchange.transport.VirtualExchange;
import io.parallax.exchange.transport.VirtualWebSocket;
import io.parallax.execution.ExchangeSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParadexGatewayTest {
    private static final String ORDER_ID = "1795305609016201709277900000";

    // ---- the session

    @Test
    void nu09AStepOfOurClockIsMeasuredAndMovesNoTimestamp() {
        long hour = 3_600_000;
        ParadexSession session = ParadexSession.ready();
        answerCreates(session);
        session.paradex.on(
                "GET /system/time",
                exchange ->
                        exchange.answer(200, "{\"server_time\":\"" + (session.loop.epochMillis() + 40 - hour) + "\"}"));
        session.loop.stepWallClock(hour);
        session.place();
        assertThat(session.paradex
                        .take("order.create")
                        .getFirst()
                        .params()
                        .get("signature_timestamp")
                        .longValue())
                .as("before anybody measured")
                .isEqualTo(session.loop.epochMillis() + 40 - hour);
        session.loop.advanceMillis(ParadexSession.CONFIG.timings().clock() + 1_000);
        assertThat(session.told(ClockMeasured.class).getLast().skewMillis()).isEqualTo(40 - hour);
    }

    @Test
    void or19SignsOrdersForAsLongAsTheEngineAddsToItsHorizon() {
        assertThat(ParadexConfig.production().recvWindowMillis())
                .isEqualTo(ExchangeSettings.PARADEX.receiveWindowMillis());
        assertThat(ParadexConfig.production().recvWindowMillis())
                .as("not longer than the answer is waited for")
                .isLessThanOrEqualTo(ParadexConfig.production().timings().orderReply());
    }

    @Test
    void comesUpStepByStep() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.start();
        assertThat(session.adapter.isConnected()).isTrue();
        assertThat(session.streams())
                .containsSubsequence("PRIVATE CONNECTING", "PRIVATE SYNCING", "PRIVATE READY", "ORDER_ENTRY READY");
        assertThat(session.told(InstrumentsListed.class)
                        .getFirst()
                        .instruments()
                        .getFirst()
                        .symbol())
                .isEqualTo(ScriptedParadex.MARKET);
        assertThat(session.told(ClockMeasured.class).getLast().skewMillis()).isEqualTo(40);
        assertThat(session.paradex.take("subscribe"))
                .extracting(Request::channel)
                .contains("orders.ALL", "fills.ALL", "positions", "account", "tradebusts");
        assertThat(session.paradex.take("order.cancel_on_disconnect")).hasSize(1);
        assertThat(session.paradex
                        .take("auth")
                        .getFirst()
                        .params()
                        .get("bearer")
                        .stringValue())
                .isEqualTo("token1");
        VirtualExchange login = session.loop.exchanges().stream()
                .filter(exchange -> exchange.request().path().startsWith("/auth/"))
                .findFirst()
                .orElseThrow();
        assertThat(login.request().path())
                .isEqualTo("/auth/0x2c144d2f2d4fc61b6f8967f3ba0012a87d90140bcfe5a3e92e8df83258c960f");
        assertThat(login.request().headers())
                .containsKeys("PARADEX-STARKNET-SIGNATURE", "PARADEX-SIGNATURE-EXPIRATION")
                .containsEntry("PARADEX-TIMESTAMP", Long.toString(session.loop.epochMillis() / 1_000));
    }

    @Test
    void triesEveryStepAgainUntilItSucceeds() {
        for (String step : List.of("GET /system/config", "GET /system/time", "GET /markets", "POST /auth")) {
            for (String body : List.of("<html>502</html>", "{}", "{\"results\":[]}")) {
                ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
                ScriptedParadex paradex = session.paradex;
                int[] calls = {0};
                var good = paradex.answerTo(step);
                paradex.on(step, exchange -> {
                    if (calls[0]++ < 3) {
                        exchange.answer(calls[0] == 1 ? 502 : 200, body);
                    } else {
                        good.accept(exchange);
                    }
                });
                session.start();
                paradex.passBusily(20_000);
                assertThat(session.adapter.isConnected())
                        .as("%s answered with %s", step, body)
                        .isTrue();
                assertThat(calls[0]).isLessThan(10);
            }
        }
    }

    @Test
    void givesBooksWithoutCredentials() {
        ParadexConfig config = ParadexConfig.testnet()
                .withHosts(ParadexSession.CONFIG.restBase(), ParadexSession.CONFIG.webSocketBase());
        ParadexSession session = new ParadexSession(config);
        session.start();
        assertThat(session.book.take()).containsExactly("snapshot 3 100");
        assertThat(session.told(InstrumentsListed.class)).isNotEmpty();
        ClientOrderId id = session.place();
        session.adapter.queryPosition(ScriptedParadex.MARKET);
        session.paradex.pass(1_000);
        assertThat(session.told(Failed.class)).extracting(Failed::id).containsExactly(id);
        assertThat(session.told(Failed.class).getFirst().error()).isInstanceOf(NotSent.class);
        assertThat(session.told(QueryFailed.class)).hasSize(1);
        assertThat(session.paradex.logins()).isZero();
    }

    @Test
    void renewsTheLoginInTimeAndNeverTwiceAtOnce() {
        ParadexSession session = ParadexSession.ready();
        List<VirtualExchange> asked = new ArrayList<>();
        session.paradex.on("POST /auth", asked::add);
        session.paradex.passBusily(170_000);
        assertThat(asked).isEmpty();
        session.paradex.passBusily(12_000);
        assertThat(asked).hasSize(1);
        session.adapter.queryBalance();
        session.paradex.on("GET /balance", 401, "{\"error\":\"INVALID_TOKEN\",\"message\":\"expired\"}");
        session.adapter.queryBalance();
        session.paradex.settle();
        assertThat(asked).hasSize(1);
        asked.getFirst().answer(200, "{\"jwt_token\":\"fresh\"}");
        session.paradex.settle();
        session.loop.takeExchanges();
        session.adapter.queryPosition(ScriptedParadex.MARKET);
        session.paradex.settle();
        assertThat(session.loop.lastExchange().request().headers()).containsEntry("Authorization", "Bearer fresh");
        assertThat(session.paradex.take("auth"))
                .as("the connection stays logged in")
                .isEmpty();
    }

    @Test
    void keepsTheOldTokenWhileRenewalFailsAndStopsEntriesBeforeItEnds() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on("POST /auth", 200, "{\"nothing\":true}");
        session.paradex.passBusily(205_000);
        assertThat(session.adapter.isConnected()).isTrue();
        session.paradex.passBusily(10_000);
        assertThat(session.streams()).as("not lost: orders still leave").endsWith("ORDER_ENTRY SYNCING");
        assertThat(session.adapter.isConnected()).isFalse();
        session.paradex.on("POST /auth", 200, "{\"jwt_token\":\"late\"}");
        session.paradex.passBusily(31_000);
        assertThat(session.streams()).endsWith("ORDER_ENTRY READY");
    }

    @Test
    void logsInAgainWhenTheTokenIsRefused() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on("GET /positions", 401, "{\"error\":\"INVALID_TOKEN\",\"message\":\"expired\"}");
        session.adapter.queryPosition(ScriptedParadex.MARKET);
        session.paradex.pass(1_000);
        assertThat(session.paradex.logins()).isEqualTo(2);
        assertThat(session.told(QueryFailed.class)).hasSize(1);
    }

    @Test
    void followsTheSystemsState() {
        ParadexSession session = ParadexSession.ready();
        for (String state : List.of("post_only", "cancel_only", "maintenance", "a_new_word")) {
            session.paradex.on("GET /system/state", 200, "{\"status\":\"" + state + "\"}");
            session.paradex.passBusily(11_000);
            assertThat(session.streams()).as(state).endsWith("ORDER_ENTRY LOST");
            session.paradex.on("GET /system/state", 200, "{\"status\":\"ok\"}");
            session.paradex.passBusily(11_000);
            assertThat(session.streams()).endsWith("ORDER_ENTRY READY");
        }
        session.paradex.on("GET /system/state", 502, "<html>");
        session.paradex.passBusily(15_000);
        assertThat(session.streams()).as("one or two failures prove nothing").endsWith("ORDER_ENTRY READY");
        session.paradex.passBusily(20_000);
        assertThat(session.streams()).endsWith("ORDER_ENTRY LOST");
    }

    @Test
    void readsTheAccountAgainAfterAReconnectionAndRearmsCancelOnDisconnect() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on(
                "GET /orders",
                200,
                "{\"results\":["
                        + ScriptedParadex.order("k7q2-6a3f91c0-000042-B-EN", "OPEN", "1", "1", "") + ","
                        + ScriptedParadex.order("by-hand", "OPEN", "1", "1", "") + "]}");
        session.paradex.privateSocket().closeFromServer(1006, "");
        session.paradex.settle();
        assertThat(session.streams()).containsExactly("PRIVATE LOST", "ORDER_ENTRY LOST");
        session.paradex.pass(1_000);
        assertThat(session.streams())
                .containsExactly(
                        "PRIVATE LOST",
                        "ORDER_ENTRY LOST",
                        "PRIVATE CONNECTING",
                        "PRIVATE SYNCING",
                        "PRIVATE READY",
                        "ORDER_ENTRY READY");
        assertThat(session.paradex.take("order.cancel_on_disconnect")).hasSize(1);
        assertThat(session.told(OpenOrdersReported.class)).hasSize(1);
        OpenOrdersReported open = session.told(OpenOrdersReported.class).getFirst();
        assertThat(open.own()).extracting(ClientOrderId::text).containsExactly("k7q2-6a3f91c0-000042-B-EN");
        assertThat(open.foreign()).containsExactly(ORDER_ID);
        assertThat(session.told(PositionReported.class))
                .extracting(reported -> reported.position().quantityE8())
                .containsExactly(0L);
    }

    @Test
    void isNotReadyUntilTheAccountWasRead() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on("GET /positions", 503, "");
        session.adapter.reconnect();
        session.paradex.pass(3_000);
        assertThat(session.streams()).doesNotContain("PRIVATE READY");
        session.paradex.on("GET /positions", 200, "{\"results\":[]}");
        session.paradex.pass(2_000);
        assertThat(session.streams()).contains("PRIVATE READY");
    }

    @Test
    void rt08_anOrderThatWaitedWhileTheProcessStoodStillIsNotSigned() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.nextId();
        session.adapter.placeOrder(session.buy(id));
        session.loop.standStillMillis(251);
        session.paradex.settle();
        assertThat(session.paradex.take("order.create")).isEmpty();
        assertThat(session.told(Failed.class)).extracting(Failed::id).containsExactly(id);
        assertThat(session.told(Failed.class).getFirst().error()).isInstanceOf(NotSent.class);
    }

    @Test
    void replacesAPrivateConnectionThatIsNotFullySetUp() {
        for (String method : List.of("auth", "subscribe", "order.cancel_on_disconnect")) {
            for (String answer : List.of("error", "silence", "not enabled")) {
                ParadexSession session = ParadexSession.ready();
                session.paradex.onMethod(method, request -> {
                    switch (answer) {
                        case "error" -> request.error(40111, "Invalid Bearer Token", "");
                        case "silence" -> {}
                        default -> request.result("{\"enabled\":false}");
                    }
                });
                if (answer.equals("not enabled") && !method.equals("order.cancel_on_disconnect")) {
                    continue;
                }
                session.paradex.privateSocket().closeFromServer(1000, "");
                session.paradex.pass(15_000);
                assertThat(session.streams()).as("%s: %s", method, answer).doesNotContain("PRIVATE READY");
                assertThat(session.streams().stream()
                                .filter("PRIVATE LOST"::equals)
                                .count())
                        .isGreaterThan(1);
            }
        }
    }

    @Test
    void doesNotArmCancelOnDisconnectWhenSwitchedOff() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG.withCancelOnDisconnect(false));
        session.start();
        assertThat(session.adapter.isConnected()).isTrue();
        assertThat(session.paradex.take("order.cancel_on_disconnect")).isEmpty();
    }

    // ---- sending orders

    @Test
    void sendsASignedOrderAndTellsItsLife() {
        ParadexSession session = ParadexSession.ready();
        answerCreates(session);
        ClientOrderId id = session.place();
        JsonNode order = session.paradex.take("order.create").getFirst().params();
        assertThat(order.get("client_id").stringValue()).isEqualTo(id.text());
        assertThat(order.get("instruction").stringValue()).isEqualTo("IOC");
        assertThat(order.get("recv_window").intValue()).isEqualTo(1_000);
        assertThat(order.get("signature_timestamp").longValue()).isEqualTo(session.loop.epochMillis() + 40);
        session.paradex.push("orders.ALL", ScriptedParadex.order(id.text(), "NEW", "0.01", "0.01", ""));
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        session.paradex.push("orders.ALL", ScriptedParadex.order(id.text(), "CLOSED", "0.01", "0", ""));
        long now = session.loop.nanoTime();
        assertThat(session.takeTold())
                .containsExactly(
                        new Sent(ExchangeId.PARADEX, id, now),
                        new Acknowledged(ExchangeId.PARADEX, id, ORDER_ID, now),
                        updated(id, OrderStatus.OPEN, 0, Optional.empty(), now),
                        new Filled(
                                ExchangeId.PARADEX, id, "f1", FixedPoint.parse("67629.6"), 1_000_000, 30_000_000, now),
                        updated(id, OrderStatus.FILLED, 1_000_000, Optional.empty(), now));
    }

    @Test
    void tellsTheSameLifeFromBinaryMessages() {
        ParadexSession session = ParadexSession.ready();
        VirtualWebSocket socket = session.paradex.privateSocket();
        String name = "k7q2-6a3f91c0-000042-B-EN";
        socket.binary(renamed("sbe-order-closed-ioc-remainder-v2.made.json", name));
        socket.binary(renamed("sbe-fill-taker-v2.made.json", name));
        socket.binary(frame("sbe-position-short-v1.made.json"));
        socket.binary(frame("sbe-account-v2.made.json"));
        socket.binary(frame("sbe-heartbeat-v1.made.json"));
        socket.binary(frame("sbe-unknown-template.made.json"));
        ClientOrderId id = ClientOrderId.parse(name).orElseThrow();
        List<ExchangeEvent> told = session.takeTold();
        assertThat(told).hasSize(4);
        assertThat(told.get(3))
                .isEqualTo(new AccountState(ExchangeId.PARADEX, Standing.ACTIVE, "ACTIVE", session.loop.nanoTime()));
        assertThat(told.get(0)).isInstanceOfSatisfying(Updated.class, update -> {
            assertThat(update.id()).isEqualTo(id);
            assertThat(update.status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(update.filledE8()).isEqualTo(600_000);
            assertThat(update.reason().orElseThrow().kind()).isEqualTo(RejectionKind.RETRYABLE);
        });
        assertThat(told.get(1)).isInstanceOfSatisfying(Filled.class, fill -> {
            assertThat(fill.id()).isEqualTo(id);
            assertThat(fill.fillId()).isEqualTo("8615262148007718462");
        });
        assertThat(told.get(2))
                .isInstanceOfSatisfying(
                        PositionReported.class,
                        position -> assertThat(position.position().quantityE8()).isEqualTo(-34_500_000));
        assertThat(session.count("frames-unknown")).isEqualTo(1);
    }

    @Test
    void hearsTheFillBeforeTheAnswer() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        Request create = session.paradex.take("order.create").getFirst();
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        create.result("{\"order\":" + ScriptedParadex.order(id.text(), "NEW", "0.01", "0.01", "") + "}");
        assertThat(session.takeTold())
                .extracting(event -> event.getClass().getSimpleName())
                .as("a repeated fill is told with the same id; the engine knows it")
                .containsExactly("Sent", "Filled", "Filled", "Acknowledged");
    }

    @Test
    void callsTheOutcomeUnknownWhenNoAnswerComesAndTakesALateOne() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        Request create = session.paradex.take("order.create").getFirst();
        session.paradex.pass(950);
        assertThat(session.told(Failed.class)).isEmpty();
        session.paradex.pass(100);
        assertThat(onlyFailure(session, id)).isInstanceOf(OutcomeUnknown.class);
        assertThat(session.paradex.take("order.create")).as("never sent again").isEmpty();
        create.result("{\"order\":" + ScriptedParadex.order(id.text(), "NEW", "0.01", "0.01", "") + "}");
        assertThat(session.told(Acknowledged.class))
                .extracting(Acknowledged::id)
                .containsExactly(id);
        session.paradex.pass(5_000);
        assertThat(session.told(Failed.class)).hasSize(1);
    }

    @Test
    void takesALateRefusalAsOne() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        Request create = session.paradex.take("order.create").getFirst();
        session.paradex.pass(1_100);
        create.error(-32602, "invalid params", "size");
        assertThat(session.told(Failed.class))
                .extracting(failed -> failed.error().mayBeLive())
                .containsExactly(true, false);
        assertThat(session.told(Failed.class).getLast().id()).isEqualTo(id);
    }

    @Test
    void callsTheOutcomeUnknownWhenTheConnectionEnds() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.privateSocket().closeFromServer(1006, "");
        assertThat(onlyFailure(session, id)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void tellsWhetherAFailedWriteMayHaveLeft() {
        for (boolean mayHaveLeft : new boolean[] {true, false}) {
            ParadexSession session = ParadexSession.ready();
            session.paradex.privateSocket().failWrites(mayHaveLeft);
            ClientOrderId id = session.place();
            assertThat(onlyFailure(session, id).mayBeLive()).isEqualTo(mayHaveLeft);
            assertThat(session.told(Sent.class)).isEmpty();
        }
    }

    @Test
    void doesNotSendWithoutAConnection() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.privateSocket().closeFromServer(1006, "");
        ClientOrderId id = session.place();
        assertThat(onlyFailure(session, id)).isInstanceOf(NotSent.class);
    }

    @Test
    void mapsRefusalsOfTheWebSocket() {
        assertThat(refusal(-32602, "")).isInstanceOf(Rejected.class);
        assertThat(refusal(100, "MARKET_NOT_OPEN")).isInstanceOf(Rejected.class);
        assertThat(refusal(100, "DUPLICATED_CLIENT_ID")).isInstanceOf(OutcomeUnknown.class);
        assertThat(refusal(-32603, "")).isInstanceOf(OutcomeUnknown.class);
        assertThat(refusal(42901, "")).isInstanceOf(RateLimited.class);
    }

    private static ExchangeError refusal(int code, String data) {
        ParadexSession session = ParadexSession.ready();
        session.paradex.onMethod("order.create", request -> request.error(code, "no", data));
        return onlyFailure(session, session.place());
    }

    @Test
    void closesTheOrderPathWhenARefusalNamesTheSystemsState() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.onMethod("order.create", request -> request.error(100, "no", "SYSTEM_STATUS_POST_ONLY"));
        session.place();
        assertThat(session.streams()).containsExactly("ORDER_ENTRY LOST");
        session.paradex.passBusily(11_000);
        assertThat(session.streams()).endsWith("ORDER_ENTRY READY");
    }

    @Test
    void logsInAndConnectsAnewWhenAnOrderIsRefusedForItsLogin() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.onMethod("order.create", request -> request.error(40300, "permission denied", ""));
        ClientOrderId id = session.place();
        assertThat(onlyFailure(session, id)).isInstanceOf(Rejected.class);
        session.paradex.pass(2_000);
        assertThat(session.paradex.logins()).isEqualTo(2);
        assertThat(session.adapter.isConnected()).isTrue();
    }

    @Test
    void takesAnAnswerThatIsNoneOfOursOrUnreadableAsUnknown() {
        for (String result : List.of(
                "{}",
                "{\"order\":{}}",
                "{\"order\":5}",
                "{\"order\":" + ScriptedParadex.order("k7q2-6a3f91c0-000999-B-EN", "NEW", "1", "1", "") + "}")) {
            ParadexSession session = ParadexSession.ready();
            session.paradex.onMethod("order.create", request -> request.result(result));
            assertThat(onlyFailure(session, session.place())).as(result).isInstanceOf(OutcomeUnknown.class);
            assertThat(session.adapter.isConnected()).isTrue();
        }
    }

    @Test
    void tellsTheEndThatAnAnswerAlreadyKnows() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.onMethod(
                "order.create",
                request -> request.result("{\"order\":"
                        + ScriptedParadex.order(
                                request.params().get("client_id").stringValue(),
                                "CLOSED",
                                "0.01",
                                "0.01",
                                "NOT_ENOUGH_MARGIN")
                        + "}"));
        ClientOrderId id = session.place();
        assertThat(session.told(Acknowledged.class)).hasSize(1);
        assertThat(session.told(Updated.class).getFirst().status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(session.told(Updated.class).getFirst().id()).isEqualTo(id);
    }

    @Test
    void neverSendsAnIdTwice() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.adapter.placeOrder(session.buy(id));
        session.paradex.settle();
        assertThat(session.paradex.take("order.create")).hasSize(1);
        assertThat(session.told(Failed.class)).isEmpty();
        assertThat(session.count("orders-duplicate-id")).isEqualTo(1);
    }

    @Test
    void keepsItsOwnOrderBudget() {
        ParadexSession session = ParadexSession.ready();
        for (int i = 0; i < 250; i++) {
            session.place();
        }
        assertThat(session.paradex.take("order.create").size()).isBetween(130, 160);
        assertThat(session.told(Failed.class)).allMatch(failed -> failed.error() instanceof RateLimited);
        assertThat(session.told(Failed.class)).isNotEmpty();
    }

    @Test
    void sendsOrdersOverRestWhenAskedTo() {
        ParadexSession session = ParadexSession.ready(ParadexSession.CONFIG.withOrderPath(OrderPath.REST));
        session.paradex.on("POST /orders", exchange -> {
            String clientId =
                    Samples.JSON.readTree(exchange.body()).get("client_id").stringValue();
            exchange.answer(201, ScriptedParadex.order(clientId, "NEW", "0.01", "0.01", ""));
        });
        ClientOrderId id = session.place();
        assertThat(session.takeTold())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Sent", "Acknowledged");
        assertThat(session.paradex.take("order.create")).isEmpty();
        session.adapter.cancelOrder(id);
        session.paradex.settle();
        assertThat(session.loop.lastExchange().request().method()).isEqualTo("DELETE");
        assertThat(session.loop.lastExchange().request().path())
                .isEqualTo("/orders/by_client_id/" + id.text() + "?market=BTC-USD-PERP");
    }

    @Test
    void mapsRestOutcomesOfOrders() {
        assertThat(restOutcome(exchange -> exchange.answer(400, Samples.text("error-400-order.inferred.json"))))
                .isInstanceOf(Rejected.class);
        assertThat(restOutcome(exchange -> exchange.answer(502, "<html>Bad Gateway</html>")))
                .isInstanceOf(OutcomeUnknown.class);
        assertThat(restOutcome(exchange -> exchange.answer(200, "<html>hello</html>")))
                .isInstanceOf(OutcomeUnknown.class);
        assertThat(restOutcome(exchange ->
                        exchange.answer(200, "{\"error\":\"VALIDATION_ERROR\",\"message\":\"inside a success\"}")))
                .isInstanceOf(Rejected.class);
        assertThat(restOutcome(exchange -> exchange.answer(
                        429,
                        Map.of("retry-after", "2"),
                        "{\"error\":\"RATE_LIMITED\",\"message\":\"\"}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(new RateLimited(2_000));
        assertThat(restOutcome(exchange -> exchange.answer(429, "<html>slow down</html>")))
                .isInstanceOf(OutcomeUnknown.class);
        assertThat(restOutcome(exchange -> exchange.fail(true, "reset"))).isInstanceOf(OutcomeUnknown.class);
        assertThat(restOutcome(exchange -> exchange.fail(false, "refused"))).isInstanceOf(NotSent.class);
        assertThat(restOutcome(exchange -> {})).isInstanceOf(OutcomeUnknown.class);
    }

    private static ExchangeError restOutcome(Consumer<VirtualExchange> answer) {
        ParadexSession session = ParadexSession.ready(ParadexSession.CONFIG.withOrderPath(OrderPath.REST));
        session.paradex.on("POST /orders", answer);
        ClientOrderId id = session.place();
        session.paradex.pass(1_100);
        return onlyFailure(session, id);
    }

    // ---- cancels

    @Test
    void cancelsByOurOwnId() {
        ParadexSession session = ParadexSession.ready();
        answerCreates(session);
        ClientOrderId id = session.place();
        session.paradex.onMethod(
                "order.cancel",
                request ->
                        request.result("{\"order_id\":\"" + ORDER_ID + "\",\"status\":\"QUEUED_FOR_CANCELLATION\"}"));
        session.takeTold();
        session.adapter.cancelOrder(id);
        session.paradex.settle();
        Request cancel = session.paradex.take("order.cancel").getFirst();
        assertThat(cancel.params().get("client_id").stringValue()).isEqualTo(id.text());
        assertThat(cancel.params().get("market").stringValue()).isEqualTo(ScriptedParadex.MARKET);
        assertThat(session.takeTold()).as("queued is no news of the order").isEmpty();
    }

    @Test
    void tellsWhenACancelWasNotQueued() {
        ParadexSession session = ParadexSession.ready();
        answerCreates(session);
        ClientOrderId id = session.place();
        session.paradex.onMethod("order.cancel", request -> request.error(100, "no", "ORDER_IS_CLOSED"));
        session.adapter.cancelOrder(id);
        session.paradex.settle();
        session.paradex.onMethod("order.cancel", request -> request.result("{\"status\":\"ALREADY_CLOSED\"}"));
        session.adapter.cancelOrder(id);
        session.paradex.settle();
        session.paradex.onMethod("order.cancel", request -> {});
        session.adapter.cancelOrder(id);
        session.paradex.pass(1_100);
        assertThat(session.told(CancelFailed.class))
                .hasSize(3)
                .allMatch(failed -> failed.error() instanceof OutcomeUnknown);
        session.paradex.on("DELETE /orders/by_client_id", 400, Samples.text("error-400-order-closed.inferred.json"));
        session.adapter.cancelOrder(
                ClientOrderId.parse("aaaa-6a3f91c0-000042-B-EN").orElseThrow());
        session.paradex.settle();
        assertThat(session.told(CancelFailed.class)).hasSize(4);
    }

    // ---- what the stream tells

    @Test
    void tellsForeignActivity() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.push("orders.ALL", ScriptedParadex.order("by-hand", "OPEN", "1", "1", ""));
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f9", "", "1"));
        session.paradex.push("orders.ALL", ScriptedParadex.order("by-hand", "A_NEW_STATE", "1", "1", ""));
        assertThat(session.told(ForeignActivity.class)).hasSize(3);
        assertThat(session.count("values-unknown")).isEqualTo(1);
        assertThat(session.told(OrderEvent.class)).isEmpty();
    }

    @Test
    void takesAFillBackByTheIdItWasToldUnder() {
        ParadexSession session = ParadexSession.ready();
        answerCreates(session);
        ClientOrderId id = session.place();
        session.paradex.push("fills.ALL", ScriptedParadex.fill("8615262148007718462", "", "0.01"));
        assertThat(session.told(Filled.class))
                .as("known by the exchange's order id")
                .hasSize(1);
        session.paradex.privateSocket().text(Samples.text("ws-tradebust.made.json"));
        assertThat(session.told(Busted.class))
                .containsExactly(new Busted(ExchangeId.PARADEX, id, "8615262148007718462", session.loop.nanoTime()));
    }

    @Test
    void or29_aBustThatTheStreamLostIsFoundWithItsOrder() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        session.paradex.on(
                "GET /orders-history",
                200,
                "{\"results\":[" + ScriptedParadex.order(id.text(), "CLOSED", "0.01", "0.01", "") + "]}");
        session.paradex.on(
                "GET /tradebusts",
                200,
                "{\"results\":[{\"busted_fill_id\":\"f0\"},{\"account\":\"0x1\",\"busted_fill_id\":\"f1\"}]}");
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.told(Busted.class)).as("of another account").isEmpty();
        session.paradex.on("GET /tradebusts", 200, "{\"results\":[{\"busted_fill_id\":\"f1\"}]}");
        session.adapter.queryOrder(id);
        session.adapter.queryOrder(id);
        session.paradex.settle();
        session.paradex.push("tradebusts", "{\"busted_fill_id\":\"f1\"}");
        assertThat(session.told(Busted.class)).extracting(Busted::fillId).containsExactly("f1");
        assertThat(session.told(LookupFailed.class)).isEmpty();
    }

    /// The position alone contradicts us, and the last order never was: the bust of the order before explains it.
    @Test
    void or29_aBustThatTheStreamLostIsFoundThoughTheOrderAskedForIsNot() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        ClientOrderId lost = session.place();
        session.paradex.on("GET /orders-history", 200, "{\"results\":[]}");
        session.paradex.on("GET /fills", 200, "{\"results\":[" + ScriptedParadex.fill("f1", id.text(), "0.01") + "]}");
        session.paradex.on("GET /tradebusts", 200, "{\"results\":[{\"busted_fill_id\":\"f1\"}]}");
        session.adapter.queryOrder(lost);
        session.paradex.settle();
        assertThat(session.told(NotFound.class)).extracting(NotFound::id).containsExactly(lost);
        assertThat(session.told(Busted.class)).extracting(Busted::id).containsExactly(id);
    }

    @Test
    void or16_thatAnOrderIsNowhereStaysTrueWhenTheBustsCannotBeRead() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId lost = session.place();
        session.paradex.on("GET /orders-history", 200, "{\"results\":[]}");
        session.paradex.on("GET /tradebusts", 503, "");
        session.adapter.queryOrder(lost);
        session.paradex.pass(3_000);
        assertThat(session.told(NotFound.class)).extracting(NotFound::id).containsExactly(lost);
        assertThat(session.told(LookupFailed.class)).isEmpty();
    }

    @Test
    void or29_aBustWhileTheStreamWasAwayIsToldBeforeThePositionsAre() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        session.paradex.on("GET /fills", 200, "{\"results\":[]}");
        session.paradex.on("GET /tradebusts", 200, "{\"results\":[{\"busted_fill_id\":\"f1\"}]}");
        session.takeTold();
        session.adapter.reconnect();
        session.paradex.pass(3_000);
        assertThat(session.streams()).contains("PRIVATE READY");
        assertThat(session.takeTold())
                .filteredOn(event -> event instanceof Busted || event instanceof PositionReported)
                .first()
                .isInstanceOf(Busted.class);
    }

    @Test
    void ps10_aLiquidationIsToldWithItsAmountsAndIsNoForeignActivity() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.push(
                "fills.ALL", ScriptedParadex.fill("f9", "", "0.004").replace("\"FILL\"", "\"LIQUIDATION\""));
        assertThat(session.told(ForcedReduction.class))
                .extracting(
                        ForcedReduction::symbol,
                        ForcedReduction::kind,
                        ForcedReduction::quantityE8,
                        ForcedReduction::fillId,
                        ForcedReduction::late)
                .containsExactly(
                        tuple(ScriptedParadex.MARKET, ForcedKind.LIQUIDATION, 400_000L, "LIQUIDATION:f9", false));
        assertThat(session.told(ForeignActivity.class)).isEmpty();
    }

    @Test
    void ec04_fundingIsToldBeforeTheExecutionThatSettledIt() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.takeTold();
        session.paradex.push(
                "fills.ALL",
                ScriptedParadex.fill("f1", id.text(), "0.01")
                        .replace("\"fee_currency\"", "\"realized_funding\":\"-0.00012345\",\"fee_currency\""));
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f2", id.text(), "0.01"));
        List<ExchangeEvent> told = session.takeTold();
        assertThat(told).hasSize(3);
        assertThat(told.getFirst())
                .isEqualTo(new FundingPaid(
                        ExchangeId.PARADEX, ScriptedParadex.MARKET, -12_345, "f1", session.loop.nanoTime()));
    }

    @Test
    void ps11_aTransferThatUnwindsIsToldAsDeleveraging() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.privateSocket().binary(frame("sbe-fill-transfer-v2.made.json"));
        assertThat(session.told(ForcedReduction.class))
                .extracting(ForcedReduction::kind)
                .containsExactly(ForcedKind.DELEVERAGING);
    }

    @Test
    void ps10_aLiquidationInAGapOfTheStreamIsFoundAfterwards() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on(
                "GET /fills",
                200,
                "{\"results\":[" + ScriptedParadex.fill("f9", "", "0.004").replace("\"FILL\"", "\"LIQUIDATION\"")
                        + "],\"next\":null}");
        session.paradex.privateSocket().text("<html>");
        session.paradex.pass(1_000);
        assertThat(session.told(ForcedReduction.class)).hasSize(1).allMatch(ForcedReduction::late);
        assertThat(session.adapter.isConnected()).isTrue();
        session.clear();
        session.paradex.on("GET /fills", 500, "<html>");
        session.paradex.privateSocket().text("<html>");
        session.paradex.pass(1_000);
        assertThat(session.adapter.isConnected())
                .as("ready only when nothing can have been missed")
                .isFalse();
        session.paradex.on("GET /fills", 200, "{\"results\":[],\"next\":\"more\"}");
        session.paradex.pass(5_000);
        assertThat(session.adapter.isConnected()).isFalse();
        session.paradex.on("GET /fills", 200, "{\"results\":[],\"next\":null}");
        session.paradex.pass(10_000);
        assertThat(session.adapter.isConnected()).isTrue();
    }

    @Test
    void ps10_aLiquidationIsFoundOnTheWayWhenAnOrderIsLookedUp() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.nextId();
        session.paradex.on(
                "GET /fills",
                200,
                "{\"results\":[" + ScriptedParadex.fill("f8", "", "0.002") + ","
                        + ScriptedParadex.fill("f9", "", "0.004").replace("\"FILL\"", "\"LIQUIDATION\"")
                        + "],\"next\":null}");
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.told(ForcedReduction.class)).hasSize(1).allMatch(ForcedReduction::late);
        assertThat(session.told(NotFound.class)).hasSize(1);
        assertThat(session.told(ForeignActivity.class)).isEmpty();
    }

    @Test
    void vn13_tellsHowTheAccountStands() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.paradex.on(
                "GET /account", 200, Samples.text("rest-account.made.json").replace("\"ACTIVE\"", "\"LIQUIDATION\""));
        session.start();
        session.paradex.push("account", "{\"status\":\"RESYNC\"}");
        session.paradex.push("account", "{\"status\":\"SOMETHING\"}");
        session.paradex.push("account", "{\"status\":\"ACTIVE\"}");
        assertThat(session.told(AccountState.class))
                .extracting(AccountState::standing)
                .containsExactly(Standing.IN_LIQUIDATION, Standing.RESYNC, Standing.UNKNOWN, Standing.ACTIVE);
        assertThat(session.told(ForeignActivity.class)).isEmpty();
    }

    /// Of an earlier run, or the report of the execution was lost.
    @Test
    void or29_aBustOfAnUnknownFillAsksForThePositionAndAccusesNobody() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.push("tradebusts", "{\"busted_fill_id\":\"f1\"}");
        session.paradex.settle();
        assertThat(session.told(ForeignActivity.class)).isEmpty();
        assertThat(session.told(PositionReported.class)).hasSize(1);
        session.paradex.push("fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01"));
        assertThat(session.told(Filled.class)).hasSize(1);
        assertThat(session.told(Busted.class)).hasSize(1);
    }

    @Test
    void estimatesAFeeInAnotherCurrencyUpwards() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.push(
                "fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01").replace("USDC", "DIME"));
        assertThat(session.told(Filled.class).getFirst().feeE8()).isEqualTo(FixedPoint.parse("0.3043332"));
        assertThat(session.count("fees-in-other-currency")).isEqualTo(1);
    }

    @Test
    void dropsMessagesOfAnotherAccountAndUnknownChannels() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.push("positions", "{\"account\":\"0x1\",\"market\":\"X\",\"size\":\"1\",\"side\":\"LONG\"}");
        session.paradex.push("transfers", "{\"amount\":\"1\"}");
        byte[] other = frame("sbe-position-short-v1.made.json");
        other[8 + SbeTemplate.Position.ACCOUNT.offset() + 31] ^= 1;
        session.paradex.privateSocket().binary(other);
        assertThat(session.takeTold()).isEmpty();
        assertThat(session.count("frames-unwanted")).isEqualTo(2);
        assertThat(session.count("frames-unknown")).isEqualTo(1);
    }

    @Test
    void connectsAnewAfterAMessageItCannotRead() {
        for (String bad : List.of(
                "<html>",
                "{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\"fills.ALL\",\"data\":{\"id\":\"1\"}}}")) {
            ParadexSession session = ParadexSession.ready();
            VirtualWebSocket socket = session.paradex.privateSocket();
            socket.text(bad);
            assertThat(socket.isOpen()).isFalse();
            assertThat(session.count("frames-malformed")).isEqualTo(1);
            session.paradex.pass(1_000);
            assertThat(session.told(OpenOrdersReported.class)).hasSize(1);
            assertThat(session.adapter.isConnected()).isTrue();
        }
    }

    // ---- look-ups

    @Test
    void findsAnOpenOrder() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.nextId();
        session.paradex.on(
                "GET /orders/by_client_id", 200, ScriptedParadex.order(id.text(), "OPEN", "0.01", "0.01", ""));
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.takeTold())
                .containsExactly(updated(id, OrderStatus.OPEN, 0, Optional.empty(), session.loop.nanoTime()));
    }

    @Test
    void findsAClosedOrderWithItsFills() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.place();
        session.paradex.on(
                "GET /orders-history",
                200,
                "{\"results\":["
                        + ScriptedParadex.order("another", "CLOSED", "5", "0", "") + ","
                        + ScriptedParadex.order(id.text(), "CLOSED", "0.01", "0.004", "REMAINING_IOC_CANCEL") + "]}");
        session.paradex.on(
                "GET /fills",
                exchange -> exchange.answer(
                        200,
                        exchange.request().path().contains("cursor=")
                                ? "{\"results\":[" + ScriptedParadex.fill("f2", id.text(), "0.002") + "],\"next\":null}"
                                : "{\"results\":[" + ScriptedParadex.fill("f1", id.text(), "0.004") + ","
                                        + ScriptedParadex.fill("f0", "another", "5") + "],\"next\":\"a+b/c=\"}"));
        session.takeTold();
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.told(Filled.class)).extracting(Filled::fillId).containsExactly("f1", "f2");
        assertThat(session.told(Updated.class)).extracting(Updated::filledE8).containsExactly(600_000L);
        assertThat(session.told(LookupFailed.class)).isEmpty();
        assertThat(session.loop.takeExchanges())
                .extracting(exchange -> exchange.request().path())
                .last()
                .asString()
                .isEqualTo("/tradebusts");
        session.paradex.on("GET /orders-history", 200, "{\"results\":[]}");
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.loop.lastExchange().request().path())
                .startsWith("/fills?start_at=")
                .endsWith("&market=BTC-USD-PERP&cursor=a%2Bb%2Fc%3D");
    }

    @Test
    void saysNotFoundOnlyAfterAllThreeReadings() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.nextId();
        long asked = session.loop.nanoTime();
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.takeTold())
                .containsExactly(new NotFound(ExchangeId.PARADEX, id, asked, session.loop.nanoTime()));
        for (String reading : List.of("GET /orders/by_client_id", "GET /orders-history", "GET /fills")) {
            for (String body : List.of("<html>", "{}", "{\"error\":\"INTERNAL_ERROR\",\"message\":\"\"}")) {
                ParadexSession other = ParadexSession.ready();
                other.paradex.on(reading, body.equals("{}") ? 200 : 500, body);
                other.adapter.queryOrder(id);
                other.paradex.settle();
                assertThat(other.told(NotFound.class))
                        .as("%s answers %s", reading, body)
                        .isEmpty();
                assertThat(other.told(LookupFailed.class)).hasSize(1);
            }
        }
    }

    @Test
    void tellsFillsEvenWhereTheOrderIsInNoListYet() {
        ParadexSession session = ParadexSession.ready();
        ClientOrderId id = session.nextId();
        session.paradex.on("GET /fills", 200, "{\"results\":[" + ScriptedParadex.fill("f1", id.text(), "0.01") + "]}");
        session.adapter.queryOrder(id);
        session.paradex.settle();
        assertThat(session.takeTold())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Filled", "LookupFailed");
    }

    @Test
    void givesUpOnListsWithoutEndAndOnSilence() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on("GET /orders-history", 200, "{\"results\":[],\"next\":\"more\"}");
        session.adapter.queryOrder(session.nextId());
        session.paradex.settle();
        assertThat(session.told(LookupFailed.class)).hasSize(1);
        session.paradex.on("GET /orders-history", exchange -> {});
        session.adapter.queryOrder(session.nextId());
        session.paradex.pass(900);
        assertThat(session.told(LookupFailed.class)).hasSize(2);
    }

    @Test
    void keepsItsOwnReadBudgetAndObeysRetryAfter() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on(
                "GET /positions",
                exchange -> exchange.answer(
                        429,
                        Map.of("retry-after", "3"),
                        "{\"error\":\"RATE_LIMITED\",\"message\":\"\"}".getBytes(StandardCharsets.UTF_8)));
        session.adapter.queryPosition(ScriptedParadex.MARKET);
        session.paradex.settle();
        session.loop.takeExchanges();
        session.adapter.queryPosition(ScriptedParadex.MARKET);
        session.paradex.settle();
        assertThat(session.loop.takeExchanges()).isEmpty();
        assertThat(session.told(QueryFailed.class))
                .extracting(QueryFailed::error)
                .hasOnlyElementsOfType(RateLimited.class);
        session.paradex.on("GET /positions", 200, "{\"results\":[]}");
        session.paradex.pass(3_100);
        session.adapter.queryPosition(ScriptedParadex.MARKET);
        session.paradex.settle();
        assertThat(session.told(PositionReported.class)).hasSize(1);
    }

    // ---- the account

    @Test
    void reportsPositionsAndTheirAbsence() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on(
                "GET /positions",
                200,
                "{\"results\":[{\"market\":\"BTC-USD-PERP\",\"status\":\"OPEN\","
                        + "\"side\":\"SHORT\",\"size\":\"-0.5\",\"average_entry_price\":\"100\",\"unrealized_pnl\":\"1\"}]}");
        session.adapter.queryPosition("BTC-USD-PERP");
        session.adapter.queryPosition("ETH-USD-PERP");
        session.paradex.settle();
        assertThat(session.told(PositionReported.class))
                .extracting(reported -> reported.position().quantityE8())
                .containsExactly(-50_000_000L, 0L);
        session.paradex.on("GET /positions", 200, "{\"results\":[{\"market\":\"BTC-USD-PERP\",\"size\":\"x\"}]}");
        session.adapter.queryPosition("ETH-USD-PERP");
        session.paradex.settle();
        assertThat(session.told(PositionReported.class))
                .as("an unreadable list proves nothing")
                .hasSize(2);
        assertThat(session.told(QueryFailed.class).getFirst().query())
                .isEqualTo(new ExchangeCommand.QueryPosition(ExchangeId.PARADEX, "ETH-USD-PERP"));
    }

    @Test
    void reportsTheBalance() {
        ParadexSession session = ParadexSession.ready();
        session.adapter.queryBalance();
        session.paradex.settle();
        assertThat(session.told(BalanceReported.class)).hasSize(1);
        assertThat(session.told(BalanceReported.class).getFirst().cashE8()).isEqualTo(12_300_362_047_353L);
        assertThat(session.told(BalanceReported.class).getFirst().equityE8()).isEqualTo(13_628_506_918_911L);
        session.paradex.on("GET /account", 500, "");
        session.adapter.queryBalance();
        session.paradex.settle();
        assertThat(session.told(QueryFailed.class)).hasSize(1);
    }

    @Test
    void setsTheLeverageAndReadsItBack() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on("POST /account/margin", 200, Samples.text("rest-margin-update-response.made.json"));
        session.paradex.on("GET /account/margin", 200, "{\"configs\":[{\"market\":\"BTC-USD-PERP\",\"leverage\":7}]}");
        session.adapter.setLeverage("BTC-USD-PERP", 10);
        session.paradex.settle();
        assertThat(session.told(LeverageReported.class))
                .extracting(LeverageReported::leverage)
                .containsExactly(7);
        session.adapter.queryLeverage("BTC-USD-PERP");
        session.paradex.settle();
        assertThat(session.told(LeverageReported.class)).hasSize(2);
        session.paradex.on("POST /account/margin", 400, "{\"error\":\"VALIDATION_ERROR\",\"message\":\"too high\"}");
        session.adapter.setLeverage("BTC-USD-PERP", 100);
        session.paradex.settle();
        assertThat(session.told(QueryFailed.class).getFirst().query())
                .isEqualTo(new ExchangeCommand.SetLeverage(ExchangeId.PARADEX, "BTC-USD-PERP", 100));
    }

    @Test
    void readsOpenOrdersOverPages() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.on(
                "GET /orders",
                exchange -> exchange.answer(
                        200,
                        exchange.request().path().contains("cursor=")
                                ? "{\"results\":[" + ScriptedParadex.order("by-hand", "OPEN", "1", "1", "") + "]}"
                                : "{\"results\":["
                                        + ScriptedParadex.order("k7q2-6a3f91c0-000042-B-EN", "OPEN", "1", "1", "")
                                        + "],\"next\":\"more\"}"));
        session.adapter.queryOpenOrders();
        session.paradex.settle();
        assertThat(session.told(OpenOrdersReported.class)).hasSize(1);
        assertThat(session.told(OpenOrdersReported.class).getFirst().own()).hasSize(1);
        assertThat(session.told(OpenOrdersReported.class).getFirst().foreign()).hasSize(1);
        session.paradex.on("GET /orders", 200, "{\"results\":[],\"next\":\"more\"}");
        session.adapter.queryOpenOrders();
        session.paradex.settle();
        assertThat(session.told(QueryFailed.class)).hasSize(1);
    }

    @Test
    void namesItselfAndClosesForGood() {
        ParadexSession session = ParadexSession.ready();
        assertThat(session.adapter.exchangeId()).isEqualTo(ExchangeId.PARADEX);
        assertThat(session.adapter.exchangeName()).isEqualTo("Paradex");
        assertThat(session.adapter.orderbook(ScriptedParadex.MARKET)).isEmpty();
        session.adapter.close();
        session.paradex.pass(60_000);
        assertThat(session.adapter.isConnected()).isFalse();
        assertThat(session.told(StreamChanged.class).stream()
                        .filter(change -> change.stream() == Stream.PRIVATE)
                        .map(StreamChanged::state))
                .containsExactly(StreamState.LOST);
    }

    private static void answerCreates(ParadexSession session) {
        session.paradex.onMethod(
                "order.create",
                request -> request.result("{\"order\":"
                        + ScriptedParadex.order(
                                request.params().get("client_id").stringValue(), "NEW", "0.01", "0.01", "")
                        + ",\"created_at\":1795305609016,\"received_at\":1795305609012345678}"));
    }

    private static ExchangeError onlyFailure(ParadexSession session, ClientOrderId id) {
        assertThat(session.told(Failed.class)).extracting(Failed::id).containsExactly(id);
        return session.told(Failed.class).getFirst().error();
    }

    private static Updated updated(
            ClientOrderId id, OrderStatus status, long filledE8, Optional<Rejected> reason, long nanos) {
        return new Updated(ExchangeId.PARADEX, id, ORDER_ID, status, filledE8, reason, nanos);
    }

    private static byte[] frame(String sample) {
        return HexFormat.of().parseHex(Samples.json(sample).get("hex").stringValue());
    }

    /// A sample frame with another client id in it.
    private static byte[] renamed(String sample, String clientId) {
        String hex = Samples.json(sample).get("hex").stringValue();
        String old = HexFormat.of().formatHex("arb-000017".getBytes(StandardCharsets.UTF_8));
        String fresh = HexFormat.of().formatHex(clientId.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of()
                .parseHex(hex.replace("0a" + old, HexFormat.of().toHexDigits((byte) clientId.length()) + fresh));
    }
}
