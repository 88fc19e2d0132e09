package io.parallax.strategy;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Arrays;

/// Quantiles that forget, with the half-life of a [RollingMean] beside them: a histogram to which each sample, one a
/// second, adds a little more than the one before, so that what is a half-life old counts half. Values are kept to
/// within one part in 256, below 512 ppm exactly. Whole numbers only, so that they are the same everywhere. Thread:
/// engine only. 40 kB; allocates nothing after construction.
final class RollingQuantiles {
    /// Beyond this values count as the last that has a bucket.
    static final long PPM_MAX = (1L << 17) - 1;

    private static final long UNIT = 1L << 32;
    private static final long PERCENT = 100;
    private static final int FINE_BITS = 8;
    private static final int FINE = 1 << FINE_BITS;
    /// Of one sign: 256 values of width 1, and 256 buckets for each power of two from 2⁸ to 2¹⁶.
    private static final int HALF = FINE + 9 * FINE;

    /// With the longest half-life, a week of seconds, all weight together stays below 2⁶¹.
    private static final long WEIGHT_MIN = 1L << 40;

    private final long[] weights = new long[2 * HALF];
    private final long growthPerSample;
    private long weight = WEIGHT_MIN;
    private long sum;
    private int lowest = 2 * HALF;
    private int highest = -1;

    /// @param halfLifeSamples after how many samples one counts half
    RollingQuantiles(long halfLifeSamples) {
        // The same on every machine, as in RollingMean.
        growthPerSample = (long) StrictMath.rint(UNIT * (StrictMath.pow(2, 1.0 / halfLifeSamples) - 1));
    }

    void add(long ppm) {
        int bucket = bucket(Math.clamp(ppm, -PPM_MAX, PPM_MAX));
        weights[bucket] += weight;
        sum += weight;
        lowest = Math.min(lowest, bucket);
        highest = Math.max(highest, bucket);
        weight += FixedPoint.multiplyDivide(weight, growthPerSample, UNIT, Rounding.HALF_EVEN);
        if (weight >= 2 * WEIGHT_MIN) {
            halve();
        }
    }

    /// Once a half-life: only how weights compare counts, and so they stay small.
    private void halve() {
        weight >>= 1;
        sum = 0;
        int from = lowest;
        int to = highest;
        lowest = 2 * HALF;
        highest = -1;
        for (int bucket = from; bucket <= to; bucket++) {
            weights[bucket] >>= 1;
            if (weights[bucket] != 0) {
                sum += weights[bucket];
                lowest = Math.min(lowest, bucket);
                highest = bucket;
            }
        }
    }

    void clear() {
        Arrays.fill(weights, 0);
        weight = WEIGHT_MIN;
        sum = 0;
        lowest = 2 * HALF;
        highest = -1;
    }

    /// The least value with that share of the weight at or below it, ppm; [SpreadCalculator#NO_SPREAD] without
    /// samples. Looks at no more buckets than there are between the extremes of late.
    ///
    /// @param percent 1 to 99
    long quantilePpm(int percent) {
        if (sum == 0) {
            return SpreadCalculator.NO_SPREAD;
        }
        long wanted = FixedPoint.multiplyDivide(sum, percent, PERCENT, Rounding.CEILING);
        long below = 0;
        int bucket = lowest;
        while (below + weights[bucket] < wanted) {
            below += weights[bucket];
            bucket++;
        }
        // Inside a bucket values count as evenly spread.
        long steps = FixedPoint.multiplyDivide(wanted - below, width(bucket), weights[bucket], Rounding.CEILING);
        return lowestOf(bucket) + steps - 1;
    }

    /// The buckets of both signs in ascending order; -1 is the first below the middle.
    private static int bucket(long ppm) {
        return ppm >= 0 ? HALF + magnitude(ppm) : HALF - 1 - magnitude(-1 - ppm);
    }

    private static int magnitude(long value) {
        if (value < FINE) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - FINE_BITS;
        return (shift + 1) * FINE + (int) (value >>> shift) - FINE;
    }

    /// How many values share a bucket.
    private static long width(int bucket) {
        int magnitude = bucket >= HALF ? bucket - HALF : HALF - 1 - bucket;
        return 1L << Math.max(0, magnitude / FINE - 1);
    }

    private static long lowestOf(int bucket) {
        return bucket >= HALF ? least(bucket - HALF) : -least(HALF - 1 - bucket) - width(bucket);
    }

    private static long least(int magnitude) {
        int shift = Math.max(0, magnitude / FINE - 1);
        return shift == 0 ? magnitude : (long) (FINE + magnitude % FINE) << shift;
    }
}
