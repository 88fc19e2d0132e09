package io.parallax.simulator.core;

/// Hears everything that happens on a simulated exchange, in order: for an order that executes at once its
/// fills, then its update, then the position, then the account. Thread: simulator loop. Implementations must
/// not call back into order entry; they schedule instead.
public interface ExchangeListener {
    default void onBookChange(BookChange change) {}

    default void onTrade(Trade trade) {}

    default void onOrder(OrderUpdate update) {}

    default void onFill(Fill fill) {}

    /// The account's position in `symbol` changed.
    default void onPosition(Account account, String symbol) {}

    /// The account's cash or margin changed.
    default void onAccount(Account account) {}

    /// The exchange as a whole takes something else now.
    default void onMode(TradingMode mode) {}

    /// The rules or the mode of an instrument changed.
    default void onInstrument(SimulatedBook book) {}
}
