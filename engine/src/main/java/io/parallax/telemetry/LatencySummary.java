package io.parallax.telemetry;

import java.util.Collections;
import java.util.List;

/// Percentiles of one latency, nanoseconds, and how many there were up to certain bounds. Thread: any; immutable. All
/// zero while nothing was measured.
///
/// @param sumNanos all of them together
/// @param counts how many fell between the bound before and that of [#BOUNDS_NANOS] with the same index, the bound
///     included; one more at the end for those above all bounds
public record LatencySummary(
        long count,
        long nanosP50,
        long nanosP90,
        long nanosP99,
        long nanosP999,
        long nanosMax,
        long sumNanos,
        List<Long> counts) {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000 * MICRO;

    /// From what a decision takes to what a naked leg may take.
    public static final List<Long> BOUNDS_NANOS = List.of(
            10 * MICRO,
            25 * MICRO,
            50 * MICRO,
            100 * MICRO,
            250 * MICRO,
            500 * MICRO,
            MILLI,
            2_500 * MICRO,
            5 * MILLI,
            10 * MILLI,
            25 * MILLI,
            50 * MILLI,
            100 * MILLI,
            250 * MILLI,
            500 * MILLI,
            1_000 * MILLI,
            2_500 * MILLI,
            10_000 * MILLI);

    public static final LatencySummary NONE =
            new LatencySummary(0, 0, 0, 0, 0, 0, 0, Collections.nCopies(BOUNDS_NANOS.size() + 1, 0L));

    public LatencySummary {
        counts = List.copyOf(counts);
    }
}
