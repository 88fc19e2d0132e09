package io.parallax.exchange.vest;

/// Finds out how old what arrives may be on a socket whose messages carry no time. An answered ping proves that all
/// the exchange had sent before it answered has arrived, because a connection keeps its order: a book that comes after
/// the answer is at least as new as the moment the ping was sent. The moment moves on with each answer; while answers
/// wait somewhere, books wait with them, and it stands still. Pings and their answers carry no number that ties them,
/// so at most one is under way; an answer that never comes makes the moment stand still for good, and the connection
/// has to be replaced. Thread: feed only.
final class VestProof {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int UNDER_WAY_MAX = 8;

    private final long[] sentNanos = new long[UNDER_WAY_MAX];
    private int underWay;
    private long lastSentNanos = NEVER;
    private long provenNanos = NEVER;
    private boolean answered;

    /// Forgets the former connection.
    void onOpen(long nowNanos) {
        underWay = 0;
        lastSentNanos = nowNanos;
        provenNanos = NEVER;
        answered = false;
    }

    /// Whether to send a ping now.
    ///
    /// @param intervalNanos between pings that are answered
    /// @param keepAliveNanos between pings that are not
    boolean isDue(long nowNanos, long intervalNanos, long keepAliveNanos) {
        return nowNanos - lastSentNanos >= (underWay == 0 ? intervalNanos : keepAliveNanos);
    }

    void onPing(long nowNanos) {
        lastSentNanos = nowNanos;
        if (underWay < UNDER_WAY_MAX) {
            sentNanos[underWay++] = nowNanos;
        }
    }

    /// An answer: to the oldest ping, for what we can know.
    void onPong() {
        if (underWay > 0) {
            provenNanos = sentNanos[0];
            answered = true;
            underWay--;
            System.arraycopy(sentNanos, 1, sentNanos, 0, underWay);
        }
    }

    /// Whether an exchange that used to answer has not for so long.
    boolean isUnanswered(long nowNanos, long limitNanos) {
        return answered && underWay > 0 && nowNanos - sentNanos[0] >= limitNanos;
    }

    /// A book that arrives now is at least as new as this moment.
    ///
    /// @param subscribedNanos when the book was first asked for on this connection: nothing that comes is older
    long provenNanos(long subscribedNanos) {
        return Math.max(provenNanos, subscribedNanos);
    }
}
