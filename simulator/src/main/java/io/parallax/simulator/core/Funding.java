package io.parallax.simulator.core;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.concurrent.TimeUnit;

/// Funding of one instrument: an index in quote currency per unit of base that grows with rate × index price, as both
/// exchanges define it (Paradex funding page; Vest's `cumFunding`). A position owes the growth of the index since
/// its last change; longs pay a positive rate. Whole intervals are accrued at the price of their end and no fraction
/// is lost. Thread: simulator loop.
final class Funding {
    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long E12 = 1_000_000_000_000L;
    /// Paradex recomputes every second.
    private static final long INTERVAL_MILLIS = 1_000;

    private long hourlyRateE12;
    private long intervalMillis = INTERVAL_MILLIS;
    private long indexE8;
    /// What was accrued beyond `indexE8`, in parts of an hour.
    private long remainder;
    private long accruedToNanos;

    Funding(long nowNanos) {
        accruedToNanos = nowNanos;
    }

    void terms(long nowNanos, long changedHourlyRateE12, long changedIntervalMillis) {
        if (changedIntervalMillis < 1 || changedIntervalMillis > HOUR_MILLIS) {
            throw new IllegalArgumentException(
                    "the funding interval must be 1 ms to 1 h, found " + changedIntervalMillis + " ms");
        }
        hourlyRateE12 = changedHourlyRateE12;
        intervalMillis = changedIntervalMillis;
        accruedToNanos = nowNanos;
    }

    long hourlyRateE12() {
        return hourlyRateE12;
    }

    long indexE8() {
        return indexE8;
    }

    void accrue(long nowNanos, long priceE8) {
        long intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        long intervals = (nowNanos - accruedToNanos) / intervalNanos;
        if (intervals <= 0) {
            return;
        }
        accruedToNanos += intervals * intervalNanos;
        long premiumE8 = premiumE8(priceE8);
        for (long leftMillis = intervals * intervalMillis; leftMillis > 0 && premiumE8 != 0; ) {
            long millis = Math.min(leftMillis, HOUR_MILLIS);
            long parts = Math.addExact(Math.multiplyExact(premiumE8, millis), remainder);
            indexE8 += Math.floorDiv(parts, HOUR_MILLIS);
            remainder = Math.floorMod(parts, HOUR_MILLIS);
            leftMillis -= millis;
        }
    }

    /// Growth of the index in an hour at that price.
    long premiumE8(long priceE8) {
        return FixedPoint.multiplyDivide(priceE8, hourlyRateE12, E12, Rounding.HALF_EVEN);
    }
}
