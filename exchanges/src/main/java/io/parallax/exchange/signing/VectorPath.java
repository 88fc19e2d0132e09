package io.parallax.exchange.signing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whether Pedersen hashes and multiples of G are computed four sums at a time ([VectorField]) or by `long` arithmetic
/// ([Field]). The
/// results are the same bit by bit; the vector path is several times as fast once compiled and many times as slow
/// before. So it serves only after [#prepare()] has built its tables, driven it until it was compiled, compared every
/// result with the scalar path's, and found it faster. It needs `--add-modules jdk.incubator.vector`, as the module
/// is not part of the platform by default. Thread: any.
public final class VectorPath {
    /// `-Dparallax.signing.vector=false` leaves signing to the scalar path.
    static final String SWITCH = "parallax.signing.vector";

    private static final String MODULE = "jdk.incubator.vector";
    private static final int BATCH = 1_000;
    private static final int BATCHES_MAX = 40;
    /// Batches in a row that must be faster.
    private static final int WINS = 3;

    private static volatile boolean ready;
    private static volatile String description = "scalar: the vector path was not prepared";

    private VectorPath() {}

    /// Builds, warms up and checks the vector path, some seconds of one core; returns whether it serves from now on.
    /// Later calls return at once when it does. Without the module, or when
    /// `-Dparallax.signing.vector=false` says so, the scalar path still gets its large tables.
    public static synchronized boolean prepare() {
        if (ready) {
            return true;
        }
        if ("false".equals(System.getProperty(SWITCH))) {
            PedersenTables.buildLarge();
            description = "scalar: -D" + SWITCH + "=false";
            return false;
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            PedersenTables.buildLarge();
            description = "scalar: the JVM was started without --add-modules " + MODULE;
            return false;
        }
        String objection = objection();
        ready = objection == null;
        description = objection == null ? "vector" : "scalar: " + objection;
        return ready;
    }

    /// Calls [#prepare()] on a daemon thread.
    public static void prepareInBackground() {
        Thread thread = new Thread(VectorPath::prepare, "signing-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /// `vector`, or `scalar:` and why.
    public static String description() {
        return description;
    }

    static boolean isReady() {
        return ready;
    }

    /// For tests that compare the paths.
    static void stop() {
        ready = false;
        description = "scalar: the vector path was stopped";
    }

    private static @Nullable String objection() {
        ScalarRun scalar = new ScalarRun();
        VectorRun vector = new VectorRun();
        long[] expected = new long[4 * BATCH];
        long[] found = new long[4 * BATCH];
        long[] start = {1, 0, 0, 0};
        int wins = 0;
        for (int batch = 0; batch < BATCHES_MAX && wins < WINS; batch++) {
            long begin = System.nanoTime();
            scalar.run(start, expected);
            long middle = System.nanoTime();
            vector.run(start, found);
            wins = System.nanoTime() - middle < middle - begin ? wins + 1 : 0;
            if (!Arrays.equals(found, expected)) {
                return "the vector path computed a wrong number";
            }
            System.arraycopy(expected, 4 * (BATCH - 1), start, 0, 4);
        }
        return wins == WINS ? null : "the vector path is not faster on this machine";
    }

    /// A chain of what signing computes, each number from the one before: hashes with a constant and with a number,
    /// and one multiple of G for every four hashes.
    private abstract static class Run {
        private final long[] number = new long[4];

        final void run(long[] start, long[] results) {
            System.arraycopy(start, 0, number, 0, 4);
            for (int i = 0; i < BATCH; i++) {
                if (i % 5 == 4) {
                    // Below n, as p is not.
                    number[3] &= 0x07ff_ffff_ffff_ffffL;
                    multiplyGenerator(number);
                } else if ((i & 1) == 0) {
                    hashWithConstant(number);
                } else {
                    hash(number, number[0] >>> (64 - VectorPedersen.SHORT_BITS));
                }
                System.arraycopy(number, 0, results, 4 * i, 4);
            }
        }

        abstract void hashWithConstant(long[] words);

        abstract void hash(long[] words, long operand);

        abstract void multiplyGenerator(long[] words);
    }

    private static final class ScalarRun extends Run {
        private final PedersenHasher hasher = new PedersenHasher();
        private final PedersenTables tables = PedersenTables.buildLarge();
        private final PedersenHasher.Suffix suffix = PedersenHasher.suffix(Felt.of(7));
        private final CurvePoint point = new CurvePoint();
        private final PublicInverse inverse = new PublicInverse(Field.P);
        private final long[] scratch = new long[CurvePoint.AFFINE];
        private final long[] x = new long[Field.DIGITS];
        private final long[] zz = new long[Field.DIGITS];

        @Override
        void hashWithConstant(long[] words) {
            hasher.scalarHash(words, suffix, tables);
        }

        @Override
        void hash(long[] words, long operand) {
            hasher.scalarHash(words, operand, tables);
        }

        @Override
        void multiplyGenerator(long[] words) {
            GeneratorTable.collect(point, words, scratch);
            point.quotient(x, zz);
            inverse.divide(x, zz);
            Field.joinWords(x, words);
        }
    }

    private static final class VectorRun extends Run {
        private final VectorPedersen hasher = new VectorPedersen();
        private final double[] suffix = VectorPedersen.suffix(Felt.of(7));
        private final VectorGenerator generator = new VectorGenerator();
        private final PublicInverse inverse = new PublicInverse(Field.P);
        private final long[] x = new long[Field.DIGITS];
        private final long[] zz = new long[Field.DIGITS];

        @Override
        void hashWithConstant(long[] words) {
            hasher.hash(words, suffix);
        }

        @Override
        void hash(long[] words, long operand) {
            hasher.hash(words, operand);
        }

        @Override
        void multiplyGenerator(long[] words) {
            generator.multiply(words, x, zz);
            inverse.divide(x, zz);
            Field.joinWords(x, words);
        }
    }
}
