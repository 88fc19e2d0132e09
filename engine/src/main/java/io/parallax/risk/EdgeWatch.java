package io.parallax.risk;

/// Compares what the last cycles earned with what they were expected to earn when they were decided. An edge that is
/// there in the books and not in the fills is one exchange following the other. Judges only when it has seen enough;
/// what it found stands until somebody looked. Thread: engine only.
public final class EdgeWatch {
    /// Cycles that are looked at together.
    public static final int CYCLES = 20;

    private final long[] expectedE8 = new long[CYCLES];
    private final long[] earnedE8 = new long[CYCLES];
    private int counted;
    private boolean unreal;

    /// A cycle ended.
    ///
    /// @param expected what its decisions promised, before fees; quote currency × 10⁸
    /// @param earned what it earned, before fees
    /// @param percent what must have been earned of what was expected; 0 asks for nothing
    public void onCycle(long expected, long earned, int percent) {
        expectedE8[counted % CYCLES] = expected;
        earnedE8[counted % CYCLES] = earned;
        counted++;
        long expectedSum = expectedSumE8();
        if (percent > 0 && counted >= CYCLES && expectedSum > 0) {
            unreal |= earnedSumE8() < expectedSum / 100 * percent;
        }
    }

    /// Whether the last cycles earned too little of what they promised.
    public boolean isUnreal() {
        return unreal;
    }

    /// Somebody looked: counts anew.
    public void reset() {
        unreal = false;
        counted = 0;
        for (int i = 0; i < CYCLES; i++) {
            expectedE8[i] = 0;
            earnedE8[i] = 0;
        }
    }

    /// Of the cycles looked at, quote currency × 10⁸.
    public long expectedSumE8() {
        return sum(expectedE8);
    }

    /// Of the cycles looked at, quote currency × 10⁸.
    public long earnedSumE8() {
        return sum(earnedE8);
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
