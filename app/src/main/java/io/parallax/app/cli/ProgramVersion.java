package io.parallax.app.cli;

import io.parallax.app.ProgramName;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: the version the artefact was built as.
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {ProgramName.VERSION, "Java " + Runtime.version()};
    }
}
