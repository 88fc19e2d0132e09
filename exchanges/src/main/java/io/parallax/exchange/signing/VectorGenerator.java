package io.parallax.exchange.signing;

import static jdk.incubator.vector.VectorOperators.EQ;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [GeneratorTable]'s multiples of G on [VectorField], for secret numbers: every number takes the same operations and
/// reads the same addresses. Of each window all entries are read, and a comparison keeps one. Thread: one.
final class VectorGenerator {
    private static final int ENTRIES = 1 << (GeneratorTable.WINDOW_BITS - 1);
    /// Ten digits and two zeros, three vectors.
    private static final int WIDTH = 12;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;

    private static final double[] TABLE = table();
    /// Two points that together are the comb's constant half sum, so that all lanes have as many points.
    private static final double[] LEFT_BASE = VectorTable.toDigits(Curve.SHIFT);
    private static final double[] RIGHT_BASE = VectorTable.toDigits(rightBase());
    private static final int ROUNDS = (GeneratorTable.WINDOWS + 2) / VectorField.LANES;

    private final VectorSum sum = new VectorSum();

    /// Writes X and ZZ of k·G, unreduced digits; x is X/ZZ. For k in 1…n-1 as four words. ZZ is 0 modulo p where two
    /// points met, see [GeneratorTable#multiply].
    void multiply(long[] k, long[] x, long[] zz) {
        long w0 = k[0];
        long w1 = k[1];
        long w2 = k[2];
        long w3 = k[3];
        double[] v = sum.v;
        for (int window = 0; window < GeneratorTable.WINDOWS; window++) {
            long digit = w0 & (2L * ENTRIES - 1);
            w0 = (w0 >>> GeneratorTable.WINDOW_BITS) | (w1 << -GeneratorTable.WINDOW_BITS);
            w1 = (w1 >>> GeneratorTable.WINDOW_BITS) | (w2 << -GeneratorTable.WINDOW_BITS);
            w2 = (w2 >>> GeneratorTable.WINDOW_BITS) | (w3 << -GeneratorTable.WINDOW_BITS);
            w3 >>>= GeneratorTable.WINDOW_BITS;
            long signMask = (digit >> (GeneratorTable.WINDOW_BITS - 1)) - 1;
            double entry = (double) ((digit ^ signMask) & (ENTRIES - 1));
            chooseLower(v, window * ENTRIES * WIDTH, entry);
            chooseUpper(v, window * ENTRIES * WIDTH, entry);
            VectorTable.put(v, VectorSum.CHOSEN, (double) (1 + 2 * signMask), v, VectorSum.STAGE, window);
        }
        VectorTable.put(LEFT_BASE, 0, 1, v, VectorSum.STAGE, GeneratorTable.WINDOWS);
        VectorTable.put(RIGHT_BASE, 0, 1, v, VectorSum.STAGE, GeneratorTable.WINDOWS + 1);
        sum.sum(ROUNDS);
        sum.quotient(x, zz);
    }

    /// Overwrites all intermediate values.
    void wipe() {
        sum.wipe();
    }

