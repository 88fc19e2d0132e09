package io.parallax.strategy;

/// How much must speak for a spread before it is believed. Thread: any; immutable.
///
/// @param updates how many new quotes in a row must show it, at least one from each exchange; 1 takes the first
/// @param windowMillis the quotes that count are younger
public record Confirmation(int updates, long windowMillis) {
    public static final int UPDATES_MAX = 10;

    public static final Confirmation DEFAULTS = new Confirmation(2, 1_000);

    public Confirmation {
        if (updates < 1 || updates > UPDATES_MAX) {
            throw new IllegalArgumentException("confirmation updates must be 1 to 10, found " + updates);
        }
        if (windowMillis < 50 || windowMillis > 10_000) {
            throw new IllegalArgumentException("confirmation window must be 50 to 10000 ms, found " + windowMillis);
        }
    }
}
