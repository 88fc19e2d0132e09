package io.parallax.simulator.core;

/// A fill that was undone: position, result and fee are as if it had not been. Thread: any; immutable.
public record Bust(Fill fill, long epochMillis) {}
