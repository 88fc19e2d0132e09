package io.parallax.strategy;

/// When to enter and when to leave. Under the fixed rule the two thresholds are spreads. Under the rolling rule
/// they are distances from what is usual: each direction's executable spread has a rolling mean, an entry must
/// stand `spread_entry` above that of its direction, and an exit `spread_exit` above that of the way back. So a
/// cycle earns about the sum of the two under either rule, less, under the rolling one, what both books' own
/// spreads cost. Thread: engine only. Allocates nothing.
public final class Thresholds {
    private static final long SAMPLE_NANOS = 1_000_000_000L;
    /// Beyond this a spread is a fault of the data, and not what is usual.
    private static final long SAMPLE_PPM_MAX = 100_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final long entryPpm;
    private final long exitPpm;
    private final ThresholdSettings settings;
    private final long halfLifeSamples;
    private final RollingMean longA;
    private final RollingMean longB;
    private long sampledNanos = NEVER;

    /// @param entryPpm what the rule adds for an entry
    /// @param exitPpm what it adds for an exit
    public Thresholds(long entryPpm, long exitPpm, ThresholdSettings settings) {
        this.entryPpm = entryPpm;
        this.exitPpm = exitPpm;
        this.settings = settings;
        this.halfLifeSamples = settings.halfLifeMillis() * 1_000_000 / SAMPLE_NANOS;
        this.longA = new RollingMean(halfLifeSamples);
        this.longB = new RollingMean(halfLifeSamples);
    }

    /// Two spreads.
    public static Thresholds fixed(long entryPpm, long exitPpm) {
        return new Thresholds(entryPpm, exitPpm, ThresholdSettings.DEFAULTS);
    }

    /// Takes note of both directions' executable spreads, once a second; one that is missing is no sample.
    /// After a half-life without samples nothing is usual any more.
    public void sample(long nowNanos, long executablePpmLongA, long executablePpmLongB) {
        if (settings.rule() == ThresholdSettings.Rule.FIXED) {
            return;
        }
        if (sampledNanos != NEVER && nowNanos - sampledNanos >= settings.halfLifeMillis() * 1_000_000) {
            longA.clear();
            longB.clear();
            sampledNanos = NEVER;
        }
        boolean due = sampledNanos == NEVER || nowNanos - sampledNanos >= SAMPLE_NANOS;
        if (due && isBelievable(executablePpmLongA) && isBelievable(executablePpmLongB)) {
            sampledNanos = nowNanos;
            longA.add(executablePpmLongA);
            longB.add(executablePpmLongB);
        }
    }

    private static boolean isBelievable(long ppm) {
        return ppm >= -SAMPLE_PPM_MAX && ppm <= SAMPLE_PPM_MAX;
    }

    /// Whether the market has been seen for long enough.
    public boolean areKnown() {
        return settings.rule() == ThresholdSettings.Rule.FIXED || longA.samples() >= halfLifeSamples;
    }

    /// At this executable spread or above `direction` is entered; [SpreadCalculator#NO_SPREAD] while that is
    /// not known.
    public long entryPpm(Direction direction) {
        return settings.rule() == ThresholdSettings.Rule.FIXED
                ? entryPpm
                : areKnown() ? mean(direction).meanPpm() + entryPpm : SpreadCalculator.NO_SPREAD;
    }

    /// At this executable exit spread or above `held` is left; [SpreadCalculator#NO_SPREAD] while that is not
    /// known.
    public long exitPpm(Direction held) {
        return settings.rule() == ThresholdSettings.Rule.FIXED
                ? exitPpm
                : areKnown() ? mean(held.opposite()).meanPpm() + exitPpm : SpreadCalculator.NO_SPREAD;
    }

    /// The mean of a direction's executable spread, ppm; [SpreadCalculator#NO_SPREAD] without samples.
    public long meanPpm(Direction direction) {
        return mean(direction).samples() == 0
                ? SpreadCalculator.NO_SPREAD
                : mean(direction).meanPpm();
    }

    /// How far the spread is from its mean, on average, ppm.
    public long deviationPpm(Direction direction) {
        return mean(direction).deviationPpm();
    }

    public ThresholdSettings.Rule rule() {
        return settings.rule();
    }

    private RollingMean mean(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? longA : longB;
    }
}
