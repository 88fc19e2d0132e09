package io.parallax.exchange.signing;

/// A [CombTable] for [VectorField]: the same points, with digits as `double`s. For public numbers only: reads where
/// the number says. Thread: any; immutable.
final class VectorTable {
    private static final int A = CurvePoint.AFFINE;

    final int windows;
    private final int windowBits;
    private final double[] points;

    private VectorTable(int windowBits, int windows, double[] points) {
        this.windowBits = windowBits;
        this.windows = windows;
        this.points = points;
    }

    static VectorTable of(CombTable comb) {
        long[] from = comb.points();
        double[] points = new double[from.length];
        for (int at = 0; at < from.length; at += Field.DIGITS) {
            toDigits(from, at, points, at, 1);
        }
        return new VectorTable(comb.windowBits, comb.windows, points);
    }

    /// An element of [Field] as digits within ±2⁵⁰, `stride` entries apart.
    static void toDigits(long[] element, int from, double[] target, int to, int stride) {
        long carry = 0;
        for (int i = 0; i < Field.DIGITS - 1; i++) {
            long digit = element[from + i] + carry;
            carry = (digit + (1L << 50)) >> 51;
            target[to + i * stride] = digit - (carry << 51);
        }
        target[to + (Field.DIGITS - 1) * stride] = element[from + Field.DIGITS - 1] + carry;
    }

    /// An affine point of [Field] as ten digits.
    static double[] toDigits(long[] point) {
        double[] digits = new double[A];
        toDigits(point, 0, digits, 0, 1);
        toDigits(point, Field.DIGITS, digits, Field.DIGITS, 1);
        return digits;
    }

    /// Writes the points of all windows to lanes: point i of the stage, counted from `first`, is lane i mod 4 of round
    /// i / 4, which has two elements, x and y.
    void stage(long word0, long word1, long word2, long word3, double[] v, int stage, int first) {
        long w0 = word0;
        long w1 = word1;
        long w2 = word2;
        long w3 = word3;
        int entries = 1 << (windowBits - 1);
        for (int window = 0; window < windows; window++) {
            long digit = w0 & (2L * entries - 1);
            w0 = (w0 >>> windowBits) | (w1 << -windowBits);
            w1 = (w1 >>> windowBits) | (w2 << -windowBits);
            w2 = (w2 >>> windowBits) | (w3 << -windowBits);
            w3 >>>= windowBits;
            long signMask = (digit >> (windowBits - 1)) - 1;
            int entry = (int) (digit ^ signMask) & (entries - 1);
            double sign = 1 + 2 * signMask;
            put(points, (window * entries + entry) * A, sign, v, stage, first + window);
        }
    }

    static void put(double[] from, int at, double sign, double[] v, int stage, int index) {
        int to = stage + (index >> 2) * 2 * VectorField.ELEMENT + (index & 3);
        v[to] = from[at];
        v[to + 4] = from[at + 1];
        v[to + 8] = from[at + 2];
        v[to + 12] = from[at + 3];
        v[to + 16] = from[at + 4];
        v[to + 20] = sign * from[at + 5];
        v[to + 24] = sign * from[at + 6];
        v[to + 28] = sign * from[at + 7];
        v[to + 32] = sign * from[at + 8];
        v[to + 36] = sign * from[at + 9];
    }
}
