package io.parallax.execution;

/// What a pair is trying to achieve.
public enum PairState {
    BOOT("configuration is known, connections are not", "none"),
    RECONCILE("establish the truth on both exchanges", "cancels of own resting orders"),
    FLAT("watch for an entry", "two entry legs"),
    ENTERING("both legs in flight", "none new"),
    RESOLVING("the fate of at least one leg is unknown", "cancels, reads"),
    REPAIRING("fates known, legs unequal", "one repair order at a time"),
    HEDGED("equal and opposite, watch for the exit", "exit legs, the legs of a further layer"),
    EXITING("both closing legs in flight", "none new"),
    COOLDOWN("after a finished or failed cycle", "none"),
    FROZEN("cannot know or cannot act; keeps resolving", "cancels, reads"),
    HALTED("a human must look", "reducing duties only");

    private final String purpose;
    private final String orders;

    PairState(String purpose, String orders) {
        this.purpose = purpose;
        this.orders = orders;
    }

    public String purpose() {
        return purpose;
    }

    /// Which orders may be sent in this state.
    public String orders() {
        return orders;
    }
}
