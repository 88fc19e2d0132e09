package io.parallax.units;

/// An amount of base currency; signed where it is a position, scaled by 10⁸. Thread: any; immutable.
///
/// @param e8 the value × 10⁸
public record Quantity(long e8) implements Comparable<Quantity> {
    /// Reads plain decimal text; see [FixedPoint#parse].
    public static Quantity of(String text) {
        return new Quantity(FixedPoint.parse(text));
    }

    @Override
    public int compareTo(Quantity other) {
        return Long.compare(e8, other.e8);
    }

    @Override
    public String toString() {
        return FixedPoint.format(e8);
    }
}
