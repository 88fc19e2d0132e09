package io.parallax.strategy;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;

/// Which exchange of a pair we are long on.
public enum Direction {
    LONG_A_SHORT_B(Leg.A),
    LONG_B_SHORT_A(Leg.B);

    private final Leg longLeg;

    Direction(Leg longLeg) {
        this.longLeg = longLeg;
    }

    public Leg longLeg() {
        return longLeg;
    }

    public Leg shortLeg() {
        return longLeg.other();
    }

    public Direction opposite() {
        return this == LONG_A_SHORT_B ? LONG_B_SHORT_A : LONG_A_SHORT_B;
    }

    /// What a leg does to open this direction.
    public Side entrySide(Leg leg) {
        return leg == longLeg ? Side.BUY : Side.SELL;
    }

    /// What a leg does to close this direction.
    public Side exitSide(Leg leg) {
        return entrySide(leg).opposite();
    }
}
