package io.parallax.strategy;

/// When to enter and when to leave. Under the fixed rule the two thresholds are spreads. Under the rolling rule
/// they are distances from what is usual: each direction's executable spread has a rolling mean and rolling quantiles,
/// an entry must stand `spread_entry` above the mean (or the median) of its direction, and an exit `spread_exit` above
/// that of the way back. So a cycle earns about the sum of the two under either rule, less, under the rolling one, what
/// both books' own spreads cost. An entry may have to reach a quantile of its direction besides. Thread: engine only.
/// Allocates nothing after construction.
public final class Thresholds {
    private static final long SAMPLE_NANOS = 1_000_000_000L;
    /// Beyond this a spread is a fault of the data, and not what is usual.
    private static final long SAMPLE_PPM_MAX = 100_000;

    private static final int MEDIAN_PERCENT = 50;
    private static final long NEVER = Long.MIN_VALUE;

    private final long entryPpm;
    private final long exitPpm;
    private final ThresholdSettings settings;
    private final long halfLifeSamples;
    private final Usual longA;
    private final Usual longB;
    private long sampledNanos = NEVER;

    /// @param entryPpm what the rule adds for an entry
    /// @param exitPpm what it adds for an exit
    public Thresholds(long entryPpm, long exitPpm, ThresholdSettings settings) {
        this.entryPpm = entryPpm;
        this.exitPpm = exitPpm;
        this.settings = settings;
        this.halfLifeSamples = settings.halfLifeMillis() * 1_000_000 / SAMPLE_NANOS;
        this.longA = new Usual(halfLifeSamples);
        this.longB = new Usual(halfLifeSamples);
    }

    /// What is usual for the executable spread of one direction.
    private static final class Usual {
        private final RollingMean mean;
        private final RollingQuantiles quantiles;
        /// What thresholds are measured from.
        private long basisPpm;
        /// What an entry must reach besides.
        private long floorPpm = Long.MIN_VALUE;

        Usual(long halfLifeSamples) {
            mean = new RollingMean(halfLifeSamples);
            quantiles = new RollingQuantiles(halfLifeSamples);
        }

        /// What decisions ask for at every book change is worked out here, once a second.
        void add(long ppm, ThresholdSettings settings) {
            mean.add(ppm);
            quantiles.add(ppm);
            basisPpm = switch (settings.basis()) {
                case MEAN -> mean.meanPpm();
                case MEDIAN -> quantiles.quantilePpm(MEDIAN_PERCENT);
            };
            if (settings.entryQuantilePercent() != 0) {
                floorPpm = quantiles.quantilePpm(settings.entryQuantilePercent());
            }
        }

        void clear() {
            mean.clear();
            quantiles.clear();
        }
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
            longA.add(executablePpmLongA, settings);
            longB.add(executablePpmLongB, settings);
        }
    }

    private static boolean isBelievable(long ppm) {
        return ppm >= -SAMPLE_PPM_MAX && ppm <= SAMPLE_PPM_MAX;
    }

    /// Whether the market has been seen for long enough.
    public boolean areKnown() {
        return settings.rule() == ThresholdSettings.Rule.FIXED || longA.mean.samples() >= halfLifeSamples;
    }

    /// At this executable spread or above `direction` is entered; [SpreadCalculator#NO_SPREAD] while that is
    /// not known.
    public long entryPpm(Direction direction) {
        if (settings.rule() == ThresholdSettings.Rule.FIXED) {
            return entryPpm;
        }
        Usual usual = usual(direction);
        return areKnown() ? Math.max(usual.basisPpm + entryPpm, usual.floorPpm) : SpreadCalculator.NO_SPREAD;
    }

    /// At this executable exit spread or above `held` is left; [SpreadCalculator#NO_SPREAD] while that is not
    /// known.
    public long exitPpm(Direction held) {
        return settings.rule() == ThresholdSettings.Rule.FIXED
                ? exitPpm
                : areKnown() ? usual(held.opposite()).basisPpm + exitPpm : SpreadCalculator.NO_SPREAD;
    }

    /// The mean of a direction's executable spread, ppm; [SpreadCalculator#NO_SPREAD] without samples.
    public long meanPpm(Direction direction) {
        RollingMean mean = usual(direction).mean;
        return mean.samples() == 0 ? SpreadCalculator.NO_SPREAD : mean.meanPpm();
    }

    /// How far the spread is from its mean, on average, ppm.
    public long deviationPpm(Direction direction) {
        return usual(direction).mean.deviationPpm();
    }

    /// What a direction's executable spread was at or below for that share of the time of late, ppm;
    /// [SpreadCalculator#NO_SPREAD] without samples.
    ///
    /// @param percent 1 to 99
    public long quantilePpm(Direction direction, int percent) {
        return usual(direction).quantiles.quantilePpm(percent);
    }

    public ThresholdSettings.Rule rule() {
        return settings.rule();
    }

    public ThresholdSettings settings() {
        return settings;
    }

    private Usual usual(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? longA : longB;
    }
}
