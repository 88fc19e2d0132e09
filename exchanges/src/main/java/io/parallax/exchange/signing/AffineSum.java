package io.parallax.exchange.signing;

/// A sum of affine points, in variable time: first in pairs in affine form, which share one inversion (Montgomery's
/// trick; five products and a square each, where a [CurvePoint] takes ten products), then the sums of the pairs one
/// by one. Thread: one.
final class AffineSum {
    private static final int D = Field.DIGITS;
    private static final int A = CurvePoint.AFFINE;

    /// From so many points on, pairing once more costs less than adding them one by one, the inversion included.
    private static final int PAIRING_MIN = 20;

    private long[] points;
    /// The sums of pairs, until they are the points.
    private long[] sums;
    /// Differences of x of each pair, and the products of all up to each.
    private final long[] differences;
    private final long[] products;
    private final long[] slope = new long[D];
    private final long[] inverse = new long[D];
    private final long[] inverseOfOne = new long[D];
    private final CurvePoint sum = new CurvePoint();
    private final PublicInverse division = new PublicInverse(Field.P);
    private int count;

    AffineSum(int pointsMax) {
        points = new long[pointsMax * A];
        sums = new long[pointsMax * A];
        differences = new long[pointsMax / 2 * D];
        products = new long[pointsMax / 2 * D];
    }

    /// Adds a point, or its negative where the sign mask is -1, to the points to be summed.
    void stage(long[] from, int at, long signMask) {
        int to = count * A;
        for (int i = 0; i < D; i++) {
            points[to + i] = from[at + i];
            points[to + D + i] = (from[at + D + i] ^ signMask) - signMask;
        }
        count++;
    }

    /// Writes x of the sum of all staged points, at least three, as normal digits of the plain number, and forgets
    /// the points. False, with the target undefined, when two points met.
    boolean x(long[] target) {
        boolean done = true;
        while (done && count >= PAIRING_MIN) {
            done = addPairs();
        }
        done = done && quotient(target);
        count = 0;
        return done;
    }

    /// Replaces each two points by their sum.
    private boolean addPairs() {
        int pairs = count / 2;
        for (int i = 0; i < pairs; i++) {
            Field.subtract(differences, i * D, points, (2 * i + 1) * A, points, 2 * i * A);
            if (i == 0) {
                Field.copy(products, 0, differences, 0);
            } else {
                Field.multiply(products, i * D, products, (i - 1) * D, differences, i * D);
            }
        }
        Field.copy(slope, 0, products, (pairs - 1) * D);
        Field.setRSquared(inverse);
        if (!division.divide(inverse, slope)) {
            return false;
        }
        for (int i = pairs - 1; i >= 0; i--) {
            if (i == 0) {
                Field.copy(inverseOfOne, 0, inverse, 0);
            } else {
                Field.multiply(inverseOfOne, 0, inverse, 0, products, (i - 1) * D);
                Field.multiply(inverse, 0, inverse, 0, differences, i * D);
            }
            add(2 * i * A, i * A);
        }
        if ((count & 1) != 0) {
            System.arraycopy(points, (count - 1) * A, sums, pairs * A, A);
        }
        count -= pairs;
        long[] taken = points;
        points = sums;
        sums = taken;
        return true;
    }

    /// With slope m = dy/dx: x = m² - x1 - x2 and y = m·(x1 - x) - y1.
    private void add(int at, int to) {
        Field.subtract(slope, 0, points, at + A + D, points, at + D);
        Field.multiply(slope, 0, slope, 0, inverseOfOne, 0);
        Field.square(sums, to, slope, 0);
        for (int i = 0; i < D; i++) {
            sums[to + i] -= points[at + i] + points[at + A + i];
        }
        Field.reduceWeakly(sums, to);
        Field.subtract(sums, to + D, points, at, sums, to);
        Field.multiply(sums, to + D, sums, to + D, slope, 0);
        Field.subtract(sums, to + D, sums, to + D, points, at + D);
        Field.reduceWeakly(sums, to + D);
    }

    private boolean quotient(long[] target) {
        sum.setAffine(points, 0);
        sum.addAffineToAffine(points, A, 0);
        for (int i = 2; i < count - 1; i++) {
            sum.addAffine(points, i * A, 0);
        }
        sum.addAffineLast(points, (count - 1) * A, 0);
        sum.quotient(target, slope);
        return division.divide(target, slope);
    }
}
