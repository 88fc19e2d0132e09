package io.parallax.execution;

/// What can become known of an order. Each has its rows in [OrderTable].
public enum OrderStep {
    /// It was handed to its exchange.
    HANDED_OVER,
    /// The exchange has it, and nothing of it is filled.
    SHOWN_OPEN,
    /// The exchange has it, and some of it is filled.
    SHOWN_PARTIAL,
    /// All of it is filled.
    SHOWN_FULL,
    /// The exchange ended it without a full fill.
    ENDED,
    /// The exchange refused it with a definitive code.
    REFUSED,
    /// It failed before its first byte left.
    FAILED_BEFORE_SENDING,
    /// Something that its fate depends on was missed: an answer, a stream, time.
    TRACK_LOST,
    /// It does not exist, as far as the exchange keeps its word.
    PROVEN_ABSENT,
    /// More was executed than its end had said.
    LATE_FILL,
    /// The exchange took an execution back.
    BUSTED
}
