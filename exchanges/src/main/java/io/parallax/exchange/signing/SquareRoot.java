package io.parallax.exchange.signing;

import java.util.Arrays;

/// Finds the points with a given x, by Cipolla's square root: p - 1 is divisible by 2¹⁹², which makes the usual
/// Tonelli-Shanks slow, while (p + 1)/2 = 2²⁵⁰ + 2¹⁹⁵ + 2¹⁹¹ + 1 has few bits. Variable time. Thread: any.
final class SquareRoot {
    private static final int D = Field.DIGITS;

    private SquareRoot() {}

    /// Writes a point with this x, or returns false when the curve has none.
    static boolean pointWithX(Felt x, long[] point) {
        Field.fromFelt(point, 0, x);
        long[] square = new long[D];
        Field.square(square, 0, point, 0);
        Field.multiply(square, 0, square, 0, point, 0);
        Field.add(square, 0, square, 0, point, 0);
        Field.add(square, 0, square, 0, Curve.B, 0);
        long[] root = squareRoot(square);
        System.arraycopy(root, 0, point, D, D);
        Field.square(root, 0, root, 0);
        Field.subtract(root, 0, root, 0, square, 0);
        return Field.isZero(root, 0);
    }

    /// A root if there is one, anything otherwise. With t such that d = t² - a is not a square, the root is
    /// (t + √d)^((p+1)/2).
    private static long[] squareRoot(long[] a) {
        long[] t = new long[D];
        long[] d = new long[D];
        Field.setOne(d, 0);
        do {
            Field.add(t, 0, t, 0, d, 0);
            Field.square(d, 0, t, 0);
            Field.subtract(d, 0, d, 0, a, 0);
        } while (isSquare(d) && stepOne(d));
        return power(t, d);
    }

    private static boolean stepOne(long[] d) {
        Field.setOne(d, 0);
        return true;
    }

    /// Euler's criterion, a^((p-1)/2) = 1.
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

    /// The part without √d of (t + √d)^(2²⁵⁰ + 2¹⁹⁵ + 2¹⁹¹ + 1).
    private static long[] power(long[] t, long[] d) {
        long[] power = new long[2 * D];
        Field.copy(power, 0, t, 0);
        Field.setOne(power, D);
        long[] product = power.clone();
        for (int i = 1; i <= 250; i++) {
            squareExtended(power, d);
            if (i == 191 || i == 195 || i == 250) {
                multiplyExtended(product, power, d);
            }
        }
        return Arrays.copyOf(product, D);
    }

    private static void squareExtended(long[] a, long[] d) {
        long[] t = new long[D];
        Field.multiply(t, 0, a, 0, a, D);
        Field.square(a, 0, a, 0);
        Field.square(a, D, a, D);
        Field.multiply(a, D, a, D, d, 0);
        Field.add(a, 0, a, 0, a, D);
        Field.add(a, D, t, 0, t, 0);
    }

    private static void multiplyExtended(long[] a, long[] b, long[] d) {
        long[] t = new long[3 * D];
        Field.multiply(t, 0, a, 0, b, 0);
        Field.multiply(t, D, a, D, b, D);
        Field.multiply(t, D, t, D, d, 0);
        Field.add(t, 0, t, 0, t, D);
        Field.multiply(t, D, a, 0, b, D);
        Field.multiply(t, 2 * D, a, D, b, 0);
        Field.add(t, D, t, D, t, 2 * D);
        System.arraycopy(t, 0, a, 0, 2 * D);
    }
}
