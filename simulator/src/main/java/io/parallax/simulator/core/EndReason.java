package io.parallax.simulator.core;

/// Why an order ended, or was refused, other than by being filled. Front ends translate it to their exchange's
/// code.
public enum EndReason {
    /// Not ended, or filled in full.
    NONE,
    UNKNOWN_INSTRUMENT,
    HALTED,
    /// The instrument takes cancels alone.
    CANCEL_ONLY_MODE,
    /// The instrument takes only orders that rest.
    POST_ONLY_MODE,
    MAINTENANCE,
    OFF_TICK,
    OFF_LOT,
    QUANTITY_BELOW_MIN,
    QUANTITY_ABOVE_MAX,
    NOTIONAL_BELOW_MIN,
    OUTSIDE_PRICE_BAND,
    /// The quote curve's price for the whole order is worse than its limit, or the curve is too short.
    PRICE_CHECK_FAILED,
    /// The average price would pass the bound of a market order.
    SLIPPAGE,
    EMPTY_BOOK,
    IOC_REMAINDER,
    FOK_NOT_FILLABLE,
    POST_ONLY_WOULD_CROSS,
    REDUCE_ONLY_INCREASES,
    REDUCE_ONLY_EXCEEDS_POSITION,
    INSUFFICIENT_MARGIN,
    POSITION_LIMIT,
    TOO_MANY_OPEN_ORDERS,
    SELF_TRADE,
    USER_CANCELLED,
    /// The exchange's price is too old; only by fault plan or verdict.
    PRICE_STALE,
    /// The order is too old for the engine; only by verdict.
    ORDER_STALE,
    /// The engine has it already; only by verdict.
    DUPLICATE,
    /// The limit is no price; only by verdict.
    LIMIT_INVALID,
    /// The account may only reduce while it is being liquidated.
    IN_LIQUIDATION,
    /// Cancelled because the position it belongs to was deleveraged.
    DELEVERAGED,
    /// The instrument is settled.
    SETTLED,
    /// Its time was over; only by verdict.
    EXPIRED,
    /// The engine did not get to it in time; only by verdict.
    TIMEOUT,
    /// The exchange cancelled it without saying why.
    EXCHANGE_CANCELLED,
    /// The engine failed; only by verdict.
    FAILURE
}
