package io.parallax.simulator.core;

/// How far what an exchange answers to questions lies behind what happened, beyond the delays its front end has anyway.
/// Streams do not lag. Times in nanoseconds. Thread: any; immutable.
///
/// @param positionsNanos positions; where they come with the account, that too
/// @param ordersNanos changes of orders, and fills
/// @param freshOrdersNanos an order that is younger is in no answer at all
/// @param endedOrdersMax answers hold at most so many ended orders and so many fills, the newest
public record ReadLags(long positionsNanos, long ordersNanos, long freshOrdersNanos, int endedOrdersMax) {
    public static final ReadLags NONE = new ReadLags(0, 0, 0, Integer.MAX_VALUE);

    public ReadLags {
        if (positionsNanos < 0 || ordersNanos < 0 || freshOrdersNanos < 0 || endedOrdersMax < 0) {
            throw new IllegalArgumentException("lags must not be negative, found " + positionsNanos + ", " + ordersNanos
                    + ", " + freshOrdersNanos + " ns and " + endedOrdersMax + " orders");
        }
    }

    public ReadLags withPositionsNanos(long changed) {
        return new ReadLags(changed, ordersNanos, freshOrdersNanos, endedOrdersMax);
    }

    public ReadLags withOrdersNanos(long changed) {
        return new ReadLags(positionsNanos, changed, freshOrdersNanos, endedOrdersMax);
    }

    public ReadLags withFreshOrdersNanos(long changed) {
        return new ReadLags(positionsNanos, ordersNanos, changed, endedOrdersMax);
    }

    public ReadLags withEndedOrdersMax(int changed) {
        return new ReadLags(positionsNanos, ordersNanos, freshOrdersNanos, changed);
    }
}
