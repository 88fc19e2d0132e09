package io.parallax.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The same seed gives the same log in two JVMs with other heaps, collectors, identity hashes, locales and time zones.
class HashAcrossJvmsTest {
    private static final List<String> SEEDS = List.of("1", "2", "3", "4", "5");
    private static final long SECONDS_MAX = 120;

    @Test
    void theSameSeedGivesTheSameLogInEveryJvm() throws IOException, InterruptedException {
        Process one = start("-Xmx256m", "-XX:+UseSerialGC");
        Process other = start(
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.timezone=Asia/Kolkata");
        String first = output(one);
        assertThat(first.lines()).hasSameSizeAs(SEEDS);
        assertThat(output(other)).isEqualTo(first);
    }

    private static Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(EpisodeHashes.class.getName());
        command.addAll(SEEDS);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return text;
    }
}
