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

    /// A position realised funding; comes before the fill that caused it.
    default void onFunding(FundingPayment payment) {}

    /// A fill was undone; position and account follow.
    default void onBust(Bust bust) {}

    /// Collateral was moved; the account follows.
    default void onTransfer(Transfer transfer) {}

    /// Everything since that moment is as if it had not been; positions and accounts follow.
    ///
    /// @param nanos the moment in monotonic time
    /// @param epochMillis the same by the wall clock
    default void onRollback(long nanos, long epochMillis) {}

    /// The exchange as a whole takes something else now.
    default void onMode(TradingMode mode) {}

    /// The servers restart: every connection ends.
    default void onRestart() {}

    /// The rules or the mode of an instrument changed.
    default void onInstrument(SimulatedBook book) {}
}
