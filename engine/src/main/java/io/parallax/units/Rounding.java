package io.parallax.units;

/// How a division that does not come out even is settled. Every division in Parallax names one.
public enum Rounding {
    /// Toward zero.
    DOWN,
    /// Away from zero.
    UP,
    /// Toward negative infinity.
    FLOOR,
    /// Toward positive infinity.
    CEILING,
    /// To the nearest; a tie goes to the even neighbour.
    HALF_EVEN
}
