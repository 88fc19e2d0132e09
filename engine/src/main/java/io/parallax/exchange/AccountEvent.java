package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;
import java.util.List;
import java.util.Optional;

/// News of the account: answers to queries, and what private streams push. Thread: any; immutable.
public sealed interface AccountEvent extends ExchangeEvent {
    /// A position. A successful read of a symbol without a position reports quantity 0; a failed read reports
    /// [QueryFailed] and never this.
    ///
    /// @param askedNanos when the query left; for a pushed update the time it was received
    record PositionReported(ExchangeId exchange, PositionInfo position, long askedNanos, long receivedNanos)
            implements AccountEvent {}

    /// Money in the account.
    ///
    /// @param cashE8 settled balance: deposits, withdrawals, realised results, fees; quote currency × 10⁸
    /// @param equityE8 cash and unrealised results; quote currency × 10⁸
    /// @param margin empty when the exchange does not tell it
    record BalanceReported(
            ExchangeId exchange,
            long cashE8,
            long equityE8,
            Optional<Margin> margin,
            long askedNanos,
            long receivedNanos)
            implements AccountEvent {
        public BalanceReported(ExchangeId exchange, long cashE8, long equityE8, long askedNanos, long receivedNanos) {
            this(exchange, cashE8, equityE8, Optional.empty(), askedNanos, receivedNanos);
        }
    }

    /// What the positions of an account need.
    ///
    /// @param maintenanceE8 equity below this is liquidated; quote currency × 10⁸
    /// @param freeE8 what new positions may use; quote currency × 10⁸
    record Margin(long maintenanceE8, long freeE8) {}

    /// The leverage that is set on the exchange, read back.
    record LeverageReported(ExchangeId exchange, String symbol, int leverage, MarginMode mode, long receivedNanos)
            implements AccountEvent {}

    /// What an instrument's position is secured by.
    enum MarginMode {
        /// The whole account, which is what we count on.
        CROSS,
        /// Something else, or a word that we do not know.
        OTHER,
        /// The exchange does not tell, because it leaves no choice.
        UNTOLD
    }

    /// All open orders of the account.
    ///
    /// @param own ids of ours
    /// @param foreign the exchange's ids of orders that are not of our form
    record OpenOrdersReported(
            ExchangeId exchange, List<ClientOrderId> own, List<String> foreign, long askedNanos, long receivedNanos)
            implements AccountEvent {
        public OpenOrdersReported {
            own = List.copyOf(own);
            foreign = List.copyOf(foreign);
        }
    }

    /// Something happened on the account that is not ours.
    record ForeignActivity(ExchangeId exchange, String description, long receivedNanos) implements AccountEvent {}

    /// The exchange itself closed part of a position of ours, or all of it, at its own price. It always
    /// reduces: which side that is follows from the position, because exchanges may name the side of who took
    /// over. The same fill may be told more than once.
    ///
    /// @param priceE8 quote currency × 10⁸; need not be any price of the book
    /// @param quantityE8 base currency × 10⁸, positive
    /// @param feeE8 quote currency × 10⁸, positive when we pay, penalties included
    /// @param fillId the exchange's id of it, unique on the exchange
    /// @param late found in a list afterwards rather than told when it happened: the position may hold it already
    record ForcedReduction(
            ExchangeId exchange,
            String symbol,
            ForcedKind kind,
            long priceE8,
            long quantityE8,
            long feeE8,
            String fillId,
            boolean late,
            long receivedNanos)
            implements AccountEvent {}

    /// Why an exchange closes a position by itself.
    enum ForcedKind {
        /// For want of margin.
        LIQUIDATION,
        /// To pay the winner's side of somebody else's liquidation.
        DELEVERAGING
    }

    /// Funding of a position was settled. The same payment may be told more than once. Told before the execution that
    /// settled it.
    ///
    /// @param paymentE8 quote currency × 10⁸, positive when we received it
    /// @param paymentId unique on the exchange
    record FundingPaid(ExchangeId exchange, String symbol, long paymentE8, String paymentId, long receivedNanos)
            implements AccountEvent {}

    /// Whether the exchange lets the account trade freely. Told when it changes and after every connection.
    ///
    /// @param status in the exchange's word
    record AccountState(ExchangeId exchange, Standing standing, String status, long receivedNanos)
            implements AccountEvent {}

    /// How an account stands with its exchange.
    enum Standing {
        ACTIVE,
        /// The exchange is closing positions.
        IN_LIQUIDATION,
        /// The exchange is putting its books in order after a trade that it took back.
        RESYNC,
        /// Restricted in a way that we do not know.
        UNKNOWN
    }

    /// A query failed. No data is not zero.
    ///
    /// @param query what was asked, as sent
    record QueryFailed(ExchangeId exchange, ExchangeCommand query, ExchangeError error, long receivedNanos)
            implements AccountEvent {}
}
