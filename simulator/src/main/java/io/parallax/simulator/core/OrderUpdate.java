package io.parallax.simulator.core;

/// An order as it stood right after a change. Thread: any; immutable.
///
/// @param sequence grows by one with every event of the exchange
/// @param filledNotionalE8 sum of price × quantity of its fills
/// @param feesE8 sum of its fees
/// @param realisedE8 what its fills realised, before fees
/// @param fundingE8 funding its fills settled; positive is received
/// @param createdEpochMillis when the engine took it
/// @param updatedEpochMillis when it changed
public record OrderUpdate(
        long sequence,
        NewOrder order,
        OrderState state,
        EndReason reason,
        long filledQuantityE8,
        long filledNotionalE8,
        long averagePriceE8,
        long lastPriceE8,
        long lastQuantityE8,
        long feesE8,
        long realisedE8,
        long fundingE8,
        long createdEpochMillis,
        long updatedEpochMillis) {

    /// What it did not get; zero when it got more than it asked for.
    public long remainingE8() {
        return Math.max(0, order.quantityE8() - filledQuantityE8);
    }

    public boolean ended() {
        return state.ended();
    }
}
