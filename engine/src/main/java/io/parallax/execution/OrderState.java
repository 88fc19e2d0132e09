package io.parallax.execution;

/// What is known of an order's fate.
public enum OrderState {
    /// Registered, nothing sent.
    NEW_LOCAL(false),
    /// Failed before the first byte.
    NOT_SENT(true),
    /// The first byte may have left.
    SENT(false),
    /// The exchange took or queued it.
    ACKED(false),
    /// Some of it is filled.
    PARTIAL(false),
    FILLED(true),
    /// Ended without a full fill; also what an order becomes that was proven absent.
    CANCELLED(true),
    /// Refused by the exchange with a definitive code.
    REJECTED(true),
    /// An answer is lost, ambiguous or contradictory.
    UNKNOWN(false);

    private final boolean terminal;

    OrderState(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }
}
