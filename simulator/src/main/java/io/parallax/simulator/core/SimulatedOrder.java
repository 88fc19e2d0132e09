package io.parallax.simulator.core;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// An order inside the exchange. Thread: simulator loop; others get [OrderUpdate]s.
public final class SimulatedOrder {
    private NewOrder request;
    private final Account account;
    private final long createdEpochMillis;
    private OrderState state = OrderState.NEW;
    private EndReason reason = EndReason.NONE;
    private long filledE8;
    private long notionalE8;
    private long feesE8;
    private long realisedE8;
    private long lastPriceE8;
    private long lastQuantityE8;
    private long cancelledE8;
    private long updatedEpochMillis;

    SimulatedOrder(NewOrder request, Account account, long epochMillis) {
        this.request = request;
        this.account = account;
        this.createdEpochMillis = epochMillis;
        this.updatedEpochMillis = epochMillis;
    }

    public NewOrder request() {
        return request;
    }

    public Account account() {
        return account;
    }

    public OrderState state() {
        return state;
    }

    /// What may still execute.
    public long remainingE8() {
        return request.quantityE8() - filledE8 - cancelledE8;
    }

    public long filledE8() {
        return filledE8;
    }

    /// The client changed size or limit; what is filled stays filled.
    void amend(NewOrder changed) {
        request = changed;
    }

    /// A reduce-only order cut to the position.
    void trimTo(long quantityE8) {
        cancelledE8 = request.quantityE8() - filledE8 - quantityE8;
    }

    void becomes(OrderState next, EndReason why, long epochMillis) {
        state = next;
        reason = why;
        updatedEpochMillis = epochMillis;
    }

    void filled(long priceE8, long quantityE8, long addedNotionalE8, long feeE8, long realised) {
        filledE8 += quantityE8;
        notionalE8 += addedNotionalE8;
        feesE8 += feeE8;
        realisedE8 += realised;
        lastPriceE8 = priceE8;
        lastQuantityE8 = quantityE8;
    }

    /// Its state now, under the given number.
    OrderUpdate update(long sequence) {
        return new OrderUpdate(
                sequence,
                request,
                state,
                reason,
                filledE8,
                notionalE8,
                filledE8 == 0 ? 0 : FixedPoint.divide(notionalE8, filledE8, Rounding.HALF_EVEN),
                lastPriceE8,
                lastQuantityE8,
                feesE8,
                realisedE8,
                createdEpochMillis,
                updatedEpochMillis);
    }
}
