package io.parallax.exchange.signing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whether Pedersen hashes are computed four sums at a time ([VectorField]) or by `long` arithmetic ([Field]). The
/// results are the same bit by bit; the vector path is several times as fast once compiled and many times as slow
/// before. So it serves only after [#prepare()] has built its tables, driven it until it was compiled, compared every
/// result with the scalar path's, and found it faster. It needs `--add-modules jdk.incubator.vector`, as the module
/// is not part of the platform by default. Thread: any.
public final class VectorPath {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int BATCH = 1_000;
    private static final int BATCHES_MAX = 40;
    /// Batches in a row that must be faster.
    private static final int WINS = 3;

    private static volatile boolean ready;
    private static volatile String description = "scalar: the vector path was not prepared";

    private VectorPath() {}

    /// Builds, warms up and checks the vector path, some seconds of one core; returns whether it serves from now on.
    /// Later calls return at once when it does. Without the module the scalar path still gets its large tables.
    public static synchronized boolean prepare() {
        if (ready) {
            return true;
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
        VectorPedersen vector = new VectorPedersen();
        PedersenHasher scalar = new PedersenHasher();
        PedersenTables tables = PedersenTables.buildLarge();
        PedersenHasher.Suffix suffix = PedersenHasher.suffix(Felt.of(7));
        double[] vectorSuffix = VectorPedersen.suffix(Felt.of(7));
        long[] expected = new long[4 * BATCH];
        long[] start = {1, 0, 0, 0};
        long[] hash = new long[4];
        int wins = 0;
        for (int batch = 0; batch < BATCHES_MAX && wins < WINS; batch++) {
            long begin = System.nanoTime();
            System.arraycopy(start, 0, hash, 0, 4);
            for (int i = 0; i < BATCH; i++) {
                if ((i & 1) == 0) {
                    scalar.scalarHash(hash, suffix, tables);
                } else {
                    scalar.scalarHash(hash, hash[0] >>> (64 - VectorPedersen.SHORT_BITS), tables);
                }
                System.arraycopy(hash, 0, expected, 4 * i, 4);
            }
            long middle = System.nanoTime();
            System.arraycopy(start, 0, hash, 0, 4);
            for (int i = 0; i < BATCH; i++) {
                boolean done = (i & 1) == 0
                        ? vector.hash(hash, vectorSuffix)
                        : vector.hash(hash, hash[0] >>> (64 - VectorPedersen.SHORT_BITS));
                if (!done || !Arrays.equals(hash, 0, 4, expected, 4 * i, 4 * i + 4)) {
                    return "the vector path computed a wrong hash";
                }
            }
            wins = System.nanoTime() - middle < middle - begin ? wins + 1 : 0;
            System.arraycopy(hash, 0, start, 0, 4);
        }
        return wins == WINS ? null : "the vector path is not faster on this machine";
    }

    static void words(Felt value, long[] words) {
        words[0] = value.word0();
        words[1] = value.word1();
        words[2] = value.word2();
        words[3] = value.word3();
    }
}
