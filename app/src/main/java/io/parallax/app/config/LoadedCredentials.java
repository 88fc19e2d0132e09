package io.parallax.app.config;

import java.util.List;

/// What came of looking for keys. Thread: any; immutable.
public sealed interface LoadedCredentials {
    /// All five are there and well-formed.
    record Accepted(Credentials credentials) implements LoadedCredentials {}

    /// Something is missing or malformed; no message holds any part of a key.
    record Refused(List<Problem> problems) implements LoadedCredentials {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
