package io.parallax.marketdata;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// The last mark and index of one instrument. Thread: engine only.
public final class MarkWatch {
    private static final long PPM = 1_000_000;

    private long markE8;
    private long indexE8;
    private long receivedNanos = OrderBook.NEVER;

    /// One that was read before the last is passed over, and so is a price that cannot be.
    ///
    /// @param indexE8 0 when the exchange told none
    public void onMark(long markE8, long indexE8, long receivedNanos) {
        if (markE8 <= 0 || indexE8 < 0 || receivedNanos < this.receivedNanos) {
            return;
        }
        this.markE8 = markE8;
        this.indexE8 = indexE8;
        this.receivedNanos = receivedNanos;
    }

    /// Whether a mark came at most `ageNanosMax` ago.
    public boolean isFresh(long nowNanos, long ageNanosMax) {
        return receivedNanos != OrderBook.NEVER && nowNanos - receivedNanos <= ageNanosMax;
    }

    /// Quote currency × 10⁸; 0 before the first.
    public long markE8() {
        return markE8;
    }

    /// Quote currency × 10⁸; 0 when the last report had none.
    public long indexE8() {
        return indexE8;
    }

    /// Whether two prices differ by at most `ppm` of the smaller one.
    public static boolean isWithin(long aE8, long bE8, long ppm) {
        return Math.abs(aE8 - bE8) <= FixedPoint.multiplyDivide(Math.min(aE8, bE8), ppm, PPM, Rounding.FLOOR);
    }
}
