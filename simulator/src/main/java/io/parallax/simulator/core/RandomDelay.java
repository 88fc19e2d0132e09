package io.parallax.simulator.core;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// A delay drawn anew each time, in nanoseconds. Thread: simulator loop; owns its generator.
public final class RandomDelay {
    private static final double P90_OF_NORMAL = 1.2815515655446004;
    private static final double NANOS_PER_MILLI = 1e6;

    private final SplittableRandom random;
    private final double minMillis;
    private final double maxMillis;
    /// Zero for a uniform draw between the bounds.
    private final double medianMillis;
    private final double sigma;
    private final double scale;

    private RandomDelay(
            SeededRandom random, double minMillis, double maxMillis, double medianMillis, double sigma, double scale) {
        this.random = random.generator();
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
        this.medianMillis = medianMillis;
        this.sigma = sigma;
        this.scale = scale;
    }

    /// Every delay between the bounds is equally likely.
    public static RandomDelay uniform(SeededRandom random, double minMillis, double maxMillis) {
        return new RandomDelay(random, minMillis, maxMillis, 0, 0, 1);
    }

    /// Log-normal with the given median and 90th percentile, cut at the bounds: most are short, a few are long.
    public static RandomDelay skewed(
            SeededRandom random, double minMillis, double medianMillis, double p90Millis, double maxMillis) {
        double sigma = Math.log(p90Millis / medianMillis) / P90_OF_NORMAL;
        return new RandomDelay(random, minMillis, maxMillis, medianMillis, sigma, 1);
    }

    /// The same draws multiplied by `factor`; 0 switches the delay off but still draws, so nothing else
    /// changes.
    public RandomDelay scaled(double factor) {
        return new RandomDelay(
                new SeededRandom(random.nextLong()), minMillis, maxMillis, medianMillis, sigma, scale * factor);
    }

    public long nextNanos() {
        double millis = medianMillis == 0
                ? minMillis + random.nextDouble() * (maxMillis - minMillis)
                : medianMillis * Math.exp(sigma * random.nextGaussian());
        double bounded = Math.clamp(millis, minMillis, maxMillis);
        return Math.round(bounded * scale * NANOS_PER_MILLI);
    }

    /// The longest delay it can draw.
    public long maxNanos() {
        return TimeUnit.MICROSECONDS.toNanos(Math.round(maxMillis * scale * 1_000));
    }
}
