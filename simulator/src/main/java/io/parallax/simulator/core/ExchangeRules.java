package io.parallax.simulator.core;

import io.parallax.instrument.ExchangeId;

/// What sets one simulated exchange apart from another. Thread: any; immutable.
///
/// @param execution how a marketable order becomes fills
/// @param makerFeePpm charged on a fill of a resting order, in millionths of notional
/// @param feeDecimals a fee is rounded half-even to so many decimals, once per fill
/// @param trimsReduceOnly a reduce-only order larger than the position is cut to it instead of refused
/// @param startingBalanceE8 cash of a new account
public record ExchangeRules(
        ExchangeId exchange,
        Execution execution,
        long makerFeePpm,
        int feeDecimals,
        boolean trimsReduceOnly,
        long startingBalanceE8) {

    /// How a marketable order becomes fills.
    public enum Execution {
        /// An order book: one fill per price level and maker, at the maker's price; resting orders are part of
        /// the book. The limit holds for every fill.
        ORDER_BOOK,
        /// The exchange's engine is the counterparty: one fill of the whole order at the volume-weighted price
        /// of its quote curve, rounded to the tick against the client. The limit holds for that one price.
        /// Resting orders are pending instructions, tested again at each new quote, and not part of the book.
        COUNTERPARTY
    }

    public ExchangeRules {
        if (feeDecimals < 0 || feeDecimals > 8) {
            throw new IllegalArgumentException("fee decimals must be 0 to 8, found " + feeDecimals);
        }
    }

    ExchangeRules withMakerFeePpm(long changed) {
        return new ExchangeRules(exchange, execution, changed, feeDecimals, trimsReduceOnly, startingBalanceE8);
    }
}
