package io.parallax.simulator.market;

/// Walks the rows of a series forward, then backward, then forward again, for ever: the end meets itself, so no
/// value ever jumps. Walking backward, each row stands for the same span of time as walking forward. Thread:
/// simulator loop.
final class FoldedCursor {
    private final int[] millis;
    private final long durationMillis;
    private long cycle;
    /// 0 to n-1 walks forward, n to 2n-2 backward.
    private int step;

    FoldedCursor(int[] millis) {
        this.millis = millis;
        this.durationMillis = millis[millis.length - 1];
    }

    /// Market time at which the current row becomes valid.
    long atMillis() {
        long inCycle = step < millis.length ? millis[step] : 2 * durationMillis - millis[2 * millis.length - 1 - step];
        return cycle * 2 * durationMillis + inCycle;
    }

    int row() {
        return step < millis.length ? step : 2 * millis.length - 2 - step;
    }

    void advance() {
        step++;
        // Row 0 is reached backward at step 2n-2; the next cycle begins with row 0 too and is skipped.
        if (step == 2 * millis.length - 1) {
            step = 1;
            cycle++;
        }
    }

    /// Where market time `atMillis` falls on a series of this duration.
    static long fold(long atMillis, long durationMillis) {
        long inCycle = atMillis % (2 * durationMillis);
        return inCycle <= durationMillis ? inCycle : 2 * durationMillis - inCycle;
    }
}
