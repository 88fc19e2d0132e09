package io.parallax.app.cli;

import io.parallax.app.control.RunDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where engines and those who command them meet. Shared by the commands on both sides.
final class RunDirectoryOption {
    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where run directories are (default: PARALLAX_RUN_DIR, else parallax in the user's state"
                    + " directory, ~/.local/state).")
    private @Nullable Path directory;

    Path base() {
        return directory == null ? RunDirectory.base(System.getenv()) : directory.toAbsolutePath();
    }
}
