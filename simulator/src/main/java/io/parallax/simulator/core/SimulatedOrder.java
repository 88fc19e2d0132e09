package io.parallax.simulator.core;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// An order inside the exchange. Thread: simulator loop; others get [OrderUpdate]s.
public final class SimulatedOrder {
    private NewOrder request;
    private final Account account;
    private final OrderVerdict verdict;
    private final long createdEpochMillis;
    private OrderState state = OrderState.NEW;
    private EndReason reason = EndReason.NONE;
    private long filledE8;
    private long notionalE8;
    private long feesE8;
    private long realisedE8;
    private long fundingE8;
    private long lastPriceE8;
    private long lastQuantityE8;
    private long cancelledE8;
    private long updatedEpochMillis;
    private boolean repeated;

    SimulatedOrder(NewOrder request, Account account, OrderVerdict verdict, long epochMillis) {
        this.request = request;
        this.account = account;
        this.verdict = verdict;
        this.createdEpochMillis = epochMillis;
        this.updatedEpochMillis = epochMillis;
    }

    public NewOrder request() {
        return request;
    }

    public Account account() {
        return account;
    }

    OrderVerdict verdict() {
        return verdict;
    }

    long createdEpochMillis() {
        return createdEpochMillis;
    }

    public OrderState state() {
        return state;
    }

    /// What may still execute; zero when it got more than it asked for.
    public long remainingE8() {
        return Math.max(0, request.quantityE8() - filledE8 - cancelledE8);
    }

    /// Whether it is to be executed once more now that it has ended; answers yes once.
    boolean takeRepeat() {
        boolean executed = state == OrderState.FILLED || reason == EndReason.IOC_REMAINDER;
        boolean repeats = verdict.twice() && !repeated && executed && filledE8 > 0;
        repeated = repeated || repeats;
        return repeats;
    }

    /// Makes it live again for a second execution of what it got.
    void repeat() {
        state = OrderState.NEW;
        reason = EndReason.NONE;
        cancelledE8 = request.quantityE8() - 2 * filledE8;
    }

    /// Whether what it did not get is to be executed after its end; answers yes once.
    boolean takeLateFill() {
        boolean fills = verdict.fillsLateNanos() > 0 && !repeated && state != OrderState.FILLED;
        repeated = repeated || fills;
        return fills;
    }

    /// Whether it ends before anything of it is executed.
    boolean endsUnfilled() {
        return verdict.fillsLateNanos() > 0 && !repeated && verdict.fillMaxE8() == Long.MAX_VALUE;
    }

    /// Makes it live again for what it did not get.
    void reopen() {
        state = OrderState.NEW;
        reason = EndReason.NONE;
    }

    public long filledE8() {
        return filledE8;
    }

    /// The client changed size or limit; what is filled stays filled.
    void amend(NewOrder changed) {
        request = changed;
    }

    /// A fill of it was undone: the order keeps its state and quantity, as on Paradex; money goes back.
    void busted(Fill fill) {
        feesE8 -= fill.feeE8();
        realisedE8 -= fill.realisedE8();
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

    void filled(Fill fill) {
        filledE8 += fill.quantityE8();
        notionalE8 += fill.notionalE8();
        feesE8 += fill.feeE8();
        realisedE8 += fill.realisedE8();
        fundingE8 += fill.fundingE8();
        lastPriceE8 = fill.priceE8();
        lastQuantityE8 = fill.quantityE8();
    }

    long lastPriceE8() {
        return lastPriceE8;
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
                fundingE8,
                createdEpochMillis,
                updatedEpochMillis);
    }
}
