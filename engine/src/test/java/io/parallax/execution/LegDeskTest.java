package io.parallax.execution;

import static io.parallax.execution.DeskBench.MILLI;
import static io.parallax.execution.DeskBench.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand.CancelOrder;
import io.parallax.exchange.ExchangeCommand.PlaceOrder;
import io.parallax.exchange.ExchangeCommand.QueryOrder;
import io.parallax.exchange.ExchangeCommand.QueryPosition;
import io.parallax.exchange.ExchangeCommand.Resubscribe;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.GateState;
import io.parallax.testing.Records;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// One leg and its order, millisecond by millisecond. Vest is assumed to answer within 1 s and to execute within
/// 1.5 s of accepting, Paradex within 0.25 s.
class LegDeskTest {
    private final DeskBench vest = new DeskBench(ExchangeId.VEST).list().connect();
    private final LegDesk desk = vest.desk;

    private static List<Double> millis(double... millis) {
        return java.util.Arrays.stream(millis).boxed().toList();
    }

    // ---- sending ----

    @Test
    void anOrderIsMadeFirstAndSentThen() {
        vest.quote("100", "101");
        desk.ledger().adopt(5_000, FixedPoint.parse("100"), START);
        TrackedOrder order = desk.register(OrderIntent.EXIT, Side.SELL, 5_000, FixedPoint.parse("100"), true, 77);
        assertThat(order.state()).isEqualTo(OrderState.NEW_LOCAL);
        assertThat(order.leg()).isEqualTo(Leg.A);
        OrderRequest request = order.request();
        assertThat(request.instrument()).isEqualTo(vest.instrument());
        assertThat(request.side()).isEqualTo(Side.SELL);
        assertThat(request.quantityE8()).isEqualTo(5_000);
        assertThat(request.limitPriceE8()).isEqualTo(FixedPoint.parse("100"));
        assertThat(request.timeInForce()).isEqualTo(TimeInForce.IMMEDIATE_OR_CANCEL);
        assertThat(request.reduceOnly()).isTrue();
        assertThat(request.triggerNanos()).isEqualTo(77);
        assertThat(request.id().intent()).isEqualTo(OrderIntent.EXIT);
        assertThat(vest.count(PlaceOrder.class)).isZero();
        assertThat(vest.resources.registry().find(request.id())).isEqualTo(new OrderRegistry.Entry(desk, order));
        desk.handOver(vest.now());
        assertThat(vest.sent).containsExactly(new DeskBench.Sent(vest.now(), new PlaceOrder(request)));
        assertThat(order.sentNanos()).isEqualTo(vest.now());
        assertThat(vest.resources.counters().orders).isEqualTo(1);
    }

