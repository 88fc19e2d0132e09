package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import io.parallax.strategy.ThresholdSettings;
import io.parallax.strategy.ThresholdSettings.Rule;
import org.junit.jupiter.api.Test;

/// Thresholds that follow the market, the rule on paper, and funding that makes waiting not worth it.
class ThresholdRulesTest extends TradingScenario {
    private static final long HALF_LIFE_MILLIS = 10_000;

    private void rule(Rule rule, boolean shadow) {
        bot(settings -> PairSettings.of(
                        "x", PAIR, settings.exchangeA(), settings.exchangeB(), 1_500, -300, 10, settings.quantityE8())
                .withTimers(settings.timers())
                .withThresholds(new ThresholdSettings(rule, HALF_LIFE_MILLIS, shadow)));
    }

    /// Paradex stands 20 bps above Vest, as it usually does.
    private void usual() {
        quotes(vest, "99990", "100000");
        quotes(paradex, "100200", "100210");
    }

    @Test
    void whatIsUsualIsNoOpportunityAndWhatIsNotIs() {
        rule(Rule.ROLLING, false);
        start();
        usual();
        run(6_000);
        assertThat(view().topBlocker()).isEqualTo(Blocker.THRESHOLDS_UNKNOWN);
        run(30_000);
        assertThat(vest.received).as("20 bps are above 15, and usual").isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.SPREAD);
        quotes(paradex, "100400", "100410");
        await(PairState.HEDGED, 5_000);
        quotes(paradex, "100250", "100260");
        run(1_000);
        assertThat(view().state()).as("not yet what is usual").isEqualTo(PairState.HEDGED);
        usual();
        await(PairState.COOLDOWN, 5_000);
        run(1_000);
        assertThat(results()).hasSize(1);
    }

    @Test
    void theOtherRuleIsFollowedOnPaperAndSendsNothing() {
        rule(Rule.ROLLING, true);
        start();
        usual();
        run(6_000);
        assertThat(view().shadow().orElseThrow().holding())
                .as("20 bps are above 15")
                .isTrue();
        assertThat(vest.received).isEmpty();
        calm();
        run(2_000);
        assertThat(view().shadow().orElseThrow().cycles()).isEqualTo(1);
        assertThat(view().shadow().orElseThrow().rule()).isEqualTo(Rule.FIXED);
        assertThat(vest.received).isEmpty();
    }

    @Test
    void leavesWhenFundingCostsMoreThanWaitingCanGain() {
        untilHedged();
        run(5_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
        // The exit stands at −1 bps and may become 5: less than the 7 that an hour costs.
        vest.fundingE8 = 70_000;
        run(2_000);
        assertThat(notices)
                .filteredOn(EngineNotice.ExitDecided.class::isInstance)
                .last()
                .extracting(Object::toString)
                .asString()
                .contains("funding would cost more than the exit can still gain");
        await(PairState.COOLDOWN, 5_000);
    }

    @Test
    void staysWhenFundingCostsLessThanWaitingCanGain() {
        untilHedged();
        vest.fundingE8 = 50_000;
        run(10_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
    }
}
