package io.parallax.exchange.signing;

/// Pedersen hashes with reused working space: pedersen(a, b) = x of S0 + aL·P1 + aH·P2 + bL·P3 + bH·P4, where L
/// are the lowest 248 bits and H the rest. Each operand is one [CombTable]; an operand known beforehand becomes
/// a [Suffix], one point, and an operand of 64 bits needs a quarter of the additions. Thread: one.
final class PedersenHasher {
    private static final int LOW_BITS = 248;
    // The left operand is always full and gets the larger table. Building both takes as long as some hundred
    // hashes.
    private static final int LEFT_WINDOW_BITS = 9;
    private static final int LEFT_WINDOWS = 28;
    private static final int RIGHT_WINDOW_BITS = 8;
    private static final int RIGHT_WINDOWS = 32;
    /// Windows of the right table that cover a `long`.
    private static final int LONG_WINDOWS = 8;

    private static final CombTable LEFT =
            CombTable.of(LEFT_WINDOW_BITS, LEFT_WINDOWS, Curve.HALF_P1, LOW_BITS, Curve.HALF_P2);
    private static final CombTable RIGHT =
            CombTable.of(RIGHT_WINDOW_BITS, RIGHT_WINDOWS, Curve.HALF_P3, LOW_BITS, Curve.HALF_P4);
    /// S0 and the constant parts of a full left operand and of a right operand that is full, or 64 bits long.
    private static final long[] BASE_FULL = base(RIGHT_WINDOWS);
    private static final long[] BASE_LONG = base(LONG_WINDOWS);

    private final CurvePoint sum = new CurvePoint();
    private final PublicInverse inverse = new PublicInverse(Field.P);
    private final long[] x = new long[Field.DIGITS];

    /// The constant part of all hashes with one right operand.
    static final class Suffix {
        private final long[] point = new long[CurvePoint.AFFINE];
    }

    Felt hash(Felt a, Felt b) {
        sum.setAffine(BASE_FULL, 0);
        RIGHT.addWindows(sum, RIGHT_WINDOWS, b.word0(), b.word1(), b.word2(), b.word3());
        return finish(a);
    }

    /// Right operand of 63 bits.
    Felt hash(Felt a, long b) {
        sum.setAffine(BASE_LONG, 0);
        RIGHT.addWindows(sum, LONG_WINDOWS, b, 0, 0, 0);
        return finish(a);
    }

    Felt hash(Felt a, Suffix b) {
        sum.setAffine(b.point, 0);
        return finish(a);
    }

    static Suffix suffix(Felt b) {
        Suffix suffix = new Suffix();
        CurvePoint sum = new CurvePoint();
        sum.setAffine(BASE_FULL, 0);
        RIGHT.addWindows(sum, RIGHT_WINDOWS, b.word0(), b.word1(), b.word2(), b.word3());
        sum.affine(suffix.point, 0);
        return suffix;
    }

    private Felt finish(Felt a) {
        LEFT.addWindows(sum, LEFT_WINDOWS, a.word0(), a.word1(), a.word2(), a.word3());
        sum.affineXOfPublic(x, 0, inverse);
        return Field.toFelt(x, 0);
    }

    private static long[] base(int rightWindows) {
        CurvePoint sum = new CurvePoint();
        long[] point = new long[CurvePoint.AFFINE];
        sum.setAffine(Curve.SHIFT, 0);
        LEFT.halfSum(LEFT_WINDOWS, point);
        sum.addAffine(point, 0, 0);
        RIGHT.halfSum(rightWindows, point);
        sum.addAffine(point, 0, 0);
        sum.affine(point, 0);
        return point;
    }
}
