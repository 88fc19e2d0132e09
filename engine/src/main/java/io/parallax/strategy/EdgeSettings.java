package io.parallax.strategy;

/// What an expected gain is made of, beside prices and fees. Thread: any; immutable.
///
/// @param bufferPpm what the market is expected to move against us while both orders travel
/// @param holdMillis for how long a position is expected to be held; funding is counted over it
/// @param fundingRequired whether an entry needs the funding rates of both exchanges; without, an unknown one counts
///     as none
public record EdgeSettings(long bufferPpm, long holdMillis, boolean fundingRequired) {
    public static final EdgeSettings DEFAULTS = new EdgeSettings(50, 3_600_000L, true);

    private static final long HOLD_MILLIS_MAX = 30 * 86_400_000L;

    public EdgeSettings {
        if (bufferPpm < 0 || bufferPpm > 10_000) {
            throw new IllegalArgumentException("bufferPpm must be 0 to 10000, found " + bufferPpm);
        }
        if (holdMillis < 0 || holdMillis > HOLD_MILLIS_MAX) {
            throw new IllegalArgumentException("holdMillis must be 0 to " + HOLD_MILLIS_MAX + ", found " + holdMillis);
        }
    }
}
