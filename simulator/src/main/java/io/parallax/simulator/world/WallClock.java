package io.parallax.simulator.world;

/// The calendar of one machine: virtual time plus what its clock is off by. Thread: the world's.
public final class WallClock {
    /// 2026-03-02T00:00:00Z, a Monday.
    static final long START_EPOCH_MILLIS = 1_772_409_600_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PPM = 1_000_000;

    private final long startNanos;
    private long offsetMillis;
    private final long driftPpm;

    /// @param startNanos virtual time at [#START_EPOCH_MILLIS]
    WallClock(long startNanos, long offsetMillis, long driftPpm) {
        this.startNanos = startNanos;
        this.offsetMillis = offsetMillis;
        this.driftPpm = driftPpm;
    }

    long epochMillis(long nowNanos) {
        long elapsed = nowNanos - startNanos;
        return START_EPOCH_MILLIS + offsetMillis + (elapsed + elapsed / PPM * driftPpm) / NANOS_PER_MILLI;
    }

    /// Sets the clock forward or back, as an operator or a time service would.
    public void step(long millis) {
        offsetMillis += millis;
    }
}
