package io.parallax.app.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The program as processes of their own, with run directories of their own; [#close] ends what is left. Thread: one.
final class Processes implements AutoCloseable {
    private final Path runDirectories;
    private final List<Process> started = new ArrayList<>();

    Processes(Path runDirectories) {
        this.runDirectories = runDirectories;
    }

    /// A seed, and so an account, that no other test on this machine uses: accounts are locked for the whole machine.
    static String seed(int number) {
        return Long.toString(10 * ProcessHandle.current().pid() + number);
    }

    Process start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("PARALLAX_RUN_DIR", runDirectories.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /// The processes run in another directory.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    static String awaitLine(BufferedReader reader, String part) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.contains(part)) {
                return line;
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("the process ended without a line with \"" + part + "\":\n" + seen);
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
