package io.parallax.marketdata;

/// Whether a book can be believed.
public enum BookState {
    /// No snapshot has ever come.
    EMPTY,
    /// Snapshot and every change since are applied, and bid is below ask.
    LIVE,
    /// A change is missing or the connection is gone: nothing here is true until the next snapshot.
    STALE,
    /// Complete, but bid is at or above ask on one exchange, which cannot be: not to be traded on.
    CROSSED
}
