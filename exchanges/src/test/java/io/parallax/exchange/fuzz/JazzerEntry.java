package io.parallax.exchange.fuzz;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where Jazzer, a fuzzer that follows the branches of the instrumented reader, comes in; `docs/reliability.md` has the
/// command. It is told `-Dparallax.fuzz.test=<class>` and `-Dparallax.fuzz.reader=<name>`, takes the reader with its
/// properties from that test, and puts what the test starts from into the folder `-Dparallax.fuzz.inputs`.
/// Thread: Jazzer's.
public final class JazzerEntry {
    private static final String READER = System.getProperty("parallax.fuzz.reader", "");
    private static Fuzzer.@Nullable Target target;
    private static @Nullable Fuzzer fuzzer;

    private JazzerEntry() {}

    /// Whether Jazzer runs, so that the test must not; takes the reader if it is the one asked for.
    static boolean takes(String name, Fuzzer from, Fuzzer.Target reader) {
        if (name.equals(READER)) {
            fuzzer = from;
            target = reader;
        }
        return !READER.isEmpty();
    }

    /// Called by Jazzer once, by this name.
    public static void fuzzerInitialize() throws ReflectiveOperationException, IOException {
        Class<?> test = Class.forName(System.getProperty("parallax.fuzz.test", ""));
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        for (Method method : test.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                method.invoke(constructor.newInstance());
            }
        }
        if (fuzzer == null || target == null) {
            throw new IllegalArgumentException(test.getName() + " has no reader " + READER);
        }
        fuzzer.warmUp(target);
        Path folder =
                Files.createDirectories(Path.of(System.getProperty("parallax.fuzz.inputs", "target/fuzz-inputs")));
        for (byte[] input : fuzzer.inputs()) {
            Files.write(folder.resolve("sample-" + Integer.toHexString(Arrays.hashCode(input))), input);
        }
    }

    /// Called by Jazzer for every input, by this name.
    public static void fuzzerTestOneInput(byte[] input) {
        Fuzzer.Target reader = target;
        Fuzzer properties = fuzzer;
        if (reader == null || properties == null) {
            throw new IllegalStateException("not initialised");
        }
        properties.check(reader, input);
    }
}