    /// Writes one of the first sixteen entries of a window to what is chosen, or zeros.
    private static void chooseLower(double[] v, int at, double entry) {
        DoubleVector number = DoubleVector.broadcast(DOUBLES, entry);
        DoubleVector a = DoubleVector.zero(DOUBLES);
        DoubleVector b = a;
        DoubleVector c = a;
        VectorMask<Double> m0 = number.compare(EQ, 0.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 0), m0);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 4), m0);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 8), m0);
        VectorMask<Double> m1 = number.compare(EQ, 1.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 12), m1);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 16), m1);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 20), m1);
        VectorMask<Double> m2 = number.compare(EQ, 2.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 24), m2);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 28), m2);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 32), m2);
        VectorMask<Double> m3 = number.compare(EQ, 3.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 36), m3);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 40), m3);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 44), m3);
        VectorMask<Double> m4 = number.compare(EQ, 4.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 48), m4);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 52), m4);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 56), m4);
        VectorMask<Double> m5 = number.compare(EQ, 5.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 60), m5);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 64), m5);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 68), m5);
        VectorMask<Double> m6 = number.compare(EQ, 6.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 72), m6);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 76), m6);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 80), m6);
        VectorMask<Double> m7 = number.compare(EQ, 7.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 84), m7);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 88), m7);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 92), m7);
        VectorMask<Double> m8 = number.compare(EQ, 8.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 96), m8);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 100), m8);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 104), m8);
        VectorMask<Double> m9 = number.compare(EQ, 9.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 108), m9);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 112), m9);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 116), m9);
        VectorMask<Double> m10 = number.compare(EQ, 10.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 120), m10);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 124), m10);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 128), m10);
        VectorMask<Double> m11 = number.compare(EQ, 11.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 132), m11);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 136), m11);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 140), m11);
        VectorMask<Double> m12 = number.compare(EQ, 12.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 144), m12);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 148), m12);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 152), m12);
        VectorMask<Double> m13 = number.compare(EQ, 13.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 156), m13);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 160), m13);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 164), m13);
        VectorMask<Double> m14 = number.compare(EQ, 14.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 168), m14);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 172), m14);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 176), m14);
        VectorMask<Double> m15 = number.compare(EQ, 15.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 180), m15);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 184), m15);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 188), m15);
        a.intoArray(v, VectorSum.CHOSEN);
        b.intoArray(v, VectorSum.CHOSEN + 4);
        c.intoArray(v, VectorSum.CHOSEN + 8);
    }

    /// Replaces what is chosen when the entry is one of the last sixteen of the window.
    private static void chooseUpper(double[] v, int at, double entry) {
        DoubleVector number = DoubleVector.broadcast(DOUBLES, entry);
        DoubleVector a = DoubleVector.fromArray(DOUBLES, v, VectorSum.CHOSEN);
        DoubleVector b = DoubleVector.fromArray(DOUBLES, v, VectorSum.CHOSEN + 4);
        DoubleVector c = DoubleVector.fromArray(DOUBLES, v, VectorSum.CHOSEN + 8);
        VectorMask<Double> m0 = number.compare(EQ, 16.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 192), m0);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 196), m0);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 200), m0);
        VectorMask<Double> m1 = number.compare(EQ, 17.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 204), m1);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 208), m1);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 212), m1);
        VectorMask<Double> m2 = number.compare(EQ, 18.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 216), m2);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 220), m2);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 224), m2);
        VectorMask<Double> m3 = number.compare(EQ, 19.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 228), m3);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 232), m3);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 236), m3);
        VectorMask<Double> m4 = number.compare(EQ, 20.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 240), m4);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 244), m4);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 248), m4);
        VectorMask<Double> m5 = number.compare(EQ, 21.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 252), m5);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 256), m5);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 260), m5);
        VectorMask<Double> m6 = number.compare(EQ, 22.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 264), m6);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 268), m6);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 272), m6);
        VectorMask<Double> m7 = number.compare(EQ, 23.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 276), m7);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 280), m7);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 284), m7);
        VectorMask<Double> m8 = number.compare(EQ, 24.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 288), m8);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 292), m8);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 296), m8);
        VectorMask<Double> m9 = number.compare(EQ, 25.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 300), m9);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 304), m9);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 308), m9);
        VectorMask<Double> m10 = number.compare(EQ, 26.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 312), m10);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 316), m10);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 320), m10);
        VectorMask<Double> m11 = number.compare(EQ, 27.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 324), m11);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 328), m11);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 332), m11);
        VectorMask<Double> m12 = number.compare(EQ, 28.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 336), m12);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 340), m12);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 344), m12);
        VectorMask<Double> m13 = number.compare(EQ, 29.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 348), m13);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 352), m13);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 356), m13);
        VectorMask<Double> m14 = number.compare(EQ, 30.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 360), m14);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 364), m14);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 368), m14);
        VectorMask<Double> m15 = number.compare(EQ, 31.0);
        a = a.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 372), m15);
        b = b.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 376), m15);
        c = c.blend(DoubleVector.fromArray(DOUBLES, TABLE, at + 380), m15);
        a.intoArray(v, VectorSum.CHOSEN);
        b.intoArray(v, VectorSum.CHOSEN + 4);
        c.intoArray(v, VectorSum.CHOSEN + 8);
    }

    private static double[] table() {
        long[] points = GeneratorTable.TABLE.points();
        double[] table = new double[points.length / CurvePoint.AFFINE * WIDTH];
        for (int i = 0; i * CurvePoint.AFFINE < points.length; i++) {
            VectorTable.toDigits(points, i * CurvePoint.AFFINE, table, i * WIDTH, 1);
            VectorTable.toDigits(points, i * CurvePoint.AFFINE + Field.DIGITS, table, i * WIDTH + Field.DIGITS, 1);
        }
        return table;
    }

    private static long[] rightBase() {
        CurvePoint sum = new CurvePoint();
        long[] point = new long[CurvePoint.AFFINE];
        GeneratorTable.TABLE.halfSum(GeneratorTable.WINDOWS, point);
        sum.setAffine(point, 0);
        sum.addAffine(Curve.SHIFT, 0, -1);
        sum.affine(point, 0);
        return point;
    }
}
