package io.parallax.exchange.signing;

/// Many additions of affine points with one inversion for all (Montgomery's trick), in variable time: for
/// building tables. The points of one addition must have different x. Thread: one.
final class AffineAdditions {
    private static final int D = Field.DIGITS;

    private final long[] scratch = new long[8 * D];
    /// The product of the differences of x up to each addition.
    private final long[] products;
    private final long[] left;
    private final long[] right;
    private final int[] targets;
    private int count;

    AffineAdditions(int capacity) {
        products = new long[(capacity + 1) * D];
        left = new long[capacity * CurvePoint.AFFINE];
        right = new long[capacity * CurvePoint.AFFINE];
        targets = new int[capacity];
        Field.setOne(products, 0);
    }

    /// Notes the addition a + b, to be written to the target offset by [#finish].
    void add(long[] a, int ao, long[] b, int bo, int target) {
        int at = count * CurvePoint.AFFINE;
        System.arraycopy(a, ao, left, at, CurvePoint.AFFINE);
        System.arraycopy(b, bo, right, at, CurvePoint.AFFINE);
        targets[count] = target;
        Field.subtract(scratch, 0, right, at, left, at);
        Field.multiply(products, (count + 1) * D, products, count * D, scratch, 0);
        count++;
    }

    void finish(long[] points) {
        long[] inverse = new long[D];
        Field.invertPublic(inverse, 0, products, count * D, new PublicInverse(Field.P));
        for (int i = count - 1; i >= 0; i--) {
            int at = i * CurvePoint.AFFINE;
            Field.subtract(scratch, 0, right, at, left, at);
            Field.multiply(scratch, D, inverse, 0, products, i * D);
            Field.multiply(inverse, 0, inverse, 0, scratch, 0);
            sum(at, points, targets[i]);
        }
    }

    /// With slope m = dy/dx: x = m² - x1 - x2 and y = m·(x1 - x) - y1. The inverse of dx is at place D of the
    /// scratch space.
    private void sum(int at, long[] points, int target) {
        int slope = 2 * D;
        int x = 3 * D;
        Field.subtract(scratch, slope, right, at + D, left, at + D);
        Field.multiply(scratch, slope, scratch, slope, scratch, D);
        Field.square(scratch, x, scratch, slope);
        Field.subtract(scratch, x, scratch, x, left, at);
        Field.subtract(scratch, x, scratch, x, right, at);
        Field.reduceWeakly(scratch, x);
        Field.copy(points, target, scratch, x);
        Field.subtract(scratch, x, left, at, scratch, x);
        Field.multiply(scratch, x, scratch, x, scratch, slope);
        Field.subtract(scratch, x, scratch, x, left, at + D);
        Field.reduceWeakly(scratch, x);
        Field.copy(points, target + D, scratch, x);
    }
}
