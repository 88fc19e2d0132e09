package io.parallax.exchange;

import io.parallax.instrument.Side;

/// Where a feed puts book changes, as primitives, without garbage. A change is `begin…`, any number of `onLevel`,
/// `end`.
/// Thread: called by one feed thread per exchange; must not block or throw.
public interface BookEventSink {
    /// A whole book follows; what was known before is void.
    ///
    /// @param bookIndex the number given at [ExchangeAdapter#subscribeOrderbook]
    /// @param sequence the exchange's number of this state; 0 when the exchange has none
    /// @param receivedNanos when the last byte of the frame was read, monotonic
    /// @param exchangeEpochMicros the exchange's own time of it; 0 when it tells none
    void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros);

    /// A change to the book follows. Parameters as in [#beginSnapshot]. The feed has checked the sequence: a gap is
    /// reported as [#onBookLost], never as a delta.
    void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros);

    /// The quantity that stands at a price now.
    ///
    /// @param side `BUY` for a bid, `SELL` for an ask
    /// @param quantityE8 base currency × 10⁸; 0 removes the level
    void onLevel(Side side, long priceE8, long quantityE8);

    /// The change is complete.
    void end();

    /// The book is void until the next snapshot: a gap, a lost connection, bad data.
    void onBookLost(int bookIndex, BookLoss reason, long atNanos);

    /// Why a book became void.
    enum BookLoss {
        GAP,
        DISCONNECTED,
        BAD_DATA,
        RESUBSCRIBED,
        OVERFLOW
    }
}
