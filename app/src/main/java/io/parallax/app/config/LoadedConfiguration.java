package io.parallax.app.config;

import java.util.List;

/// What came of reading a configuration. Thread: any; immutable.
public sealed interface LoadedConfiguration {
    /// It can be used.
    record Accepted(Configuration configuration, List<Problem> warnings) implements LoadedConfiguration {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /// It cannot. All problems, in the order of the file, warnings included.
    record Refused(List<Problem> problems) implements LoadedConfiguration {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
