package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Looks for secrets in the time of compiled code, after Reparaz, Balasch and Verbauwhede, "Dude, is my code constant
/// time?": the same operation on one fixed secret and on random ones, in random order, and Welch's t of the two groups
/// of times, over all of them and over those below several percentiles, as interrupts only lengthen. From 4.5 on the
/// times differ by more than chance; below, so many samples show no difference, which proves nothing about other
/// machines. A multiplication by doubling and adding, which must be found out, shows what the check can see.
///
/// Takes the number of samples, a million by default; `-Dparallax.seed` the seed. With `--add-modules
/// jdk.incubator.vector` the vector path serves, where it can. Ends with 1 when a verdict is not as expected.
public final class TimingLeakCheck {
    private static final long SEED = Long.getLong("parallax.seed", 20_261_127L);
    private static final double THRESHOLD = 4.5;
    private static final double[] PERCENTILES = {100, 99.9, 99, 95, 90, 75, 50, 25};
    /// Inputs are made this many at a time, so that making them does not disturb each measurement.
    private static final int BATCH = 256;
    private static final int WARM_UP_BATCHES = 150;
    private static final int SAMPLES_MIN = 100_000;

    private final SplittableRandom random;
    private final boolean[] fixed = new boolean[BATCH];
    private boolean asExpected = true;

    private TimingLeakCheck(SplittableRandom random) {
        this.random = random;
    }

    /// An operation whose inputs have places in one array, alike for both groups.
    private interface Subject {
        void prepare(int place, boolean fixed, SplittableRandom random);

        void run(int place);
    }

    private enum Expectation {
        NO_DIFFERENCE,
        DIFFERENCE,
        /// Shown only.
        NONE
    }

    public static void main(String[] args) {
        int samples = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        if (samples < SAMPLES_MIN) {
            throw new IllegalArgumentException("at least " + SAMPLES_MIN + " samples, found " + samples);
        }
        VectorPath.prepare();
        System.out.printf(
                Locale.ROOT,
                "seed %d, %s %s on %s, path %s%n%n",
                SEED,
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                System.getProperty("os.arch"),
                VectorPath.description());
        System.out.printf(
                "%-42s %9s %11s %11s %9s %7s  %s%n",
                "fixed against random", "samples", "fixed ns", "random ns", "max |t|", "below", "verdict");
        TimingLeakCheck check = new TimingLeakCheck(new SplittableRandom(SEED));
        SplittableRandom keys = new SplittableRandom(SEED + 1);
        long[] anyScalar = scalar(keys);
        long[] lowest = {1, 0, 0, 0};
        long[] highest = words(ScalarField.N.subtract(BigInteger.ONE));
        check.measure("doubling and adding, k of 28 ones", samples / 50, new DoubleAndAdd(), Expectation.DIFFERENCE);
        check.measure("k*G, both random", samples, new GeneratorMultiple(null), Expectation.NO_DIFFERENCE);
        check.measure("k*G, k random", samples, new GeneratorMultiple(anyScalar), Expectation.NO_DIFFERENCE);
        check.measure("k*G, k = 1", samples, new GeneratorMultiple(lowest), Expectation.NO_DIFFERENCE);
        check.measure("k*G, k = n - 1", samples, new GeneratorMultiple(highest), Expectation.NO_DIFFERENCE);
        int fewer = samples / 4;
        check.measure("signature, all random", fewer, new Signature(null, null), Expectation.NO_DIFFERENCE);
        check.measure("signature, key random", fewer, new Signature(anyScalar, null), Expectation.NO_DIFFERENCE);
        check.measure("signature, key 1", fewer, new Signature(lowest, null), Expectation.NO_DIFFERENCE);
        check.measure("signature, key n - 1", fewer, new Signature(highest, null), Expectation.NO_DIFFERENCE);
        Felt message = Signature.hash(bytes(anyScalar), keys);
        check.measure(
                "signature, key and message, so blinding", fewer, new Signature(anyScalar, message), Expectation.NONE);
        System.out.println(check.asExpected ? "\nall as expected" : "\nNOT AS EXPECTED");
        System.exit(check.asExpected ? 0 : 1);
    }

