package io.parallax.app.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: the version the artefact was built as.
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "Parallax " + Objects.requireNonNullElse(version, "(not packaged)"), "Java " + Runtime.version()
        };
    }
}
