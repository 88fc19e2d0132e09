package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.risk.GateState;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.EdgeSettings;
import io.parallax.units.FixedPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each rule that keeps an entry from happening, with its own name on the screen.
class EntryGateTest extends TradingScenario {
    private void isBlockedBy(Blocker blocker) {
        run(2_000);
        assertThat(vest.received).as(story()).isEmpty();
        assertThat(paradex.received).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(blocker);
        assertThat(view().blockers()).containsKey(blocker);
    }

    @Test
    void anOldBook() {
        untilFlat();
        vest.bookSilent = true;
        run(1_500);
        quotes(paradex, "100300", "100310");
        isBlockedBy(Blocker.BOOK_OLD);
    }

    @Test
    void aLostBook() {
        untilFlat();
        paradex.bookSilent = true;
        engine().onBookLost(1, BookLoss.GAP, time.nowNanos());
        quotes(vest, "99000", "99010");
        isBlockedBy(Blocker.BOOK_GAP);
    }

    @Test
    void aCrossedBook() {
        untilFlat();
        quotes(paradex, "100300", "100290");
        isBlockedBy(Blocker.BOOK_CROSSED);
    }

    @Test
    void md04ABookWhoseConnectionWasLost() {
        untilFlat();
        paradex.bookSilent = true;
        engine().onBookLost(1, BookLoss.DISCONNECTED, time.nowNanos());
        isBlockedBy(Blocker.BOOK_DISCONNECTED);
    }

    @Test
    void md09ABookWithAPriceThatCannotBe() {
        untilFlat();
        paradex.bookSilent = true;
        engine().beginDelta(1, 0, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, 0, 5);
        engine().end();
        isBlockedBy(Blocker.BOOK_BAD_DATA);
    }

    @Test
    void md01ABookThatNeverCame() {
        calm();
        paradex.unquote("BTC-USD-PERP");
        start();
        isBlockedBy(Blocker.BOOK_MISSING);
    }

    @Test
    void md10ASpreadThatIsTooLargeToBeTrue() {
        untilFlat();
        quotes(paradex, "101700", "101710");
        isBlockedBy(Blocker.SPREAD_UNBELIEVABLE);
    }

