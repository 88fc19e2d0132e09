package io.parallax.exchange.signing;

import java.util.Arrays;

/// A point of the STARK curve y² = x³ + x + b that sums are collected in: x = X/ZZ, y = Y/ZZZ with ZZ³ = ZZZ²
/// ("XYZZ" coordinates, formulas of the Explicit-Formulas Database). An addition of an affine point takes ten
/// products and no inversion. All coordinates are elements of [Field], here at fixed offsets of one array,
/// followed by scratch space.
///
/// The sum of a point with itself or its negative gives ZZ = 0, and ZZ then stays 0 through all further
/// additions: who collects a sum tests [#isDegenerate()] once at the end. Thread: one.
final class CurvePoint {
    /// Entries of an affine point in an array: x, then y.
    static final int AFFINE = 2 * Field.DIGITS;

    private static final int X = 0;
    private static final int Y = 5;
    private static final int ZZ = 10;
    private static final int ZZZ = 15;
    private static final int S = 20;
    private static final int T = 25;
    private static final int U = 30;
    private static final int V = 35;
    private static final int W = 40;
    private static final int Y2 = 45;

    private final long[] v = new long[50];

    void setAffine(long[] point, int offset) {
        System.arraycopy(point, offset, v, X, AFFINE);
        Field.setOne(v, ZZ);
        Field.setOne(v, ZZZ);
    }

    void set(CurvePoint other) {
        System.arraycopy(other.v, 0, v, 0, S);
    }

    /// Adds an affine point, or subtracts it when the sign mask is -1 (it is 0 to add).
    void addAffine(long[] point, int offset, long signMask) {
        startAddition(point, offset, signMask);
        finishAddition();
        Field.multiply(v, ZZ, v, ZZ, v, U);
        Field.multiply(v, ZZZ, v, ZZZ, v, V);
    }

    /// Like [#addAffine], for the last addition: leaves Y and ZZZ undefined.
    void addAffineLast(long[] point, int offset, long signMask) {
        startAddition(point, offset, signMask);
        finishX();
        Field.multiply(v, ZZ, v, ZZ, v, U);
    }

    /// Like [#addAffine], where this point is still the affine one it was set to.
    void addAffineToAffine(long[] point, int offset, long signMask) {
        negateIf(signMask, point, offset + Field.DIGITS);
        Field.subtract(v, S, point, offset, v, X);
        Field.subtract(v, T, v, Y2, v, Y);
        Field.square(v, U, v, S);
        Field.multiply(v, V, v, S, v, U);
        Field.multiply(v, W, v, X, v, U);
        finishAddition();
        Field.copy(v, ZZ, v, U);
        Field.copy(v, ZZZ, v, V);
    }

    /// Adds another sum, or subtracts it when the sign mask is -1.
    void add(CurvePoint other, long signMask) {
        negateIf(signMask, other.v, Y);
        Field.multiply(v, X, v, X, other.v, ZZ);
        Field.multiply(v, Y, v, Y, other.v, ZZZ);
        Field.multiply(v, S, other.v, X, v, ZZ);
        Field.multiply(v, T, v, Y2, v, ZZZ);
        Field.subtract(v, S, v, S, v, X);
        Field.subtract(v, T, v, T, v, Y);
        Field.square(v, U, v, S);
        Field.multiply(v, V, v, S, v, U);
        Field.multiply(v, W, v, X, v, U);
        finishAddition();
        Field.multiply(v, ZZ, v, ZZ, other.v, ZZ);
        Field.multiply(v, ZZZ, v, ZZZ, other.v, ZZZ);
        Field.multiply(v, ZZ, v, ZZ, v, U);
        Field.multiply(v, ZZZ, v, ZZZ, v, V);
    }

    void setTwice(CurvePoint other) {
        set(other);
        twice();
    }

