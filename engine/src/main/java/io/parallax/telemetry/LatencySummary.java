package io.parallax.telemetry;

/// Percentiles of one latency, nanoseconds. Thread: any; immutable. All zero while nothing was measured.
public record LatencySummary(long count, long nanosP50, long nanosP90, long nanosP99, long nanosP999, long nanosMax) {
    public static final LatencySummary NONE = new LatencySummary(0, 0, 0, 0, 0, 0);
}
