package io.parallax.exchange.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gives one reader of outside bytes the corpus as it is and then mutations of it, and watches: nothing is thrown but
/// what the reader declares, garbage and time stay in proportion to the input. An input with a new outcome joins the
/// inputs that are mutated next, which leads the search into the reader without instrumenting it.
///
/// A second a reader by default; `-Dparallax.fuzz=N` deals out N inputs and some more instead, to each reader its
/// [#share], and `-Dparallax.seed` repeats a run. [JazzerEntry] lets Jazzer, which follows the reader's branches, do
/// the choosing instead. An input
/// that fails is written to `target/fuzz` and belongs, named after what it broke, under
/// `src/test/resources/corpus`. Thread: the test's.
public final class Fuzzer {
    private static final long SHORT_NANOS = 1_000_000_000L;
    private static final int SHORT_INPUTS_MAX = 400_000;
    private static final int LOOK_AT_CLOCK = 64;
    private static final int POOL_MAX = 4_096;
    private static final int WARM_UP = 200;
    private static final int TIME_TRIES = 4;
    private static final long NANOS_PER_BYTE_MAX = 2_000L;
    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Reads one input.
    @FunctionalInterface
    public interface Target {
        /// @return what it made of the input, in few words: inputs with equal words count as equal
        String read(byte[] input) throws Exception;
    }

    private final String name;
    private final List<byte[]> pool = new ArrayList<>();
    private final Set<String> outcomes = new HashSet<>();
    private Class<? extends Exception> declared = NothingDeclared.class;
    private long allocationMax = 1 << 20;
    private int allocationPerByteMax = 256;
    private long nanosMax = 10_000_000L;
    private boolean json;
    private int share = 16;

    private static final class NothingDeclared extends Exception {}

    private Fuzzer(String name) {
        this.name = name;
    }

    public static Fuzzer of(String name) {
        return new Fuzzer(name);
    }

    /// Adds inputs to start from.
    public Fuzzer from(List<byte[]> inputs) {
        pool.addAll(inputs);
        return this;
    }