    /// Doubles this point.
    void twice() {
        Field.add(v, U, v, Y, v, Y);
        Field.square(v, V, v, U);
        Field.multiply(v, W, v, U, v, V);
        Field.multiply(v, S, v, X, v, V);
        Field.square(v, T, v, X);
        Field.square(v, U, v, ZZ);
        for (int i = 0; i < Field.DIGITS; i++) {
            v[T + i] = 3 * v[T + i] + v[U + i];
        }
        Field.multiply(v, ZZ, v, ZZ, v, V);
        Field.multiply(v, ZZZ, v, ZZZ, v, W);
        Field.square(v, X, v, T);
        for (int i = 0; i < Field.DIGITS; i++) {
            v[X + i] -= 2 * v[S + i];
        }
        Field.reduceWeakly(v, X);
        Field.subtract(v, S, v, S, v, X);
        Field.multiply(v, S, v, T, v, S);
        Field.multiply(v, W, v, W, v, Y);
        Field.subtract(v, Y, v, S, v, W);
        Field.reduceWeakly(v, Y);
    }

    /// Whether the sum met a point twice or the point at infinity, so that its coordinates mean nothing.
    boolean isDegenerate() {
        return Field.isZero(v, ZZ);
    }

    /// Writes x to the target. The target must not be this point's array.
    void affineX(long[] target, int offset) {
        Field.invert(v, S, v, ZZ, v, T);
        Field.multiply(target, offset, v, X, v, S);
    }

    /// Writes X and ZZ, whose quotient is x.
    void quotient(long[] x, long[] zz) {
        quotient(x, 0, zz, 0);
    }

    void quotient(long[] x, int xo, long[] zz, int zo) {
        System.arraycopy(v, X, x, xo, Field.DIGITS);
        System.arraycopy(v, ZZ, zz, zo, Field.DIGITS);
    }

    /// Writes x and y to the target.
    void affine(long[] target, int offset) {
        Field.multiply(v, W, v, ZZ, v, ZZZ);
        Field.invert(v, S, v, W, v, T);
        scaleBy(v, S, target, offset);
    }

    /// Writes this point's ZZ·ZZZ, whose inverse [#affineBy] takes: for batches with one inversion.
    void denominator(long[] target, int offset) {
        Field.multiply(target, offset, v, ZZ, v, ZZZ);
    }

    void affineBy(long[] inverse, int inverseOffset, long[] target, int offset) {
        scaleBy(inverse, inverseOffset, target, offset);
    }

    /// Overwrites the point and all intermediate values.
    void wipe() {
        Arrays.fill(v, 0);
    }

    private void scaleBy(long[] inverse, int inverseOffset, long[] target, int offset) {
        Field.multiply(v, T, inverse, inverseOffset, v, ZZZ);
        Field.multiply(v, U, inverse, inverseOffset, v, ZZ);
        Field.multiply(target, offset, v, X, v, T);
        Field.multiply(target, offset + Field.DIGITS, v, Y, v, U);
    }

    private void startAddition(long[] point, int offset, long signMask) {
        negateIf(signMask, point, offset + Field.DIGITS);
        Field.multiply(v, S, point, offset, v, ZZ);
        Field.multiply(v, T, v, Y2, v, ZZZ);
        Field.subtract(v, S, v, S, v, X);
        Field.subtract(v, T, v, T, v, Y);
        Field.square(v, U, v, S);
        Field.multiply(v, V, v, S, v, U);
        Field.multiply(v, W, v, X, v, U);
    }

    /// From slope parts S, T = dx, dy, U = dx², V = dx³, W = X·dx²: X = T² - V - 2W and Y = T·(W - X) - Y·V.
    private void finishAddition() {
        finishX();
        Field.subtract(v, W, v, W, v, X);
        Field.multiplySubtract(v, Y, v, T, v, W, v, Y, v, V);
    }

    private void finishX() {
        Field.square(v, X, v, T);
        for (int i = 0; i < Field.DIGITS; i++) {
            v[X + i] -= v[V + i] + 2 * v[W + i];
        }
        Field.reduceWeakly(v, X);
    }

    private void negateIf(long signMask, long[] y, int offset) {
        for (int i = 0; i < Field.DIGITS; i++) {
            v[Y2 + i] = (y[offset + i] ^ signMask) - signMask;
        }
    }
}
