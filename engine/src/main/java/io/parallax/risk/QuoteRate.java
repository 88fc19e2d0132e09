package io.parallax.risk;

/// What the settlement currency is worth in the currency that prices are told in: USDC in USD. Thread: engine only.
public final class QuoteRate {
    private static final long AGE_NANOS_MAX = 60_000_000_000L;
    private static final long RATE_E8_MIN = 99_500_000;
    private static final long RATE_E8_MAX = 100_500_000;
    private static final long ALERT_E8_MIN = 98_000_000;
    private static final long ALERT_E8_MAX = 102_000_000;

    private long rateE8;
    private long receivedNanos;

    public void onRate(long rateE8, long receivedNanos) {
        this.rateE8 = rateE8;
        this.receivedNanos = receivedNanos;
    }

    /// Whether a rate came lately and is near enough to 1.
    public boolean isGood(long nowNanos) {
        return rateE8 >= RATE_E8_MIN && rateE8 <= RATE_E8_MAX && nowNanos - receivedNanos <= AGE_NANOS_MAX;
    }

    /// The rate while it came lately, however far from 1, × 10⁸; 0 otherwise.
    public long freshE8(long nowNanos) {
        return rateE8 > 0 && nowNanos - receivedNanos <= AGE_NANOS_MAX ? rateE8 : 0;
    }

    /// Whether the last rate is so far off that somebody should know.
    public boolean isAlarming() {
        return rateE8 != 0 && (rateE8 < ALERT_E8_MIN || rateE8 > ALERT_E8_MAX);
    }

    /// × 10⁸; 0 before the first.
    public long rateE8() {
        return rateE8;
    }
}
