package io.parallax.strategy;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Weights by positive whole numbers, which are kept to within three parts in a hundred. Thread: one at a time.
/// Allocates nothing after construction.
public final class LogHistogram {
    private static final long PPM = 1_000_000;
    private static final int FINE_BITS = 4;
    private static final int FINE = 1 << FINE_BITS;

    private final long[] weights = new long[Long.SIZE * FINE];
    private long sum;

    /// Values below 1 count as 1.
    public void add(long value, long weight) {
        weights[bucket(Math.max(1, value))] += weight;
        sum += weight;
    }

    /// The power of two in front, the next four bits behind.
    private static int bucket(long value) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        long fine = power >= FINE_BITS ? value >>> (power - FINE_BITS) : value << (FINE_BITS - power);
        return power * FINE + (int) (fine & (FINE - 1));
    }

    private static long middle(int bucket) {
        int power = bucket / FINE;
        long twice = 2L * (FINE + bucket % FINE) + 1;
        int shift = power - FINE_BITS - 1;
        return shift >= 0 ? twice << shift : twice >>> -shift;
    }

    /// The value below which half of the weight lies; -1 when there is none.
    public long median() {
        return quantile(500_000);
    }

    /// The value below which that share of the weight lies, in ppm; -1 when there is none.
    public long quantile(long sharePpm) {
        long wanted = FixedPoint.multiplyDivide(sum, sharePpm, PPM, Rounding.CEILING);
        long below = 0;
        for (int bucket = 0; bucket < weights.length; bucket++) {
            below += weights[bucket];
            if (below > 0 && below >= wanted) {
                return middle(bucket);
            }
        }
        return -1;
    }

    /// All weight together.
    public long sum() {
        return sum;
    }
}
