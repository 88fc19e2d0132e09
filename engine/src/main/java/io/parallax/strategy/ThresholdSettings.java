package io.parallax.strategy;

/// What a bot's thresholds are measured from. Thread: any; immutable.
///
/// @param rule what the thresholds mean
/// @param halfLifeMillis of what is usual: what is so long ago counts half; no entry before it has been watched for as
///     long
/// @param shadow whether the other rule is followed too, on paper: what it would have earned is shown, and it sends
///     nothing
/// @param basis what counts as usual under the rolling rule
/// @param entryQuantilePercent under the rolling rule an entry must also stand at or above this quantile of its
///     direction's executable spread, 1 to 99; 0 for no such rule
public record ThresholdSettings(Rule rule, long halfLifeMillis, boolean shadow, Basis basis, int entryQuantilePercent) {
    public static final ThresholdSettings DEFAULTS = new ThresholdSettings(Rule.FIXED, 1_800_000L, false);

    public static final int QUANTILE_PERCENT_MAX = 99;

    private static final long HALF_LIFE_MILLIS_MIN = 10_000;
    private static final long HALF_LIFE_MILLIS_MAX = 7 * 86_400_000L;

    /// What a threshold is.
    public enum Rule {
        /// A spread.
        FIXED,
        /// How far a spread is from what is usual for it.
        ROLLING;

        public Rule other() {
            return this == FIXED ? ROLLING : FIXED;
        }
    }

    /// What is usual.
    public enum Basis {
        /// The mean: every sample moves it, by as much as it is away.
        MEAN,
        /// The median: how far away a sample is does not matter to it, so a few outliers hardly move it.
        MEDIAN
    }

    public ThresholdSettings {
        if (halfLifeMillis < HALF_LIFE_MILLIS_MIN || halfLifeMillis > HALF_LIFE_MILLIS_MAX) {
            throw new IllegalArgumentException("halfLifeMillis must be " + HALF_LIFE_MILLIS_MIN + " to "
                    + HALF_LIFE_MILLIS_MAX + ", found " + halfLifeMillis);
        }
        if (entryQuantilePercent < 0 || entryQuantilePercent > QUANTILE_PERCENT_MAX) {
            throw new IllegalArgumentException(
                    "entryQuantilePercent must be 0 to " + QUANTILE_PERCENT_MAX + ", found " + entryQuantilePercent);
        }
    }

    /// From the mean, and with no quantile to reach.
    public ThresholdSettings(Rule rule, long halfLifeMillis, boolean shadow) {
        this(rule, halfLifeMillis, shadow, Basis.MEAN, 0);
    }

    public ThresholdSettings withRule(Rule other) {
        return new ThresholdSettings(other, halfLifeMillis, shadow, basis, entryQuantilePercent);
    }

    /// Whether anything is measured from what is usual, by the rule that trades or by the one on paper.
    public boolean followsRolling() {
        return rule == Rule.ROLLING || shadow;
    }
}
