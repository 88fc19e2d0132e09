package io.parallax.strategy;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// A mean that forgets: each sample, one a second, takes the same share of the difference, so that what is a half-life
/// old counts half. Whole numbers only, so that it is the same everywhere. Thread: engine only. Allocates nothing.
final class RollingMean {
    private static final long UNIT = 1L << 32;
    /// Fractions of a ppm that are kept.
    private static final long FINE = 1 << 16;

    private final long sharePerSample;
    private long mean;
    private long deviation;
    private long samples;

    /// @param halfLifeSamples after how many samples one counts half
    RollingMean(long halfLifeSamples) {
        // The same on every machine; the exact share does not matter, that it never changes does.
        sharePerSample = (long) StrictMath.rint(UNIT * (1 - StrictMath.pow(2, -1.0 / halfLifeSamples)));
    }

    void add(long ppm) {
        long value = Math.multiplyExact(ppm, FINE);
        if (samples == 0) {
            mean = value;
        } else {
            long difference = value - mean;
            mean += share(difference);
            deviation += share(Math.abs(difference) - deviation);
        }
        samples++;
    }

    private long share(long difference) {
        return FixedPoint.multiplyDivide(difference, sharePerSample, UNIT, Rounding.HALF_EVEN);
    }

    void clear() {
        mean = 0;
        deviation = 0;
        samples = 0;
    }

    long samples() {
        return samples;
    }

    /// ppm, rounded up: what is above the mean is never overstated.
    long meanPpm() {
        return Math.ceilDiv(mean, FINE);
    }

    /// Mean distance from the mean, ppm.
    long deviationPpm() {
        return Math.ceilDiv(deviation, FINE);
    }
}
