package io.parallax.exchange.signing;

/// Whether r is x of u1·G + Q' or of u1·G - Q', where Q' = u2·Q is known by its x alone.
///
/// Points P and Q' with x1 and x2 have sum and difference with the x that are the two roots of
///
/// (x1 - x2)²·r² - 2·((x1 + x2)·(x1·x2 + 1) + 2b)·r + (x1·x2 - 1)² - 4b·(x1 + x2) = 0
///
/// (the third summation polynomial of Semaev, for a = 1). It needs no y, and as both x are fractions it is tested
/// times their denominators, without an inversion. Two cases need no care:
///
/// - x1 = x2, where one of sum and difference is the double and the other has no x: the equation is then linear
///   and its root is the double's x.
/// - Q on the twist. The discriminant is 16·f(x1)·f(x2) with f(x) = x³ + x + b, and exactly one of the factors is
///   not a square, so the equation has no root. f itself has none, because n is odd.
///
/// A hash of 0 leaves u2·Q alone: there is no such equation, and [EulerCriterion] tells the twist.
/// Thread: one; keeps working space.
final class SignatureEquation {
    private static final int D = Field.DIGITS;
    private static final int WINDOW_BITS = 8;
    private static final int WINDOWS = 32;
    /// About 330 kB: verification is public and need not read every entry, so its windows may be wider than those
    /// of [GeneratorTable].
    private static final CombTable GENERATOR =
            CombTable.of(WINDOW_BITS, WINDOWS, Curve.HALF_G, WINDOW_BITS * WINDOWS, Curve.HALF_G);

    private static final long[] GENERATOR_BASE = generatorBase();
    private static final Felt ORDER = Felt.of(ScalarField.N);
    private static final long[] B2 = multipleOfB(2);
    private static final long[] B4 = multipleOfB(4);

    // x of u1·G and of u2·Q, numerators and denominators.
    private static final int X1 = 0;
    private static final int Z1 = D;
    private static final int X2 = 2 * D;
    private static final int Z2 = 3 * D;
    private static final int RX = 4 * D;
    private static final int SUM = 5 * D;
    private static final int DIFFERENCE = 6 * D;
    private static final int Z = 7 * D;
    private static final int PRODUCT = 8 * D;
    private static final int SQUARE = 9 * D;

    private final PublicInverse inverse = new PublicInverse(ScalarField.N);
    private final XOnlyMultiples multiples = new XOnlyMultiples();
    private final CurvePoint ofGenerator = new CurvePoint();
    private final long[] scalars = new long[2 * D];
    private final long[] scratch = new long[D];
    private final long[] u1 = new long[4];
    private final long[] u2 = new long[4];
    private final long[] v = new long[10 * D];

    /// Whether the signature is one of the key's. False as well when a number is out of its range or when no point has
    /// the key's x.
    boolean holds(Felt publicKeyX, Felt messageHash, Felt r, Felt s) {
        if (!findScalars(messageHash, r, s)) {
            return false;
        }
        multiples.multiply(publicKeyX, u2, v, X2);
        if (Field.isZero(v, Z2, scratch)) {
            // Met on the twist only.
            return false;
        }
        Field.fromFelt(v, RX, r);
        if (messageHash.isZero()) {
            return isMultipleOfKey();
        }
        multiplyGenerator();
        return isRoot();
    }

