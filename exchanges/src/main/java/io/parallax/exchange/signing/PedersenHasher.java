package io.parallax.exchange.signing;

import org.jspecify.annotations.Nullable;

/// Pedersen hashes with reused working space: pedersen(a, b) = x of S0 + aL·P1 + aH·P2 + bL·P3 + bH·P4, where L
/// are the lowest 248 bits and H the rest. Each operand is one [CombTable]; an operand known beforehand becomes
/// a [Suffix], one point, and an operand of 64 bits needs a quarter of the additions. Thread: one.
final class PedersenHasher {
    private static final int LOW_BITS = 248;
    // The left operand is always full and gets the larger table. Building both takes as long as some hundred
    // hashes.
    private static final int LEFT_WINDOW_BITS = 9;
    private static final int LEFT_WINDOWS = 28;
    private static final int RIGHT_WINDOW_BITS = 8;
    private static final int RIGHT_WINDOWS = 32;
    /// Windows of the right table that cover a `long`.
    private static final int LONG_WINDOWS = 8;

    private static final CombTable LEFT =
            CombTable.of(LEFT_WINDOW_BITS, LEFT_WINDOWS, Curve.HALF_P1, LOW_BITS, Curve.HALF_P2);
    private static final CombTable RIGHT =
            CombTable.of(RIGHT_WINDOW_BITS, RIGHT_WINDOWS, Curve.HALF_P3, LOW_BITS, Curve.HALF_P4);
    /// S0 and the constant parts of a full left operand and of a right operand that is full, or 64 bits long.
    private static final long[] BASE_FULL = base(RIGHT_WINDOWS);
    private static final long[] BASE_LONG = base(LONG_WINDOWS);

    private final CurvePoint sum = new CurvePoint();
    private final PublicInverse inverse = new PublicInverse(Field.P);
    private final long[] x = new long[Field.DIGITS];
    private final long[] words = new long[4];
    /// Made when the vector path is ready.
    private @Nullable VectorPedersen vector;

    /// The constant part of all hashes with one right operand.
    static final class Suffix {
        private final Felt operand;
        private final long[] point = new long[CurvePoint.AFFINE];
        private double @Nullable [] vectorPoint;

        private Suffix(Felt operand) {
            this.operand = operand;
        }
    }

    Felt hash(Felt a, Felt b) {
        VectorPedersen ready = vector();
        if (ready != null) {
            VectorPath.words(a, words);
            if (ready.hash(words, b.word0(), b.word1(), b.word2(), b.word3())) {
                return result();
            }
        }
        return scalarHash(a, b);
    }

    /// Right operand of 63 bits.
    Felt hash(Felt a, long b) {
        VectorPedersen ready = vector();
        if (ready != null) {
            VectorPath.words(a, words);
            boolean done = b >>> VectorPedersen.SHORT_BITS == 0 ? ready.hash(words, b) : ready.hash(words, b, 0, 0, 0);
            if (done) {
                return result();
            }
        }
        return scalarHash(a, b);
    }

    Felt hash(Felt a, Suffix b) {
        VectorPedersen ready = vector();
        if (ready != null) {
            double[] point = b.vectorPoint;
            if (point == null) {
                point = VectorPedersen.suffix(b.operand);
                b.vectorPoint = point;
            }
            VectorPath.words(a, words);
            if (ready.hash(words, point)) {
                return result();
            }
        }
        return scalarHash(a, b);
    }

    Felt scalarHash(Felt a, Felt b) {
        sum.setAffine(BASE_FULL, 0);
        RIGHT.addWindows(sum, RIGHT_WINDOWS, b.word0(), b.word1(), b.word2(), b.word3());
        return finish(a);
    }

    Felt scalarHash(Felt a, long b) {
        sum.setAffine(BASE_LONG, 0);
        RIGHT.addWindows(sum, LONG_WINDOWS, b, 0, 0, 0);
        return finish(a);
    }

    Felt scalarHash(Felt a, Suffix b) {
        sum.setAffine(b.point, 0);
        return finish(a);
    }

    static Suffix suffix(Felt b) {
        Suffix suffix = new Suffix(b);
        CurvePoint sum = new CurvePoint();
        sum.setAffine(BASE_FULL, 0);
        RIGHT.addWindows(sum, RIGHT_WINDOWS, b.word0(), b.word1(), b.word2(), b.word3());
        sum.affine(suffix.point, 0);
        return suffix;
    }

    private @Nullable VectorPedersen vector() {
        if (!VectorPath.isReady()) {
            return null;
        }
        VectorPedersen found = vector;
        if (found == null) {
            found = new VectorPedersen();
            vector = found;
        }
        return found;
    }

    private Felt result() {
        return new Felt(words[0], words[1], words[2], words[3]);
    }

    private Felt finish(Felt a) {
        LEFT.addWindows(sum, LEFT_WINDOWS, a.word0(), a.word1(), a.word2(), a.word3());
        sum.affineXOfPublic(x, 0, inverse);
        return Field.toFelt(x, 0);
    }

    private static long[] base(int rightWindows) {
        CurvePoint sum = new CurvePoint();
        long[] point = new long[CurvePoint.AFFINE];
        sum.setAffine(Curve.SHIFT, 0);
        LEFT.halfSum(LEFT_WINDOWS, point);
        sum.addAffine(point, 0, 0);
        RIGHT.halfSum(rightWindows, point);
        sum.addAffine(point, 0, 0);
        sum.affine(point, 0);
        return point;
    }
}
