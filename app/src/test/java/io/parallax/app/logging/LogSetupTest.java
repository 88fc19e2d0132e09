package io.parallax.app.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.app.config.LoggingSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogSetupTest {
    private static final LoggingSettings SETTINGS =
            new LoggingSettings(LoggingSettings.Level.INFO, LoggingSettings.Format.TEXT);

    @TempDir
    private Path directory = Path.of(".");

    @AfterEach
    void close() {
        LogSetup.close();
    }

    private static void warn(String text) {
        LoggerFactory.getLogger("io.parallax.test").warn(text);
    }

    @Test
    void writesToTheFileToo() throws IOException {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        Path file = directory.resolve("run.log");
        Files.writeString(file, "before\n");
        LogSetup.requireWritable(file);
        LogSetup.configure(SETTINGS, terminal, true);
        LogSetup.alsoTo(file, SETTINGS);
        warn("look at this");
        LogSetup.close();
        assertThat(terminal.toString(StandardCharsets.UTF_8)).contains("\u001b[33m", "WARN look at this");
        assertThat(Files.readString(file)).startsWith("before\n").endsWith(" WARN look at this\n");
        assertThat(Files.readString(file)).doesNotContain("\u001b");
    }

    /// Or whoever runs it would not learn why it crashed.
    @Test
    void leavesTheStreamOpenForWhatIsSaidAfterwards() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        LogSetup.configure(SETTINGS, terminal, false);
        warn("look at this");
        LogSetup.close();
        terminal.println("stopped because of a bug");
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(2)
                .last()
                .isEqualTo("stopped because of a bug");
    }

    @Test
    void keepsTheLastLinesForAScreen() {
        LogTail tail = new LogTail();
        LogSetup.configure(SETTINGS, tail);
        for (int i = 0; i < 600; i++) {
            LoggerFactory.getLogger("io.parallax.test").info("line {}", i);
        }
        warn("a warning");
        LogSetup.close();
        assertThat(tail.count()).isEqualTo(601);
        assertThat(tail.newest(2, LogTail.Weight.NEWS))
                .extracting(line -> line.text().replaceFirst("^[0-9:.]+ ", ""))
                .containsExactly("line 599", "WARN a warning");
        assertThat(tail.newest(9, LogTail.Weight.WARNING)).hasSize(1);
        assertThat(tail.newest(1_000, LogTail.Weight.SUMMARY)).as("bounded").hasSize(500);
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        Path nowhere = directory.resolve("no").resolve("run.log");
        assertThatThrownBy(() -> LogSetup.requireWritable(nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("log file " + nowhere);
    }
}
