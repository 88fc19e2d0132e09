package io.parallax.exchange.vest;

import static io.parallax.exchange.vest.VestWorld.buy;
import static io.parallax.exchange.vest.VestWorld.exchangeId;
import static io.parallax.exchange.vest.VestWorld.filled;
import static io.parallax.exchange.vest.VestWorld.filledWhole;
import static io.parallax.exchange.vest.VestWorld.id;
import static io.parallax.exchange.vest.VestWorld.order;
import static io.parallax.exchange.vest.VestWorld.orderNews;
import static io.parallax.exchange.vest.VestWorld.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent.ForcedKind;
import io.parallax.exchange.AccountEvent.ForcedReduction;
import io.parallax.exchange.AccountEvent.ForeignActivity;
import io.parallax.exchange.AccountEvent.FundingPaid;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.NotSent;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderEvent.Acknowledged;
import io.parallax.exchange.OrderEvent.CancelFailed;
import io.parallax.exchange.OrderEvent.Failed;
import io.parallax.exchange.OrderEvent.Filled;
import io.parallax.exchange.OrderEvent.LookupFailed;
import io.parallax.exchange.OrderEvent.NotFound;
import io.parallax.exchange.OrderEvent.Updated;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.transport.VirtualExchange;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.execution.ExchangeSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VestGatewayTest {
    private final VestWorld world = VestWorld.ready();

    @Test
    void or19SignsOrdersForAsLongAsTheEngineAddsToItsHorizon() {
        assertThat(VestConfig.production().recvWindowMillis()).isEqualTo(ExchangeSettings.VEST.receiveWindowMillis());
        assertThat(VestConfig.production().recvWindowMillis())
                .as("not longer than the answer is waited for")
                .isLessThanOrEqualTo(VestConfig.production().timings().orderReply());
    }

    @ParameterizedTest
    @CsvSource({"false,250,true", "false,251,false", "true,251,true", "true,2000,true", "true,2001,false"})
    void rt08_anOrderThatWaitedWhileTheProcessStoodStillIsNotSigned(boolean reduceOnly, long millis, boolean sent) {
        world.forget();
        world.loop.takeExchanges();
        world.adapter.placeOrder(order(1, Side.SELL, TimeInForce.IMMEDIATE_OR_CANCEL, reduceOnly));
        world.loop.standStillMillis(millis);
        world.loop.runReady();
        assertThat(world.loop.takeExchanges().stream()
                        .filter(each -> each.request().path().equals("/orders")))
                .hasSize(sent ? 1 : 0);
        assertThat(world.seen(Failed.class))
                .hasSize(sent ? 0 : 1)
                .allMatch(failed -> failed.error() instanceof NotSent);
    }

    @Test
    void placesAMarketOrderWithABoundAndFillsIt() {
        world.forget();
        world.loop.takeExchanges();
        world.adapter.placeOrder(buy(1));
        world.loop.runReady();
        VirtualExchange sent = world.taken("POST /orders").getFirst();
        assertThat(sent.request().timeoutMillis()).isEqualTo(1_000);
        assertThat(sent.request().headers())
                .containsEntry("X-API-KEY", "fake.api.key-0001")
                .containsEntry("xrestservermm", "restserver0");
        long nonce = order(sent).path("nonce").asLong();
        assertThat(sent.body())
                .startsWith("{\"order\":{\"time\":" + nonce + ",\"nonce\":" + nonce
                        + ",\"symbol\":\"BTC-PERP\",\"isBuy\":true,\"size\":\"0.0300\",\"orderType\":\"MARKET\","
                        + "\"limitPrice\":\"91000.00\",\"reduceOnly\":false},\"recvWindow\":1000,\"signature\":\"0x");
        world.privateSocket().text(orderNews(nonce, "NEW", ""));
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        assertThat(kinds()).containsExactly("Sent", "Acknowledged", "Updated", "Filled", "Updated");
        assertThat(world.seen(Filled.class).getFirst())
                .extracting(Filled::id, Filled::fillId, Filled::priceE8, Filled::quantityE8, Filled::feeE8)
                .containsExactly(id(1), "0xab" + nonce + ":0.03", e8("90019.80"), e8("0.03"), e8("0.270059"));
        assertThat(world.seen(Updated.class).getLast())
                .extracting(Updated::status, Updated::filledE8, Updated::exchangeOrderId)
                .containsExactly(OrderStatus.FILLED, e8("0.03"), exchangeId(nonce));
    }

    @ParameterizedTest
    @CsvSource({"MARKET,MARKET,", "LIMIT_FOK,LIMIT,FOK", "LIMIT_IOC,LIMIT,IOC"})
    void mapsImmediateOrdersAsConfigured(VestConfig.ImmediateAs as, String type, String timeInForce) {
        VestWorld other = new VestWorld(config -> config.withImmediateAs(as).withSendReduceOnly(false)).becomeReady();
        other.loop.takeExchanges();
        other.adapter.placeOrder(order(1, Side.SELL, TimeInForce.IMMEDIATE_OR_CANCEL, true));
        other.adapter.placeOrder(order(2, Side.SELL, TimeInForce.GOOD_TILL_CANCELLED, true));
        other.loop.runReady();
        List<VirtualExchange> sent = other.taken("POST /orders");
        assertThat(order(sent.get(0)).path("orderType").asString()).isEqualTo(type);
        assertThat(order(sent.get(0)).path("timeInForce").asString(""))
                .isEqualTo(timeInForce == null ? "" : timeInForce);
        assertThat(order(sent.get(0)).path("reduceOnly").asBoolean()).isFalse();
        assertThat(order(sent.get(0)).path("isBuy").asBoolean()).isFalse();
        assertThat(order(sent.get(1)).path("orderType").asString()).isEqualTo("LIMIT");
        assertThat(order(sent.get(1)).path("timeInForce").asString()).isEqualTo("GTC");
    }

    @Test
    void sendsReduceOnlyUnlessSwitchedOff() {
        world.loop.takeExchanges();
        world.adapter.placeOrder(order(1, Side.SELL, TimeInForce.IMMEDIATE_OR_CANCEL, true));
        world.loop.runReady();
        assertThat(order(world.taken("POST /orders").getFirst())
                        .path("reduceOnly")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void givesEveryOrderItsOwnNonceEvenWithinOneMillisecondAndPastTheExchangesLast() {
        VestWorld other = new VestWorld();
        other.lastNonce = other.loop.epochMillis() + 50_000;
        other.becomeReady();
        other.loop.takeExchanges();
        other.adapter.placeOrder(buy(1));
        other.adapter.placeOrder(buy(2));
        other.loop.runReady();
        assertThat(other.taken("POST /orders"))
                .extracting(exchange -> order(exchange).path("nonce").asLong())
                .containsExactly(other.lastNonce + 1, other.lastNonce + 2);
        assertThat(order(other.loop.lastExchange()).path("time").asLong()).isLessThan(other.lastNonce);
    }

    @Test
    void or01_acknowledgementLostIsUnknownAndTheFillStillArrives() {
        world.forget();
        world.hold("POST /orders");
        long nonce = world.place(buy(1));
        world.loop.advanceMillis(1_000);
        assertThat(world.seen(Failed.class).getFirst().error()).isInstanceOf(OutcomeUnknown.class);
        assertThat(world.taken("POST /orders")).isEmpty();
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        assertThat(world.seen(Filled.class)).hasSize(1);
        assertThat(world.seen(Updated.class).getFirst().status()).isEqualTo(OrderStatus.FILLED);
    }

    @ParameterizedTest
    @CsvSource({
        "500,'{\"code\":1022,\"msg\":\"x\"}'",
        "502,'{\"id\":\"0x1\"}'",
        "530,<html>530</html>",
        "403,<html>denied</html>",
        "200,<html>hello</html>",
        "200,'{\"id\":7}'",
        "200,{}",
        "400,'{\"code\":1023,\"msg\":\"nonce\"}'",
        "400,'{\"detail\":{\"code\":9999}}'",
        "200,'{\"code\":3015,\"msg\":\"dup\"}'",
        "307,''",
        "408,'{\"code\":1111}'"
    })
    void or02_anAnswerThatProvesNothingIsUnknown(int status, String body) {
        world.answer("POST /orders", status, body);
        world.place(buy(1));
        assertThat(failure().mayBeLive()).isTrue();
        assertThat(world.adapter.counters()).containsEntry("orders-outcome-unknown", 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "400,'{\"detail\":{\"code\":1111,\"msg\":\"decimals\"}}',STRUCTURAL", "200,'{\"code\":1148,\"msg\":\"\"}',MODE",
        "422,'{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Field required\"}]}',STRUCTURAL",
                "400,'{\"code\":1132}',RETRYABLE"
    })
    void or36_refusalsInEveryShapeAreDefinitive(int status, String body, RejectionKind kind) {
        world.answer("POST /orders", status, body);
        world.place(buy(1));
        assertThat(failure())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.kind()).isEqualTo(kind));
    }

    @Test
    void nw10_aRateLimitOnAnOrderIsARefusal() {
        world.answer("POST /orders", 429, VestSamples.text("error-rate-limited.json"));
        world.place(buy(1));
        assertThat(failure()).isEqualTo(new RateLimited(0));
    }

    @Test
    void tellsWhenNothingLeft() {
        world.loop.clients().getFirst().refuseConnections("connection refused");
        world.adapter.placeOrder(buy(1));
        world.loop.runReady();
        assertThat(failure()).isInstanceOf(NotSent.class);
        assertThat(world.seen(OrderEvent.Sent.class)).isEmpty();
    }

    @Test
    void sendsAnOrderOnceEvenIfItIsGivenTwice() {
        world.loop.takeExchanges();
        world.adapter.placeOrder(buy(1));
        world.adapter.placeOrder(buy(1));
        world.loop.runReady();
        assertThat(world.taken("POST /orders")).hasSize(1);
    }

    @Test
    void or06_anEventMayOvertakeTheAnswer() {
        VirtualExchange[] held = world.hold("POST /orders");
        long nonce = world.place(buy(1));
        world.forget();
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        held[0].answer(200, "{\"id\":\"" + exchangeId(nonce).toLowerCase(java.util.Locale.ROOT) + "\"}");
        world.privateSocket().text(orderNews(nonce, "NEW", ""));
        assertThat(kinds()).containsExactly("Filled", "Updated", "Acknowledged", "Updated");
        assertThat(world.seen(Updated.class)).allMatch(update -> update.status() == OrderStatus.FILLED);
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
        assertThat(world.adapter.counters()).containsEntry("rows-stale", 1L);
    }

    @Test
    void or14_aFillIsToldOnceWhereverItIsSeen() {
        long nonce = world.place(buy(1));
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        world.orderRows = path -> "[" + row(nonce, "FILLED", filledWhole()) + "]";
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(Filled.class)).hasSize(1);
        assertThat(world.seen(Updated.class)).hasSize(3);
    }

    @Test
    void or11_partsAreAddedUpAndTheRestFollows() {
        long nonce = world.place(buy(1));
        String first = filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000");
        String second = filled("0.0300", "0.0100", "90010.00", "90005.00", "0.180010");
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", second));
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", first));
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", second));
        world.privateSocket()
                .text(orderNews(nonce, "FILLED", filled("0.0300", "0.0100", "90020.00", "90010.00", "0.270030")));
        assertThat(world.seen(Filled.class))
                .extracting(Filled::quantityE8)
                .containsExactly(e8("0.01"), e8("0.01"), e8("0.01"));
        assertThat(world.seen(Filled.class)).extracting(Filled::fillId).doesNotHaveDuplicates();
        assertThat(world.seen(Filled.class).stream().mapToLong(Filled::feeE8).sum())
                .isEqualTo(e8("0.27003"));
        assertThat(world.seen(Filled.class).getLast().priceE8()).isEqualTo(e8("90020"));
        assertThat(world.seen(Updated.class))
                .extracting(Updated::status, Updated::filledE8)
                .endsWith(org.assertj.core.groups.Tuple.tuple(OrderStatus.FILLED, e8("0.03")));
    }

    @Test
    void missedPartsAreWorkedOutFromTheAverage() {
        long nonce = world.place(buy(1));
        world.privateSocket()
                .text(orderNews(
                        nonce, "PARTIALLY_FILLED", filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000")));
        world.privateSocket()
                .text(orderNews(nonce, "FILLED", filled("0.0300", "0.0050", "90030.00", "90010.00", "0.270030")));
        assertThat(world.seen(Filled.class).getLast())
                .extracting(Filled::quantityE8, Filled::priceE8, Filled::feeE8)
                .containsExactly(e8("0.02"), e8("90015"), e8("0.18003"));
    }

    @Test
    void or10_aCancelledOrderKeepsWhatWasFilled() {
        long nonce = world.place(buy(1));
        world.privateSocket()
                .text(orderNews(
                        nonce, "PARTIALLY_FILLED", filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000")));
        answersCancelled(nonce, filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000"));
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        world.loop.runReady();
        assertThat(world.seen(Updated.class).getLast())
                .extracting(Updated::status, Updated::filledE8)
                .containsExactly(OrderStatus.CANCELLED, e8("0.01"));
        assertThat(world.seen(Filled.class)).hasSize(1);
        world.privateSocket().text(orderNews(nonce, "NEW", ""));
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    private void answersCancelled(long nonce, String more) {
        world.orderRows = path -> "[" + row(nonce, "CANCELLED", more) + "]";
    }

    /// The reports of an order may come in reverse: its end, without amounts, before its executions.
    @Test
    void or11_anEndWithoutAmountsIsToldOnlyWithTheAnswerThatTellsThem() {
        long nonce = world.place(buy(1));
        String part = filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000");
        world.orderRows = path -> "[" + row(nonce, "NEW", "") + "]";
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        world.loop.advanceMillis(99);
        assertThat(world.seen(Updated.class))
                .extracting(Updated::status)
                .isNotEmpty()
                .containsOnly(OrderStatus.OPEN);
        answersCancelled(nonce, part);
        world.loop.advanceMillis(1);
        assertThat(world.seen(Filled.class)).extracting(Filled::quantityE8).containsExactly(e8("0.01"));
        assertThat(world.seen(Updated.class).getLast())
                .extracting(Updated::status, Updated::filledE8)
                .containsExactly(OrderStatus.CANCELLED, e8("0.01"));
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", part));
        assertThat(world.seen(Filled.class)).hasSize(1);
        world.loop.takeExchanges();
        world.loop.advanceMillis(10_000);
        assertThat(world.taken("GET /orders")).isEmpty();
    }

    @Test
    void or11_anEndThatNoAnswerConfirmsIsAskedForABoundedNumberOfTimes() {
        long nonce = world.place(buy(1));
        world.orderRows = path -> "[" + row(nonce, "NEW", "") + "]";
        world.loop.takeExchanges();
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        world.loop.advanceMillis(10_000);
        assertThat(world.taken("GET /orders")).hasSize(9);
        assertThat(world.seen(Updated.class)).extracting(Updated::status).containsOnly(OrderStatus.OPEN);
    }

    @Test
    void or11_aCancelledOrderWithFeesButWithoutExecutionsIsNotGuessed() {
        long nonce = world.place(buy(1));
        answersCancelled(nonce, ",\"size\":\"0.0300\",\"lastFilledSize\":null,\"fees\":\"0.090000\"");
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(Updated.class)).isEmpty();
        assertThat(world.seen(LookupFailed.class)).hasSize(1);
        String part = filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000");
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", part));
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(Updated.class).getLast())
                .extracting(Updated::status, Updated::filledE8)
                .containsExactly(OrderStatus.CANCELLED, e8("0.01"));
    }

    @Test
    void ordersOfTheExchangeUnderOneNonceAreBounded() {
        long nonce = world.place(buy(1));
        for (int i = 0; i < 2 * VestOrder.EXECUTIONS_MAX; i++) {
            world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()).replace("0xAB", "0x" + i + "AB"));
        }
        // One of them is the order that was acknowledged.
        assertThat(world.seen(Filled.class)).hasSize(VestOrder.EXECUTIONS_MAX - 1);
        assertThat(world.seen(Failed.class)).hasSize(VestOrder.EXECUTIONS_MAX + 1);
    }

    @Test
    void aCancelledRowThatRepeatsTheLastExecutionAddsNothing() {
        long nonce = world.place(buy(1));
        String part = filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000");
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", part));
        world.orderRows = path -> "[" + row(nonce, "CANCELLED", part.replace("180", "999")) + "]";
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(Filled.class)).hasSize(1);
        assertThat(world.seen(Updated.class).getLast().filledE8()).isEqualTo(e8("0.01"));
    }

    @Test
    void or12_aFillAfterACancelIsStillToldAndChangesTheEnd() {
        long nonce = world.place(buy(1));
        answersCancelled(nonce, "");
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        world.loop.runReady();
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        assertThat(world.seen(Filled.class)).hasSize(1);
        assertThat(world.seen(Updated.class))
                .extracting(Updated::status)
                .containsExactly(OrderStatus.OPEN, OrderStatus.CANCELLED, OrderStatus.FILLED);
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void or15_anOverfillIsToldInFull() {
        long nonce = world.place(buy(1));
        world.privateSocket()
                .text(orderNews(nonce, "FILLED", filled("0.0300", "0.0400", "90000.00", "90000.00", "0.360000")));
        assertThat(world.seen(Filled.class).getFirst().quantityE8()).isEqualTo(e8("0.04"));
    }

    @Test
    void or38_twoOrdersUnderOneNonceBothCount() {
        long nonce = world.place(buy(1));
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()).replace("0xAB", "0xCD"));
        assertThat(world.seen(Filled.class))
                .hasSize(2)
                .extracting(Filled::fillId)
                .doesNotHaveDuplicates();
        assertThat(world.seen(Updated.class).getLast().filledE8()).isEqualTo(e8("0.06"));
        assertThat(world.seen(ForeignActivity.class)).hasSize(1);
    }

    @Test
    void ps06_lateNewsOfAnEarlierRunAsksForThePositionAndAccusesNobody() {
        String news = orderNews(99, "FILLED", filledWhole());
        long postMillis = VirtualIoLoop.START_EPOCH_MILLIS + 10;
        String earlier = news.replace("" + postMillis, "" + (VirtualIoLoop.START_EPOCH_MILLIS - 3_000));
        assertThat(earlier).isNotEqualTo(news);
        world.forget();
        world.privateSocket().text(earlier);
        world.loop.runReady();
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
        assertThat(world.seen(PositionReported.class)).hasSize(1);
        world.privateSocket().text(news);
        assertThat(world.seen(ForeignActivity.class)).hasSize(1);
    }

    private static final String LIQUIDATED =
            filled("0.0060", "0.0060", "89550.30", "89550.30", "2.686509").replace("MARKET", "LIQUIDATION");

    @Test
    void ps10_aLiquidationIsToldWithItsAmountsAndIsNoForeignActivity() {
        world.forget();
        world.privateSocket().text(orderNews(0, "NEW", ",\"orderType\":\"LIQUIDATION\",\"size\":\"0.0060\""));
        world.privateSocket().text(orderNews(0, "FILLED", LIQUIDATED));
        world.loop.runReady();
        assertThat(world.seen(ForcedReduction.class))
                .containsExactly(new ForcedReduction(
                        ExchangeId.VEST,
                        "BTC-PERP",
                        ForcedKind.LIQUIDATION,
                        e8("89550.3"),
                        e8("0.006"),
                        e8("2.686509"),
                        exchangeId(0),
                        false,
                        world.loop.nanoTime()));
        assertThat(world.seen(PositionReported.class))
                .as("for the one without amounts")
                .hasSize(1);
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
    }

    @Test
    void ec04_fundingIsToldForWhatEachExecutionSettled() {
        long nonce = world.place(buy(1));
        world.forget();
        String part = filled("0.0300", "0.0100", "90000.00", "90000.00", "0.090000") + ",\"cumFunding\":\"-0.010000\"";
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", part));
        world.privateSocket().text(orderNews(nonce, "PARTIALLY_FILLED", part));
        world.privateSocket()
                .text(orderNews(
                        nonce,
                        "FILLED",
                        filled("0.0300", "0.0200", "90000.00", "90000.00", "0.270000")
                                + ",\"settledFunding\":\"-0.013000\""));
        assertThat(world.events.getFirst()).isInstanceOf(FundingPaid.class);
        assertThat(world.seen(FundingPaid.class))
                .extracting(FundingPaid::paymentE8)
                .containsExactly(e8("-0.01"), e8("-0.003"));
    }

    @Test
    void ps10_aLiquidationThatFellIntoAGapOfTheStreamIsFoundAfterwards() {
        world.orderRows = path -> "[" + row(0, "FILLED", LIQUIDATED) + "]";
        world.privateSocket().closeFromServer(1012, "");
        world.loop.advanceMillis(2_000);
        assertThat(world.seen(ForcedReduction.class)).hasSize(1);
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
    }

    @Test
    void ps06_theCancelOfAnEarlierRunsOrderNamesNoInstrumentAndAccusesNobody() {
        world.forget();
        world.privateSocket().text(orderNews(VirtualIoLoop.START_EPOCH_MILLIS - 900, "CANCELLED", ""));
        world.loop.runReady();
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
        assertThat(world.seen(PositionReported.class)).hasSize(1);
    }

    @Test
    void ps06_anOrderOfAnEarlierRunThatWasOnItsWayAtOurStartAccusesNobody() {
        long signedMillis = VirtualIoLoop.START_EPOCH_MILLIS - 900;
        world.forget();
        world.privateSocket().text(orderNews(signedMillis, "FILLED", filledWhole()));
        world.loop.runReady();
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
        assertThat(world.seen(PositionReported.class)).hasSize(1);
        world.orderRows =
                path -> path.contains("startTime") ? "[" + row(signedMillis, "FILLED", filledWhole()) + "]" : "[]";
        world.privateSocket().closeFromServer(1006, "");
        world.loop.advanceMillis(600);
        assertThat(world.seen(ForeignActivity.class)).isEmpty();
    }

    /// Our clock lies behind, so that the order of the process before looks as if it came after our start.
    @Test
    void ps06_whatTheExchangeCountedBeforeOurFirstQuestionIsOfAnEarlierRunWhateverTheClockSays() {
        long nonce = VirtualIoLoop.START_EPOCH_MILLIS + 8;
        assertThat(foreignAfterAGap(nonce, nonce)).isEmpty();
        assertThat(foreignAfterAGap(nonce, nonce - 1)).as("counted later").hasSize(1);
    }

    /// @param lastNonce what the exchange says at our start
    private static List<ForeignActivity> foreignAfterAGap(long nonce, long lastNonce) {
        VestWorld quick = new VestWorld();
        quick.lastNonce = lastNonce;
        quick.becomeReady();
        quick.orderRows = path -> path.contains("startTime") ? "[" + row(nonce, "FILLED", filledWhole()) + "]" : "[]";
        quick.privateSocket().closeFromServer(1006, "");
        quick.loop.advanceMillis(600);
        return quick.seen(ForeignActivity.class);
    }

    @Test
    void aRefusalAfterAcceptanceNamesItsReason() {
        long nonce = world.place(buy(1));
        world.privateSocket().text(orderNews(nonce, "REJECTED", ",\"code\":3001"));
        Updated update = world.seen(Updated.class).getLast();
        assertThat(update.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(update.filledE8()).isZero();
        assertThat(update.reason()).contains(new Rejected("3001", "PRICE_CHECK_FAILED", RejectionKind.RETRYABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3008", "3015", "9999", "null"})
    void aRefusalThatIsNotListedProvesNothing(String code) {
        long nonce = world.place(buy(1));
        world.privateSocket().text(orderNews(nonce, "REJECTED", ",\"code\":" + code));
        assertThat(world.seen(Updated.class)).isEmpty();
        assertThat(failure()).isInstanceOf(OutcomeUnknown.class);
        world.orderRows = path -> "[" + row(nonce, "REJECTED", ",\"code\":" + code) + "]";
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(LookupFailed.class)).hasSize(1);
        world.privateSocket().text(orderNews(nonce, "FILLED", filledWhole()));
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void aStatusItDoesNotKnowLeavesTheOrderOpen() {
        long nonce = world.place(buy(1));
        world.privateSocket().text(orderNews(nonce, "PONDERING", ""));
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.adapter.counters()).containsEntry("values-unknown", 1L);
    }

    @Test
    void looksUpByNonceAndThenById() {
        long nonce = world.place(buy(1));
        world.forget();
        world.orderRows = path -> path.startsWith("/orders?id=" + exchangeId(nonce) + "&time=")
                ? "[" + row(nonce, "FILLED", filledWhole()) + "," + row(5, "NEW", "") + "]"
                : "[]";
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.taken("GET /orders"))
                .extracting(exchange -> exchange.request().path().replaceAll("time=.*", ""))
                .containsExactly("/orders?nonce=" + nonce + "&", "/orders?id=" + exchangeId(nonce) + "&");
        assertThat(kinds()).containsExactly("Filled", "Updated");
    }

    @Test
    void or16_notFoundIsToldOnlyAfterACompleteLookUp() {
        world.hold("POST /orders");
        world.place(buy(1));
        world.loop.advanceMillis(1_001);
        world.forget();
        long asked = world.loop.nanoTime();
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(NotFound.class).getFirst().askedNanos()).isEqualTo(asked);
        world.answer("GET /orders?nonce", 503, "");
        world.adapter.queryOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(NotFound.class)).hasSize(1);
        assertThat(world.seen(LookupFailed.class)).hasSize(1);
    }

    @Test
    void anIdThatNeverWasIsNotFoundAndAnIdOfAnEarlierRunCannotBeLookedUp() {
        world.place(buy(1));
        world.adapter.queryOrder(id(99));
        world.adapter.queryOrder(new ClientOrderId("test", 1, 1, Leg.A, OrderIntent.ENTRY));
        world.loop.runReady();
        assertThat(world.seen(NotFound.class)).hasSize(1);
        assertThat(world.seen(LookupFailed.class)).hasSize(1);
    }

    @Test
    void cancelsByTheIdExactlyAsReceived() {
        long nonce = world.place(order(1, Side.BUY, TimeInForce.GOOD_TILL_CANCELLED, false));
        world.adapter.cancelOrder(id(1));
        world.loop.runReady();
        VirtualExchange cancel = world.taken("POST /orders/cancel?time=").getFirst();
        assertThat(order(cancel).path("id").asString()).isEqualTo(exchangeId(nonce));
        assertThat(order(cancel).path("nonce").asLong()).isGreaterThan(nonce);
        assertThat(cancel.request().path())
                .endsWith("time=" + order(cancel).path("time").asLong());
        answersCancelled(nonce, "");
        world.privateSocket().text(orderNews(nonce, "CANCELLED", ""));
        world.loop.runReady();
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.seen(CancelFailed.class)).isEmpty();
    }

    @Test
    void looksTheOrderUpWhenNoNewsFollowACancel() {
        long nonce = world.place(order(1, Side.BUY, TimeInForce.GOOD_TILL_CANCELLED, false));
        world.orderRows = path -> "[" + row(nonce, "CANCELLED", "") + "]";
        world.adapter.cancelOrder(id(1));
        world.loop.advanceMillis(501);
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void or13_aCancelThatCameTooLateLooksTheOrderUp(int status) {
        long nonce = world.place(order(1, Side.BUY, TimeInForce.GOOD_TILL_CANCELLED, false));
        world.answer("POST /orders/cancel", status, VestSamples.text("error-cancel-3017.recorded-text.json"));
        world.orderRows = path -> "[" + row(nonce, "FILLED", filledWhole()) + "]";
        world.adapter.cancelOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(CancelFailed.class).getFirst().error().mayBeLive())
                .isTrue();
        assertThat(world.seen(Filled.class)).hasSize(1);
        assertThat(world.seen(Updated.class).getLast().status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void findsTheExchangesIdBeforeItCancelsAnOrderWhoseAnswerWasLost() {
        world.hold("POST /orders?");
        VirtualExchange[] held = world.hold("POST /orders");
        long nonce = world.place(order(1, Side.BUY, TimeInForce.GOOD_TILL_CANCELLED, false));
        world.loop.advanceMillis(1_000);
        assertThat(held[0].isDone()).isTrue();
        world.overrides.clear();
        world.adapter.cancelOrder(id(1));
        world.loop.runReady();
        assertThat(world.seen(CancelFailed.class)).hasSize(1);
        world.orderRows = path -> "[" + row(nonce, "NEW", "") + "]";
        world.loop.takeExchanges();
        world.adapter.cancelOrder(id(1));
        world.loop.runReady();
        assertThat(world.taken("POST /orders/cancel")).hasSize(1);
        world.adapter.cancelOrder(id(50));
        world.loop.runReady();
        assertThat(world.seen(CancelFailed.class)).hasSize(2);
    }

    @Test
    void or37_anIocOrderThatMayRestIsCancelled() {
        VestWorld other =
                new VestWorld(config -> config.withImmediateAs(VestConfig.ImmediateAs.LIMIT_IOC)).becomeReady();
        other.place(buy(1));
        other.loop.advanceMillis(2_400);
        assertThat(other.taken("POST /orders/cancel")).isEmpty();
        other.loop.advanceMillis(101);
        assertThat(other.taken("POST /orders/cancel")).hasSize(1);
    }

    @Test
    void or30_aFillThatFellIntoAGapOfTheStreamIsFoundAfterwards() {
        long nonce = world.place(buy(1));
        world.forget();
        world.orderRows = path -> path.contains("startTime")
                ? "[" + row(nonce, "FILLED", filledWhole()) + "," + row(99, "FILLED", filledWhole()) + "]"
                : "[]";
        world.privateSocket().closeFromServer(1006, "");
        world.loop.advanceMillis(600);
        assertThat(world.seen(Filled.class)).hasSize(1);
        assertThat(world.seen(ForeignActivity.class)).hasSize(1);
    }

    @Test
    void ordersOfTheSameRunThatTheListLeavesOutAreLookedUpAfterAGap() {
        long nonce = world.place(buy(1));
        world.orderRows = path -> path.contains("nonce=") ? "[" + row(nonce, "FILLED", filledWhole()) + "]" : "[]";
        world.privateSocket().closeFromServer(1006, "");
        world.loop.advanceMillis(600);
        assertThat(world.seen(Filled.class)).hasSize(1);
    }

    @Test
    void aFilledRowWithoutItsPriceIsNotGuessed() {
        long nonce = world.place(buy(1));
        world.privateSocket().text(orderNews(nonce, "FILLED", ""));
        assertThat(world.seen(Filled.class)).isEmpty();
        assertThat(failure()).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void anUnreadableEventMakesOpenOrdersBeLookedUp() {
        long nonce = world.place(buy(1));
        world.orderRows = path -> "[" + row(nonce, "FILLED", filledWhole()) + "]";
        world.privateSocket().text("{\"channel\":\"account_private\",\"data\":{\"event\":\"ORDER\",\"args\":{}}}");
        world.loop.runReady();
        assertThat(world.seen(Filled.class)).hasSize(1);
    }

    @Test
    void aRefusedLoginIsToldAsSuchAndRepaired() {
        world.answer("POST /orders", 401, "{\"code\":1002,\"msg\":\"Unauthorized\"}");
        world.place(buy(1));
        assertThat(failure())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.kind()).isEqualTo(RejectionKind.AUTHENTICATION));
        world.overrides.clear();
        world.loop.advanceMillis(600);
        world.place(buy(2));
        assertThat(world.seen(Acknowledged.class)).hasSize(1);
    }

    @Test
    void commandsWithoutAConnectionAreAnsweredNotLost() {
        world.adapter.disconnect();
        world.loop.runReady();
        world.forget();
        world.adapter.placeOrder(buy(1));
        world.adapter.cancelOrder(id(1));
        world.adapter.queryOrder(id(1));
        world.adapter.queryOpenOrders();
        world.adapter.setLeverage("BTC-PERP", 5);
        world.loop.runReady();
        assertThat(kinds()).containsExactly("Failed", "CancelFailed", "LookupFailed", "QueryFailed", "QueryFailed");
    }

    private ExchangeError failure() {
        return world.seen(Failed.class).getLast().error();
    }

    private List<String> kinds() {
        return world.events.stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static long e8(String decimal) {
        return FixedPoint.parse(decimal);
    }

    /// FC NW-10: entries leave a share of the limit to what reduces risk; past that share too, nothing leaves.
    @Test
    void keepsAShareOfTheLimitForWhatReducesRisk() {
        world.loop.advanceMillis(5_000);
        world.forget();
        world.loop.takeExchanges();
        for (int i = 1; i <= 30; i++) {
            world.adapter.placeOrder(buy(i));
        }
        world.loop.runReady();
        assertThat(world.taken("POST /orders")).hasSize(14);
        assertThat(world.seen(Failed.class))
                .hasSize(16)
                .allMatch(failed -> failed.error() instanceof RateLimited limited && limited.retryAfterMillis() > 0);
        world.adapter.queryBalance();
        world.adapter.queryOrder(id(1));
        for (int i = 31; i <= 40; i++) {
            world.adapter.placeOrder(order(i, Side.SELL, TimeInForce.IMMEDIATE_OR_CANCEL, true));
        }
        world.loop.runReady();
        List<VirtualExchange> urgent = world.taken("");
        assertThat(urgent).hasSize(6);
        assertThat(urgent.getFirst().request().path()).startsWith("/orders?nonce=");
        world.loop.advanceMillis(1_000);
        world.forget();
        world.adapter.placeOrder(buy(50));
        world.loop.runReady();
        assertThat(world.seen(Acknowledged.class)).hasSize(1);
    }

    /// FC S47: a ban is obeyed, whatever stands in front of the exchange says it, and ends when it said.
    @Test
    void sendsNothingUntilABanIsOver() {
        world.place(buy(1));
        world.answer("GET /orders", 418, Map.of("retry-after", "5"), "<html>banned</html>");
        world.adapter.queryOrder(id(1));
        world.loop.advanceMillis(10);
        world.loop.takeExchanges();
        world.forget();
        world.adapter.placeOrder(order(2, Side.SELL, TimeInForce.IMMEDIATE_OR_CANCEL, true));
        world.adapter.queryPosition("BTC-PERP");
        world.loop.advanceMillis(4_900);
        assertThat(world.taken("")).isEmpty();
        assertThat(failure()).isInstanceOf(RateLimited.class);
        world.loop.advanceMillis(100);
        world.adapter.placeOrder(order(3, Side.SELL, TimeInForce.IMMEDIATE_OR_CANCEL, true));
        world.loop.runReady();
        assertThat(world.taken("POST /orders")).hasSize(1);
    }

    /// FC NW-10, R7: a page with status 429 says nothing of the order, whose fate stays unknown, and still is obeyed.
    @Test
    void obeysAPageWithStatus429() {
        world.answer("POST /orders", 429, Map.of("retry-after", "2"), "<html>slow down</html>");
        world.place(buy(1));
        assertThat(failure()).isInstanceOf(OutcomeUnknown.class);
        world.forget();
        world.adapter.placeOrder(buy(2));
        world.loop.runReady();
        assertThat(failure()).isEqualTo(new RateLimited(2_001));
        assertThat(world.taken("POST /orders")).isEmpty();
        world.loop.advanceMillis(2_001);
        world.place(buy(3));
    }
}
