package io.parallax.units;

/// An amount of quote currency; signed, scaled by 10⁸. Thread: any; immutable.
///
/// @param e8 the value × 10⁸
public record Notional(long e8) implements Comparable<Notional> {
    /// Reads plain decimal text; see [FixedPoint#parse].
    public static Notional of(String text) {
        return new Notional(FixedPoint.parse(text));
    }

    @Override
    public int compareTo(Notional other) {
        return Long.compare(e8, other.e8);
    }

    @Override
    public String toString() {
        return FixedPoint.format(e8);
    }
}
