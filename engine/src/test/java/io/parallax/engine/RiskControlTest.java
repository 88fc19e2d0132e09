package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.EngineLimits.DayLossLimit;
import io.parallax.risk.EngineLimits.Entries;
import io.parallax.risk.RiskLimits;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.units.FixedPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Each control over what both accounts and the whole engine may risk, seen to bind, and seen to let reducing orders
/// through.
class RiskControlTest extends TradingScenario {
    private static final long MONDAY = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    private void limits(UnaryOperator<RiskLimits> change) {
        bot(settings -> settings.withLimits(change.apply(settings.limits())));
    }

    private void engineLimits(UnaryOperator<EngineLimits> change) {
        engineChange = settings -> settings.withLimits(change.apply(settings.limits()));
    }

    private void isBlockedBy(Blocker blocker) {
        int before = vest.received.size();
        run(2_000);
        assertThat(vest.received).as(story()).hasSize(before);
        assertThat(view().topBlocker()).isEqualTo(blocker);
        assertThat(view().blockers()).containsKey(blocker);
    }

    private void completeCycle() {
        vestIsCheap();
        await(PairState.HEDGED, 2_000);
        paradexIsCheap();
        await(PairState.FLAT, 10_000);
    }

    private void wallClock(long epochMillis) {
        engine().onWallClock(epochMillis);
    }

    private void hasAlert(String text) {
        assertThat(alerts()).as(story()).anySatisfy(alert -> assertThat(alert).contains(text));
    }

    private void hasNoAlert(String text) {
        assertThat(alerts()).as(story()).noneSatisfy(alert -> assertThat(alert).contains(text));
    }

    // ---- budgets

    @Test
    void noMoreEntriesInAMinuteThanTheBudgetHas() {
        engineLimits(limits -> limits.withEntries(new Entries(3, 500, 500)));
        untilFlat();
        completeCycle();
        vestIsCheap();
        isBlockedBy(Blocker.ORDER_BUDGET);
        run(50_000);
        assertThat(vest.received).as("the entry and the exit of one cycle").hasSize(2);
        await(PairState.HEDGED, 10_000);
    }

    @Test
    void noMoreEntriesInADayThanTheBudgetHas() {
        engineLimits(limits -> limits.withEntries(new Entries(30, 3, 500)));
        untilFlat();
        wallClock(MONDAY + 23 * HOUR);
        completeCycle();
        run(120_000);
        vestIsCheap();
        isBlockedBy(Blocker.ORDER_BUDGET);
        wallClock(MONDAY + 24 * HOUR);
        await(PairState.HEDGED, 1_000);
    }

    // ---- accounts

