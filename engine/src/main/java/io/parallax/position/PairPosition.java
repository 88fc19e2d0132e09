package io.parallax.position;

import io.parallax.instrument.Leg;
import io.parallax.strategy.Direction;
import java.util.Optional;
import java.util.OptionalLong;

/// Both legs of a pair together. Thread: engine only.
public final class PairPosition {
    // Asked for at every book change while a position is held.
    private static final Optional<Direction> LONG_A = Optional.of(Direction.LONG_A_SHORT_B);
    private static final Optional<Direction> LONG_B = Optional.of(Direction.LONG_B_SHORT_A);

    private final LegLedger a;
    private final LegLedger b;
    private long lotE8 = 1;

    /// On exchanges whose accounts are settled in the currency of their prices.
    public PairPosition() {
        this(false, false);
    }

    /// @param settlesApartA whether leg A's exchange settles in another currency than it tells prices in
    public PairPosition(boolean settlesApartA, boolean settlesApartB) {
        a = new LegLedger(settlesApartA);
        b = new LegLedger(settlesApartB);
    }

    /// How the legs relate.
    public enum Shape {
        FLAT,
        HEDGED,
        UNEQUAL,
        SAME_SIDE
    }

    /// Sets the common lot: what is below it cannot be traded away and does not count.
    public void commonLot(long lotE8) {
        this.lotE8 = lotE8;
    }

    public long commonLotE8() {
        return lotE8;
    }

    public LegLedger leg(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    /// Sum of both legs, signed: zero when delta-neutral.
    public long netE8() {
        return a.quantityE8() + b.quantityE8();
    }

    /// Whether one common lot or more is without its mate.
    public boolean isNaked() {
        return Math.abs(netE8()) >= lotE8;
    }

    /// What both legs have in common, in whole common lots; 0 when they are not opposite.
    public long matchedE8() {
        if (Long.signum(a.quantityE8()) * Long.signum(b.quantityE8()) >= 0) {
            return 0;
        }
        long smaller = Math.min(Math.abs(a.quantityE8()), Math.abs(b.quantityE8()));
        return smaller - smaller % lotE8;
    }

    public Shape shape() {
        return shape(a.quantityE8(), b.quantityE8(), lotE8);
    }

    /// The shape of two signed quantities under a common lot.
    public static Shape shape(long aE8, long bE8, long lotE8) {
        boolean aSmall = Math.abs(aE8) < lotE8;
        boolean bSmall = Math.abs(bE8) < lotE8;
        if (aSmall && bSmall) {
            return Shape.FLAT;
        }
        if (!aSmall && !bSmall && Long.signum(aE8) == Long.signum(bE8)) {
            return Shape.SAME_SIDE;
        }
        return Math.abs(aE8 + bE8) < lotE8 ? Shape.HEDGED : Shape.UNEQUAL;
    }

    /// Which exchange we are long on; empty when flat or both legs have one sign.
    public Optional<Direction> direction() {
        int difference = Long.signum(a.quantityE8()) - Long.signum(b.quantityE8());
        if (difference == 0 || shape() == Shape.SAME_SIDE) {
            return Optional.empty();
        }
        return difference > 0 ? LONG_A : LONG_B;
    }

    public long grossE8() {
        return Math.addExact(a.realisedE8(), b.realisedE8());
    }

    public long feesE8() {
        return Math.addExact(a.feesE8(), b.feesE8());
    }

    public long fundingE8() {
        return Math.addExact(a.fundingE8(), b.fundingE8());
    }

    /// What was realised, less fees, with funding; quote currency × 10⁸.
    public long resultE8() {
        return Math.addExact(Math.subtractExact(grossE8(), feesE8()), fundingE8());
    }

    /// What the settlement currencies' distance from par made of both legs, as far as it is known; quote currency ×
    /// 10⁸.
    public long knownBasisE8() {
        return Math.addExact(a.basisE8(), b.basisE8());
    }

    /// Closes so far whose part in that is not known.
    public long basisUnknowns() {
        return a.basisUnknowns() + b.basisUnknowns();
    }

    /// The same since a moment at which both of the above were as given; empty when it is not known.
    public OptionalLong basisE8(long knownThenE8, long unknownsThen) {
        return a.isBasisRead() && b.isBasisRead() && basisUnknowns() == unknownsThen
                ? OptionalLong.of(knownBasisE8() - knownThenE8)
                : OptionalLong.empty();
    }

    public boolean isSettled() {
        return a.isSettled() && b.isSettled();
    }

    public boolean exact() {
        return a.exact() && b.exact();
    }
}
