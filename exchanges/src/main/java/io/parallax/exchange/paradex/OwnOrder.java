package io.parallax.exchange.paradex;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderStatus;
import java.util.Optional;

/// An order of the account as Paradex tells it, from JSON or binary. Thread: any; immutable.
///
/// @param id Paradex's id
/// @param clientId whatever the sender chose; empty for none
/// @param remainingE8 what is not filled, between 0 and `sizeE8`
/// @param cancelReason empty when there is none
record OwnOrder(
        String id,
        String clientId,
        String market,
        State state,
        long sizeE8,
        long remainingE8,
        String cancelReason,
        Treatment treatment) {

    /// As whose order Paradex treats it, by the flag INTERACTIVE.
    enum Treatment {
        RETAIL,
        PRO,
        /// The message has no flags.
        UNTOLD
    }

    /// Paradex's own words for the life of an order.
    enum State {
        NEW,
        UNTRIGGERED,
        OPEN,
        /// Filled, cancelled or refused: the remaining size and the reason tell which.
        CLOSED
    }

    OwnOrder {
        if (sizeE8 <= 0 || remainingE8 < 0 || remainingE8 > sizeE8) {
            throw new IllegalArgumentException(
                    "an order has 0 <= remaining <= size and size > 0, found " + remainingE8 + " of " + sizeE8 + "e-8");
        }
    }

    long filledE8() {
        return sizeE8 - remainingE8;
    }

    OrderStatus status() {
        if (state != State.CLOSED) {
            return OrderStatus.OPEN;
        }
        if (remainingE8 == 0) {
            return OrderStatus.FILLED;
        }
        boolean refused = filledE8() == 0
                && reason().map(reason -> ParadexErrors.isRefusalAfterAcceptance(reason.code()))
                        .orElse(false);
        return refused ? OrderStatus.REJECTED : OrderStatus.CANCELLED;
    }

    /// Why it ended without a full fill, if it did and Paradex said so.
    Optional<ExchangeError.Rejected> reason() {
        return state == State.CLOSED && remainingE8 > 0 && !cancelReason.isEmpty()
                ? Optional.of(ParadexErrors.cancelReason(cancelReason))
                : Optional.empty();
    }
}
