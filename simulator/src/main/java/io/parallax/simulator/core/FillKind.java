package io.parallax.simulator.core;

/// How a fill came about.
public enum FillKind {
    /// By an order of the client.
    TRADE,
    /// The exchange closed the position for want of margin.
    LIQUIDATION,
    /// The exchange closed the position against one that it could not liquidate otherwise.
    DELEVERAGING,
    /// The instrument was settled.
    SETTLEMENT
}