    @Test
    void anOrderOfMoreThanThreeTimesTheSmallerEquity() {
        vest.cashE8 = 330 * FixedPoint.ONE;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.EQUITY_MAX);
    }

    @Test
    void anExplicitSettingAllowsMoreOfTheEquity() {
        vest.cashE8 = 330 * FixedPoint.ONE;
        limits(limits -> limits.withCaps(new RiskLimits.Caps(2_000 * FixedPoint.ONE, 2_000 * FixedPoint.ONE, 4)));
        untilFlat();
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void freeMarginMustCoverTheEntryAnAdverseMoveAndTheFees() {
        vest.freeE8 = 130 * FixedPoint.ONE;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.MARGIN);
        vest.freeE8 = 131 * FixedPoint.ONE;
        await(PairState.HEDGED, 11_000);
    }

    @Test
    void aMarginThatIsNotTold() {
        paradex.tellsMargin = false;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.ACCOUNT_UNKNOWN);
    }

    @Test
    void aMarginThatIsOld() {
        untilFlat();
        paradex.balancesFail = true;
        run(65_000);
        vestIsCheap();
        isBlockedBy(Blocker.ACCOUNT_UNKNOWN);
        paradex.balancesFail = false;
        await(PairState.HEDGED, 3_000);
    }

    @Test
    void halfOfTheEquityInUseBlocksEntries() {
        paradex.maintenanceE8 = 5_000 * FixedPoint.ONE;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.MARGIN_USE);
    }

    @Test
    void anEntryNeedsTenPercentToItsLiquidation() {
        vest.cashE8 = 400 * FixedPoint.ONE;
        vest.maintenanceE8 = 260 * FixedPoint.ONE;
        limits(limits -> limits.withMargin(new RiskLimits.Margin(3, 90, 92, 95, 10, 7, 4)));
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.LIQUIDATION_DISTANCE);
        vest.maintenanceE8 = 240 * FixedPoint.ONE;
        await(PairState.HEDGED, 11_000);
    }

    // ---- guards

    @Test
    void ps12SeventyPercentInUseHalvesBothLegs() {
        untilHedged();
        vest.maintenanceE8 = 7_000 * FixedPoint.ONE;
        awaitHolding("0.005");
        vest.maintenanceE8 = 10 * FixedPoint.ONE;
        run(20_000);
        holds("0.005", "-0.005");
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.GUARD);
        assertThat(vest.received.getLast().reduceOnly()).isTrue();
        assertThat(paradex.received.getLast().reduceOnly()).isTrue();
        hasAlert("HALVE: vest maintenance needs");
    }

    private void awaitHolding(String quantity) {
        long wantedE8 = FixedPoint.parse(quantity);
        for (int step = 0; step < 3_000; step++) {
            if (vest.anyPositionE8() == wantedE8 && view().state() == PairState.HEDGED) {
                break;
            }
            run(5);
        }
        holds(quantity, "-" + quantity);
    }

    @Test
    void ps12EightyFivePercentInUseClosesBothLegs() {
        untilHedged();
        paradex.maintenanceE8 = 8_600 * FixedPoint.ONE;
        await(PairState.COOLDOWN, 8_000);
        isFlat();
        assertThat(paradex.received.getLast().id().intent()).isEqualTo(OrderIntent.GUARD);
        assertThat(states()).doesNotContain(PairState.REPAIRING);
    }

    @Test
    void ps12ALiquidationLessThanSevenPercentAwayHalvesBothLegs() {
        untilHedged();
        vest.liquidationPriceE8 = FixedPoint.parse("94000");
        awaitHolding("0.005");
        vest.liquidationPriceE8 = FixedPoint.parse("80000");
        run(20_000);
        holds("0.005", "-0.005");
        hasAlert("liquidation");
    }

    @Test
    void ps12ALiquidationLessThanFourPercentAwayClosesBothLegs() {
        untilHedged();
        // Short on Paradex: it is above the price.
        paradex.liquidationPriceE8 = FixedPoint.parse("103500");
        await(PairState.COOLDOWN, 15_000);
        isFlat();
    }

    @Test
    void ps12BetweenSevenAndTenPercentOnlyTells() {
        untilHedged();
        vest.liquidationPriceE8 = FixedPoint.parse("91000");
        run(30_000);
        holds("0.01", "-0.01");
        hasAlert("WATCH: vest liquidation");
    }

    @Test
    void ps12WithoutAToldPriceTheEquityTellsTheDistance() {
        vest.cashE8 = 400 * FixedPoint.ONE;
        limits(limits -> limits.withMargin(new RiskLimits.Margin(3, 90, 92, 95, 10, 7, 4)));
        untilHedged();
        vest.maintenanceE8 = 340 * FixedPoint.ONE;
        awaitHolding("0.005");
        hasAlert("vest liquidation");
    }

    @Test
    void ps12TheGuardActsOnBothLegsOrTells() {
        untilHedged();
        paradex.stream(Stream.ORDER_ENTRY, StreamState.LOST);
        vest.maintenanceE8 = 8_600 * FixedPoint.ONE;
        run(10_000);
        holds("0.01", "-0.01");
        assertThat(vest.received).as(story()).hasSize(1);
        hasAlert("cannot reduce both legs");
        paradex.stream(Stream.ORDER_ENTRY, StreamState.READY);
        await(PairState.COOLDOWN, 10_000);
        isFlat();
    }

    // ---- losses

    private void loses(int seconds) {
        quotes(vest, "98980", "98990");
        quotes(paradex, "100300", "100310");
        run(seconds * 1_000L);
    }

    @Test
    void aPairThatLosesOnePercentForTenSecondsIsClosedAndCountsAsFailed() {
        limits(limits -> limits.withBreaker(new RiskLimits.Breaker(1, 100_000)));
        untilHedged();
        loses(9);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        calm();
        run(3_000);
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        hasAlert("breaker open");
        vestIsCheap();
        isBlockedBy(Blocker.BREAKER);
    }

    @Test
    void aLossThatPassesWithinTenSecondsIsBorne() {
        untilHedged();
        loses(9);
        calm();
        run(1_000);
        loses(9);
        calm();
        run(5_000);
        holds("0.01", "-0.01");
    }

    @Test
    void aCycleThatLosesHalfAPercentIsToldAndCountsAsFailed() {
        limits(limits -> limits.withBreaker(new RiskLimits.Breaker(1, 5_000)));
        untilHedged();
        quotes(vest, "99400", "99410");
        quotes(paradex, "100300", "100310");
        operator(new OperatorCommand.Flatten());
        await(PairState.FLAT, 10_000);
        hasAlert("cycle 1 came to -");
        hasAlert("breaker open");
    }

    @Test
    void aCycleThatLosesLessResetsTheBreaker() {
        limits(limits -> limits.withBreaker(new RiskLimits.Breaker(1, 10_000)));
        untilHedged();
        quotes(vest, "99400", "99410");
        quotes(paradex, "100300", "100310");
        operator(new OperatorCommand.Flatten());
        await(PairState.FLAT, 10_000);
        hasNoAlert("came to");
        hasNoAlert("breaker open");
    }

    @Test
    void anEquityThatNothingExplainsFreezesBothLegs() {
        untilHedged();
        run(20_000);
        vest.phantomE8 = -600 * FixedPoint.ONE;
        run(6_000);
        hasAlert("without a price or a fill that explains it");
        paradexIsCheap();
        run(5_000);
        holds("0.01", "-0.01");
        operator(new OperatorCommand.Resume("a withdrawal of ours"));
        await(PairState.COOLDOWN, 2_000);
        isFlat();
    }

    @Test
    void aFrozenPairIsStillClosedWhenTheOperatorSaysSo() {
        untilHedged();
        run(20_000);
        vest.phantomE8 = -600 * FixedPoint.ONE;
        run(6_000);
        operator(new OperatorCommand.Flatten());
        await(PairState.COOLDOWN, 2_000);
        isFlat();
    }

    @Test
    void aFrozenAccountBlocksEntries() {
        untilFlat();
        run(21_000);
        vest.phantomE8 = 600 * FixedPoint.ONE;
        run(11_000);
        vestIsCheap();
        isBlockedBy(Blocker.PHANTOM);
    }

    @Test
    void anEquityThatThePriceExplainsFreezesNothing() {
        vest.cashE8 = 400 * FixedPoint.ONE;
        untilHedged();
        run(20_000);
        quotes(vest, "96990", "97000");
        quotes(paradex, "96990", "97000");
        run(20_000);
        hasNoAlert("explains");
        holds("0.01", "-0.01");
    }

    @Test
    void theLossOfADayStopsEntriesUntilTheNextDayAndAnOperator() {
        engineLimits(limits -> limits.withDayLoss(new DayLossLimit(5 * FixedPoint.ONE, 2)));
        untilFlat();
        wallClock(MONDAY + 9 * HOUR);
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
        loses(1);
        hasAlert("the day stands at -");
        holds("0.01", "-0.01");
        paradexIsCheap();
        await(PairState.HALTED, 10_000);
        isFlat();
        isHaltedFor(HaltReason.DAY_LOSS);
        operator(new OperatorCommand.Resume("too early"));
        vestIsCheap();
        run(5_000);
        isHaltedFor(HaltReason.DAY_LOSS);
        wallClock(MONDAY + 24 * HOUR);
        run(5_000);
        isHaltedFor(HaltReason.DAY_LOSS);
        operator(new OperatorCommand.Resume("a new day"));
        await(PairState.HEDGED, 5_000);
    }

    @Test
    void ec06TheLossOfADayCountsAcrossARestart() {
        engineChange = settings -> settings.withDayResultSoFarE8(Optional.of(-51 * FixedPoint.ONE));
        calm();
        start();
        await(PairState.HALTED, 5_000);
        isHaltedFor(HaltReason.DAY_LOSS);
    }

    @Test
    void ec06ADayOfUnknownResultNeedsTheOperator() {
        engineChange = settings -> settings.withDayResultSoFarE8(Optional.empty());
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.DAY_RESULT);
        operator(new OperatorCommand.Resume("looked it up"));
        await(PairState.HEDGED, 1_000);
    }

    // ---- clocks and calendars

    private void measured(long skewMillis, long uncertaintyMillis) {
        deliver(new ClockMeasured(vest.id, skewMillis, uncertaintyMillis, time.nowNanos()));
    }

    private void clocksAreTwoSecondsApart() {
        measured(-2_500, 10);
        run(5_000);
        measured(-2_500, 10);
        run(5_000);
        measured(-2_500, 10);
    }

    @Test
    void clocksTwoSecondsApartHaltWhenItLasts() {
        untilFlat();
        clocksAreTwoSecondsApart();
        run(100);
        isHaltedFor(HaltReason.CLOCK);
    }

    @Test
    void anOldAnswerOrASlowOneDoesNotHalt() {
        untilFlat();
        measured(2_500, 10);
        run(6_000);
        measured(20, 10);
        run(6_000);
        measured(2_500, 10);
        measured(2_500, 600);
        run(11_000);
        measured(2_500, 600);
        run(1_000);
        assertThat(view().state()).isEqualTo(PairState.FLAT);
        vestIsCheap();
        isBlockedBy(Blocker.GATE_A);
    }

    @Test
    void aRepairIsFinishedBeforeTheClockHalts() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vestIsCheap();
        run(15);
        vest.stream(Stream.ORDER_ENTRY, StreamState.LOST);
        calm();
        clocksAreTwoSecondsApart();
        run(500);
        assertThat(view().state()).as(story()).isEqualTo(PairState.FROZEN);
        vest.stream(Stream.ORDER_ENTRY, StreamState.READY);
        await(PairState.HALTED, 10_000);
        isFlat();
        isHaltedFor(HaltReason.CLOCK);
    }

    @Test
    void clocksAQuarterOfASecondApartAreToldOnce() {
        untilFlat();
        for (int i = 0; i < 3; i++) {
            measured(260, 10);
        }
        assertThat(alerts().stream().filter(text -> text.contains("clock differs by 260 ms")))
                .hasSize(1);
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void anExchangeThatAnswersSlowlyGetsNoEntryForAMinute() {
        untilFlat();
        vest.next(fillsSlowly(600));
        paradex.next(fillsSlowly(600));
        completeCycle();
        vestIsCheap();
        isBlockedBy(Blocker.SLOW_REPLIES);
        await(PairState.HEDGED, 60_000);
    }

    @Test
    void noEntryWhileAnExchangeIsMaintained() {
        untilFlat();
        wallClock(MONDAY + 4 * HOUR + HOUR / 2);
        vestIsCheap();
        isBlockedBy(Blocker.MAINTENANCE);
        wallClock(MONDAY + 5 * HOUR);
        await(PairState.HEDGED, 1_000);
        wallClock(MONDAY + 28 * HOUR + HOUR / 2);
        paradexIsCheap();
        await(PairState.COOLDOWN, 2_000);
        isFlat();
    }

    @Test
    void aPositionIsHeldForTheConfiguredTime() {
        bot(settings -> settings.withTimers(settings.timers().withHoldMaxMillis(60_000)));
        untilHedged();
        run(55_000);
        holds("0.01", "-0.01");
        await(PairState.COOLDOWN, 9_000);
        isFlat();
    }

    @Test
    void ps12AHaltedPairIsClosedWhenItsLiquidationIsNear() {
        untilHedged();
        clocksAreTwoSecondsApart();
        run(100);
        isHaltedFor(HaltReason.CLOCK);
        holds("0.01", "-0.01");
        vest.liquidationPriceE8 = FixedPoint.parse("98000");
        run(15_000);
        isFlat();
    }

    @Test
    void completingAnEntryKeepsTheBudgetToo() {
        engineLimits(limits -> limits.withEntries(new Entries(2, 500, 500)));
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vestIsCheap();
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        assertThat(paradex.received).as("completing would be a third entry").hasSize(1);
    }

    /// An entry of either needs 130 and a bit; 200 are free until the exchange says otherwise.
    @Test
    void twoBotsOfOneAccountDoNotCountWithTheSameMargin() {
        bot(settings -> settings);
        PairSettings btc = botsNow().getFirst();
        PairSettings eth = PairSettings.of("eth", "ETH-PERP", vest.id, paradex.id, 1_500, 500, 10, btc.quantityE8())
                .withTimers(btc.timers());
        bots(List.of(btc, eth));
        vest.freeE8 = 200 * FixedPoint.ONE;
        calm();
        quotes(vest, "ETH-PERP", "99990", "100000");
        quotes(paradex, "ETH-PERP", "99990", "100000");
        start();
        run(2_000);
        quotes(paradex, "ETH-PERP", "100300", "100310");
        vestIsCheap();
        run(2_000);
        assertThat(snapshot().bots())
                .extracting(BotView::state)
                .containsExactlyInAnyOrder(PairState.HEDGED, PairState.FLAT);
        assertThat(snapshot().bots())
                .filteredOn(bot -> bot.state() == PairState.FLAT)
                .extracting(BotView::topBlocker)
                .containsExactly(Blocker.MARGIN);
        // The exchange still says that 200 are free once it must know of the first entry.
        run(20_000);
        assertThat(snapshot().bots()).extracting(BotView::state).containsOnly(PairState.HEDGED);
    }

    @Test
    void vn02AMarketThatIsNotOpenClosesNoOther() {
        bot(settings -> settings);
        PairSettings btc = botsNow().getFirst();
        PairSettings eth = PairSettings.of("eth", "ETH-PERP", vest.id, paradex.id, 1_500, 500, 10, btc.quantityE8())
                .withTimers(btc.timers());
        bots(List.of(btc, eth));
        calm();
        quotes(vest, "ETH-PERP", "99990", "100000");
        quotes(paradex, "ETH-PERP", "99990", "100000");
        start();
        run(2_000);
        vest.next(rejects("1148", RejectionKind.MODE));
        paradex.next(rejects("MARKET_NOT_OPEN", RejectionKind.MODE));
        vestIsCheap();
        run(3_000);
        isFlat();
        calm();
        run(3_000);
        vestIsCheap();
        run(1_000);
        assertThat(view().topBlocker()).isEqualTo(Blocker.GATE_A);
        assertThat(vest.received).hasSize(1);
        quotes(paradex, "ETH-PERP", "100300", "100310");
        run(1_000);
        assertThat(snapshot().bots().get(1).state()).as(story()).isEqualTo(PairState.HEDGED);
        run(300_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
    }

    @Test
    void i04NothingIncreasesAboveThePositionLimitAlsoWithARestHeld() {
        limits(limits -> limits.withNotionalMaxE8(2_000 * FixedPoint.ONE, 994 * FixedPoint.ONE));
        // Half a Vest lot on Paradex, which counts as flat and is worth five; the entry is one lot smaller for it, 991.
        paradex.move("BTC-USD-PERP", LOT_E8 / 2, FixedPoint.parse("100000"));
        calm();
        start();
        await(PairState.FLAT, 10_000);
        quotes(vest, "99700", "99710");
        quotes(paradex, "99990", "100000");
        isBlockedBy(Blocker.POSITION_MAX);
    }
}
