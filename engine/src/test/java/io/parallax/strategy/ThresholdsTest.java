package io.parallax.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NO = SpreadCalculator.NO_SPREAD;
    private static final ThresholdSettings ROLLING =
            new ThresholdSettings(ThresholdSettings.Rule.ROLLING, 60_000, false);

    private final Thresholds rolling = new Thresholds(500, 200, ROLLING);
    private long nowNanos;

    private void seconds(int count, long longA, long longB) {
        for (int i = 0; i < count; i++) {
            nowNanos += SECOND;
            rolling.sample(nowNanos, longA, longB);
        }
    }

    @Test
    void fixedOnesAreWhatTheyAre() {
        Thresholds fixed = Thresholds.fixed(1_500, -300);
        fixed.sample(0, 9_000, 9_000);
        assertThat(fixed.areKnown()).isTrue();
        assertThat(fixed.entryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(1_500);
        assertThat(fixed.exitPpm(Direction.LONG_B_SHORT_A)).isEqualTo(-300);
    }

    @Test
    void nothingIsUsualBeforeAHalfLife() {
        seconds(59, 1_000, -1_100);
        assertThat(rolling.areKnown()).isFalse();
        assertThat(rolling.entryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(NO);
        assertThat(rolling.exitPpm(Direction.LONG_A_SHORT_B)).isEqualTo(NO);
        seconds(1, 1_000, -1_100);
        assertThat(rolling.entryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(1_500);
        assertThat(rolling.entryPpm(Direction.LONG_B_SHORT_A)).isEqualTo(-600);
        // The way back of long A is the entry of long B.
        assertThat(rolling.exitPpm(Direction.LONG_A_SHORT_B)).isEqualTo(-900);
        assertThat(rolling.exitPpm(Direction.LONG_B_SHORT_A)).isEqualTo(1_200);
    }

    /// A basis that moves from 0 to 1000 and stays: after one half-life it counts half, after two three quarters.
    @Test
    void theMeanFollowsByHalvesPerHalfLife() {
        seconds(60, 0, 0);
        seconds(60, 1_000, -1_000);
        assertThat(rolling.meanPpm(Direction.LONG_A_SHORT_B)).isBetween(500L, 501L);
        assertThat(rolling.meanPpm(Direction.LONG_B_SHORT_A)).isBetween(-500L, -499L);
        seconds(60, 1_000, -1_000);
        assertThat(rolling.meanPpm(Direction.LONG_A_SHORT_B)).isBetween(750L, 751L);
        seconds(2_000, 1_000, -1_000);
        assertThat(rolling.meanPpm(Direction.LONG_A_SHORT_B)).isEqualTo(1_000);
        assertThat(rolling.deviationPpm(Direction.LONG_A_SHORT_B)).isLessThanOrEqualTo(1);
    }

    @Test
    void oneSampleASecondHoweverOftenTheBooksChange() {
        for (int i = 0; i < 10_000; i++) {
            nowNanos += SECOND / 100;
            rolling.sample(nowNanos, i % 100 == 0 ? 0 : 5_000, 0);
        }
        assertThat(rolling.areKnown()).isTrue();
        assertThat(rolling.meanPpm(Direction.LONG_A_SHORT_B))
                .as("those between the seconds are not looked at")
                .isZero();
    }

    @Test
    void aMissingSpreadIsNoSampleAndALongSilenceEndsWhatWasUsual() {
        seconds(60, 1_000, -1_100);
        seconds(59, NO, -1_100);
        assertThat(rolling.entryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(1_500);
        seconds(1, 1_000, -1_100);
        assertThat(rolling.areKnown()).isFalse();
        seconds(59, 1_000, -1_100);
        assertThat(rolling.areKnown()).isTrue();
    }

    @Test
    void whatCannotBeIsNoSample() {
        seconds(60, 1_000, -1_100);
        seconds(10, 100_001, -100_001);
        assertThat(rolling.meanPpm(Direction.LONG_A_SHORT_B)).isEqualTo(1_000);
    }

    private static Thresholds rolling(ThresholdSettings.Basis basis, int quantilePercent) {
        return new Thresholds(
                500, 200, new ThresholdSettings(ThresholdSettings.Rule.ROLLING, 60_000, false, basis, quantilePercent));
    }

    /// One second in ten stands at 5000, the others at 1000.
    private static void spikes(Thresholds thresholds) {
        for (int i = 1; i <= 600; i++) {
            thresholds.sample(i * SECOND, i % 10 == 0 ? 5_000 : 1_000, i % 10 == 0 ? -5_100 : -1_100);
        }
    }

    @Test
    void theMedianIsNotMovedByOutliers() {
        Thresholds mean = rolling(ThresholdSettings.Basis.MEAN, 0);
        Thresholds median = rolling(ThresholdSettings.Basis.MEDIAN, 0);
        spikes(mean);
        spikes(median);
        assertThat(mean.entryPpm(Direction.LONG_A_SHORT_B)).isBetween(1_880L, 1_970L);
        assertThat(median.entryPpm(Direction.LONG_A_SHORT_B)).isBetween(1_500L, 1_502L);
        assertThat(median.exitPpm(Direction.LONG_A_SHORT_B)).isBetween(-904L, -896L);
        assertThat(median.quantilePpm(Direction.LONG_A_SHORT_B, 95)).isBetween(4_980L, 5_020L);
        assertThat(median.meanPpm(Direction.LONG_A_SHORT_B))
                .as("both are shown")
                .isEqualTo(mean.meanPpm(Direction.LONG_A_SHORT_B));
    }

    @Test
    void anEntryMustReachTheQuantileToo() {
        Thresholds strict = rolling(ThresholdSettings.Basis.MEAN, 95);
        Thresholds lax = rolling(ThresholdSettings.Basis.MEAN, 50);
        spikes(strict);
        spikes(lax);
        assertThat(strict.entryPpm(Direction.LONG_A_SHORT_B))
                .isEqualTo(strict.quantilePpm(Direction.LONG_A_SHORT_B, 95))
                .isGreaterThan(4_900);
        assertThat(lax.entryPpm(Direction.LONG_A_SHORT_B))
                .as("the distance from the mean asks for more")
                .isEqualTo(lax.meanPpm(Direction.LONG_A_SHORT_B) + 500);
        assertThat(strict.exitPpm(Direction.LONG_A_SHORT_B))
                .as("of an exit no quantile is asked")
                .isEqualTo(lax.exitPpm(Direction.LONG_A_SHORT_B));
    }

    @Test
    void aQuantileIsAsUnknownAsAMean() {
        Thresholds strict = rolling(ThresholdSettings.Basis.MEDIAN, 95);
        assertThat(strict.quantilePpm(Direction.LONG_A_SHORT_B, 50)).isEqualTo(NO);
        for (int i = 1; i < 60; i++) {
            strict.sample(i * SECOND, 1_000, -1_100);
        }
        assertThat(strict.entryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(NO);
        assertThat(strict.exitPpm(Direction.LONG_A_SHORT_B)).isEqualTo(NO);
        strict.sample(60 * SECOND, 1_000, -1_100);
        assertThat(strict.areKnown()).isTrue();
        strict.sample(200 * SECOND, NO, NO);
        assertThat(strict.entryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(NO);
        assertThat(strict.quantilePpm(Direction.LONG_A_SHORT_B, 50)).isEqualTo(NO);
    }

    @Test
    void theShadowFollowsTheMedianAndTheQuantileToo() {
        ShadowRule paper = new ShadowRule(rolling(ThresholdSettings.Basis.MEDIAN, 99));
        for (int i = 1; i <= 600; i++) {
            paper.look(i * SECOND, i % 10 == 0 ? 5_000 : 1_000, -1_100, false, 1_100);
        }
        paper.look(600 * SECOND + 1, 1_600, -1_100, true, 1_100);
        assertThat(paper.outcome().holding())
                .as("500 above the median, and below its 99th percentile")
                .isFalse();
        paper.look(600 * SECOND + 2, 5_050, -1_100, true, 1_100);
        assertThat(paper.outcome().holding()).isTrue();
    }

    // ---- the rule that is followed on paper

    private final ShadowRule shadow = new ShadowRule(Thresholds.fixed(1_500, -300));

    private void look(long longA, long longB) {
        nowNanos += SECOND;
        shadow.look(nowNanos, longA, longB, true, 1_100);
    }

    @Test
    void theShadowEntersAtItsThresholdAndLeavesAtTheOther() {
        look(1_499, -1_700);
        assertThat(shadow.outcome().holding()).isFalse();
        look(1_600, -1_800);
        assertThat(shadow.outcome().holding()).isTrue();
        look(2_000, -301);
        assertThat(shadow.outcome().cycles()).isZero();
        look(100, -300);
        assertThat(shadow.outcome())
                .isEqualTo(new ShadowRule.Outcome(
                        ThresholdSettings.Rule.FIXED, true, false, 1, 200, 200, 200, 2 * SECOND));
        look(-1_800, 1_500);
        look(-200, 0);
        assertThat(shadow.outcome().earnedPpm()).as("1500 − 200 − 1100 more").isEqualTo(400);
        assertThat(shadow.outcome().cycles()).isEqualTo(2);
    }

    @Test
    void theShadowEntersNothingOnDataThatCannotBeBelieved() {
        shadow.look(SECOND, 1_600, -1_800, false, 1_100);
        assertThat(shadow.outcome().holding()).isFalse();
        look(1_600, NO);
        assertThat(shadow.outcome().holding()).isTrue();
        look(NO, NO);
        assertThat(shadow.outcome().cycles()).isZero();
    }
}
