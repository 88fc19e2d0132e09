package io.parallax.risk;

/// Opens after failed cycles in a row, longer each time, and asks for a halt after the third time in a UTC day.
/// Thread: engine only.
public final class CycleBreaker {
    private static final int TRIPS_PER_DAY = 3;
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final int failuresMax;
    private final long openNanos;
    private final long openNanosMax;
    private final long[] trips = new long[TRIPS_PER_DAY];
    private int tripCount;
    private int failures;
    private long openUntilNanos = Long.MIN_VALUE;
    private long nextOpenNanos;

    public CycleBreaker(int failuresMax, long openMillis, long openMillisMax) {
        this.failuresMax = failuresMax;
        this.openNanos = openMillis * 1_000_000;
        this.openNanosMax = openMillisMax * 1_000_000;
        this.nextOpenNanos = openNanos;
    }

    /// A cycle ended well.
    public void onSuccess() {
        failures = 0;
        nextOpenNanos = openNanos;
    }

    /// A cycle failed.
    ///
    /// @return true when this opened the breaker
    public boolean onFailure(long nowNanos) {
        failures++;
        if (failures < failuresMax) {
            return false;
        }
        failures = 0;
        openUntilNanos = nowNanos + nextOpenNanos;
        nextOpenNanos = Math.min(openNanosMax, 2 * nextOpenNanos);
        trips[tripCount % TRIPS_PER_DAY] = nowNanos;
        tripCount++;
        return true;
    }

    public boolean isOpen(long nowNanos) {
        return nowNanos < openUntilNanos;
    }

    /// Midnight UTC has passed: the count of the day starts anew. What is open stays open.
    public void onNewDay() {
        tripCount = 0;
    }

    /// Whether it opened three times since midnight UTC, or, when nobody says what day it is, within 24 hours.
    public boolean isExhausted(long nowNanos) {
        return tripCount >= TRIPS_PER_DAY && nowNanos - trips[tripCount % TRIPS_PER_DAY] < DAY_NANOS;
    }

    /// The operator re-arms: what was is forgotten.
    public void reset() {
        failures = 0;
        tripCount = 0;
        openUntilNanos = Long.MIN_VALUE;
        nextOpenNanos = openNanos;
    }
}
