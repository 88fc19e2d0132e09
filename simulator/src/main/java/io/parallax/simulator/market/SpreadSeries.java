package io.parallax.simulator.market;

import java.util.Arrays;

/// The recorded spread at any market time. Thread: any; immutable.
final class SpreadSeries {
    /// Rows come once a second. Between rows further apart than this the spread was below what the recorder
    /// wrote, or its quotes were stale: the last row is held instead of drawing a line through what nobody saw.
    private static final int INTERPOLATION_MILLIS_MAX = 10_000;

    private final int[] millis;
    private final int[] ppm;

    SpreadSeries(Tape.Pair pair) {
        this.millis = pair.spreadMillis();
        this.ppm = pair.spreadPpm();
    }

    /// In millionths, rounded toward the row before.
    int ppmAt(long marketMillis) {
        int at = (int) FoldedCursor.fold(marketMillis, millis[millis.length - 1]);
        int found = Arrays.binarySearch(millis, at);
        if (found >= 0) {
            return ppm[found];
        }
        int before = -found - 2;
        int gap = millis[before + 1] - millis[before];
        if (gap > INTERPOLATION_MILLIS_MAX) {
            return ppm[before];
        }
        long rise = (long) (ppm[before + 1] - ppm[before]) * (at - millis[before]);
        return ppm[before] + (int) (rise / gap);
    }
}
