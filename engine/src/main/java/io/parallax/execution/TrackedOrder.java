package io.parallax.execution;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.instrument.Leg;
import io.parallax.risk.StateCounts;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One order of ours and what is known of its fate: a state and an interval `[low, high]` that its filled
/// quantity lies in. News may come in any order, from any source, more than once; merging them only ever adds
/// knowledge. The filled quantity falls only when the exchange takes an execution back, and an ended order
/// stays ended. Thread: engine only.
public final class TrackedOrder {
    /// A moment that has not come.
    static final long NEVER = Long.MIN_VALUE;

    private final OrderRequest request;
    private final Leg leg;
    private final StateCounts<OrderState, OrderStep> steps;
    private final Map<String, Fill> fills = new LinkedHashMap<>();
    private final Set<String> busted = new HashSet<>();
    private OrderState state = OrderState.NEW_LOCAL;
    private long pricedE8;
    private long reportedE8;
    private long lastKnownE8;
    private long sentNanos = NEVER;
    private long writtenNanos = NEVER;
    private long acceptedNanos = NEVER;
    private long unknownSinceNanos = NEVER;
    private long endedNanos = NEVER;
    private boolean seenAtExchange;
    private boolean provenAbsent;
    private boolean late;
    private long duplicateFills;
    private String detail = "";
    private @Nullable ExchangeError error;

    /// One execution, priced.
    record Fill(long priceE8, long quantityE8, long feeE8) {}

    /// @param steps counts of the steps of all orders of one engine
    TrackedOrder(OrderRequest request, Leg leg, StateCounts<OrderState, OrderStep> steps) {
        this.request = request;
        this.leg = leg;
        this.steps = steps;
    }

    /// Goes where the table says, if it says anything.
    private void take(OrderStep step) {
        state = steps.take(state, step);
    }

    /// The order was handed to its exchange: from here on it may exist.
    void onHandedOver(long nowNanos) {
        take(OrderStep.HANDED_OVER);
        sentNanos = nowNanos;
    }

    void onSent(OrderEvent.Sent sent) {
        if (writtenNanos == NEVER) {
            writtenNanos = sent.writtenNanos();
        }
    }

    void onAcknowledged(OrderEvent.Acknowledged acknowledged) {
        seen(acknowledged.receivedNanos());
        if (state == OrderState.SENT || state == OrderState.UNKNOWN) {
            take(shown());
        }
    }

    /// Applies what the exchange says of the order's state. A cumulative quantity below what fills already
    /// prove is old news.
    void onUpdated(OrderEvent.Updated updated) {
        seen(updated.receivedNanos());
        updated.reason().ifPresent(reason -> error = reason);
        long claimedE8 = claimedE8(updated);
        reportedE8 = Math.max(reportedE8, claimedE8);
        if (state.terminal()) {
            revive();
            return;
        }
        if (updated.status().terminal()) {
            boolean refused = updated.status() == OrderStatus.REJECTED && filledE8() == 0;
            boolean full = filledE8() >= request.quantityE8();
            end(full ? OrderStep.SHOWN_FULL : refused ? OrderStep.REFUSED : OrderStep.ENDED, updated.receivedNanos());
        } else {
            show(updated.receivedNanos());
        }
    }

    /// What the exchange says is filled. Once it took an execution back only executions count: its sum, and that it
    /// calls the order filled, may still be of before.
    private long claimedE8(OrderEvent.Updated updated) {
        if (!busted.isEmpty()) {
            return pricedE8;
        }
        return updated.status() == OrderStatus.FILLED
                ? Math.max(request.quantityE8(), updated.filledE8())
                : updated.filledE8();
    }

    /// Applies one execution.
    ///
    /// @return the fill when it is new; empty for a repetition
    Optional<Fill> onFilled(OrderEvent.Filled filled) {
        seen(filled.receivedNanos());
        if (busted.contains(filled.fillId()) || fills.containsKey(filled.fillId())) {
            duplicateFills++;
            return Optional.empty();
        }
        Fill fill = new Fill(filled.priceE8(), filled.quantityE8(), filled.feeE8());
        fills.put(filled.fillId(), fill);
        pricedE8 = Math.addExact(pricedE8, fill.quantityE8());
        if (state.terminal()) {
            revive();
        } else {
            show(filled.receivedNanos());
        }
        return Optional.of(fill);
    }

    /// The exchange took an execution back.
    ///
    /// @return the fill that is gone; empty when it was never known
    Optional<Fill> onBusted(OrderEvent.Busted bust) {
        busted.add(bust.fillId());
        Fill fill = fills.remove(bust.fillId());
        if (fill == null) {
            return Optional.empty();
        }
        pricedE8 -= fill.quantityE8();
        reportedE8 = Math.max(0, reportedE8 - fill.quantityE8());
        take(OrderStep.BUSTED);
        return Optional.of(fill);
    }

    /// Applies the answer to the submission when it was not an acknowledgement. Evidence that the order exists
    /// is stronger than any such answer.
    void onFailed(OrderEvent.Failed failed) {
        if (state.terminal() || seenAtExchange) {
            return;
        }
        error = failed.error();
        switch (failed.error()) {
            case ExchangeError.NotSent _ -> end(OrderStep.FAILED_BEFORE_SENDING, failed.receivedNanos());
            case ExchangeError.Rejected _, ExchangeError.RateLimited _ ->
                end(OrderStep.REFUSED, failed.receivedNanos());
            case ExchangeError.OutcomeUnknown(String reason) -> loseTrack(reason, failed.receivedNanos());
        }
    }

    /// Something that the order's fate depends on was missed.
    void loseTrack(String reason, long nowNanos) {
        if (!state.terminal() && state != OrderState.UNKNOWN) {
            take(OrderStep.TRACK_LOST);
            detail = reason;
            if (unknownSinceNanos == NEVER) {
                unknownSinceNanos = nowNanos;
            }
        }
    }

