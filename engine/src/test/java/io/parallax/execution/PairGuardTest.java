package io.parallax.execution;

import static io.parallax.execution.PairBench.MILLI;
import static io.parallax.execution.PairBench.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.execution.PairGuard.Level;
import io.parallax.units.FixedPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where a held pair becomes dangerous, at the figure itself and one step before it: 0.01 is held, worth 1 000.
class PairGuardTest {
    private final PairBench bench = new PairBench();
    private final PairContext pair = bench.pair;
    private final PairGuard guard = pair.guard;

    /// Prices around 100 000 on both, and accounts that were read after the position came about.
    private void hedged() {
        bench.holds(pair.a, "0.01");
        bench.holds(pair.b, "-0.01");
        bench.at(SECOND);
        quotes();
        bench.account(pair.a, "10000", "0", "10000");
        bench.account(pair.b, "10000", "0", "10000");
    }

    private void quotes() {
        bench.quote(pair.a, "99990", "100010");
        bench.quote(pair.b, "99990", "100010");
    }

    private void tick() {
        guard.onTick(bench.nowNanos);
    }

    private void is(Level level, String why) {
        tick();
        assertThat(guard.level()).isEqualTo(level);
        if (level != Level.CALM) {
            assertThat(guard.why()).isEqualTo(why);
        }
    }

    // ---- reads ----

    private List<Long> reads() {
        tick();
        pair.cashA.askIfDue(pair.out, bench.nowNanos);
        pair.cashB.askIfDue(pair.out, bench.nowNanos);
        return List.of(bench.asked(pair.a), bench.asked(pair.b));
    }

    @Test
    void theAccountsOfAPairThatMayEnterAreReadEveryTenSeconds() {
        bench.at(10 * SECOND - 1);
        assertThat(reads()).containsExactly(0L, 0L);
        bench.at(10 * SECOND);
        assertThat(reads()).containsExactly(1L, 1L);
    }

    @Test
    void whoMayNotEnterAndHoldsNothingReadsNothing() {
        pair.mode = OperatorMode.PAUSED;
        bench.at(100 * SECOND);
        assertThat(reads()).containsExactly(0L, 0L);
    }

    @Test
    void theAccountsOfAHeldLegAreReadEveryFiveSeconds() {
        pair.mode = OperatorMode.PAUSED;
        bench.holds(pair.b, "-0.01");
        bench.at(5 * SECOND - 1);
        assertThat(reads()).containsExactly(0L, 0L);
        bench.at(5 * SECOND);
        assertThat(reads()).containsExactly(1L, 1L);
        PairBench other = new PairBench();
        other.pair.mode = OperatorMode.PAUSED;
        other.holds(other.pair.a, "0.01");
        other.at(5 * SECOND);
        other.pair.guard.onTick(other.nowNanos);
        other.pair.cashA.askIfDue(other.pair.out, other.nowNanos);
        assertThat(other.asked(other.pair.a)).isEqualTo(1);
    }

    @Test
    void nw05TheAccountsAreReadThoughNoStreamIsUp() {
        pair.a.gate().onStream(Stream.ORDER_ENTRY, StreamState.LOST, "", bench.nowNanos);
        pair.a.gate().onStream(Stream.PRIVATE, StreamState.LOST, "", bench.nowNanos);
        bench.at(10 * SECOND);
        assertThat(reads()).containsExactly(1L, 1L);
    }

    // ---- loss ----

    private void losing(String bidA, String askB) {
        bench.quote(pair.a, bidA, "101500");
        bench.quote(pair.b, "98000", askB);
        tick();
    }

    private boolean isStopLossDue() {
        return guard.isStopLossDue(bench.nowNanos);
    }

    @Test
    void aLossOfOnePercentOfALegMustLastTenSeconds() {
        hedged();
        losing("99000", "100000");
        assertThat(guard.unrealisedE8()).isEqualTo(-10 * FixedPoint.ONE);
        bench.at(11 * SECOND - 1);
        losing("98990", "99990");
        assertThat(isStopLossDue()).isFalse();
        bench.at(11 * SECOND);
        losing("99000", "100000");
        assertThat(isStopLossDue()).isTrue();
    }

    @Test
    void aSmallerLossIsNone() {
        hedged();
        losing("99000.01", "100000");
        bench.at(60 * SECOND);
        losing("99000.01", "100000");
        assertThat(isStopLossDue()).isFalse();
        losing("100000", "101000");
        assertThat(guard.unrealisedE8()).as("the short leg").isEqualTo(-10 * FixedPoint.ONE);
        bench.at(70 * SECOND);
        losing("100000", "101000");
        assertThat(isStopLossDue()).isTrue();
    }

