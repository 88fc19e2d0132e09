package io.parallax.exchange.transport;

import java.util.random.RandomGenerator;

/// How long to wait before the next attempt to connect: doubles with every failure up to a ceiling, with full
/// jitter above a floor, so that it is never zero, never ends, and two clients that lost the same server do not
/// return together. Pure: time passes elsewhere and the random source is given. Thread: one owner.
public final class Backoff {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long floorNanos;
    private final long ceilingNanos;
    private final RandomGenerator random;
    private long currentCeilingNanos;
    private int attempts;

    /// @param floorMillis least wait, above zero
    /// @param ceilingMillis most wait
    /// @param random seeded by the caller
    public Backoff(long floorMillis, long ceilingMillis, RandomGenerator random) {
        if (floorMillis <= 0 || ceilingMillis < floorMillis || ceilingMillis > Long.MAX_VALUE / NANOS_PER_MILLI / 2) {
            throw new IllegalArgumentException("a back-off needs 0 < floor <= ceiling, found floor " + floorMillis
                    + " ms and ceiling " + ceilingMillis + " ms");
        }
        this.floorNanos = floorMillis * NANOS_PER_MILLI;
        this.ceilingNanos = ceilingMillis * NANOS_PER_MILLI;
        this.random = random;
        this.currentCeilingNanos = floorNanos;
    }

    /// The wait before the next attempt: between the floor and twice the last ceiling.
    public long nextDelayNanos() {
        attempts = Math.min(attempts, Integer.MAX_VALUE - 1) + 1;
        currentCeilingNanos = Math.min(ceilingNanos, currentCeilingNanos * 2);
        return random.nextLong(floorNanos, currentCeilingNanos + 1);
    }

    /// After a success that lasted: the next wait is short again.
    public void reset() {
        attempts = 0;
        currentCeilingNanos = floorNanos;
    }

    /// Waits handed out since the last reset.
    public int attempts() {
        return attempts;
    }
}
