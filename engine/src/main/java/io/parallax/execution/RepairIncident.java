package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.instrument.Side;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import org.jspecify.annotations.Nullable;

/// One imbalance from its discovery to its end, with its budget of orders and money. Thread: engine only.
final class RepairIncident {
    private static final long PPM = 1_000_000;

    private final RepairPolicy.Purpose purpose;
    private int orders;
    private boolean completeTried;
    private long paidE8;
    private long valueE8;
    private long blockedSinceNanos = NEVER;
    private long blockedAlertNanos = NEVER;
    private @Nullable TrackedOrder last;
    private long lastReferenceE8;
    private long lastEndedNanos = NEVER;

    RepairIncident(RepairPolicy.Purpose purpose) {
        this.purpose = purpose;
    }

    void onSent(TrackedOrder order, long referenceE8, boolean completes) {
        orders++;
        completeTried |= completes;
        last = order;
        lastReferenceE8 = referenceE8;
        blockedSinceNanos = NEVER;
        valueE8 = Math.max(
                valueE8, FixedPoint.multiply(referenceE8, order.request().quantityE8(), Rounding.FLOOR));
    }

    /// Adds what the last order cost beyond its reference, once it has ended.
    void settleLast() {
        TrackedOrder ended = last;
        if (ended == null || ended.isLive()) {
            return;
        }
        last = null;
        lastEndedNanos = ended.endedNanos();
        if (ended.refusedForMode()) {
            // It only asked whether the exchange is open again.
            orders--;
        }
        long fairE8 = FixedPoint.multiply(lastReferenceE8, ended.pricedE8(), Rounding.HALF_EVEN);
        long worseE8 = ended.request().side() == Side.BUY ? ended.notionalE8() - fairE8 : fairE8 - ended.notionalE8();
        paidE8 = Math.addExact(paidE8, Math.max(0, worseE8));
    }

    boolean isSpent(RiskLimits limits) {
        boolean money = valueE8 > 0
                && paidE8 > FixedPoint.multiplyDivide(valueE8, limits.repairBudgetPpm(), PPM, Rounding.FLOOR);
        return orders >= limits.repairOrdersMax() || money;
    }

    /// Takes note that nothing can be sent.
    ///
    /// @return for how long that has been so
    long onBlocked(long nowNanos) {
        if (blockedSinceNanos == NEVER) {
            blockedSinceNanos = nowNanos;
        }
        return nowNanos - blockedSinceNanos;
    }

    /// Whether it is time to say, or to say again, that nothing can be sent.
    boolean takeAlertDue(long nowNanos, long repeatNanos) {
        if (blockedAlertNanos != NEVER && nowNanos - blockedAlertNanos < repeatNanos) {
            return false;
        }
        blockedAlertNanos = nowNanos;
        return true;
    }

    /// When the last order ended: the next one is sized from reads made later than that.
    long lastEndedNanos() {
        return lastEndedNanos;
    }

    int orders() {
        return orders;
    }

    boolean completeTried() {
        return completeTried;
    }

    RepairPolicy.Purpose purpose() {
        return purpose;
    }

    long paidE8() {
        return paidE8;
    }
}
