package io.parallax.journal;

/// One thing worth keeping. Words of states and reasons are text, so that a later version still reads what an earlier
/// one wrote. Quantities are base currency × 10⁸, prices and fees quote currency × 10⁸. Thread: any; immutable.
public sealed interface JournalEntry {
    /// A process began.
    ///
    /// @param engine the name of its run directory
    /// @param mode `simulated` or `live`
    /// @param bootEpochSeconds part of every order id of this process
    record Started(String engine, String mode, long bootEpochSeconds) implements JournalEntry {}

    /// A process ended in order.
    ///
    /// @param exitCode what it exits with
    /// @param open what is open, in plain words
    record Ended(long exitCode, String open) implements JournalEntry {}

    /// An order was registered and handed to its exchange.
    ///
    /// @param reason what it is for
    record OrderIntended(
            String bot,
            String exchange,
            String symbol,
            String id,
            String side,
            long quantityE8,
            long limitE8,
            boolean reduceOnly,
            String reason)
            implements JournalEntry {}

    /// What is known of an order changed.
    record OrderReported(String bot, String exchange, String id, String from, String to, long filledE8, String detail)
            implements JournalEntry {}

    /// One execution.
    record OrderFilled(String bot, String exchange, String id, String side, long quantityE8, long priceE8, long feeE8)
            implements JournalEntry {}

    /// An entry, an exit or a repair was decided, or a cycle ended.
    record Decided(String bot, String text) implements JournalEntry {}

    /// A pair changed its state.
    record StateChanged(String bot, String from, String to, String event, String detail) implements JournalEntry {}

    /// A pair, or with an empty bot the engine, stopped for an operator to look.
    record Halted(String bot, String reason, String detail) implements JournalEntry {}

    /// An operator commanded.
    ///
    /// @param command the word: `pause`, `kill`, …
    record Commanded(String command, String reason) implements JournalEntry {}

    /// Something a human should know.
    record Alerted(String bot, String text) implements JournalEntry {}

    /// Entries that did not fit or could not be written before this one.
    record Lost(long entries) implements JournalEntry {}
}