    @Test
    void aPauseInTheLossBeginsAnew() {
        hedged();
        losing("99000", "100000");
        bench.at(6 * SECOND);
        losing("99500", "100000");
        bench.at(12 * SECOND);
        losing("99000", "100000");
        assertThat(isStopLossDue()).isFalse();
    }

    @Test
    void withoutAPriceNobodyKnowsOfALossAndTheLastFigureStands() {
        hedged();
        losing("99000", "100000");
        // Paradex's book may be 1 500 ms old for this, Vest's 2 500.
        bench.at(SECOND + 1_500 * MILLI);
        tick();
        bench.at(11 * SECOND);
        tick();
        assertThat(isStopLossDue()).isFalse();
        assertThat(guard.unrealisedE8()).isEqualTo(-10 * FixedPoint.ONE);
        losing("99000", "100000");
        assertThat(isStopLossDue()).as("began anew").isFalse();
        bench.at(21 * SECOND);
        losing("99000", "100000");
        assertThat(isStopLossDue()).isTrue();
    }

    @Test
    void booksOfTheirLargestAgeStillTell() {
        hedged();
        losing("99000", "100000");
        bench.at(3_500 * MILLI);
        bench.quote(pair.b, "98000", "101000");
        tick();
        assertThat(guard.unrealisedE8()).as("2 500 ms on Vest").isEqualTo(-20 * FixedPoint.ONE);
        bench.at(3_500 * MILLI + 1);
        bench.quote(pair.b, "98000", "102000");
        tick();
        assertThat(guard.unrealisedE8()).isEqualTo(-20 * FixedPoint.ONE);
    }

    @Test
    void nothingHeldLosesNothing() {
        hedged();
        losing("99000", "100000");
        pair.a.ledger().adopt(0, 0, bench.nowNanos);
        tick();
        assertThat(guard.unrealisedE8()).as("the other leg").isZero();
        pair.b.ledger().adopt(0, 0, bench.nowNanos);
        bench.at(20 * SECOND);
        tick();
        assertThat(isStopLossDue()).isFalse();
        assertThat(guard.unrealisedE8()).isZero();
        assertThat(guard.level()).isEqualTo(Level.CALM);
    }

    // ---- liquidation ----

    private void liquidation(LegDesk desk, String price, Level level, long ppm) {
        bench.confirms(desk, price);
        is(level, desk.exchange() + " liquidation " + ppm + " ppm away");
    }

    @Test
    void ps12AToldLiquidationOfALongIsBelowThePrice() {
        hedged();
        liquidation(pair.a, "90000", Level.CALM, 0);
        liquidation(pair.a, "90001", Level.WATCH, 99_990);
        liquidation(pair.a, "93000", Level.WATCH, 70_000);
        liquidation(pair.a, "93001", Level.HALVE, 69_990);
        liquidation(pair.a, "96000", Level.HALVE, 40_000);
        liquidation(pair.a, "96001", Level.CLOSE, 39_990);
    }

    @Test
    void ps12AToldLiquidationOfAShortIsAboveThePrice() {
        hedged();
        liquidation(pair.b, "110000", Level.CALM, 0);
        liquidation(pair.b, "109999", Level.WATCH, 99_990);
        liquidation(pair.b, "103999", Level.CLOSE, 39_990);
    }

    @Test
    void anOlderReportDoesNotTellWhereTheLiquidationIsNow() {
        hedged();
        liquidation(pair.a, "96001", Level.CLOSE, 39_990);
        bench.at(0);
        bench.confirms(pair.a, "10000");
        bench.at(SECOND);
        is(Level.CLOSE, "vest liquidation 39990 ppm away");
    }

    @Test
    void ps12TheGraverLegDecides() {
        hedged();
        bench.confirms(pair.a, "93001");
        bench.confirms(pair.b, "109999");
        is(Level.HALVE, "vest liquidation 69990 ppm away");
    }

    private void equity(String equity, Level level, long ppm) {
        bench.account(pair.a, equity, "0", "0");
        tick();
        assertThat(guard.level()).isEqualTo(level);
        if (level != Level.CALM) {
            assertThat(guard.why()).isEqualTo("vest liquidation " + ppm + " ppm away");
        }
    }

    @Test
    void ps12WithoutAToldPriceItIsWhatTheAccountMayLose() {
        hedged();
        equity("10000", Level.CALM, 0);
        for (Object[] each : new Object[][] {
            {"100", Level.CALM, 0L}, {"99.99", Level.WATCH, 99_990L}, {"70", Level.WATCH, 70_000L},
            {"69.99", Level.HALVE, 69_990L}, {"40", Level.HALVE, 40_000L}, {"39.99", Level.CLOSE, 39_990L}
        }) {
            bench.at(bench.nowNanos - PairBench.START + 1);
            equity((String) each[0], (Level) each[1], (Long) each[2]);
        }
    }

