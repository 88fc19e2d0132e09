package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

/// Compares what an exchange says we hold with what we believe, and knows when to ask again. Thread: engine
/// only.
final class PositionWatch {
    private static final long MILLI = 1_000_000L;
    private static final long ASK_SPACING_NANOS = 200 * MILLI;
    private static final int FAILURES_ALERT = 3;

    private final CycleTimers timers;
    private long confirmedE8;
    private long entryPriceE8;
    private long confirmedAskedNanos = NEVER;
    private long agreedSinceNanos = NEVER;
    private long askedNanos = NEVER;
    private boolean askSoon = true;
    private boolean confirmAgain;
    private long mismatchE8;
    private long mismatchSinceNanos = NEVER;
    private boolean mismatchBegan;
    private boolean drifted;
    private int failures;

    PositionWatch(CycleTimers timers) {
        this.timers = timers;
    }

    /// Ask as soon as the spacing allows.
    void askSoon() {
        askSoon = true;
    }

    /// Ask a second time, far enough after the first for both to count.
    void confirmAgain() {
        confirmAgain = true;
    }

    /// Whether a read is due; if so it counts as asked.
    ///
    /// @param busy an order is alive, or something is not confirmed
    /// @param privateReady whether pushes can be relied on
    boolean takeDue(long nowNanos, boolean busy, boolean privateReady) {
        long spacingNanos = spacingNanos(busy, privateReady);
        if (askedNanos != NEVER && nowNanos - askedNanos < spacingNanos) {
            return false;
        }
        askedNanos = nowNanos;
        askSoon = false;
        confirmAgain = false;
        return true;
    }

    private long spacingNanos(boolean busy, boolean privateReady) {
        if (askSoon) {
            return ASK_SPACING_NANOS;
        }
        if (confirmAgain || mismatchSinceNanos != NEVER || !privateReady) {
            return timers.confirmMillis() * MILLI;
        }
        return (busy ? timers.positionBusyMillis() : timers.positionIdleMillis()) * MILLI;
    }

    /// A position as the exchange tells it.
    ///
    /// @param believedE8 what we hold by our own account
    /// @param lastChangeNanos when that last changed
    /// @param orderLive whether an order may explain a difference
    void onReport(
            long quantityE8,
            long entryPriceE8,
            long askedNanos,
            long believedE8,
            long lastChangeNanos,
            boolean orderLive) {
        if (confirmedAskedNanos != NEVER && askedNanos < confirmedAskedNanos) {
            return;
        }
        failures = 0;
        confirmedE8 = quantityE8;
        this.entryPriceE8 = entryPriceE8;
        confirmedAskedNanos = askedNanos;
        if (quantityE8 == believedE8) {
            mismatchSinceNanos = NEVER;
            if (agreedSinceNanos == NEVER || agreedSinceNanos < lastChangeNanos) {
                agreedSinceNanos = askedNanos;
            }
            return;
        }
        agreedSinceNanos = NEVER;
        boolean lagging = lastChangeNanos != NEVER && askedNanos - lastChangeNanos < timers.positionLagMillis() * MILLI;
        if (orderLive || lagging) {
            mismatchSinceNanos = NEVER;
        } else if (mismatchSinceNanos == NEVER || mismatchE8 != quantityE8) {
            mismatchE8 = quantityE8;
            mismatchSinceNanos = askedNanos;
            mismatchBegan = true;
        } else if (askedNanos - mismatchSinceNanos >= timers.confirmMillis() * MILLI) {
            drifted = true;
        }
    }

    /// A read failed: what was known stays, marked as older.
    ///
    /// @return true when this is the third in a row
    boolean onFailure() {
        failures++;
        return failures == FAILURES_ALERT;
    }

    /// Whether the exchange agreed after the last change.
    boolean isConfirmed(long believedE8, long lastChangeNanos) {
        return confirmedAskedNanos != NEVER && confirmedE8 == believedE8 && confirmedAskedNanos >= lastChangeNanos;
    }

    /// Whether the exchange agreed after the last change in two reads, far enough apart.
    boolean isConfirmedTwice(long believedE8, long lastChangeNanos) {
        return isConfirmed(believedE8, lastChangeNanos)
                && agreedSinceNanos != NEVER
                && agreedSinceNanos >= lastChangeNanos
                && confirmedAskedNanos - agreedSinceNanos >= timers.confirmMillis() * MILLI;
    }

    /// Whether the position was found to differ, twice, without an explanation.
    boolean drifted() {
        return drifted;
    }

    /// Whether a difference was seen for the first time; reading resets it.
    boolean takeMismatch() {
        boolean was = mismatchBegan;
        mismatchBegan = false;
        return was;
    }

    void settleDrift() {
        drifted = false;
        mismatchSinceNanos = NEVER;
    }

    boolean known() {
        return confirmedAskedNanos != NEVER;
    }

    long confirmedE8() {
        return confirmedE8;
    }

    long entryPriceE8() {
        return entryPriceE8;
    }

    long confirmedAskedNanos() {
        return confirmedAskedNanos;
    }
}
