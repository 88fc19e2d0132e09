package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.RepairPolicy.Incident;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.execution.RepairPolicy.Remedy;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.RiskLimits;
import io.parallax.risk.TotalExposure;
import io.parallax.testing.Records;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How an imbalance is removed. Vest (leg A) charges 100 ppm and Paradex (leg B) 200, the exit pays 500: having bought
/// at 100 000 on Vest and selling there for 99 990 is worth −200 ppm, and selling on Paradex instead is worth as many
/// ppm as its price is above 100 000. Completing must beat unwinding by 200.
class RepairPolicyTest {
    private static final long MILLI = 1_000_000L;
    private static final long NOW = 10_000 * MILLI;
    private static final String DEEP = "10";

    private final PairResources resources = new PairResources(
            _ -> {},
            _ -> {},
            new OrderIds("t3st", 1),
            new TotalExposure(1, Long.MAX_VALUE),
            new EngineRisk(
                    EngineLimits.of(Long.MAX_VALUE),
                    Optional.of(0L),
                    List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX)),
            List.of(new OrderBook(), new OrderBook()),
            List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX));
    private final PairContext pair = new PairContext(
            0,
            PairSettings.of("btc-1", "P", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, e8("0.01")),
            resources);
    private final Incident first = new Incident(Purpose.ENTRY, 1, true, false, false, false);

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    @BeforeEach
    void vestWasFilledAndParadexWasNot() {
        pair.a.listed(instrument(ExchangeId.VEST, "0.1", "0.0001", 100));
        pair.b.listed(instrument(ExchangeId.PARADEX, "0.5", "0.00001", 200));
        pair.position.commonLot(e8("0.0001"));
        for (LegDesk desk : pair.desks) {
            for (Stream stream : Stream.values()) {
                desk.gate().onStream(stream, StreamState.READY, "up", 0);
            }
        }
        quote(pair.a, "99990", "100000", NOW);
        quote(pair.b, "100000", "100010", NOW);
        pair.nowNanos = NOW;
        pair.desks.forEach(this::tellsPlentyOfMoney);
        holds(pair.a, "0.01");
        ends(pair.a, Optional.empty());
        ends(pair.b, Optional.empty());
    }

    private void tellsPlentyOfMoney(LegDesk desk) {
        long equityE8 = e8("1000000");
        resources
                .risk()
                .account(desk.exchange())
                .onBalance(
                        new BalanceReported(
                                desk.exchange(), equityE8, equityE8, Optional.of(new Margin(0, equityE8)), NOW, NOW),
                        0,
                        TrackedOrder.NEVER);
    }

    private static Instrument instrument(ExchangeId exchange, String tick, String lot, long feePpm) {
        return new Instrument(
                exchange, "P", "P", e8(tick), e8(lot), e8(lot), Long.MAX_VALUE, e8("10"), feePpm, 50, true);
    }

    private static void quote(LegDesk desk, String bid, String ask, long nowNanos) {
        desk.book().beginSnapshot(1, nowNanos, 0);
        desk.book().onLevel(Side.BUY, e8(bid), e8(DEEP));
        desk.book().onLevel(Side.SELL, e8(ask), e8(DEEP));
        desk.book().end();
    }

    private static void holds(LegDesk desk, String quantity) {
        desk.ledger().adopt(e8(quantity), e8("100000"), 0);
    }

    /// An order of the leg ended without a fill, for a reason or for want of something to hit.
    private static void ends(LegDesk desk, Optional<ExchangeError.Rejected> reason) {
        TrackedOrder order = desk.register(OrderIntent.ENTRY, Side.BUY, e8("0.01"), e8("100000"), false, 0);
        desk.handOver(0);
        desk.onOrderEvent(
                order,
                new OrderEvent.Updated(desk.exchange(), order.request().id(), "x", OrderStatus.CANCELLED, 0, reason, 1),
                1);
    }

    private static ExchangeError.Rejected refusal(RejectionKind kind) {
        return new ExchangeError.Rejected("4001", "no", kind);
    }

    private Remedy choose(Incident incident) {
        return pair.repairs.choose(incident, NOW);
    }

    private Remedy.Send send(Incident incident) {
        assertThat(choose(incident)).isInstanceOf(Remedy.Send.class);
        return (Remedy.Send) choose(incident);
    }

    private void completes() {
        assertThat(send(first).desk()).as("completes").isSameAs(pair.b);
    }

    private void unwinds(Incident incident) {
        assertThat(send(incident).desk()).as("unwinds").isSameAs(pair.a);
        assertThat(send(incident).alternative()).isEqualTo("complete: not allowed");
    }

    private Incident like(String name, Object value) {
        return Records.with(first, name, value);
    }

    private void closes(LegDesk desk) {
        desk.gate().onError(refusal(RejectionKind.MODE), NOW - 1);
    }

    // ---- complete or unwind ----

    /// The other leg holds less than a common lot of the same side, which nothing can trade away.
    @Test
    void ps05SellsNoMoreThanTheLegHolds() {
        holds(pair.a, "0.00009");
        holds(pair.b, "0.01");
        Remedy.Send send = send(like("stressed", true));
        assertThat(send.desk()).isSameAs(pair.b);
        assertThat(send.side()).isEqualTo(Side.SELL);
        assertThat(send.quantityE8()).isEqualTo(e8("0.01"));
    }

    @Test
    void lg01CompletesWhenThatIsWorth200PpmMore() {
        assertThat(choose(first))
                .isEqualTo(new Remedy.Send(
                        pair.b,
                        OrderIntent.REPAIR_COMPLETE,
                        Side.SELL,
                        e8("0.01"),
                        e8("99900"),
                        false,
                        e8("100000"),
                        "complete on paradex: 0 ppm",
                        "unwind: -200 ppm"));
    }

    @Test
    void lg01UnwindsWhenCompletingIsWorthOnePpmLess() {
        quote(pair.b, "99999.9", "100010", NOW);
        assertThat(choose(first))
                .isEqualTo(new Remedy.Send(
                        pair.a,
                        OrderIntent.REPAIR_UNWIND,
                        Side.SELL,
                        e8("0.01"),
                        e8("99890.1"),
                        true,
                        e8("99990"),
                        "unwind on vest: -200 ppm",
                        "complete: -1 ppm"));
    }

    @Test
    void aShortExcessIsBoughtBack() {
        holds(pair.a, "-0.01");
        quote(pair.a, "100000", "100010", NOW);
        quote(pair.b, "99990", "100000", NOW);
        assertThat(choose(first))
                .isEqualTo(new Remedy.Send(
                        pair.b,
                        OrderIntent.REPAIR_COMPLETE,
                        Side.BUY,
                        e8("0.01"),
                        e8("100100"),
                        false,
                        e8("100000"),
                        "complete on paradex: 0 ppm",
                        "unwind: -200 ppm"));
        quote(pair.b, "99990", "100000.1", NOW);
        assertThat(choose(first))
                .isEqualTo(new Remedy.Send(
                        pair.a,
                        OrderIntent.REPAIR_UNWIND,
                        Side.BUY,
                        e8("0.01"),
                        e8("100110"),
                        true,
                        e8("100010"),
                        "unwind on vest: -200 ppm",
                        "complete: -1 ppm"));
    }

    @Test
    void theLegWithMoreIsTheExcess() {
        holds(pair.a, "0.004");
        holds(pair.b, "-0.01");
        Remedy.Send unwind = send(like("mayComplete", false));
        assertThat(unwind.desk()).isSameAs(pair.b);
        assertThat(unwind.side()).isEqualTo(Side.BUY);
        assertThat(unwind.quantityE8()).isEqualTo(e8("0.006"));
        assertThat(unwind.referenceE8()).isEqualTo(e8("100010"));
        holds(pair.a, "0.011");
        assertThat(send(like("mayComplete", false)).desk()).isSameAs(pair.a);
        assertThat(send(like("mayComplete", false)).quantityE8()).isEqualTo(e8("0.001"));
    }

    @Test
    void completesInWholeCommonLots() {
        holds(pair.a, "0.01");
        holds(pair.b, "-0.00205");
        quote(pair.b, "100100", "100110", NOW);
        Remedy.Send complete = send(first);
        assertThat(complete.desk()).isSameAs(pair.b);
        assertThat(complete.quantityE8()).isEqualTo(e8("0.0079"));
    }

    @Test
    void whatCannotBePricedIsNotCompletedAndUnwoundAnyway() {
        pair.a.ledger().adopt(e8("0.01"), 0, 0);
        assertThat(send(first).desk()).isSameAs(pair.a);
        assertThat(send(first).why()).isEqualTo("unwind on vest: unknown");
        assertThat(send(first).alternative()).isEqualTo("complete: unknown");
    }

    @Test
    void completesWhereTheExcessCannotBePriced() {
        pair.a.book().beginSnapshot(1, NOW, 0);
        pair.a.book().onLevel(Side.BUY, e8("99990"), e8("0.005"));
        pair.a.book().onLevel(Side.SELL, e8("100000"), e8(DEEP));
        pair.a.book().end();
        quote(pair.b, "99000", "99010", NOW);
        assertThat(send(first).desk()).isSameAs(pair.b);
        assertThat(send(first).alternative()).isEqualTo("unwind: unknown");
    }

    // ---- what forbids completing ----

    @Test
    void lg01CompletesAnEntryOnlyAndOnlyOnceAndNotAfterAnInferredEnd() {
        completes();
        unwinds(like("mayComplete", false));
        unwinds(like("purpose", Purpose.FOUND));
        assertThat(send(like("purpose", Purpose.EXIT)).desk()).isSameAs(pair.a);
    }

    @Test
    void completesNothingWhileStressed() {
        unwinds(like("stressed", true));
        assertThat(send(like("stopping", true)).desk())
                .as("whoever stops is stressed; alone it says what happens where the excess is closed")
                .isSameAs(pair.b);
    }

    @Test
    void completesOnlyWhereAnotherOrderMayDoBetter() {
        ends(pair.b, Optional.of(refusal(RejectionKind.STRUCTURAL)));
        unwinds(first);
        ends(pair.b, Optional.of(refusal(RejectionKind.RETRYABLE)));
        completes();
    }

    @Test
    void completesNothingBesideAnOrderThatWasOnlyProvenAbsent() {
        TrackedOrder order = pair.a.register(OrderIntent.ENTRY, Side.BUY, e8("0.01"), e8("100000"), false, 0);
        pair.a.handOver(0);
        order.loseTrack("lost", 0);
        order.onProvenAbsent(0);
        unwinds(first);
    }

    @Test
    void completesNothingOnALegThatNeverHadAnOrder() {
        PairContext fresh = new PairContext(0, pair.settings, resources);
        for (LegDesk desk : fresh.desks) {
            desk.listed(pair.at(desk.leg()).instrument());
        }
        fresh.position.commonLot(e8("0.0001"));
        holds(fresh.a, "0.01");
        assertThat(((Remedy.Send) fresh.repairs.choose(first, NOW)).desk()).isSameAs(fresh.a);
    }

    @Test
    void completesOnlyThroughAnOpenGate() {
        pair.b.gate().onClock(501, 0, NOW);
        unwinds(first);
    }

    @Test
    void completesOnlyOnABookThatIsFreshEnoughForAnEntry() {
        quote(pair.b, "100000", "100010", NOW - 500 * MILLI);
        completes();
        quote(pair.b, "100000", "100010", NOW - 500 * MILLI - 1);
        unwinds(first);
    }

    @Test
    void lg16CompletesOnlyWhatTheExchangeTakes() {
        pair.b.listed(Records.with(pair.b.instrument(), "quantityMinE8", e8("0.01") + 1));
        unwinds(first);
        pair.b.listed(Records.with(pair.b.instrument(), "quantityMinE8", e8("0.01")));
        completes();
        pair.b.listed(Records.with(pair.b.instrument(), "tradable", false));
        unwinds(first);
    }

    @Test
    void i09CompletesOnlyWithinTheLimitsOfAnEntry() {
        pair.b.book().beginSnapshot(1, NOW, 0);
        pair.b.book().onLevel(Side.BUY, e8("100000"), e8("0.02"));
        pair.b.book().onLevel(Side.SELL, e8("100010"), e8(DEEP));
        pair.b.book().end();
        completes();
        pair.b.book().beginDelta(2, NOW, 0);
        pair.b.book().onLevel(Side.BUY, e8("100000"), e8("0.02") - 1);
        pair.b.book().end();
        unwinds(first);
    }

    // ---- where the exchange of the excess is closed ----

    @Test
    void vn01CompletesForUpTo690PpmWhileTheExchangeOfTheExcessIsClosed() {
        closes(pair.a);
        quote(pair.b, "99931", "99940", NOW);
        assertThat(send(first).desk()).isSameAs(pair.b);
        assertThat(send(first).why()).isEqualTo("complete on paradex: -690 ppm");
        assertThat(send(like("stressed", true)).desk())
                .as("there is no smaller risk")
                .isSameAs(pair.b);
        quote(pair.b, "99930.9", "99940", NOW);
        assertThat(choose(first))
                .isEqualTo(new Remedy.Blocked(
                        "vest takes no orders: CANCEL_ONLY the exchange refused orders for its mode"));
    }

    @Test
    void opensNothingForSomeoneWhoStops() {
        closes(pair.a);
        assertThat(choose(like("stopping", true))).isInstanceOf(Remedy.Blocked.class);
    }

    // ---- what can be sent ----

    @Test
    void theExitIsFinishedByClosingTheRest() {
        assertThat(choose(like("purpose", Purpose.EXIT)))
                .isEqualTo(new Remedy.Send(
                        pair.a,
                        OrderIntent.REPAIR_COMPLETE,
                        Side.SELL,
                        e8("0.01"),
                        e8("99890.1"),
                        true,
                        e8("99990"),
                        "finish the exit on vest: -200 ppm",
                        "complete: not allowed"));
    }

    @Test
    void lg06EachAttemptMayGoFurther() {
        long[] caps = {1_000, 1_500, 1_500, 2_000, 2_000, 2_000, 3_000, 3_000, 3_000};
        quote(pair.a, "100000", "100010", NOW);
        for (int attempt = 1; attempt <= caps.length; attempt++) {
            Incident incident = new Incident(Purpose.FOUND, attempt, false, false, false, false);
            assertThat(send(incident).limitE8())
                    .as("attempt %d", attempt)
                    .isEqualTo(e8("100000") - caps[attempt - 1] * e8("0.1"));
        }
        RiskLimits careful = Records.within(RiskLimits.DEFAULTS, "slippage", "repairCapMaxPpm", 1_700L);
        assertThat(RepairPolicy.capPpm(3, careful)).isEqualTo(1_500);
        assertThat(RepairPolicy.capPpm(4, careful)).isEqualTo(1_700);
    }

    @Test
    void i09NothingIsSentWithoutAUsableBook() {
        Incident found = like("purpose", Purpose.FOUND);
        quote(pair.a, "99990", "100000", NOW - 2_500 * MILLI);
        unwinds(found);
        quote(pair.a, "99990", "100000", NOW - 2_500 * MILLI - 1);
        assertThat(choose(found)).isEqualTo(new Remedy.Blocked("vest has no usable book to bound a price with"));
    }

    @Test
    void lg16WhatIsBelowTheMinimumStaysUnlessItIsAllThatIsHeld() {
        // A lot of 0.0001 sells for 9.9690 at worst, and 10 is the least.
        holds(pair.a, "0.01");
        holds(pair.b, "-0.0099");
        assertThat(choose(like("mayComplete", false)))
                .isEqualTo(new Remedy.Residual("0.0001 of 0.01 on vest cannot be traded away alone"));
        holds(pair.a, "0.0001");
        holds(pair.b, "0");
        assertThat(send(like("mayComplete", false)).quantityE8()).isEqualTo(e8("0.0001"));
        holds(pair.a, "0.01");
        holds(pair.b, "-0.00995");
        assertThat(choose(like("mayComplete", false))).as("less than a lot").isInstanceOf(Remedy.Residual.class);
    }

    @Test
    void lg16WhatCannotBeUnwoundMayBeCompleted() {
        pair.a.listed(Records.with(pair.a.instrument(), "quantityMinE8", e8("0.005")));
        holds(pair.b, "-0.006");
        quote(pair.b, "90000", "90010", NOW);
        assertThat(send(first).desk()).isSameAs(pair.b);
        assertThat(send(first).quantityE8()).isEqualTo(e8("0.004"));
    }
}