    @Test
    void whatTheAccountNeedsCannotBeLost() {
        hedged();
        bench.at(2 * SECOND);
        bench.account(pair.a, "198", "97", "0");
        is(Level.CALM, "");
        bench.at(3 * SECOND);
        bench.account(pair.a, "198", "99", "0");
        tick();
        assertThat(guard.level()).as("99 left, half in use").isEqualTo(Level.WATCH);
        assertThat(guard.why()).isEqualTo("vest liquidation 99000 ppm away");
    }

    @Test
    void anAccountReadBeforeTheLastExecutionSaysNothing() {
        bench.account(pair.a, "30", "29", "0");
        bench.at(SECOND);
        bench.account(pair.a, "30", "29", "0");
        bench.holds(pair.a, "0.01");
        bench.holds(pair.b, "-0.01");
        quotes();
        is(Level.CALM, "");
        bench.at(SECOND + 1);
        bench.account(pair.a, "30", "29", "0");
        tick();
        assertThat(guard.level()).isEqualTo(Level.CLOSE);
    }

    @Test
    void anAccountReadLongAgoSaysNothing() {
        hedged();
        bench.at(2 * SECOND);
        bench.account(pair.a, "30", "29", "0");
        is(Level.CLOSE, "vest liquidation 1000 ppm away");
        bench.at(62 * SECOND);
        is(Level.CLOSE, "vest liquidation 1000 ppm away");
        bench.at(62 * SECOND + 1);
        is(Level.CALM, "");
    }

    @Test
    void aPositionThatTheExchangeDidNotConfirmHasNoDistance() {
        hedged();
        bench.confirms(pair.a, "99000");
        tick();
        assertThat(guard.level()).isEqualTo(Level.CLOSE);
        pair.a.ledger().onQuantity(1_000_000, bench.nowNanos + SECOND);
        bench.at(2 * SECOND);
        is(Level.CALM, "");
    }

    // ---- margin ----

    private void needs(LegDesk desk, String maintenance, Level level, long percent) {
        bench.at(bench.nowNanos - PairBench.START + 1);
        bench.account(desk, "10000", maintenance, "0");
        is(level, desk.exchange() + " maintenance needs " + percent + " % of the equity");
    }

    @Test
    void ps12TheUseOfEitherAccountIsWatched() {
        for (LegDesk desk : List.of(pair.a, pair.b)) {
            hedgedIfNot();
            needs(desk, "4900", Level.CALM, 0);
            needs(desk, "4900.01", Level.WATCH, 50);
            needs(desk, "6900", Level.WATCH, 69);
            needs(desk, "7000", Level.HALVE, 70);
            needs(desk, "8400", Level.HALVE, 84);
            needs(desk, "8500", Level.CLOSE, 85);
            needs(desk, "0", Level.CALM, 0);
        }
    }

    private void hedgedIfNot() {
        if (pair.a.ledger().quantityE8() == 0) {
            hedged();
        }
    }

    @Test
    void dangerIsToldOnceAMinute() {
        hedged();
        needs(pair.a, "7000", Level.HALVE, 70);
        assertThat(bench.alerts()).hasSize(1);
        assertThat(bench.alerts().getFirst())
                .startsWith("HALVE: vest maintenance needs 70 % of the equity; holding 0.01 on vest and -0.01");
        long toldNanos = bench.nowNanos - PairBench.START;
        long repeatNanos = pair.timers.alertRepeatMillis() * MILLI;
        bench.at(toldNanos + repeatNanos - 1);
        needs(pair.a, "8500", Level.CLOSE, 85);
        assertThat(bench.nowNanos - PairBench.START).isEqualTo(toldNanos + repeatNanos);
        assertThat(bench.alerts()).hasSize(2);
        needs(pair.a, "8500", Level.CLOSE, 85);
        assertThat(bench.alerts()).hasSize(2);
    }

    @Test
    void whatNothingExplainsFreezesThePair() {
        assertThat(guard.isFrozen()).isFalse();
        bench.at(SECOND);
        bench.account(pair.b, "9000", "0", "9000");
        assertThat(guard.isFrozen()).isTrue();
        bench.risk.onRearm();
        assertThat(guard.isFrozen()).isFalse();
        bench.account(pair.a, "9000", "0", "9000");
        assertThat(guard.isFrozen()).isTrue();
    }
}
