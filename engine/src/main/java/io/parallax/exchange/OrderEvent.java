package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;
import java.util.Optional;

/// News of one of our orders, in no promised order and possibly more than once. Thread: any; immutable.
public sealed interface OrderEvent extends ExchangeEvent {
    ClientOrderId id();

    /// The last byte of the order was handed to the operating system.
    record Sent(ExchangeId exchange, ClientOrderId id, long writtenNanos) implements OrderEvent {}

    /// The exchange took the order. Not a fill.
    record Acknowledged(ExchangeId exchange, ClientOrderId id, String exchangeOrderId, long receivedNanos)
            implements OrderEvent {}

    /// The state of the order as the exchange tells it, from a stream or from a query.
    ///
    /// @param filledE8 everything filled so far, base currency × 10⁸
    /// @param reason why it ended without a full fill, if the exchange said so
    record Updated(
            ExchangeId exchange,
            ClientOrderId id,
            String exchangeOrderId,
            OrderStatus status,
            long filledE8,
            Optional<ExchangeError.Rejected> reason,
            long receivedNanos)
            implements OrderEvent {}

    /// One execution of part or all of the order.
    ///
    /// @param fillId the exchange's id of this execution; the same id again is a repetition
    /// @param feeE8 quote currency × 10⁸, positive when we pay
    record Filled(
            ExchangeId exchange,
            ClientOrderId id,
            String fillId,
            long priceE8,
            long quantityE8,
            long feeE8,
            long receivedNanos)
            implements OrderEvent {}

    /// The exchange took back an execution it had reported.
    record Busted(ExchangeId exchange, ClientOrderId id, String fillId, long receivedNanos) implements OrderEvent {}

    /// The answer to the submission, when it was not an acknowledgement.
    record Failed(ExchangeId exchange, ClientOrderId id, ExchangeError error, long receivedNanos)
            implements OrderEvent {}

    /// The answer to a cancel, when it was not "queued". The order's own state comes as [Updated].
    record CancelFailed(ExchangeId exchange, ClientOrderId id, ExchangeError error, long receivedNanos)
            implements OrderEvent {}

    /// A complete look-up found no such order. Absence is not proven by one of these.
    ///
    /// @param askedNanos when the first request of the look-up left
    record NotFound(ExchangeId exchange, ClientOrderId id, long askedNanos, long receivedNanos) implements OrderEvent {}

    /// A look-up could not be completed.
    record LookupFailed(ExchangeId exchange, ClientOrderId id, ExchangeError error, long receivedNanos)
            implements OrderEvent {}
}
