package io.parallax.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    private Path base = Path.of(".");

    @Test
    void isForItsOwnerAloneAndForOneEngineAtATime() throws IOException {
        try (RunDirectory first = RunDirectory.open(base, "live-ab12")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.path())))
                    .isEqualTo("rwx------");
            assertThatThrownBy(() -> RunDirectory.open(base, "live-ab12"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another engine runs");
        }
        RunDirectory.open(base, "live-ab12").close();
        assertThat(base.resolve("live-ab12")).isDirectory();
    }

    @Test
    void refusesADirectoryThatOthersCanEnter() throws IOException {
        Path open = Files.createDirectory(base.resolve("live-ab12"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> RunDirectory.open(base, "live-ab12"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has mode rwxr-x---, expected rwx------: chmod 700");
        assertThat(RunDirectory.all(base)).isEmpty();
    }

    @Test
    void refusesALinkAndAFileInItsPlace() throws IOException {
        Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(base.resolve("linked"), elsewhere);
        Files.createFile(base.resolve("file"));
        for (String name : new String[] {"linked", "file"}) {
            assertThatThrownBy(() -> RunDirectory.open(base, name))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no directory");
        }
    }

    @Test
    void aTemporaryOneLeavesNothingAndTakesWhatTheDeadLeft() throws IOException {
        // As a process leaves it that was killed: with a lock file that nobody holds.
        Path dead = Files.createDirectory(base.resolve("embedded-999999999"));
        Files.setPosixFilePermissions(dead, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(dead.resolve("lock"));
        Files.createDirectory(dead.resolve("journal"));
        Files.createFile(dead.resolve("journal").resolve("000001.journal"));
        try (RunDirectory living = RunDirectory.openTemporary(base)) {
            assertThat(dead).doesNotExist();
            try (RunDirectory second = RunDirectory.openTemporary(base)) {
                assertThat(living.path()).exists();
                assertThat(second.path()).isNotEqualTo(living.path());
            }
        }
        try (var left = Files.list(base)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void isWhereTheEnvironmentSays() {
        assertThat(RunDirectory.base(Map.of("PARALLAX_RUN_DIR", "/run/trading", "XDG_STATE_HOME", "/state")))
                .isEqualTo(Path.of("/run/trading"));
        assertThat(RunDirectory.base(Map.of("XDG_STATE_HOME", "/state"))).isEqualTo(Path.of("/state/parallax"));
        assertThat(RunDirectory.base(Map.of("XDG_STATE_HOME", "state")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/parallax"));
    }
}
