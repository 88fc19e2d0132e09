package io.parallax.units;

/// A price in quote currency per unit of base, scaled by 10⁸. Thread: any; immutable.
///
/// @param e8 the value × 10⁸
public record Price(long e8) implements Comparable<Price> {
    public Price {
        if (e8 <= 0) {
            throw new IllegalArgumentException("a price is positive, found " + FixedPoint.format(e8));
        }
    }

    /// Reads plain decimal text; see [FixedPoint#parse].
    public static Price of(String text) {
        return new Price(FixedPoint.parse(text));
    }

    @Override
    public int compareTo(Price other) {
        return Long.compare(e8, other.e8);
    }

    @Override
    public String toString() {
        return FixedPoint.format(e8);
    }
}
