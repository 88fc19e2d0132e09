package io.parallax.execution;

/// What to do at start with a pair that is not hedged.
public enum RestartPolicy {
    /// Remove the excess at once, then wait for the operator.
    UNWIND,
    /// Send nothing, wait for the operator.
    HOLD
}
