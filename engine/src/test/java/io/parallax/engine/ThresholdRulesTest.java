package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.instrument.Leg;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.ThresholdSettings;
import io.parallax.strategy.ThresholdSettings.Rule;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// Thresholds that follow the market, the rule on paper, and funding that makes waiting not worth it.
class ThresholdRulesTest extends TradingScenario {
    private static final long HALF_LIFE_MILLIS = 10_000;
    private static final long HOUR_MILLIS = FundingCalendar.HOUR_MILLIS;
    private static final long DAY_MILLIS = FundingCalendar.DAY_MILLIS;

    private void rule(Rule rule, boolean shadow) {
        rule(new ThresholdSettings(rule, HALF_LIFE_MILLIS, shadow));
    }

    private void rule(ThresholdSettings rule) {
        bot(settings -> PairSettings.of(
                        "x", PAIR, settings.exchangeA(), settings.exchangeB(), 1_500, -300, 10, settings.quantityE8())
                .withTimers(settings.timers())
                .withThresholds(rule));
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

    /// Paradex stands 40 bps above Vest for a second in three, and 20 otherwise.
    private void wild(int seconds) {
        for (int i = 0; i < seconds; i++) {
            usual();
            if (i % 3 == 0) {
                quotes(paradex, "100400", "100410");
            }
            run(1_000);
        }
    }

    @Test
    void whatTheMarketShowsOftenIsNotHighEnoughForTheQuantile() {
        rule(new ThresholdSettings(Rule.ROLLING, HALF_LIFE_MILLIS, false, ThresholdSettings.Basis.MEDIAN, 80));
        start();
        wild(40);
        assertThat(view().thresholds().quantilesLongA().p05Ppm()).isBetween(1_990L, 2_010L);
        assertThat(view().thresholds().quantilesLongA().p50Ppm()).isBetween(1_990L, 2_010L);
        assertThat(view().thresholds().quantilesLongA().p95Ppm()).isBetween(3_980L, 4_020L);
        assertThat(view().thresholds().entryPpmLongA())
                .as("more than 15 above the median")
                .isGreaterThan(3_900);
        usual();
        run(500);
        quotes(paradex, "100370", "100380");
        run(500);
        assertThat(vest.received)
                .as("37 bps are 17 above the median, and stood as high a third of the time")
                .isEmpty();
        quotes(paradex, "100420", "100430");
        await(PairState.HEDGED, 5_000);
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
    void showsWhatFundingIsAndWillComeTo() {
        untilHedged();
        assertThat(view().funding().nowEpochMillis()).as("nobody told").isEmpty();
        // 13:47:55 UTC.
        long now = 20_783 * DAY_MILLIS + 13 * HOUR_MILLIS + 47 * 60_000 + 55_000;
        engine().onWallClock(now);
        vest.fundingE8 = 30_000;
        paradex.fundingE8 = 10_000;
        run(1_000);
        FundingCalendar funding = view().funding();
        assertThat(funding.endsInMillis(Leg.A)).hasValue(12 * 60_000 + 5_000);
        assertThat(funding.receivedE8(Direction.LONG_A_SHORT_B, HOUR_MILLIS)).hasValue(-20_000);
        FundingCalendar.Held held = funding.held().orElseThrow();
        // 0.01 of 99995 long pay 0.03 %, and 0.01 short receive 0.01 %.
        assertThat(held.valueAE8()).hasValue(FixedPoint.parse("999.95"));
        assertThat(funding.heldReceivesE8(HOUR_MILLIS).orElseThrow())
                .isBetween(FixedPoint.parse("-0.2002"), FixedPoint.parse("-0.1995"));
        long restPpm = held.restPpm().orElseThrow();
        assertThat(funding.eatenAfterMillis().orElseThrow()).isBetween(restPpm * 18_000 - 100, restPpm * 18_000 + 100);
        paradex.fundingSilent = true;
        run(61_000);
        assertThat(view().funding().b().rateE8()).isEmpty();
        assertThat(view().funding().heldReceivesE8(HOUR_MILLIS)).isEmpty();
        assertThat(view().funding().eatenAfterMillis()).isEmpty();
        assertThat(view().funding().endsInMillis(Leg.B)).as("that is known").isPresent();
    }

    @Test
    void staysWhenFundingCostsLessThanWaitingCanGain() {
        untilHedged();
        vest.fundingE8 = 50_000;
        run(10_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
    }
}
