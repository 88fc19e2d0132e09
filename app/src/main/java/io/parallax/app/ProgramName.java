package io.parallax.app;

import java.util.Objects;

/// How this program calls itself. Thread: any; constant.
public final class ProgramName {
    /// The version the artefact was built as.
    public static final String VERSION = "Parallax "
            + Objects.requireNonNullElse(ProgramName.class.getPackage().getImplementationVersion(), "(not packaged)");

    private ProgramName() {}
}