    /// The order cannot exist: nothing was executed and nothing will be, as far as the exchange keeps its word.
    void onProvenAbsent(long nowNanos) {
        provenAbsent = true;
        end(OrderStep.PROVEN_ABSENT, nowNanos);
        detail = "proven absent";
    }

    private void seen(long nowNanos) {
        seenAtExchange = true;
        if (acceptedNanos == NEVER) {
            acceptedNanos = nowNanos;
        }
    }

    private OrderStep shown() {
        return filledE8() > 0 ? OrderStep.SHOWN_PARTIAL : OrderStep.SHOWN_OPEN;
    }

    private void show(long nowNanos) {
        if (filledE8() >= request.quantityE8()) {
            end(OrderStep.SHOWN_FULL, nowNanos);
        } else {
            take(shown());
        }
    }

    private void end(OrderStep step, long nowNanos) {
        take(step);
        if (endedNanos == NEVER) {
            endedNanos = nowNanos;
        }
    }

    /// News for an ended order: more executed than the end said is a late fill.
    private void revive() {
        if (filledE8() > endFilledE8()) {
            late = true;
            take(OrderStep.LATE_FILL);
        }
    }

    private long endFilledE8() {
        return state == OrderState.FILLED ? request.quantityE8() : lastKnownE8;
    }

    /// Takes note of the filled quantity that was acted on, so that the next difference shows.
    ///
    /// @return how much more (or, after a bust, less) is filled than when last taken note of
    long takeChangeE8() {
        long changeE8 = filledE8() - lastKnownE8;
        lastKnownE8 = filledE8();
        return changeE8;
    }

    public OrderRequest request() {
        return request;
    }

    public Leg leg() {
        return leg;
    }

    public OrderState state() {
        return state;
    }

    /// What is filled for certain: the larger of the sum of executions and what the exchange reported.
    public long filledE8() {
        return Math.max(pricedE8, reportedE8);
    }

    /// What the priced executions came to, quote currency × 10⁸.
    long notionalE8() {
        long sumE8 = 0;
        for (Fill fill : fills.values()) {
            sumE8 = Math.addExact(sumE8, FixedPoint.multiply(fill.priceE8(), fill.quantityE8(), Rounding.HALF_EVEN));
        }
        return sumE8;
    }

    /// How much of it has a price.
    long pricedE8() {
        return pricedE8;
    }

    /// The least that may be filled.
    public long lowE8() {
        return filledE8();
    }

    /// The most that may be filled.
    public long highE8() {
        return switch (state) {
            case NEW_LOCAL, NOT_SENT -> 0;
            case SENT, ACKED, PARTIAL, UNKNOWN -> Math.max(request.quantityE8(), filledE8());
            case FILLED, CANCELLED, REJECTED -> filledE8();
        };
    }

    /// Whether every execution that we know of has a price.
    public boolean isSettled() {
        return state.terminal() && pricedE8 == filledE8();
    }

    public boolean isLive() {
        return !state.terminal();
    }

    /// Whether the exchange has ever shown this order to us.
    boolean seenAtExchange() {
        return seenAtExchange;
    }

    /// Whether it ended by proof of absence, which rests on assumptions.
    boolean provenAbsent() {
        return provenAbsent;
    }

    /// Whether more was executed than its end had said; reading resets it.
    boolean takeLate() {
        boolean was = late;
        late = false;
        return was;
    }

    boolean overfilled() {
        return filledE8() > request.quantityE8();
    }

    long duplicateFills() {
        return duplicateFills;
    }

    /// How long ago it was handed over; 0 before.
    public long ageNanos(long nowNanos) {
        return sentNanos == NEVER ? 0 : nowNanos - sentNanos;
    }

    long sentNanos() {
        return sentNanos;
    }

    /// By when it was signed, as far as that is known: its bytes are written after that.
    long signedNanosMax() {
        return Math.max(sentNanos, writtenNanos);
    }

    long acceptedNanos() {
        return acceptedNanos;
    }

    long unknownSinceNanos() {
        return unknownSinceNanos;
    }

    long endedNanos() {
        return endedNanos;
    }

    Optional<ExchangeError> error() {
        return Optional.ofNullable(error);
    }

    String detail() {
        return error == null ? detail : error.description();
    }

    /// Whether another order may do better: it ended without a full fill for a reason of the moment. A refusal
    /// for any other reason, and an end that was only inferred, say no.
    boolean retryable() {
        if (!state.terminal() || provenAbsent) {
            return false;
        }
        return switch (error) {
            case null -> true;
            case ExchangeError.Rejected rejected -> rejected.kind() == RejectionKind.RETRYABLE;
            case ExchangeError.RateLimited _, ExchangeError.NotSent _ -> true;
            case ExchangeError.OutcomeUnknown _ -> true;
        };
    }

    /// Whether the exchange refused it for its mode, so that nothing came of it.
    boolean refusedForMode() {
        return state.terminal()
                && filledE8() == 0
                && error instanceof ExchangeError.Rejected rejected
                && rejected.kind() == RejectionKind.MODE;
    }

    /// Whether the exchange let it meet the market: it was filled, or ended for want of something to hit.
    boolean wasWorkedOn() {
        return filledE8() > 0 || (state == OrderState.CANCELLED && seenAtExchange && !provenAbsent && error == null);
    }

    /// Whether it was refused outright, at once or after acceptance.
    boolean refused() {
        return state == OrderState.REJECTED
                || state == OrderState.NOT_SENT
                || (state == OrderState.CANCELLED && !provenAbsent && !retryable());
    }
}
