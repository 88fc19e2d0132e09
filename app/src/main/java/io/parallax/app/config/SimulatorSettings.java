package io.parallax.app.config;

/// The embedded exchanges. Thread: any; immutable.
///
/// @param seed the market and the simulated delays repeat with it
/// @param speed how many seconds of the market pass in one real second
public record SimulatorSettings(long seed, int speed) {}
