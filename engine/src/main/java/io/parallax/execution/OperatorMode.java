package io.parallax.execution;

/// What the operator allows, from most to least.
public enum OperatorMode {
    ARMED,
    PAUSED,
    DRAINING,
    FLATTENING,
    KILLED,
    SHUTTING_DOWN
}