    @Test
    void md10APriceThatJumpedMustStandForTwoSeconds() {
        untilFlat();
        quotes(paradex, "97000", "97010");
        run(200);
        quotes(vest, "99990", "100000");
        quotes(paradex, "100300", "100310");
        run(1_900);
        assertThat(vest.received).as(story()).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.BOOK_JUMPED);
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void rt01ABookThatMayHaveWaitedWhileTheEngineStoodStill() {
        untilFlat();
        engine().advanceTo(time.nowNanos() + 300_000_000);
        vestIsCheap();
        run(500);
        assertThat(vest.received).as(story()).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.BOOK_UNPROVEN);
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void anotherLeverageThanConfigured() {
        paradex.leverageAnswer = 20;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.LEVERAGE);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("leverage is 20, expected 10"));
    }

    @Test
    void ps17ALeverageThatSomebodyChangesIsFoundWithinTenMinutes() {
        untilFlat();
        run(595_000);
        assertThat(paradex.leverageReads).isZero();
        run(10_000);
        assertThat(vest.leverageReads).isEqualTo(1);
        assertThat(paradex.leverageReads).isEqualTo(1);
        paradex.leverageAnswer = 20;
        run(600_000);
        vestIsCheap();
        isBlockedBy(Blocker.LEVERAGE);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("leverage is 20, expected 10"));
        paradex.leverageAnswer = 0;
        await(PairState.HEDGED, 7_000);
    }

    @Test
    void ps17ALeverageThatNobodyTellsIsNotKnownForEver() {
        untilFlat();
        vest.leverageSilent = true;
        run(1_750_000);
        assertThat(view().topBlocker()).isEqualTo(Blocker.SPREAD);
        run(60_000);
        vestIsCheap();
        isBlockedBy(Blocker.LEVERAGE);
        vest.leverageSilent = false;
        await(PairState.HEDGED, 7_000);
    }

    @Test
    void ps17AMarginModeThatIsNotCrossHalts() {
        untilFlat();
        paradex.marginMode = AccountEvent.MarginMode.OTHER;
        run(605_000);
        assertThat(view().state()).as(story()).isEqualTo(PairState.HALTED);
        assertThat(view().haltReason()).contains(HaltReason.MARGIN_MODE);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("margin mode of BTC-USD-PERP is not cross"));
        paradex.marginMode = AccountEvent.MarginMode.CROSS;
        operator(new OperatorCommand.Resume("set back"));
        await(PairState.FLAT, 20_000);
        vestIsCheap();
        await(PairState.HEDGED, 10_000);
    }

    @Test
    void aStreamThatIsDown() {
        untilFlat();
        paradex.stream(Stream.PRIVATE, StreamState.LOST);
        vestIsCheap();
        isBlockedBy(Blocker.GATE_B);
        paradex.stream(Stream.PRIVATE, StreamState.READY);
        run(4_000);
        assertThat(vest.received).as("five seconds of peace first").isEmpty();
        await(PairState.HEDGED, 3_000);
    }

    @Test
    void clocksThatDiffer() {
        untilFlat();
        deliver(new ClockMeasured(vest.id, 700, 10, time.nowNanos()));
        vestIsCheap();
        isBlockedBy(Blocker.GATE_A);
        assertThat(snapshot().exchanges().getFirst().gate()).isEqualTo(GateState.DEGRADED);
    }

    @Test
    void anOrderAboveTheValueLimit() {
        bot(settings ->
                settings.withLimits(RiskLimits.DEFAULTS.withNotionalMaxE8(500 * FixedPoint.ONE, 500 * FixedPoint.ONE)));
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.NOTIONAL_MAX);
    }

    @Test
    void aPositionAboveTheValueLimit() {
        bot(settings -> settings.withLimits(
                RiskLimits.DEFAULTS.withNotionalMaxE8(2_000 * FixedPoint.ONE, 500 * FixedPoint.ONE)));
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.POSITION_MAX);
    }

    @Test
    void aSpreadThatDoesNotCoverTheFees() {
        bot(settings -> PairSettings.of(
                        "x", PAIR, settings.exchangeA(), settings.exchangeB(), 500, 100, 10, settings.quantityE8())
                .withTimers(settings.timers()));
        untilFlat();
        quotes(vest, "99990", "100000");
        quotes(paradex, "100060", "100070");
        isBlockedBy(Blocker.NET_EDGE);
    }

    /// Below its threshold by what funding costs in the hour that a position is expected to be held.
    @Test
    void fundingThatEatsTheSpread() {
        untilFlat();
        vest.fundingE8 = 350_000;
        vestIsCheap();
        isBlockedBy(Blocker.NET_EDGE);
        vest.fundingE8 = -350_000;
        run(2_000);
        assertThat(vest.received).as("a long is paid for holding").hasSize(1);
    }

    @Test
    void aFundingRateThatNobodyTells() {
        paradex.fundingSilent = true;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.FUNDING_UNKNOWN);
        paradex.fundingSilent = false;
        run(2_000);
        assertThat(vest.received).hasSize(1);
    }

    @Test
    void aFundingRateBeyondBelief() {
        paradex.fundingE8 = -510_000;
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.FUNDING_UNKNOWN);
    }

    /// Where nobody asked for it, a rate that cannot be believed neither keeps off nor is paid.
    @Test
    void aFundingRateBeyondBeliefThatNobodyRequires() {
        bot(settings -> settings.withEdge(
                new EdgeSettings(EdgeSettings.DEFAULTS.bufferPpm(), EdgeSettings.DEFAULTS.holdMillis(), false)));
        paradex.fundingE8 = -5_100_000;
        untilFlat();
        vestIsCheap();
        run(2_000);
        assertThat(vest.received).hasSize(1);
    }

    @Test
    void aQuantityBelowTheMinimum() {
        bot(settings -> PairSettings.of("x", PAIR, settings.exchangeA(), settings.exchangeB(), 1_500, 500, 10, LOT_E8)
                .withTimers(settings.timers()));
        untilFlat();
        vestIsCheap();
        isBlockedBy(Blocker.QUANTITY_MIN);
    }

    @Test
    void aBookThatIsTooThin() {
        untilFlat();
        vestIsCheap();
        run(5_000);
        assertThat(vest.received).hasSize(1);
        thin();
    }

    private void thin() {
        paradexIsCheap();
        await(PairState.COOLDOWN, 3_000);
        calm();
        await(PairState.FLAT, 5_000);
        vest.quote("BTC-PERP", new Quote(FixedPoint.parse("99990"), FixedPoint.parse("100000"), 1_500_000));
        publish(vest);
        quotes(paradex, "100300", "100310");
        run(1_000);
        assertThat(view().state()).isEqualTo(PairState.FLAT);
        assertThat(view().topBlocker()).isEqualTo(Blocker.DEPTH);
    }

    @Test
    void aSpreadBelowTheThreshold() {
        untilFlat();
        isBlockedBy(Blocker.SPREAD);
    }

    @Test
    void aDroppedOpportunityIsToldOnceWithItsReason() {
        untilFlat();
        operator(new OperatorCommand.Pause());
        vestIsCheap();
        run(5_000);
        assertThat(notices.stream().filter(EngineNotice.OpportunityDropped.class::isInstance))
                .hasSize(1);
        assertThat(view().blockers().get(Blocker.PAUSED)).isGreaterThan(100);
    }

    @Test
    void oneSummaryEverySecond() {
        untilFlat();
        notices.clear();
        run(10_000);
        assertThat(notices.stream().filter(EngineNotice.Summary.class::isInstance))
                .hasSizeBetween(9, 11);
    }

    @Test
    void i04CountsWhatIsInFlightOnALostBookAtItsLastPrice() {
        bot(settings -> settings.withLimits(
                RiskLimits.DEFAULTS.withNotionalMaxE8(2_000 * FixedPoint.ONE, 1_010 * FixedPoint.ONE)));
        PairSettings btc = botsNow().getFirst();
        bots(List.of(btc, like(btc, "ETH-PERP"), like(btc, "SOL-PERP")));
        for (PairSettings bot : botsNow()) {
            quotes(vest, bot.pair(), "99990", "100000");
            quotes(paradex, bot.pair(), "99990", "100000");
        }
        start();
        run(2_000);
        lose();
        for (String pair : List.of("ETH-PERP", "SOL-PERP")) {
            quotes(paradex, pair, "100300", "100310");
        }
        run(2_000);
        assertThat(snapshot().bots().get(0).state()).isEqualTo(PairState.RESOLVING);
        assertThat(snapshot().bots().get(1).state()).isEqualTo(PairState.HEDGED);
        assertThat(snapshot().bots().get(2).state()).isEqualTo(PairState.FLAT);
        assertThat(snapshot().bots().get(2).topBlocker()).isEqualTo(Blocker.TOTAL_MAX);
    }

    /// The first bot's entry leaves, nothing is heard of it, and both its books are gone.
    private void lose() {
        vest.lookupsFail = true;
        paradex.lookupsFail = true;
        vest.next(isLost());
        paradex.next(isLost());
        vestIsCheap();
        vest.unquote("BTC-PERP");
        paradex.unquote("BTC-USD-PERP");
        engine().onBookLost(0, BookLoss.GAP, time.nowNanos());
        engine().onBookLost(1, BookLoss.GAP, time.nowNanos());
        run(100);
    }

    private static PairSettings like(PairSettings bot, String pair) {
        return PairSettings.of(pair, pair, bot.exchangeA(), bot.exchangeB(), 1_500, 500, 10, bot.quantityE8())
                .withTimers(bot.timers())
                .withLimits(bot.limits());
    }

    @Test
    void md06AsksForACrossedBookAgainAfterASecond() {
        untilFlat();
        quotes(paradex, "100300", "100290");
        run(900);
        assertThat(resubscriptions()).isZero();
        run(300);
        assertThat(resubscriptions()).isEqualTo(1);
        run(60_000);
        assertThat(resubscriptions()).as("not more than asked for").isBetween(5L, 8L);
        assertThat(vest.received).isEmpty();
    }

    @Test
    void md06AsksForABookWithBadDataAgain() {
        untilFlat();
        paradex.unquote("BTC-USD-PERP");
        engine().beginDelta(1, 0, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, 0, 5);
        engine().end();
        run(1_200);
        assertThat(resubscriptions()).isEqualTo(1);
    }

    private long resubscriptions() {
        return paradex.commands.stream()
                .filter(ExchangeCommand.Resubscribe.class::isInstance)
                .count();
    }

    @Test
    void severalBotsTradeSideBySideUnderOneTotal() {
        bot(settings -> settings);
        PairSettings btc = botsNow().getFirst();
        PairSettings eth = PairSettings.of(
                        "eth-1", "ETH-PERP", paradex.id, vest.id, 1_500, 500, 5, FixedPoint.parse("0.01"))
                .withTimers(btc.timers());
        bots(List.of(btc, eth));
        calm();
        quotes(vest, "ETH-PERP", "99990", "100000");
        quotes(paradex, "ETH-PERP", "99990", "100000");
        start();
        run(2_000);
        vestIsCheap();
        quotes(vest, "ETH-PERP", "99990", "100000");
        quotes(paradex, "ETH-PERP", "100300", "100310");
        run(1_000);
        assertThat(snapshot().bots()).allSatisfy(bot -> assertThat(bot.state()).isEqualTo(PairState.HEDGED));
        assertThat(snapshot().bots().get(1).a().positionE8()).isEqualTo(-1_000_000);
        paradexIsCheap();
        run(3_000);
        assertThat(snapshot().bots().getFirst().cycles()).isEqualTo(1);
        assertThat(snapshot().bots().get(1).state()).isEqualTo(PairState.HEDGED);
    }
}
