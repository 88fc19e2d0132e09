package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.MarketEvent.QuoteRateReported;
import io.parallax.execution.PairState;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// What USDC's distance from par makes of cycles: bought at 100000 on Vest and sold there at 100300, sold at 100300 on
/// Paradex and bought back at 100000, 0.01 of each.
class SettlementBasisCycleTest extends TradingScenario {
    private final long vestStartE8 = vest.cashE8;
    private final long paradexStartE8 = paradex.cashE8;

    private void rate(String rate) {
        paradex.tellEverybody(new QuoteRateReported(paradex.id, FixedPoint.parse(rate), time.nowNanos()));
    }

    private void enter() {
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
    }

    private void leave() {
        paradexIsCheap();
        await(PairState.COOLDOWN, 3_000);
        run(500);
        calm();
        await(PairState.FLAT, 5_000);
    }

    /// 1003 USD were 1003.20064013 USDC, and 1000 USD were 999.90001: 0.30063013 more than the 3 that prices made.
    @Test
    void theRateOfEachExecutionCounts() {
        untilFlat();
        rate("0.9998");
        enter();
        rate("1.0001");
        leave();
        assertThat(results().getFirst().basisE8()).hasValue(FixedPoint.parse("0.30063013"));
        assertThat(results().getFirst().grossE8()).isEqualTo(FixedPoint.parse("6"));
        assertThat(view().basisE8()).hasValue(FixedPoint.parse("0.30063013"));
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
    }

    @Test
    void atParItIsKnownToBeNothing() {
        untilFlat();
        rate("1");
        enter();
        leave();
        assertThat(results().getFirst().basisE8()).hasValue(0);
        assertThat(view().basisE8()).hasValue(0);
    }

    @Test
    void withoutARateItIsUnknown() {
        untilFlat();
        enter();
        leave();
        assertThat(results().getFirst().basisE8()).isEmpty();
        assertThat(view().basisE8()).isEmpty();
    }

    @Test
    void aRateThatIsOldIsNone() {
        untilFlat();
        rate("0.9998");
        run(61_000);
        enter();
        leave();
        assertThat(results().getFirst().basisE8()).isEmpty();
        rate("0.9998");
        enter();
        leave();
        assertThat(results().getLast().basisE8())
                .as("the next cycle: 3 USD at one rate")
                .hasValue(FixedPoint.parse("0.00060012"));
        assertThat(view().basisE8()).as("all together").isEmpty();
    }
}
