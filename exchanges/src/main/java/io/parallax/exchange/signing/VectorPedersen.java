package io.parallax.exchange.signing;

/// [PedersenHasher]'s sums on [VectorField]. Thread: one.
final class VectorPedersen {
    private static final PedersenTables TABLES = PedersenTables.buildLarge();
    private static final int WINDOWS = TABLES.left.windows;
    /// A right operand below 2^SHORT_BITS takes four additions.
    static final int SHORT_BITS = TABLES.numberBits();

    private static final VectorTable LEFT = VectorTable.of(TABLES.left);
    private static final VectorTable RIGHT = VectorTable.of(TABLES.right);
    private static final VectorTable SHORT = VectorTable.of(TABLES.number);
    /// S0 and the constant half sums of the operands; of a full right one in a point of its own.
    private static final double[] LEFT_BASE = affine(base());
    private static final double[] RIGHT_BASE = VectorTable.toDigits(halfSum(TABLES.right));
    private static final double[] SHORT_BASE = VectorTable.toDigits(TABLES.numberBase);

    private final VectorSum sum = new VectorSum();
    private final PublicInverse inverse = new PublicInverse(Field.P);
    private final long[] x = new long[Field.DIGITS];
    private final long[] zz = new long[Field.DIGITS];

    /// The constant part of all hashes with the given right operand.
    static double[] suffix(Felt b) {
        return VectorTable.toDigits(TABLES.suffix(b));
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
        CurvePoint sum = new CurvePoint();
        sum.setAffine(halfSum(TABLES.left), 0);
        sum.addAffine(Curve.SHIFT, 0, 0);
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
        return VectorTable.toDigits(point);
    }
}
