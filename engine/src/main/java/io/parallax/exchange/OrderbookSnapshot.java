package io.parallax.exchange;

import io.parallax.units.FixedPoint;

/// A book at one moment, for readers outside the engine thread. Thread: any; immutable (the arrays are never written
/// after construction and must not be written by readers).
///
/// @param symbol the exchange's name of the instrument
/// @param usable true when the book is synchronised, not stale and not crossed
/// @param sequence the exchange's number; 0 when it has none
/// @param receivedNanos when the last change was read, monotonic
/// @param bidPricesE8 best first
/// @param askPricesE8 best first
public record OrderbookSnapshot(
        String symbol,
        boolean usable,
        long sequence,
        long receivedNanos,
        long[] bidPricesE8,
        long[] bidQuantitiesE8,
        long[] askPricesE8,
        long[] askQuantitiesE8) {

    /// Best bid × 10⁸ or [FixedPoint#NO_PRICE].
    public long bestBidE8() {
        return bidPricesE8.length == 0 ? FixedPoint.NO_PRICE : bidPricesE8[0];
    }

    /// Best ask × 10⁸ or [FixedPoint#NO_PRICE].
    public long bestAskE8() {
        return askPricesE8.length == 0 ? FixedPoint.NO_PRICE : askPricesE8[0];
    }
}
