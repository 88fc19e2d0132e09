package io.parallax.strategy;

/// What a bot's thresholds are measured from. Thread: any; immutable.
///
/// @param rule what the thresholds mean
/// @param halfLifeMillis of the mean: what is so long ago counts half; no entry before a mean has been kept for as long
/// @param shadow whether the other rule is followed too, on paper: what it would have earned is shown, and it sends
///     nothing
public record ThresholdSettings(Rule rule, long halfLifeMillis, boolean shadow) {
    public static final ThresholdSettings DEFAULTS = new ThresholdSettings(Rule.FIXED, 1_800_000L, false);

    private static final long HALF_LIFE_MILLIS_MIN = 10_000;
    private static final long HALF_LIFE_MILLIS_MAX = 7 * 86_400_000L;

    /// What a threshold is.
    public enum Rule {
        /// A spread.
        FIXED,
        /// How far a spread is from its own rolling mean.
        ROLLING;

        public Rule other() {
            return this == FIXED ? ROLLING : FIXED;
        }
    }

    public ThresholdSettings {
        if (halfLifeMillis < HALF_LIFE_MILLIS_MIN || halfLifeMillis > HALF_LIFE_MILLIS_MAX) {
            throw new IllegalArgumentException("halfLifeMillis must be " + HALF_LIFE_MILLIS_MIN + " to "
                    + HALF_LIFE_MILLIS_MAX + ", found " + halfLifeMillis);
        }
    }

    public ThresholdSettings withRule(Rule other) {
        return new ThresholdSettings(other, halfLifeMillis, shadow);
    }
}
