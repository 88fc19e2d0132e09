package io.parallax.strategy;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What holding a leg costs or brings on one exchange, as it tells it: a rate per interval, positive when longs pay
/// shorts. Exchanges quote intervals of one, four or eight hours; the rate of another interval is another number, so
/// everything here asks for a span of time. Both exchanges accrue funding continuously (Vest's documentation quotes
/// one-hour rates; Paradex: "no funding timestamps, no payment hour"), so a part of an interval costs its share.
/// Thread: engine only.
public final class FundingRate {
    /// A rate that is told once a second or so and has not been for this long is not known any more.
    public static final long AGE_NANOS_MAX = 60_000_000_000L;

    /// More than 0.5 % an hour is a fault of the data.
    public static final long HOURLY_PPM_MAX = 5_000;

    private static final long HOUR_MILLIS = 3_600_000L;
    private static final long E8_PER_PPM = 100;

    private long rateE8;
    private long intervalMillis;
    private long receivedNanos;

    /// @param rateE8 fraction of a position's value per interval × 10⁸
    /// @param intervalMillis positive
    public void onRate(long rateE8, long intervalMillis, long receivedNanos) {
        this.rateE8 = rateE8;
        this.intervalMillis = intervalMillis;
        this.receivedNanos = receivedNanos;
    }

    /// Whether a rate came lately and can be true.
    public boolean isKnown(long nowNanos) {
        return intervalMillis > 0
                && nowNanos - receivedNanos <= AGE_NANOS_MAX
                && Math.abs(longPaysPpm(HOUR_MILLIS)) <= HOURLY_PPM_MAX;
    }

    /// What a long position pays in a span of time, in ppm of its value and rounded up: negative when it receives.
    public long longPaysPpm(long millis) {
        return intervalMillis == 0 ? 0 : ppm(rateE8, intervalMillis, millis);
    }

    /// A rate per interval, as ppm of a position's value in `millis`; rounded up.
    public static long ppm(long rateE8, long intervalMillis, long millis) {
        return FixedPoint.multiplyDivide(
                rateE8, millis, Math.multiplyExact(intervalMillis, E8_PER_PPM), Rounding.CEILING);
    }

    /// × 10⁸ per interval; meaningless before the first.
    public long rateE8() {
        return rateE8;
    }

    /// 0 before the first rate.
    public long intervalMillis() {
        return intervalMillis;
    }
}
