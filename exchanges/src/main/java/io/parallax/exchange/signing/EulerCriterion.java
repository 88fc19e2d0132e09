package io.parallax.exchange.signing;

/// Tells the x of points of the STARK curve from those of its twist: whether x³ + x + b is a square, by Euler's
/// criterion a^((p-1)/2) = 1. It is never 0, because a point with y = 0 would have the order 2 and n is odd.
/// Variable time. Thread: any.
final class EulerCriterion {
    private static final int D = Field.DIGITS;

    private EulerCriterion() {}

    static boolean isOnCurve(long[] x, int offset) {
        long[] square = new long[D];
        Field.square(square, 0, x, offset);
        Field.multiply(square, 0, square, 0, x, offset);
        Field.add(square, 0, square, 0, x, offset);
        Field.add(square, 0, square, 0, Curve.B, 0);
        return isSquare(square);
    }

    /// (p - 1)/2 = 2¹⁹¹·(1 + 2⁴ + 2⁵⁹).
    private static boolean isSquare(long[] a) {
        long[] power = a.clone();
        long[] product = new long[D];
        Field.squareTimes(power, 0, power, 0, 191);
        Field.copy(product, 0, power, 0);
        Field.squareTimes(power, 0, power, 0, 4);
        Field.multiply(product, 0, product, 0, power, 0);
        Field.squareTimes(power, 0, power, 0, 55);
        Field.multiply(product, 0, product, 0, power, 0);
        long[] one = new long[D];
        Field.setOne(one, 0);
        Field.subtract(product, 0, product, 0, one, 0);
        return Field.isZero(product, 0);
    }
}
