package io.parallax.execution;

import static io.parallax.execution.PairBench.QUANTITY;
import static io.parallax.execution.PairBench.SECOND;
import static io.parallax.execution.PairBench.e8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.risk.Blocker;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.RiskLimits;
import io.parallax.risk.RiskLimits.Caps;
import org.junit.jupiter.api.Test;

/// What both accounts must allow, at each bound: 0.01 at the cap of 100 100 is worth 1 001, at ten times leverage.
class PairRulesTest {
    private PairBench bench = new PairBench();

    private void caps(String position, int equityTimes) {
        RiskLimits limits = RiskLimits.DEFAULTS.withCaps(new Caps(e8("2000"), e8(position), equityTimes));
        bench = new PairBench(settings -> settings.withLimits(limits), EngineLimits.of(e8("1000000")));
    }

    private Blocker opening() {
        return bench.pair.rules.opening(bench.pair.a, QUANTITY);
    }

    private void account(LegDesk desk, String equity, String maintenance, String free) {
        bench.at(bench.nowNanos - PairBench.START + 1);
        bench.account(desk, equity, maintenance, free);
    }

    @Test
    void anEntryThatBothAccountsCanBear() {
        assertThat(opening()).isEqualTo(Blocker.NONE);
        assertThat(bench.pair.rules.entry(QUANTITY)).isEqualTo(Blocker.NONE);
    }

    @Test
    void withoutAPriceNothingCanBeValued() {
        bench.pair.a.book().onLost(BookLoss.GAP);
        assertThat(opening()).isEqualTo(Blocker.BOOK_MISSING);
    }

    @Test
    void i04ALegIsWorthNoMoreThanItMay() {
        caps("1001", 3);
        assertThat(opening()).isEqualTo(Blocker.NONE);
        caps("1000.99999999", 3);
        assertThat(opening()).isEqualTo(Blocker.POSITION_MAX);
        caps("1501.5", 3);
        bench.holds(bench.pair.a, "0.005");
        assertThat(opening()).isEqualTo(Blocker.NONE);
        bench.holds(bench.pair.a, "0.0001");
        assertThat(opening()).as("with what is held").isEqualTo(Blocker.POSITION_MAX);
    }

    @Test
    void anOrderIsNoMoreThanThreeTimesTheSmallerEquity() {
        for (LegDesk desk : bench.pair.desks) {
            account(desk, "333.66666666", "0", "10000");
            assertThat(opening()).as("%s", desk.exchange()).isEqualTo(Blocker.NONE);
            account(desk, "333.66666665", "0", "10000");
            assertThat(opening()).as("%s", desk.exchange()).isEqualTo(Blocker.EQUITY_MAX);
            account(desk, "10000", "0", "10000");
        }
    }

    @Test
    void aLegIsNoMoreThanTenTimesItsEquity() {
        caps("2000", 10);
        bench.holds(bench.pair.a, "0.009");
        account(bench.pair.a, "190.19", "0", "10000");
        assertThat(opening()).as("the next rule").isEqualTo(Blocker.LIQUIDATION_DISTANCE);
        account(bench.pair.a, "190.18999999", "0", "10000");
        assertThat(opening()).isEqualTo(Blocker.EQUITY_MAX);
    }

    @Test
    void freeMarginCoversTheOrderAMoveOfThreePercentAndBothFees() {
        account(bench.pair.a, "10000", "0", "130.3302");
        assertThat(opening()).isEqualTo(Blocker.NONE);
        account(bench.pair.a, "10000", "0", "130.33019999");
        assertThat(opening()).isEqualTo(Blocker.MARGIN);
    }

    @Test
    void tenPercentToTheLiquidationIsKept() {
        account(bench.pair.a, "10000", "9849.84999999", "10000");
        assertThat(opening()).isEqualTo(Blocker.NONE);
        account(bench.pair.a, "10000", "9849.85", "10000");
        assertThat(opening()).isEqualTo(Blocker.LIQUIDATION_DISTANCE);
    }

    @Test
    void eitherLegForbidsTheEntry() {
        account(bench.pair.b, "10000", "0", "1");
        assertThat(opening()).isEqualTo(Blocker.NONE);
        assertThat(bench.pair.rules.entry(QUANTITY)).isEqualTo(Blocker.MARGIN);
        account(bench.pair.a, "10000", "9849.85", "10000");
        assertThat(bench.pair.rules.entry(QUANTITY)).as("A first").isEqualTo(Blocker.LIQUIDATION_DISTANCE);
    }

    private Blocker standing() {
        return bench.pair.rules.standing(1, bench.nowNanos);
    }

    @Test
    void bothAccountsMustHaveBeenReadWithinAMinute() {
        assertThat(standing()).isEqualTo(Blocker.NONE);
        bench.at(60 * SECOND);
        assertThat(standing()).isEqualTo(Blocker.NONE);
        bench.account(bench.pair.a, "10000", "0", "10000");
        bench.at(60 * SECOND + 1);
        assertThat(standing()).as("B is old").isEqualTo(Blocker.ACCOUNT_UNKNOWN);
        bench.account(bench.pair.b, "10000", "0", "10000");
        assertThat(standing()).isEqualTo(Blocker.NONE);
        bench.at(120 * SECOND + 1);
        assertThat(standing()).as("A is old").isEqualTo(Blocker.ACCOUNT_UNKNOWN);
    }

    @Test
    void halfOfEitherAccountInUseIsTooMuch() {
        for (LegDesk desk : bench.pair.desks) {
            account(desk, "10000", "4900", "10000");
            assertThat(standing()).isEqualTo(Blocker.NONE);
            account(desk, "10000", "4900.00000001", "10000");
            assertThat(standing()).isEqualTo(Blocker.MARGIN_USE);
            account(desk, "10000", "0", "10000");
        }
    }

    @Test
    void whatTheEngineForbidsComesFirst() {
        bench.risk.dayLoss().update(e8("-51"), 0);
        bench.at(61 * SECOND);
        assertThat(standing()).isEqualTo(Blocker.DAY_LOSS);
    }
}