    @Test
    void i05NoSecondOrderWhileOneIsAlive() {
        TrackedOrder first = vest.buys("0.01");
        assertThatThrownBy(() -> vest.buys("0.01"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vest leg A has a live order");
        vest.updates(first, OrderStatus.CANCELLED, "0");
        vest.buys("0.01");
        assertThat(vest.count(PlaceOrder.class)).isEqualTo(2);
    }

    @Test
    void nothingCanBeSentThatWasNotMade() {
        assertThatThrownBy(() -> desk.handOver(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vest leg A has no order to send");
        DeskBench unlisted = new DeskBench(ExchangeId.PARADEX);
        assertThat(unlisted.desk.isListed()).isFalse();
        assertThat(unlisted.desk.symbol()).isEmpty();
        assertThatThrownBy(unlisted.desk::instrument).hasMessageContaining("paradex has not listed");
        unlisted.list();
        assertThat(unlisted.desk.isListed()).isTrue();
        assertThat(unlisted.desk.symbol()).isEqualTo("SYM");
    }

    @Test
    void tellsWhenTheLastByteWasWritten() {
        TrackedOrder order = vest.buys("0.01");
        assertThat(vest.told(EngineNotice.OrderWritten.class))
                .containsExactly(
                        new EngineNotice.OrderWritten("btc-1", order.request(), order.sentNanos(), vest.now()));
    }

    // ---- the order of unknown fate ----

    @Test
    void or01AsksAtOnceThenAfter100And250And500And1000MillisThenEverySecondAndLaterEveryTen() {
        TrackedOrder order = vest.buys("0.01");
        vest.at(40).losesTheAnswer(order);
        assertThat(vest.count(QueryOrder.class)).as("asked by the timer").isZero();
        vest.ticks(40, 32_000);
        assertThat(vest.millisOf(QueryOrder.class))
                .isEqualTo(millis(
                        40, 140, 290, 540, 1_040, 2_040, 3_040, 4_040, 5_040, 6_040, 7_040, 8_040, 9_040, 10_040,
                        11_040, 21_040, 31_040));
        assertThat(vest.sent)
                .filteredOn(each -> each.command() instanceof QueryOrder)
                .allSatisfy(each -> assertThat(each.command())
                        .isEqualTo(
                                new QueryOrder(ExchangeId.VEST, order.request().id())));
        assertThat(vest.count(CancelOrder.class)).as("it was never seen").isZero();
        assertThat(vest.count(PlaceOrder.class)).as("never sent again").isEqualTo(1);
    }

    @Test
    void or01EveryQuestionBringsAReadOfThePosition() {
        vest.ticks(1, 1);
        vest.tellsPosition("0");
        TrackedOrder order = vest.buys("0.01");
        vest.at(5_000).losesTheAnswer(order);
        vest.sent.clear();
        vest.tick(5_000 * MILLI);
        assertThat(vest.millisOf(QueryPosition.class)).isEqualTo(millis(5_000));
        vest.ticks(5_001, 16_000);
        assertThat(vest.millisOf(QueryPosition.class))
                .as("200 ms apart at least, with each question, and every two seconds")
                .containsAll(millis(5_200, 5_400, 5_600, 6_000, 7_000, 8_000, 9_000, 10_000, 15_000, 16_000));
        vest.sent.clear();
        vest.ticks(16_001, 25_000);
        assertThat(vest.millisOf(QueryPosition.class)).isEqualTo(millis(18_000, 20_000, 22_000, 24_000));
    }

    @Test
    void or01AnAnswerThatDoesNotComeWithinASecondMakesTheOrderUnknown() {
        TrackedOrder order = vest.buys("0.01");
        vest.tick(1_000 * MILLI - 1);
        assertThat(order.state()).isEqualTo(OrderState.SENT);
        assertThat(desk.hasUnknownOrder()).isFalse();
        vest.tick(1_000 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(desk.hasUnknownOrder()).isTrue();
        assertThat(order.detail()).isEqualTo("no answer within 1000 ms");
        assertThat(vest.millisOf(QueryOrder.class)).isEqualTo(millis(1_000));
        assertThat(vest.resources.counters().ordersUnknown).isEqualTo(1);
        assertThat(vest.told(EngineNotice.OrderChanged.class))
                .containsExactly(new EngineNotice.OrderChanged(
                        "btc-1",
                        ExchangeId.VEST,
                        order.request().id(),
                        OrderState.SENT,
                        OrderState.UNKNOWN,
                        0,
                        "no answer within 1000 ms",
                        vest.now()));
    }

    @Test
    void anOrderThatWasNotSentYetIsLeftAlone() {
        vest.priced();
        TrackedOrder order = desk.register(OrderIntent.ENTRY, Side.BUY, 5_000, FixedPoint.parse("100"), false, 0);
        vest.ticks(1, 3_000);
        assertThat(order.state()).isEqualTo(OrderState.NEW_LOCAL);
        assertThat(vest.count(QueryOrder.class)).isZero();
        assertThat(vest.count(CancelOrder.class)).isZero();
    }

    @Test
    void aNewOrderStartsItsOwnSchedule() {
        TrackedOrder first = vest.buys("0.01");
        vest.losesTheAnswer(first);
        vest.ticks(1, 700);
        vest.updates(first, OrderStatus.CANCELLED, "0");
        vest.sent.clear();
        vest.at(800);
        TrackedOrder second = vest.buys("0.01");
        vest.ticks(801, 1_000);
        assertThat(vest.count(QueryOrder.class)).as("an answer may still come").isZero();
        vest.losesTheAnswer(second);
        vest.ticks(1_001, 1_600);
        assertThat(vest.millisOf(QueryOrder.class)).isEqualTo(millis(1_001 - 1e-6, 1_100, 1_250, 1_500));
    }

    @Test
    void lg02AnUnknownOrderFreezesItsPairFiveSecondsAfterItWasSent() {
        assertThat(desk.isResolveExpired(START)).isFalse();
        TrackedOrder order = vest.buys("0.01");
        assertThat(desk.isResolveExpired(START + 5_000 * MILLI - 1)).isFalse();
        assertThat(desk.isResolveExpired(START + 5_000 * MILLI)).isTrue();
        vest.updates(order, OrderStatus.CANCELLED, "0");
        assertThat(desk.isResolveExpired(START + 5_000 * MILLI)).isFalse();
    }

    @Test
    void whatIsLostIsGivenUpOnceAndOnlyWhileItIsAlive() {
        desk.loseTrack("nothing there", START);
        TrackedOrder order = vest.buys("0.01");
        vest.at(10);
        desk.loseTrack("vest lost PRIVATE", vest.now());
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(order.unknownSinceNanos()).isEqualTo(vest.now());
        desk.loseTrack("again", vest.at(20).now());
        assertThat(order.detail()).isEqualTo("vest lost PRIVATE");
        assertThat(vest.resources.counters().ordersUnknown).isEqualTo(1);
        vest.updates(order, OrderStatus.CANCELLED, "0");
        desk.loseTrack("too late", vest.now());
        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(vest.told(EngineNotice.OrderChanged.class)).hasSize(2);
    }

    @Test
    void or01ProvesThatAnOrderIsNotThere() {
        vest.at(0).tellsPosition("0");
        TrackedOrder order = vest.buys("0.01");
        desk.loseTrack("no answer", vest.now());
        // Written at 0, so it may execute until 1000 + 250 + 1500.
        vest.at(2_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.at(2_750).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.at(3_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.tick(3_749 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(desk.takeAbsenceProven()).isFalse();
        vest.at(3_750).knowsNothingOf(order);
        vest.tick(3_750 * MILLI);
        assertThat(order.state()).as("the position was not read twice").isEqualTo(OrderState.UNKNOWN);
        vest.tellsPosition("0");
        vest.tick(3_750 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(order.provenAbsent()).isTrue();
        assertThat(desk.takeAbsenceProven()).isTrue();
        assertThat(desk.takeAbsenceProven()).as("told once").isFalse();
        assertThat(vest.told(EngineNotice.OrderChanged.class).getLast().detail())
                .isEqualTo("proven absent");
    }

    @Test
    void or12AnOrderThatWasProvenAbsentIsReadAgainAfter5And20And60And120And300Seconds() {
        vest.at(0).tellsPosition("0");
        TrackedOrder order = vest.buys("0.01");
        vest.losesTheAnswer(order);
        proveAbsence(order, 2_750);
        vest.sent.clear();
        vest.ticks(3_751, 400_000);
        assertThat(vest.millisOf(QueryOrder.class)).isEqualTo(millis(8_750, 23_750, 63_750, 123_750, 303_750));
    }

    private void proveAbsence(TrackedOrder order, long fromMillis) {
        vest.at(fromMillis).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.at(fromMillis + 1_000).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.tick((fromMillis + 1_000) * MILLI);
        assertThat(order.provenAbsent()).isTrue();
    }

    @Test
    void or19AnySignOfTheOrderForbidsTheProof() {
        vest.at(0).tellsPosition("0");
        TrackedOrder order = vest.buys("0.01");
        vest.acknowledges(order);
        desk.loseTrack("lost", vest.now());
        for (long millis = 2_750; millis < 10_000; millis += 500) {
            vest.at(millis).knowsNothingOf(order);
            vest.tellsPosition("0");
            vest.tick(millis * MILLI);
        }
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(desk.takeAbsenceProven()).isFalse();
    }

    @Test
    void or19AChangeOfThePositionStartsTheProofOver() {
        TrackedOrder earlier = vest.buys("0.01");
        vest.updates(earlier, OrderStatus.CANCELLED, "0");
        TrackedOrder order = vest.buys("0.01");
        vest.losesTheAnswer(order);
        vest.at(2_750).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.at(3_700).fills(earlier, "0.002", "100000");
        vest.at(3_750).knowsNothingOf(order);
        vest.tellsPosition("0.002");
        vest.tick(3_750 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        vest.at(4_750).knowsNothingOf(order);
        vest.tellsPosition("0.002");
        vest.tick(4_750 * MILLI);
        assertThat(order.provenAbsent()).isTrue();
    }

    @Test
    void or19AChangeOfThePositionAsksForNewLookUps() {
        TrackedOrder earlier = vest.buys("0.01");
        vest.updates(earlier, OrderStatus.CANCELLED, "0");
        TrackedOrder order = vest.buys("0.01");
        desk.loseTrack("no answer", vest.now());
        vest.at(2_750).knowsNothingOf(order);
        vest.tellsPosition("0.002");
        vest.at(3_750).knowsNothingOf(order);
        vest.tellsPosition("0.002");
        vest.at(3_800).fills(earlier, "0.002", "100000");
        vest.tick(3_800 * MILLI);
        assertThat(order.state())
                .as("the position fits now, and nobody looked since")
                .isEqualTo(OrderState.UNKNOWN);
    }

    @Test
    void or20AnAbsentOrderAndAPositionThatDriftsAreTwoFacts() {
        vest.at(0).tellsPosition("0");
        TrackedOrder order = vest.buys("0.01");
        desk.loseTrack("no answer", vest.now());
        for (long millis = 2_750; millis < 7_750; millis += 500) {
            vest.at(millis).knowsNothingOf(order);
            vest.tellsPosition("-0.003");
            vest.tick(millis * MILLI);
            assertThat(order.state()).as("at %d", millis).isEqualTo(OrderState.UNKNOWN);
        }
        vest.at(7_750).tellsPosition("-0.003");
        vest.tick(7_750 * MILLI);
        assertThat(order.provenAbsent()).as("another position stood for 5 s").isTrue();
        assertThat(desk.takeAbsenceProven()).isTrue();
    }

    @Test
    void or19AnOrderWrittenLateMayExecuteFromThenOn() {
        vest.priced();
        TrackedOrder order = desk.register(OrderIntent.ENTRY, Side.BUY, 5_000, FixedPoint.parse("100"), false, 0);
        desk.handOver(START);
        vest.at(3_000)
                .news(
                        order,
                        new OrderEvent.Sent(ExchangeId.VEST, order.request().id(), vest.now()));
        desk.loseTrack("no answer", vest.now());
        vest.at(5_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.at(6_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.tick(6_749 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
    }

    @Test
    void or19AnOrderWhoseSendingFailedLateMayExecuteFromThenOn() {
        vest.priced();
        TrackedOrder order = desk.register(OrderIntent.ENTRY, Side.BUY, 5_000, FixedPoint.parse("100"), false, 0);
        desk.handOver(START);
        vest.at(4_000).losesTheAnswer(order);
        vest.at(6_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.at(7_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.tick(7_749 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        vest.at(8_749).knowsNothingOf(order);
        vest.tellsPosition("0");
        vest.tick(8_749 * MILLI);
        assertThat(order.provenAbsent()).isTrue();
    }

    @Test
    void threeUnknownOrdersWithinAMinuteImpairTheExchange() {
        for (int number = 0; number < 3; number++) {
            assertThat(desk.gate().state()).isEqualTo(GateState.OPEN);
            TrackedOrder order = vest.buys("0.01");
            vest.losesTheAnswer(order);
            vest.updates(order, OrderStatus.CANCELLED, "0");
        }
        assertThat(desk.gate().state()).isEqualTo(GateState.DEGRADED);
    }

    // ---- what should not rest ----

    @Test
    void or37AnImmediateOrderThatStaysOpenIsCancelledEverySecondAndAskedFor() {
        vest.at(20);
        TrackedOrder order = vest.buys("0.01");
        vest.acknowledges(order);
        vest.tick(2_520 * MILLI - 1);
        assertThat(order.state()).isEqualTo(OrderState.ACKED);
        assertThat(vest.count(CancelOrder.class)).isZero();
        vest.tick(2_520 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(order.detail()).isEqualTo("an immediate order is still open");
        vest.ticks(2_521, 6_000);
        assertThat(vest.millisOf(CancelOrder.class)).isEqualTo(millis(2_520, 3_520, 4_520, 5_520));
        assertThat(vest.millisOf(QueryOrder.class)).startsWith(2_520.0, 2_620.0, 2_770.0, 3_020.0, 3_520.0);
        vest.updates(order, OrderStatus.CANCELLED, "0");
        vest.sent.clear();
        vest.ticks(6_001, 30_000);
        assertThat(vest.count(CancelOrder.class)).isZero();
        assertThat(vest.count(QueryOrder.class)).isZero();
    }

    @Test
    void or37ThePartThatRestsIsCancelledToo() {
        DeskBench paradex = new DeskBench(ExchangeId.PARADEX).list().connect();
        TrackedOrder order = paradex.buys("0.01");
        paradex.fills(order, "0.004", "100000");
        paradex.tick(1_250 * MILLI - 1);
        assertThat(order.state()).isEqualTo(OrderState.PARTIAL);
        paradex.tick(1_250 * MILLI);
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(paradex.sent)
                .contains(new DeskBench.Sent(
                        paradex.now(),
                        new CancelOrder(ExchangeId.PARADEX, order.request().id())));
    }

    // ---- orders that ended are read again ----

    @Test
    void or12EveryOrderThatEndedIsReadAgainOnceAfterAMinute() {
        TrackedOrder order = vest.buys("0.01");
        vest.at(30).updates(order, OrderStatus.CANCELLED, "0");
        vest.ticks(31, 200_000);
        assertThat(vest.millisOf(QueryOrder.class)).isEqualTo(millis(60_030));
    }

    @Test
    void anOrderThatWasNeverSentIsNotReadAgain() {
        TrackedOrder order = vest.buys("0.01");
        vest.fails(order, new ExchangeError.NotSent("no connection"));
        assertThat(order.state()).isEqualTo(OrderState.NOT_SENT);
        vest.ticks(1, 70_000);
        assertThat(vest.count(QueryOrder.class)).isZero();
    }

    @Test
    void rereadsAreBounded() {
        for (int number = 0; number < 300; number++) {
            vest.updates(vest.buys("0.01"), OrderStatus.CANCELLED, "0");
        }
        vest.tick(60_000 * MILLI - 1);
        assertThat(vest.count(QueryOrder.class)).isZero();
        vest.tick(60_000 * MILLI);
        assertThat(vest.count(QueryOrder.class)).isEqualTo(256);
        vest.tick(600_000 * MILLI);
        assertThat(vest.count(QueryOrder.class)).isEqualTo(256);
    }

    // ---- executions ----

    @Test
    void anExecutionIsBookedCountedAndTold() {
        TrackedOrder order = vest.buys("0.01");
        vest.at(30).fills(order, "0.004", "99990.5");
        assertThat(desk.ledger().quantityE8()).isEqualTo(FixedPoint.parse("0.004"));
        assertThat(desk.ledger().entryPriceE8()).isEqualTo(FixedPoint.parse("99990.5"));
        assertThat(desk.ledger().feesE8()).isEqualTo(7);
        assertThat(desk.ledger().lastChangeNanos()).isEqualTo(vest.now());
        assertThat(desk.ledger().isSettled()).isTrue();
        assertThat(vest.resources.counters().fills).isEqualTo(1);
        assertThat(vest.told(EngineNotice.OrderFilled.class))
                .containsExactly(new EngineNotice.OrderFilled(
                        "btc-1",
                        ExchangeId.VEST,
                        order.request().id(),
                        Side.BUY,
                        FixedPoint.parse("99990.5"),
                        FixedPoint.parse("0.004"),
                        7,
                        START,
                        vest.now()));
        assertThat(vest.told(EngineNotice.OrderChanged.class).getLast().to()).isEqualTo(OrderState.PARTIAL);
        assertThat(vest.told(EngineNotice.OrderChanged.class).getLast().filledE8())
                .isEqualTo(FixedPoint.parse("0.004"));
    }

    @Test
    void aSaleMakesThePositionShort() {
        TrackedOrder order = vest.shorts("0.01");
        vest.fills(order, "0.01", "100000");
        assertThat(desk.ledger().quantityE8()).isEqualTo(-FixedPoint.parse("0.01"));
        assertThat(order.state()).isEqualTo(OrderState.FILLED);
    }

    @Test
    void ec03APositionThatIsOpenedAnewIsOursAlone() {
        desk.ledger().adopt(FixedPoint.parse("0.01"), FixedPoint.parse("100000"), START);
        TrackedOrder close = vest.sells("0.01");
        vest.fills(close, "0.01", "100000");
        assertThat(desk.ledger().exact()).as("its cost was the exchange's word").isFalse();
        TrackedOrder open = vest.buys("0.01");
        vest.fills(open, "0.01", "100000");
        assertThat(desk.ledger().exact()).isTrue();
    }

    @Test
    void or14AnExecutionToldTwiceIsBookedOnce() {
        TrackedOrder order = vest.buys("0.01");
        vest.fill(order, "a", "0.004", "100000");
        vest.fill(order, "a", "0.004", "100000");
        assertThat(desk.ledger().quantityE8()).isEqualTo(FixedPoint.parse("0.004"));
        assertThat(vest.resources.counters().fills).isEqualTo(1);
        assertThat(vest.resources.counters().fillsDuplicate).isEqualTo(1);
        assertThat(vest.told(EngineNotice.OrderFilled.class)).hasSize(1);
    }

    @Test
    void aQuantityIsBookedBeforeItsPriceIsKnownAndThePriceIsAskedForEverySecond() {
        TrackedOrder order = vest.buys("0.01");
        vest.at(100).updates(order, OrderStatus.FILLED, "0.01");
        assertThat(desk.ledger().quantityE8()).isEqualTo(FixedPoint.parse("0.01"));
        assertThat(desk.ledger().isSettled()).isFalse();
        vest.tick(100 * MILLI);
        vest.ticks(101, 3_500);
        assertThat(vest.millisOf(QueryOrder.class))
                .as("the execution may be on its way for a second")
                .isEqualTo(millis(1_100, 2_100, 3_100));
        vest.fills(order, "0.01", "100000");
        assertThat(desk.ledger().isSettled()).isTrue();
        assertThat(desk.ledger().quantityE8()).isEqualTo(FixedPoint.parse("0.01"));
        vest.ticks(3_501, 10_000);
        assertThat(vest.count(QueryOrder.class)).isEqualTo(3);
    }

    @Test
    void or12AnExecutionAfterTheEndIsBookedAndRaisesAnAlert() {
        TrackedOrder order = vest.buys("0.01");
        vest.updates(order, OrderStatus.CANCELLED, "0");
        assertThat(desk.takeLateFill()).isFalse();
        vest.at(500).fills(order, "0.004", "100000");
        assertThat(desk.ledger().quantityE8()).isEqualTo(FixedPoint.parse("0.004"));
        assertThat(vest.resources.counters().lateFills).isEqualTo(1);
        assertThat(vest.alerts())
                .containsExactly("vest filled " + order.request().id() + " after its end; now 0.004");
        assertThat(desk.takeLateFill()).isTrue();
        assertThat(desk.takeLateFill()).as("told once").isFalse();
        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
    }

    @Test
    void or29AnExecutionThatIsTakenBackLeavesTheBooksAsTheyWere() {
        TrackedOrder order = vest.buys("0.01");
        String fill = vest.fills(order, "0.01", "100000");
        vest.at(900).busts(order, fill);
        assertThat(desk.ledger().quantityE8()).isZero();
        assertThat(desk.ledger().feesE8()).isZero();
        assertThat(desk.ledger().realisedE8()).isZero();
        assertThat(desk.ledger().lastChangeNanos()).isEqualTo(vest.now());
        assertThat(vest.alerts())
                .containsExactly("vest took back 0.01 of " + order.request().id());
        assertThat(desk.takeBust()).isTrue();
        assertThat(desk.takeBust()).as("told once").isFalse();
        vest.busts(order, "never heard of");
        assertThat(desk.takeBust()).isFalse();
        assertThat(vest.alerts()).hasSize(1);
    }

    @Test
    void i21AnExecutionWithoutAPriceOrAQuantityIsToldOnceForEachOrderAndChangesNothing() {
        vest.ticks(1, 1);
        TrackedOrder order = vest.buys("0.01");
        vest.acknowledges(order);
        vest.sent.clear();
        vest.at(201).fill(order, "bad", "0.01", "0");
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(order.detail()).isEqualTo("a fill without a price or a quantity");
        assertThat(vest.alerts())
                .containsExactly("vest fill bad of " + order.request().id() + " has price 0 and quantity 0.01");
        vest.tick(201 * MILLI);
        assertThat(vest.millisOf(QueryPosition.class))
                .as("the position is asked for")
                .isEqualTo(millis(201));
        vest.fill(order, "worse", "-0.01", "100000");
        vest.fill(order, "none", "0", "100000");
        vest.fill(order, "absurd", "0.01", "-1");
        assertThat(vest.resources.counters().fillsMalformed).isEqualTo(4);
        assertThat(vest.resources.counters().fills).isZero();
        assertThat(vest.alerts()).hasSize(1);
        assertThat(desk.ledger().quantityE8()).isZero();
        assertThat(order.filledE8()).isZero();
        vest.updates(order, OrderStatus.CANCELLED, "0");
        vest.fill(vest.buys("0.01"), "bad", "0.01", "0");
        assertThat(vest.alerts()).hasSize(2);
    }

    @Test
    void nu05AnExecutionWhoseValueDoesNotFitChangesNothing() {
        TrackedOrder order = vest.buys("0.01");
        OrderEvent.Filled absurd = new OrderEvent.Filled(
                ExchangeId.VEST, order.request().id(), "a", Long.MAX_VALUE, Long.MAX_VALUE, 0, START);
        assertThatThrownBy(() -> vest.news(order, absurd)).isInstanceOf(ArithmeticException.class);
        assertThat(order.filledE8()).isZero();
        assertThat(desk.ledger().quantityE8()).isZero();
        vest.fill(order, "a", "0.01", "100000");
        assertThat(desk.ledger().quantityE8()).isEqualTo(FixedPoint.parse("0.01"));
    }

    @Test
    void ps05ThePositionIsReadAfterEveryEndAndEveryExecution() {
        vest.ticks(1, 1);
        vest.tellsPosition("0");
        TrackedOrder order = vest.buys("0.01");
        vest.acknowledges(order);
        readsAfter(500, () -> vest.fills(order, "0.004", "100000"));
        readsAfter(1_000, () -> vest.updates(order, OrderStatus.CANCELLED, "0.004"));
        readsAfter(1_500, () -> vest.fill(order, "bad", "0", "0"));
        readsAfter(2_000, () -> vest.fills(order, "0.001", "100000"));
    }

    private void readsAfter(long millis, Runnable news) {
        vest.at(millis);
        vest.tick(millis * MILLI);
        vest.tellsPosition(FixedPoint.format(desk.ledger().quantityE8()));
        long reads = vest.count(QueryPosition.class);
        news.run();
        vest.tick((millis + 300) * MILLI);
        assertThat(vest.count(QueryPosition.class)).as("at %d", millis).isEqualTo(reads + 1);
        vest.tellsPosition(FixedPoint.format(desk.ledger().quantityE8()));
    }

    // ---- what refusals say of the exchange ----

    @Test
    void vn02ARefusalForTheModeClosesTheGateHoweverItIsTold() {
        ExchangeError.Rejected mode = new ExchangeError.Rejected("CANCEL_ONLY", "no", RejectionKind.MODE);
        vest.fails(vest.buys("0.01"), mode);
        assertThat(desk.gate().state()).isEqualTo(GateState.CANCEL_ONLY);
        DeskBench later = new DeskBench(ExchangeId.VEST).list().connect();
        later.updates(later.buys("0.01"), OrderStatus.REJECTED, "0", Optional.of(mode));
        assertThat(later.desk.gate().state()).isEqualTo(GateState.CANCEL_ONLY);
        DeskBench other = new DeskBench(ExchangeId.VEST).list().connect();
        ExchangeError.Rejected login = new ExchangeError.Rejected("401", "no", RejectionKind.AUTHENTICATION);
        other.updates(other.buys("0.01"), OrderStatus.REJECTED, "0", Optional.of(login));
        assertThat(other.desk.gate().state())
                .as("it was taken, so the login was accepted")
                .isEqualTo(GateState.OPEN);
    }

    @Test
    void vn01AnOrderThatMetTheMarketEndsTheDoubtAboutTheMode() {
        desk.ledger().adopt(FixedPoint.parse("0.01"), FixedPoint.parse("100000"), START);
        vest.fails(vest.sells("0.01"), new ExchangeError.Rejected("MODE", "no", RejectionKind.MODE));
        vest.at(10);
        TrackedOrder order = vest.sells("0.01");
        vest.at(20).updates(order, OrderStatus.CANCELLED, "0");
        assertThat(desk.gate().state()).isEqualTo(GateState.DEGRADED);
        assertThat(desk.gate().allowsReduce()).isTrue();
    }

    @Test
    void vn01AnOrderThatWasRefusedDoesNotEndTheDoubt() {
        desk.ledger().adopt(FixedPoint.parse("0.01"), FixedPoint.parse("100000"), START);
        vest.fails(vest.sells("0.01"), new ExchangeError.Rejected("MODE", "no", RejectionKind.MODE));
        vest.at(10);
        TrackedOrder order = vest.sells("0.01");
        vest.at(20).fails(order, new ExchangeError.Rejected("4001", "no", RejectionKind.STRUCTURAL));
        assertThat(desk.gate().state()).isEqualTo(GateState.CANCEL_ONLY);
    }

    // ---- reads and books ----

    @Test
    void asksForThePositionOnlyWhereAQuestionCanArrive() {
        DeskBench bench = new DeskBench(ExchangeId.VEST);
        bench.connect().ticks(1, 1);
        assertThat(bench.count(QueryPosition.class)).as("not listed").isZero();
        DeskBench away = new DeskBench(ExchangeId.VEST).list();
        away.desk.gate().onStream(Stream.MARKET_DATA, StreamState.READY, "", START);
        away.ticks(1, 1);
        assertThat(away.count(QueryPosition.class)).isZero();
        away.desk.gate().onStream(Stream.PRIVATE, StreamState.READY, "", START);
        away.ticks(2, 2);
        assertThat(away.sent)
                .extracting(DeskBench.Sent::command)
                .containsExactly(new QueryPosition(ExchangeId.VEST, "SYM"));
        DeskBench entry = new DeskBench(ExchangeId.VEST).list();
        entry.desk.gate().onStream(Stream.ORDER_ENTRY, StreamState.READY, "", START);
        entry.ticks(1, 1);
        assertThat(entry.count(QueryPosition.class)).isEqualTo(1);
    }

    @Test
    void nw05PositionsAreAskedForEverySecondWhileNoStreamIsUp() {
        DeskBench vest = new DeskBench(ExchangeId.VEST).list().connect();
        for (Stream stream : Stream.values()) {
            vest.desk.gate().onStream(stream, StreamState.LOST, "gone", START);
        }
        for (long at = 0; at < 4_000; at += 25) {
            vest.at(at).desk.onTimer(vest.now());
        }
        assertThat(vest.millisOf(QueryPosition.class)).isEqualTo(millis(0, 1_000, 2_000, 3_000));
    }

    @Test
    void asksOftenWhileAnOrderIsAliveOrSomethingIsNotConfirmed() {
        vest.ticks(1, 1);
        vest.tellsPosition("0");
        vest.sent.clear();
        vest.ticks(2, 10_100);
        assertThat(vest.millisOf(QueryPosition.class)).as("at rest").isEqualTo(millis(10_001 - 1e-6));
        vest.sent.clear();
        vest.tellsPosition("0");
        vest.acknowledges(vest.buys("0.01"));
        vest.ticks(10_101, 12_400);
        assertThat(vest.millisOf(QueryPosition.class)).as("alive").isEqualTo(millis(12_001 - 1e-6));
    }

    @Test
    void ps01ConfirmsWithReadsOfAfterTheChangeOnly() {
        assertThat(desk.isConfirmed()).isFalse();
        vest.tellsPosition("0");
        assertThat(desk.isConfirmed()).isTrue();
        assertThat(desk.isReadSince(vest.now())).isTrue();
        assertThat(desk.isReadSince(vest.now() + 1)).isFalse();
        assertThat(desk.isConfirmedTwice()).isFalse();
        vest.at(1_000).tellsPosition("0");
        assertThat(desk.isConfirmedTwice()).isTrue();
        vest.at(1_500).fills(vest.buys("0.01"), "0.01", "100000");
        assertThat(desk.isConfirmed()).isFalse();
        assertThat(desk.isConfirmedTwice()).isFalse();
        vest.at(1_600).tellsPosition("0.01");
        assertThat(desk.isConfirmed()).isTrue();
        assertThat(desk.isReadSince(START)).isTrue();
        vest.at(2_600).tellsPosition("0.02");
        assertThat(desk.isReadSince(START))
                .as("another position confirms nothing")
                .isFalse();
    }

    @Test
    void md06ABookThatStaysCrossedIsAskedForAgain() {
        crossed(vest.at(0));
        vest.ticks(1, 12_000);
        assertThat(vest.millisOf(Resubscribe.class)).isEqualTo(millis(1_001 - 1e-6, 11_001 - 1e-6));
        assertThat(vest.sent).extracting(DeskBench.Sent::command).contains(new Resubscribe(ExchangeId.VEST, "SYM"));
        DeskBench unlisted = new DeskBench(ExchangeId.VEST).connect();
        crossed(unlisted);
        unlisted.ticks(1, 2_000);
        assertThat(unlisted.sent).as("nobody knows what to ask for").isEmpty();
    }

    private static void crossed(DeskBench bench) {
        bench.quote("100010", "100000");
    }

    // ---- the worst case ----

    @Test
    void i04TheWorstQuantityCountsWhatMayStillBeFilled() {
        assertThat(desk.worstE8()).isZero();
        TrackedOrder buy = vest.buys("0.01");
        assertThat(desk.worstE8()).isEqualTo(FixedPoint.parse("0.01"));
        vest.fills(buy, "0.001", "100000");
        String last = vest.fills(buy, "0.003", "100000");
        assertThat(desk.worstE8()).isEqualTo(FixedPoint.parse("0.01"));
        vest.updates(buy, OrderStatus.CANCELLED, "0.004");
        assertThat(desk.worstE8()).isEqualTo(FixedPoint.parse("0.004"));
        TrackedOrder sell = vest.sells("0.003");
        assertThat(desk.worstE8()).as("it may stay as it is").isEqualTo(FixedPoint.parse("0.004"));
        vest.updates(sell, OrderStatus.CANCELLED, "0");
        vest.sells("0.004");
        assertThat(desk.worstE8()).isEqualTo(FixedPoint.parse("0.004"));
        vest.busts(buy, last);
        assertThat(desk.worstE8()).as("it may turn").isEqualTo(FixedPoint.parse("0.003"));
    }

    @Test
    void i04TheWorstPriceIsTheHighestThatIsKnown() {
        assertThat(desk.worstPriceE8()).isLessThanOrEqualTo(0);
        TrackedOrder order = vest.buys("0.01");
        assertThat(desk.worstPriceE8()).as("what is offered").isEqualTo(FixedPoint.parse("100000"));
        vest.quote("99990", "99995");
        assertThat(desk.worstPriceE8()).isEqualTo(FixedPoint.parse("100000"));
        vest.updates(order, OrderStatus.CANCELLED, "0");
        assertThat(desk.worstPriceE8()).as("the ask").isEqualTo(FixedPoint.parse("99995"));
        desk.book().onLost(BookLoss.GAP);
        assertThat(desk.worstPriceE8()).as("as last seen").isEqualTo(FixedPoint.parse("99995"));
        vest.quote("99990", "99995");
        TrackedOrder filled = vest.buys("0.01");
        vest.fills(filled, "0.01", "99999");
        assertThat(desk.worstPriceE8()).as("what was paid").isEqualTo(FixedPoint.parse("99999"));
        vest.quote("100010", "100020");
        assertThat(desk.worstPriceE8()).isEqualTo(FixedPoint.parse("100020"));
    }

    @Test
    void lg16AnOrderIsTooSmallByQuantityOrByValueAtTheWorstPrice() {
        assertThat(desk.isBelowMinimum(999)).isTrue();
        assertThat(desk.isBelowMinimum(1_000)).as("without a price").isFalse();
        // 10 at the bid less 0.3 %: 0.0001 × 0.997 × 100301 is 9.9999…, of 100301.0 a bit more makes 10.
        vest.quote("100300.5", "100301");
        assertThat(desk.isBelowMinimum(10_000)).isTrue();
        vest.quote("100301", "100301.5");
        assertThat(desk.isBelowMinimum(10_000)).isFalse();
        assertThat(desk.isBelowMinimum(9_900)).isTrue();
        vest.quote("100000", "100000.5");
        desk.listed(Records.with(vest.instrument(), "notionalMinE8", FixedPoint.parse("9.97")));
        assertThat(desk.isBelowMinimum(10_000)).as("exactly").isFalse();
        desk.listed(Records.with(vest.instrument(), "notionalMinE8", FixedPoint.parse("9.97") + 1));
        assertThat(desk.isBelowMinimum(10_000)).isTrue();
    }

    @Test
    void showsWhatItIsMadeOf() {
        assertThat(desk.leg()).isEqualTo(Leg.A);
        assertThat(desk.exchange()).isEqualTo(ExchangeId.VEST);
        assertThat(desk.settings()).isEqualTo(ExchangeSettings.VEST);
        OrderBook book = vest.books.getFirst();
        assertThat(desk.book()).isSameAs(book);
        assertThat(desk.order()).isEmpty();
        assertThat(desk.hasLiveOrder()).isFalse();
        TrackedOrder order = vest.buys("0.01");
        assertThat(desk.order()).containsSame(order);
        assertThat(desk.hasLiveOrder()).isTrue();
        vest.updates(order, OrderStatus.CANCELLED, "0");
        assertThat(desk.order()).as("the last one").containsSame(order);
        assertThat(desk.hasLiveOrder()).isFalse();
    }

    @Test
    void anAnswerThatSaysNothingOfTheOrderChangesNothing() {
        TrackedOrder order = vest.buys("0.01");
        ExchangeError error = new ExchangeError.OutcomeUnknown("HTTP 503");
        vest.news(
                order,
                new OrderEvent.CancelFailed(ExchangeId.VEST, order.request().id(), error, START));
        vest.news(
                order,
                new OrderEvent.LookupFailed(ExchangeId.VEST, order.request().id(), error, START));
        assertThat(order.state()).isEqualTo(OrderState.SENT);
        assertThat(vest.told(EngineNotice.OrderChanged.class)).isEmpty();
        assertThat(vest.sent).extracting(DeskBench.Sent::command).hasOnlyElementsOfTypes(PlaceOrder.class);
    }
}