    /// Adds the files of a folder of the class path whose names begin so.
    public Fuzzer from(Class<?> near, String folder, String prefix) {
        URL url = near.getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException("no folder " + folder + " on the class path");
        }
        return from(url, prefix);
    }

    /// Adds what is kept of earlier findings under `/corpus` and this reader's name, if anything is.
    public Fuzzer fromCorpus(Class<?> near) {
        URL url = near.getResource("/corpus/" + name);
        return url == null ? this : from(url, "");
    }

    private Fuzzer from(URL url, String prefix) {
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    pool.add(Files.readAllBytes(file));
                }
            }
            return this;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The inputs are JSON: most changes keep them so.
    public Fuzzer json() {
        json = true;
        return this;
    }

    /// Gets this part of a long run's inputs: 4 for one in four, a larger number for a slow reader.
    public Fuzzer share(int oneIn) {
        share = oneIn;
        return this;
    }

    /// What the reader may throw.
    public Fuzzer throwing(Class<? extends Exception> exception) {
        declared = exception;
        return this;
    }

    /// Most garbage for one input in bytes: a fixed part and a part for each byte of the input.
    public Fuzzer allocating(long fixedMax, int perByteMax) {
        allocationMax = fixedMax;
        allocationPerByteMax = perByteMax;
        return this;
    }

    /// Most time for one input, beyond 2 µs for each of its bytes; 10 ms unless said.
    public Fuzzer within(long millisMax) {
        nanosMax = millisMax * 1_000_000;
        return this;
    }

    public void run(Target target) {
        if (JazzerEntry.takes(name, this, target)) {
            return;
        }
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        long asked = Long.getLong("parallax.fuzz", 0L);
        Mutator mutator = new Mutator(seed ^ name.hashCode(), json);
        if (pool.isEmpty()) {
            throw new IllegalStateException(name + " has nothing to start from");
        }
        warmUp(target);
        long startNanos = System.nanoTime();
        long inputs = 0;
        long goal = asked > 0 ? Math.ceilDiv(asked, (long) share) : SHORT_INPUTS_MAX;
        while (inputs < goal
                && (asked > 0 || inputs % LOOK_AT_CLOCK != 0 || System.nanoTime() - startNanos < SHORT_NANOS)) {
            byte[] input = mutator.mutate(pool.get(mutator.below(pool.size())), pool.get(mutator.below(pool.size())));
            check(target, input, seed, true);
            inputs++;
        }
        System.out.println("fuzz " + name + ": " + inputs + " inputs in " + (System.nanoTime() - startNanos) / 1_000_000
                + " ms, " + outcomes.size() + " outcomes, seed " + seed);
    }

    String name() {
        return name;
    }

    /// What was given to start from.
    List<byte[]> inputs() {
        return List.copyOf(pool);
    }

    /// Gives everything there is to start from, unmeasured, so that loading classes counts for no input.
    void warmUp(Target target) {
        for (int round = 0; round < WARM_UP; round++) {
            for (byte[] input : List.copyOf(pool)) {
                check(target, input, 0, false);
            }
        }
    }

    /// Gives one input that somebody else chose; unmeasured, because whoever instruments the reader makes garbage too.
    void check(Target target, byte[] input) {
        check(target, input, 0, false);
    }

    private void check(Target target, byte[] input, long seed, boolean measured) {
        byte[] given = input.clone();
        long startNanos = System.nanoTime();
        long startBytes = THREADS.getCurrentThreadAllocatedBytes();
        String outcome = outcome(target, given, seed);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
        long tookNanos = System.nanoTime() - startNanos;
        if (measured && allocated > allocationMax + (long) allocationPerByteMax * input.length) {
            throw failure(input, seed, allocated + " bytes of garbage", null);
        }
        if (measured && tookNanos > nanosMax(input)) {
            requireFast(target, input, seed);
        }
        if (outcomes.size() < POOL_MAX && outcomes.add(outcome)) {
            pool.add(input);
        }
    }

    private long nanosMax(byte[] input) {
        return nanosMax + NANOS_PER_BYTE_MAX * input.length;
    }

    /// Another process may have had the core: only what is slow every time is slow.
    private void requireFast(Target target, byte[] input, long seed) {
        long fastestNanos = Long.MAX_VALUE;
        for (int i = 0; i < TIME_TRIES; i++) {
            long startNanos = System.nanoTime();
            outcome(target, input.clone(), seed);
            fastestNanos = Math.min(fastestNanos, System.nanoTime() - startNanos);
        }
        if (fastestNanos > nanosMax(input)) {
            throw failure(input, seed, fastestNanos / 1_000_000 + " ms", null);
        }
    }

    private String outcome(Target target, byte[] given, long seed) {
        try {
            return target.read(given);
        } catch (Throwable thrown) {
            if (declared.isInstance(thrown)) {
                return shape(String.valueOf(thrown.getMessage()));
            }
            throw failure(given, seed, "threw " + thrown, thrown);
        }
    }

    /// A complaint without its numbers and quoted words, so that one complaint is one outcome.
    public static String shape(String message) {
        var shape = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < Math.min(message.length(), 120); i++) {
            char c = message.charAt(i);
            quoted ^= c == '"';
            if (!quoted && (c < '0' || c > '9') && c < 128) {
                shape.append(c);
            }
        }
        return shape.toString();
    }

    private AssertionError failure(byte[] input, long seed, String what, @Nullable Throwable cause) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            Path file = folder.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(input)));
            Files.write(file, input);
            String hex = HEX.formatHex(input, 0, Math.min(input.length, 2_000));
            return new AssertionError(
                    name + " " + what + " for " + input.length + " bytes kept in " + file + ", seed " + seed + ": "
                            + hex,
                    cause);
        } catch (IOException e) {
            return new AssertionError(name + " " + what + ", seed " + seed + "; not kept: " + e, cause);
        }
    }
}
