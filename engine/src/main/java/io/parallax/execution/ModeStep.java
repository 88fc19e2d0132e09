package io.parallax.execution;

/// What the operator may command. Each has its rows in [ModeTable].
public enum ModeStep {
    PAUSE,
    DRAIN,
    FLATTEN,
    KILL,
    RESUME,
    SHUTDOWN
}
