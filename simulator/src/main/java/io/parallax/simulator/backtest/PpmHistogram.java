package io.parallax.simulator.backtest;

/// Weights by spread, to the millionth, from −5 % to +5 %; what is beyond counts at the end, but keeps its place as
/// smallest or largest. Thread: one.
public final class PpmHistogram {
    private static final int REACH = 50_000;
    private static final long PPM = 1_000_000;

    private final long[] weights = new long[2 * REACH + 1];
    private long sum;
    private long smallest = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;

    void add(long ppm, long weight) {
        weights[Math.clamp(ppm, -REACH, REACH) + REACH] += weight;
        sum += weight;
        smallest = Math.min(smallest, ppm);
        largest = Math.max(largest, ppm);
    }

    public boolean isEmpty() {
        return sum == 0;
    }

    /// All weight together.
    public long sum() {
        return sum;
    }

    public long min() {
        return smallest;
    }

    public long max() {
        return largest;
    }

    /// The spread up to which that share of the weight lies, in ppm; nothing may be asked of an empty one.
    public long quantile(long sharePpm) {
        long wanted = Math.max(1, (long) Math.ceil((double) sum * sharePpm / PPM));
        long below = 0;
        for (int at = 0; at < weights.length; at++) {
            below += weights[at];
            if (below >= wanted) {
                return (long) at - REACH;
            }
        }
        return largest;
    }

    /// Share of the weight at that spread or above, in ppm.
    public long shareFromPpm(long ppm) {
        long above = 0;
        for (int at = Math.clamp(ppm, -REACH, REACH) + REACH; at < weights.length; at++) {
            above += weights[at];
        }
        return sum == 0 ? 0 : Math.round((double) above * PPM / sum);
    }
}