    /// Checks the ranges of a signature's numbers and of 1/s, and finds u1 = hash/s and ±u2 = r/s. u1 is 0 for a hash
    /// of 0 only, u2 never.
    private boolean findScalars(Felt messageHash, Felt r, Felt s) {
        if (!messageHash.isBelow2Pow251()
                || r.isZero()
                || !r.isBelow2Pow251()
                || s.isZero()
                || s.compareTo(ORDER) >= 0) {
            return false;
        }
        ScalarField.fromFelt(scalars, 0, s);
        ScalarField.invertPublic(scalars, 0, scalars, 0, inverse, scratch);
        ScalarField.toWords(u1, scalars, 0, scratch);
        if (u1[3] >>> 59 != 0) {
            return false;
        }
        ScalarField.fromFelt(scalars, D, messageHash);
        ScalarField.multiply(scalars, D, scalars, D, scalars, 0);
        ScalarField.toWords(u1, scalars, D, scratch);
        ScalarField.fromFelt(scalars, D, r);
        ScalarField.multiply(scalars, D, scalars, D, scalars, 0);
        ScalarField.toWords(u2, scalars, D, scratch);
        if (u2[3] >>> 59 != 0) {
            // The sign of the multiple does not matter: takes the one below 2²⁵¹.
            for (int i = 0; i < D; i++) {
                scalars[D + i] = -scalars[D + i];
            }
            ScalarField.toWords(u2, scalars, D, scratch);
        }
        return true;
    }

    private void multiplyGenerator() {
        ofGenerator.setAffine(GENERATOR_BASE, 0);
        GENERATOR.addWindows(ofGenerator, WINDOWS, u1[0], u1[1], u1[2], u1[3]);
        ofGenerator.quotient(v, X1, v, Z1);
        if (Field.isZero(v, Z1, scratch)) {
            // A partial sum met a table entry: takes a slower way, which has no such cases.
            Felt k = new Felt(u1[0], u1[1], u1[2], u1[3]);
            Curve.multiple(k.toBigInteger(), Curve.G).quotient(v, X1, v, Z1);
        }
    }

    /// Whether u2·Q has x = r, for a point of the curve.
    private boolean isMultipleOfKey() {
        Field.multiply(v, Z, v, RX, v, Z2);
        Field.subtract(v, Z, v, Z, v, X2);
        return Field.isZero(v, Z, scratch) && EulerCriterion.isOnCurve(v, RX);
    }

    /// The equation above times the squares of both denominators.
    private boolean isRoot() {
        Field.multiply(v, PRODUCT, v, X1, v, X2);
        Field.multiply(v, X1, v, X1, v, Z2);
        Field.multiply(v, X2, v, X2, v, Z1);
        Field.multiply(v, Z, v, Z1, v, Z2);
        Field.add(v, SUM, v, X1, v, X2);
        Field.subtract(v, DIFFERENCE, v, X1, v, X2);
        // The constant coefficient.
        Field.subtract(v, X1, v, PRODUCT, v, Z);
        Field.square(v, X1, v, X1);
        Field.multiply(v, X2, v, Z, v, SUM);
        Field.multiply(v, X2, v, X2, B4, 0);
        Field.subtract(v, X1, v, X1, v, X2);
        // Half of the linear one, negative.
        Field.add(v, PRODUCT, v, PRODUCT, v, Z);
        Field.multiply(v, PRODUCT, v, PRODUCT, v, SUM);
        Field.square(v, Z, v, Z);
        Field.multiply(v, Z, v, Z, B2, 0);
        Field.add(v, PRODUCT, v, PRODUCT, v, Z);
        Field.multiply(v, PRODUCT, v, PRODUCT, v, RX);
        // The quadratic one.
        Field.square(v, SQUARE, v, DIFFERENCE);
        Field.multiply(v, SQUARE, v, SQUARE, v, RX);
        Field.multiply(v, SQUARE, v, SQUARE, v, RX);
        for (int i = 0; i < D; i++) {
            v[SQUARE + i] += v[X1 + i] - 2 * v[PRODUCT + i];
        }
        return Field.isZero(v, SQUARE, scratch);
    }

    private static long[] generatorBase() {
        long[] base = new long[CurvePoint.AFFINE];
        GENERATOR.halfSum(WINDOWS, base);
        return base;
    }

    private static long[] multipleOfB(int factor) {
        long[] multiple = new long[D];
        for (int i = 0; i < D; i++) {
            multiple[i] = factor * Curve.B[i];
        }
        Field.reduceWeakly(multiple, 0);
        return multiple;
    }
}
