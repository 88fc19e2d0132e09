package io.parallax.risk;

/// What may be sent to an exchange now. Cancels and questions may always be tried.
public enum GateState {
    CONNECTING("a required stream is not there yet", false, false),
    OPEN("everything may be sent", true, true),
    DEGRADED("something is impaired: nothing that increases risk", false, true),
    POST_ONLY("the exchange takes no immediate orders", false, false),
    CANCEL_ONLY("the exchange takes cancels only", false, false),
    RESTRICTED("the exchange restricts our account or the instrument", false, false),
    BANNED("we sent too many orders; wait", false, false),
    DARK("no sign of life", false, false);

    private final String text;
    private final boolean increase;
    private final boolean reduce;

    GateState(String text, boolean increase, boolean reduce) {
        this.text = text;
        this.increase = increase;
        this.reduce = reduce;
    }

    public String text() {
        return text;
    }

    /// Whether orders that increase risk may be sent.
    public boolean increase() {
        return increase;
    }

    /// Whether orders that only reduce risk may be sent, as far as the order path carries them.
    public boolean reduce() {
        return reduce;
    }

    /// Whether orders that get rid of a leg without its mate are sent all the same: what the exchange allows a
    /// restricted account it alone knows.
    boolean mayTakeRepairs() {
        return this == RESTRICTED;
    }

    /// Whether the exchange refuses orders for its mode.
    boolean refusesForMode() {
        return this == POST_ONLY || this == CANCEL_ONLY;
    }
}
