package io.parallax.exchange.signing;

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
    /// Later calls return at once when it does.
    public static synchronized boolean prepare() {
        if (ready) {
            return true;
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
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
        PedersenHasher.Suffix suffix = PedersenHasher.suffix(Felt.of(7));
        double[] vectorSuffix = VectorPedersen.suffix(Felt.of(7));
        long[] words = new long[4];
        Felt[] expected = new Felt[BATCH];
        Felt start = Felt.ONE;
        int wins = 0;
        for (int batch = 0; batch < BATCHES_MAX && wins < WINS; batch++) {
            long begin = System.nanoTime();
            Felt hash = start;
            for (int i = 0; i < BATCH; i++) {
                long number = hash.word0() >>> (64 - VectorPedersen.SHORT_BITS);
                hash = (i & 1) == 0 ? scalar.scalarHash(hash, suffix) : scalar.scalarHash(hash, number);
                expected[i] = hash;
            }
            long middle = System.nanoTime();
            words(start, words);
            for (int i = 0; i < BATCH; i++) {
                long number = words[0] >>> (64 - VectorPedersen.SHORT_BITS);
                boolean done = (i & 1) == 0 ? vector.hash(words, vectorSuffix) : vector.hash(words, number);
                if (!done || differs(words, expected[i])) {
                    return "the vector path computed a wrong hash";
                }
            }
            wins = System.nanoTime() - middle < middle - begin ? wins + 1 : 0;
            start = hash;
        }
        return wins == WINS ? null : "the vector path is not faster on this machine";
    }

    static void words(Felt value, long[] words) {
        words[0] = value.word0();
        words[1] = value.word1();
        words[2] = value.word2();
        words[3] = value.word3();
    }

    private static boolean differs(long[] words, Felt value) {
        return words[0] != value.word0()
                || words[1] != value.word1()
                || words[2] != value.word2()
                || words[3] != value.word3();
    }
}
