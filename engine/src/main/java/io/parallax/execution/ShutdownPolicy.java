package io.parallax.execution;

/// What to do with a hedged position when the engine stops.
public enum ShutdownPolicy {
    /// Leave it; the next start picks it up.
    HOLD,
    /// Close both legs first.
    FLATTEN
}
