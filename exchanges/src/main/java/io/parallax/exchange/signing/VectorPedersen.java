package io.parallax.exchange.signing;

/// [PedersenHasher]'s sums on [VectorField]. Thread: one.
final class VectorPedersen {
    private static final int WINDOW_BITS = 11;
    private static final int WINDOWS = 23;
    private static final int LOW_BITS = 248;
    private static final int SHORT_WINDOW_BITS = 13;
    private static final int SHORT_WINDOWS = 4;
    /// A right operand below 2^SHORT_BITS takes four additions.
    static final int SHORT_BITS = SHORT_WINDOW_BITS * SHORT_WINDOWS;

    private static final CombTable LEFT_COMB =
            CombTable.of(WINDOW_BITS, WINDOWS, Curve.HALF_P1, LOW_BITS, Curve.HALF_P2);
    private static final CombTable RIGHT_COMB =
            CombTable.of(WINDOW_BITS, WINDOWS, Curve.HALF_P3, LOW_BITS, Curve.HALF_P4);
    private static final CombTable SHORT_COMB =
            CombTable.of(SHORT_WINDOW_BITS, SHORT_WINDOWS, Curve.HALF_P3, SHORT_BITS, Curve.HALF_P3);
    private static final VectorTable LEFT = VectorTable.of(LEFT_COMB);
    private static final VectorTable RIGHT = VectorTable.of(RIGHT_COMB);
    private static final VectorTable SHORT = VectorTable.of(SHORT_COMB);
    /// S0 and the constant half sum of a full left operand; those of the right operands.
    private static final double[] LEFT_BASE = affine(base());
    private static final double[] RIGHT_BASE = affine(halfSum(RIGHT_COMB));
    private static final double[] SHORT_BASE = affine(base(halfSum(SHORT_COMB)));

    private final VectorSum sum = new VectorSum();
    private final PublicInverse inverse = new PublicInverse(Field.P);
    private final long[] x = new long[Field.DIGITS];
    private final long[] zz = new long[Field.DIGITS];

    /// The constant part of all hashes with the given right operand.
    static double[] suffix(Felt b) {
        CurvePoint sum = base();
        long[] point = halfSum(RIGHT_COMB);
        sum.addAffine(point, 0, 0);
        RIGHT_COMB.addWindows(sum, WINDOWS, b.word0(), b.word1(), b.word2(), b.word3());
        return affine(sum);
    }

    /// Replaces the four words of a, least significant first, by those of the hash. False when two points met; a is
    /// then unchanged.
    boolean hash(long[] a, long b0, long b1, long b2, long b3) {
        LEFT.stage(a[0], a[1], a[2], a[3], sum.v, VectorSum.STAGE, 0);
        VectorTable.put(LEFT_BASE, 0, 1, sum.v, VectorSum.STAGE, WINDOWS);
        RIGHT.stage(b0, b1, b2, b3, sum.v, VectorSum.STAGE, WINDOWS + 1);
        VectorTable.put(RIGHT_BASE, 0, 1, sum.v, VectorSum.STAGE, 2 * WINDOWS + 1);
        return finish(a, 12);
    }

    /// Right operand below 2^SHORT_BITS.
    boolean hash(long[] a, long b) {
        LEFT.stage(a[0], a[1], a[2], a[3], sum.v, VectorSum.STAGE, 0);
        VectorTable.put(SHORT_BASE, 0, 1, sum.v, VectorSum.STAGE, WINDOWS);
        SHORT.stage(b, 0, 0, 0, sum.v, VectorSum.STAGE, WINDOWS + 1);
        return finish(a, 7);
    }

    boolean hash(long[] a, double[] suffix) {
        LEFT.stage(a[0], a[1], a[2], a[3], sum.v, VectorSum.STAGE, 0);
        VectorTable.put(suffix, 0, 1, sum.v, VectorSum.STAGE, WINDOWS);
        return finish(a, 6);
    }

    private boolean finish(long[] a, int rounds) {
        sum.sum(rounds);
        sum.quotient(x, zz);
        if (!inverse.divide(x, zz)) {
            return false;
        }
        Field.joinWords(x, a);
        return true;
    }

    private static CurvePoint base() {
        return base(halfSum(LEFT_COMB), Curve.SHIFT);
    }

    private static CurvePoint base(long[] point) {
        CurvePoint sum = base();
        sum.addAffine(point, 0, 0);
        return sum;
    }

    private static CurvePoint base(long[] a, long[] b) {
        CurvePoint sum = new CurvePoint();
        sum.setAffine(a, 0);
        sum.addAffine(b, 0, 0);
        return sum;
    }

    private static long[] halfSum(CombTable comb) {
        long[] point = new long[CurvePoint.AFFINE];
        comb.halfSum(comb.windows, point);
        return point;
    }

    private static double[] affine(CurvePoint sum) {
        long[] point = new long[CurvePoint.AFFINE];
        sum.affine(point, 0);
        return affine(point);
    }

    private static double[] affine(long[] point) {
        double[] digits = new double[CurvePoint.AFFINE];
        VectorTable.toDigits(point, 0, digits, 0, 1);
        VectorTable.toDigits(point, Field.DIGITS, digits, Field.DIGITS, 1);
        return digits;
    }
}
