package io.parallax.risk;

import io.parallax.marketdata.MarkWatch;
import io.parallax.marketdata.OrderBook;

/// Compares the books with what the exchanges themselves say a market is worth. What cannot be compared forbids.
/// Thread: any; stateless.
public final class MarkGate {
    private static final long MILLI = 1_000_000L;

    private MarkGate() {}

    /// One exchange's part in it.
    ///
    /// @param tellsIndex whether the exchange has an index at all
    public record Quoted(OrderBook book, MarkWatch mark, boolean tellsIndex) {}

    /// Why no entry may rest on these books, which are live, or [Blocker#NONE].
    public static Blocker blocker(Quoted a, Quoted b, DataLimits limits, long nowNanos) {
        if (isMissing(a, limits, nowNanos) || isMissing(b, limits, nowNanos)) {
            return Blocker.MARK_MISSING;
        }
        if (isMiddleFar(a, limits) || isMiddleFar(b, limits)) {
            return Blocker.MARK_BAND;
        }
        boolean apart = a.tellsIndex
                && b.tellsIndex
                && !MarkWatch.isWithin(a.mark.indexE8(), b.mark.indexE8(), limits.bandPpm());
        return apart || isIndexFar(a, limits) || isIndexFar(b, limits) ? Blocker.INDEX_BAND : Blocker.NONE;
    }

    private static boolean isMissing(Quoted quoted, DataLimits limits, long nowNanos) {
        return !quoted.mark.isFresh(nowNanos, limits.markAgeMillis() * MILLI)
                || (quoted.tellsIndex && quoted.mark.indexE8() == 0);
    }

    private static boolean isMiddleFar(Quoted quoted, DataLimits limits) {
        return !MarkWatch.isWithin(quoted.book.middleE8(), quoted.mark.markE8(), limits.bandPpm());
    }

    private static boolean isIndexFar(Quoted quoted, DataLimits limits) {
        return quoted.tellsIndex && !MarkWatch.isWithin(quoted.mark.markE8(), quoted.mark.indexE8(), limits.bandPpm());
    }
}
