package io.parallax.exchange;

/// How long an order may live.
public enum TimeInForce {
    /// Executes what it can at once; the rest is cancelled. What arbitrage orders use. An exchange without it maps
    /// it to its nearest documented form and says so on its page in `docs/exchanges`.
    IMMEDIATE_OR_CANCEL,
    /// Rests until executed or cancelled.
    GOOD_TILL_CANCELLED
}