    private void measure(String name, int samples, Subject subject, Expectation expectation) {
        for (int i = 0; i < WARM_UP_BATCHES; i++) {
            runBatch(subject, new int[BATCH], 0);
        }
        int[] nanos = new int[samples / BATCH * BATCH];
        boolean[] groups = new boolean[nanos.length];
        for (int at = 0; at < nanos.length; at += BATCH) {
            runBatch(subject, nanos, at);
            System.arraycopy(fixed, 0, groups, at, BATCH);
        }
        asExpected &= report(name, nanos, groups, expectation);
    }

    private void runBatch(Subject subject, int[] nanos, int offset) {
        for (int place = 0; place < BATCH; place++) {
            fixed[place] = random.nextBoolean();
            subject.prepare(place, fixed[place], random);
        }
        for (int place = 0; place < BATCH; place++) {
            long begin = System.nanoTime();
            subject.run(place);
            nanos[offset + place] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - begin);
        }
    }

    private static boolean report(String name, int[] nanos, boolean[] groups, Expectation expectation) {
        int[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double max = 0;
        double percentileOfMax = PERCENTILES[0];
        for (double percentile : PERCENTILES) {
            double t = Math.abs(welch(nanos, groups, sorted[(int) ((sorted.length - 1) * percentile / 100)]));
            if (t > max) {
                max = t;
                percentileOfMax = percentile;
            }
        }
        boolean differs = max >= THRESHOLD;
        boolean asExpected = expectation == Expectation.NONE || differs == (expectation == Expectation.DIFFERENCE);
        System.out.printf(
                Locale.ROOT,
                "%-42s %9d %11d %11d %9.2f %6.1f%%  %s%s%n",
                name,
                nanos.length,
                median(nanos, groups, true),
                median(nanos, groups, false),
                max,
                percentileOfMax,
                differs ? "differs" : "no difference",
                asExpected ? "" : ", NOT as expected");
        return asExpected;
    }

    /// Welch's t of the times up to a bound: fixed minus random.
    private static double welch(int[] nanos, boolean[] groups, int bound) {
        double[] count = new double[2];
        double[] mean = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] <= bound) {
                int group = groups[i] ? 0 : 1;
                count[group]++;
                double distance = nanos[i] - mean[group];
                mean[group] += distance / count[group];
                squares[group] += distance * (nanos[i] - mean[group]);
            }
        }
        double variance = 0;
        for (int group = 0; group < 2; group++) {
            variance += squares[group] / (count[group] - 1) / count[group];
        }
        return variance > 0 ? (mean[0] - mean[1]) / Math.sqrt(variance) : 0;
    }

    private static int median(int[] nanos, boolean[] groups, boolean group) {
        int[] sorted = new int[nanos.length];
        int count = 0;
        for (int i = 0; i < nanos.length; i++) {
            if (groups[i] == group) {
                sorted[count++] = nanos[i];
            }
        }
        Arrays.sort(sorted, 0, count);
        return sorted[count / 2];
    }

    private static long[] scalar(SplittableRandom random) {
        return new long[] {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5};
    }

    private static long[] words(BigInteger value) {
        long[] words = new long[4];
        Felt.of(value).words(words);
        return words;
    }

    /// k·G. Random numbers are drawn for both groups, and both are copied to the same place before they are used.
    private static final class GeneratorMultiple implements Subject {
        /// Null for a random k in both groups.
        private final long @Nullable [] fixedScalar;

        private final long[] scalars = new long[4 * BATCH];
        private final long[] scalar = new long[4];
        /// Null where the scalar path serves.
        private final @Nullable VectorGenerator vector = VectorPath.isReady() ? new VectorGenerator() : null;

        private final long[] numerator = new long[Field.DIGITS];
        private final long[] denominator = new long[Field.DIGITS];
        private final CurvePoint product = new CurvePoint();
        private final long[] scratch = new long[CurvePoint.AFFINE];

        GeneratorMultiple(long @Nullable [] fixedScalar) {
            this.fixedScalar = fixedScalar;
        }

        @Override
        public void prepare(int place, boolean fixed, SplittableRandom random) {
            long[] drawn = scalar(random);
            System.arraycopy(fixed && fixedScalar != null ? fixedScalar : drawn, 0, scalars, 4 * place, 4);
        }

        @Override
        public void run(int place) {
            System.arraycopy(scalars, 4 * place, scalar, 0, 4);
            if (vector != null) {
                vector.multiply(scalar, numerator, denominator);
            } else {
                GeneratorTable.multiply(product, scalar, scratch);
            }
        }
    }

    /// What leaks: an addition for every one, and only for ones. Both groups have the same length.
    private static final class DoubleAndAdd implements Subject {
        private final BigInteger[] scalars = new BigInteger[BATCH];

        @Override
        public void prepare(int place, boolean fixed, SplittableRandom random) {
            BigInteger drawn = new BigInteger(1, bytes(scalar(random))).setBit(250);
            // Every ninth bit: 28 ones, where random numbers have about 126.
            BigInteger sparse = BigInteger.ZERO;
            for (int bit = 7; bit < 251; bit += 9) {
                sparse = sparse.setBit(bit);
            }
            scalars[place] = fixed ? sparse : drawn;
        }

        @Override
        public void run(int place) {
            Curve.multiple(scalars[place], Curve.G);
        }
    }

    /// A signature by one key against signatures by others, over messages whose first candidate for the nonce
    /// is taken, as rejected ones take time and say nothing about the one that is used. Every sample has a
    /// signer of its own, made in turn: signers that are kept lie in different parts of the memory by group,
    /// which shows in nanoseconds.
    private static final class Signature implements Subject {
        /// Null for random keys in both groups.
        private final byte @Nullable [] fixedKey;
        /// Null for random messages in both groups.
        private final @Nullable Felt fixedHash;

        private final StarkSigner[] signers = new StarkSigner[BATCH];
        private final Felt[] hashes = new Felt[BATCH];

        Signature(long @Nullable [] fixedKey, @Nullable Felt fixedHash) {
            this.fixedKey = fixedKey == null ? null : bytes(fixedKey);
            this.fixedHash = fixedHash;
        }

        @Override
        public void prepare(int place, boolean fixed, SplittableRandom random) {
            byte[] drawn = bytes(scalar(random));
            byte[] key = fixed && fixedKey != null ? fixedKey : drawn;
            Felt hash = hash(key, random);
            Felt chosen = fixed && fixedHash != null ? fixedHash : hash;
            signers[place] = new StarkSigner(Secret.of(key));
            hashes[place] = new Felt(chosen.word0(), chosen.word1(), chosen.word2(), chosen.word3());
        }

        @Override
        public void run(int place) {
            signers[place].sign(hashes[place]);
        }

        static Felt hash(byte[] key, SplittableRandom random) {
            while (true) {
                long[] words = scalar(random);
                Felt hash = new Felt(words[0], words[1], words[2], words[3]);
                if (takesFirstCandidate(key, hash)) {
                    return hash;
                }
            }
        }

        /// RFC 6979, section 3.2, as far as its first candidate.
        private static boolean takesFirstCandidate(byte[] key, Felt hash) {
            byte[] v = new byte[32];
            Arrays.fill(v, (byte) 1);
            byte[] k = hmac(new byte[32], v, new byte[] {0}, key, hash.toBytes());
            v = hmac(k, v);
            k = hmac(k, v, new byte[] {1}, key, hash.toBytes());
            v = hmac(k, hmac(k, v));
            BigInteger candidate = new BigInteger(1, v).shiftRight(4);
            return candidate.signum() > 0 && candidate.compareTo(ScalarField.N) < 0;
        }

        private static byte[] hmac(byte[] key, byte[]... parts) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                for (byte[] part : parts) {
                    mac.update(part);
                }
                return mac.doFinal();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }
    }

    private static byte[] bytes(long[] words) {
        return new Felt(words[0], words[1], words[2], words[3]).toBytes();
    }
}
