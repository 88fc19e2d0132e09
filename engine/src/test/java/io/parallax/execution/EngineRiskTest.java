package io.parallax.execution;

import static io.parallax.execution.PairBench.SECOND;
import static io.parallax.execution.PairBench.e8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.instrument.ExchangeId;
import io.parallax.risk.Blocker;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.EngineLimits.Entries;
import io.parallax.risk.MaintenanceWindow;
import io.parallax.risk.MaintenanceWindow.Weekday;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What limits all pairs together, and which of several limits is shown.
class EngineRiskTest {
    private static final long MINUTE_MILLIS = 60_000;

    private final PairBench bench = bench(UnaryOperator.identity());
    private final EngineRisk risk = bench.risk;

    private static PairBench bench(UnaryOperator<EngineLimits> change) {
        return new PairBench(UnaryOperator.identity(), change.apply(EngineLimits.of(e8("1000000"))));
    }

    private static Blocker standing(PairBench bench, int orders) {
        return bench.risk.standing(ExchangeId.VEST, ExchangeId.PARADEX, orders, bench.nowNanos);
    }

    private static MaintenanceWindow firstMinutes(ExchangeId exchange, int minutes) {
        return new MaintenanceWindow(exchange, EnumSet.allOf(Weekday.class), 0, minutes);
    }

    @Test
    void theMaintenanceOfEitherExchangeStopsEntries() {
        for (ExchangeId exchange : List.of(ExchangeId.VEST, ExchangeId.PARADEX)) {
            PairBench each = bench(limits -> limits.withMaintenance(List.of(firstMinutes(exchange, 10))));
            assertThat(standing(each, 1)).as("nobody said what time it is").isEqualTo(Blocker.NONE);
            each.risk.onWallClock(9 * MINUTE_MILLIS);
            assertThat(standing(each, 1)).isEqualTo(Blocker.MAINTENANCE);
            each.risk.onWallClock(10 * MINUTE_MILLIS);
            assertThat(standing(each, 1)).isEqualTo(Blocker.NONE);
        }
    }

    @Test
    void anOrderBudgetForAllPairs() {
        PairBench few = bench(limits -> limits.withEntries(new Entries(2, 3, 500)));
        assertThat(standing(few, 2)).isEqualTo(Blocker.NONE);
        assertThat(standing(few, 3)).isEqualTo(Blocker.ORDER_BUDGET);
        few.risk.budget().onSent(few.nowNanos);
        few.risk.budget().onSent(few.nowNanos);
        assertThat(standing(few, 1)).isEqualTo(Blocker.ORDER_BUDGET);
        few.at(60 * SECOND);
        assertThat(standing(few, 1)).isEqualTo(Blocker.NONE);
        assertThat(standing(few, 2)).as("of the day").isEqualTo(Blocker.ORDER_BUDGET);
        few.risk.onNewDay();
        assertThat(standing(few, 2)).isEqualTo(Blocker.NONE);
    }

    @Test
    void slowAnswersOfEitherExchangeStopEntriesUntilAMinuteHasPassed() {
        for (ExchangeId exchange : List.of(ExchangeId.VEST, ExchangeId.PARADEX)) {
            PairBench each = bench(UnaryOperator.identity());
            each.risk.replies(exchange).onReply(501_000_000, each.nowNanos);
            assertThat(standing(each, 1)).isEqualTo(Blocker.SLOW_REPLIES);
            each.at(60 * SECOND);
            each.risk.onTick(each.nowNanos);
            assertThat(standing(each, 1)).isEqualTo(Blocker.NONE);
        }
    }

    @Test
    void whatMustBeLookedAtIsShownFirst() {
        PairBench all = bench(limits -> limits.withMaintenance(List.of(firstMinutes(ExchangeId.VEST, 10)))
                .withEntries(new Entries(1, 1, 1)));
        all.risk.replies(ExchangeId.VEST).onReply(2_000_000, all.nowNanos);
        assertThat(standing(all, 1)).isEqualTo(Blocker.SLOW_REPLIES);
        all.risk.budget().onSent(all.nowNanos);
        assertThat(standing(all, 1)).isEqualTo(Blocker.ORDER_BUDGET);
        all.risk.onWallClock(0);
        assertThat(standing(all, 1)).isEqualTo(Blocker.MAINTENANCE);
        all.risk.dayLoss().update(e8("-50"), 0);
        assertThat(standing(all, 1)).isEqualTo(Blocker.DAY_LOSS);
        all.at(SECOND);
        all.account(all.pair.b, "9000", "0", "0");
        assertThat(standing(all, 1)).isEqualTo(Blocker.PHANTOM);
        all.risk.onRearm();
        assertThat(standing(all, 1)).isEqualTo(Blocker.DAY_LOSS);
        all.account(all.pair.a, "9000", "0", "0");
        assertThat(standing(all, 1)).isEqualTo(Blocker.PHANTOM);
        all.risk.onNewDay();
        all.risk.onRearm();
        all.risk.onWallClock(10 * MINUTE_MILLIS);
        assertThat(standing(all, 1)).as("a new day has a new budget").isEqualTo(Blocker.ORDER_BUDGET);
    }

    @Test
    void theDayBeginsWithTheEquityOfAllAccountsOnceAllAreKnown() {
        bench.at(61 * SECOND);
        bench.account(bench.pair.a, "100", "0", "100");
        risk.onTick(bench.nowNanos);
        assertThat(risk.dayLoss().limitE8()).as("one is old").isEqualTo(e8("50"));
        bench.account(bench.pair.b, "200", "0", "200");
        risk.onTick(bench.nowNanos);
        assertThat(risk.dayLoss().limitE8()).isEqualTo(e8("6"));
        bench.at(62 * SECOND);
        bench.account(bench.pair.b, "100", "0", "100");
        risk.onTick(bench.nowNanos);
        assertThat(risk.dayLoss().limitE8()).as("it began with 300").isEqualTo(e8("6"));
        risk.onNewDay();
        risk.onTick(bench.nowNanos);
        assertThat(risk.dayLoss().limitE8()).isEqualTo(e8("4"));
    }

    @Test
    void anExchangeThatNobodyTradesOnHasNoAccount() {
        assertThatThrownBy(() -> risk.account(new ExchangeId("third"))).hasMessage("no account on exchange third");
        assertThatThrownBy(() -> risk.replies(new ExchangeId("third"))).hasMessage("no account on exchange third");
    }
}
