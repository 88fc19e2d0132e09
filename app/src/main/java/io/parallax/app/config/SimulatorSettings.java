package io.parallax.app.config;

/// The embedded exchanges. Thread: any; immutable.
///
/// @param seed the market and the simulated delays repeat with it
/// @param speed how many seconds of the market pass in one real second
public record SimulatorSettings(long seed, int speed) {
    public static final long SEED_DEFAULT = 1;
    public static final int SPEED_DEFAULT = 8;
    public static final int SPEED_MAX = 1_000;

    public static final SimulatorSettings DEFAULT = new SimulatorSettings(SEED_DEFAULT, SPEED_DEFAULT);
}
