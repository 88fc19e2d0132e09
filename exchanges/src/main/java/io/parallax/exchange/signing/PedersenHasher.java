package io.parallax.exchange.signing;

import org.jspecify.annotations.Nullable;

/// Pedersen hashes with reused working space: pedersen(a, b) = x of S0 + aL·P1 + aH·P2 + bL·P3 + bH·P4, where L
/// are the lowest 248 bits and H the rest. Each operand is one [CombTable]; an operand known beforehand becomes
/// a [Suffix], one point, and a short one needs few additions. The left operand stands in four words, least significant
/// first, which the hash replaces. Makes no garbage once warm. Thread: one.
final class PedersenHasher {
    private final AffineSum sum = new AffineSum(PedersenTables.POINTS_MAX);
    private final long[] x = new long[Field.DIGITS];
    private final long[] words = new long[4];
    /// Made when the vector path is ready.
    private @Nullable VectorPedersen vector;

    /// The constant part of all hashes with one right operand. Thread: one.
    static final class Suffix {
        private final Felt operand;
        private @Nullable PedersenTables tables;
        private long[] point = new long[CurvePoint.AFFINE];
        private double @Nullable [] vectorPoint;

        private Suffix(Felt operand) {
            this.operand = operand;
        }

        private long[] point(PedersenTables wanted) {
            if (tables != wanted) {
                tables = wanted;
                point = wanted.suffix(operand);
            }
            return point;
        }

        private double[] vectorPoint() {
            double[] made = vectorPoint;
            if (made == null) {
                made = VectorPedersen.suffix(operand);
                vectorPoint = made;
            }
            return made;
        }
    }

    static Suffix suffix(Felt b) {
        return new Suffix(b);
    }

    void hash(long[] a, long b0, long b1, long b2, long b3) {
        VectorPedersen ready = vector();
        if (ready == null || !ready.hash(a, b0, b1, b2, b3)) {
            scalarHash(a, b0, b1, b2, b3, PedersenTables.best());
        }
    }

    /// Right operand of 63 bits.
    void hash(long[] a, long b) {
        VectorPedersen ready = vector();
        if (ready == null) {
            scalarHash(a, b, PedersenTables.best());
        } else if (b >>> VectorPedersen.SHORT_BITS != 0) {
            hash(a, b, 0, 0, 0);
        } else if (!ready.hash(a, b)) {
            scalarHash(a, b, PedersenTables.best());
        }
    }

    void hash(long[] a, Suffix b) {
        VectorPedersen ready = vector();
        if (ready == null || !ready.hash(a, b.vectorPoint())) {
            scalarHash(a, b, PedersenTables.best());
        }
    }

    Felt hash(Felt a, Felt b) {
        a.words(words);
        if ((b.word1() | b.word2() | b.word3()) == 0 && b.word0() >= 0) {
            hash(words, b.word0());
        } else {
            hash(words, b.word0(), b.word1(), b.word2(), b.word3());
        }
        return new Felt(words[0], words[1], words[2], words[3]);
    }

    void scalarHash(long[] a, long b0, long b1, long b2, long b3, PedersenTables tables) {
        sum.stage(tables.fullBase, 0, 0);
        tables.right.stageWindows(sum, tables.right.windows, b0, b1, b2, b3);
        finish(a, tables);
    }

    void scalarHash(long[] a, long b, PedersenTables tables) {
        if (b >>> tables.numberBits() != 0) {
            scalarHash(a, b, 0, 0, 0, tables);
            return;
        }
        sum.stage(tables.numberBase, 0, 0);
        tables.number.stageWindows(sum, tables.numberWindows, b, 0, 0, 0);
        finish(a, tables);
    }

    void scalarHash(long[] a, Suffix b, PedersenTables tables) {
        sum.stage(b.point(tables), 0, 0);
        finish(a, tables);
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

    private void finish(long[] a, PedersenTables tables) {
        tables.left.stageWindows(sum, tables.left.windows, a[0], a[1], a[2], a[3]);
        if (!sum.x(x)) {
            // Two points with one x would be a known relation between the hash's constants, and break it.
            throw new IllegalStateException("two points of a Pedersen hash met");
        }
        Field.joinWords(x, a);
    }
}
