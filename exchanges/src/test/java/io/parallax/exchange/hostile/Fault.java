package io.parallax.exchange.hostile;

import java.io.IOException;

/// One way to misbehave where a proper answer or frame was due. Thread: any; immutable.
///
/// @param outcome what an order is told whose answer it took the place of: a pattern of `Acknowledged`,
///     `OutcomeUnknown`, `RateLimited` and `Rejected`
record Fault(String name, String outcome, Act act) {
    static final Fault NONE = new Fault("none", "Acknowledged", (wire, proper) -> wire.write(proper));

    /// What is done; the connection ends when it returns.
    @FunctionalInterface
    interface Act {
        void instead(Wire wire, byte[] proper) throws IOException;
    }

    static Fault unknown(String name, Act act) {
        return new Fault(name, "OutcomeUnknown", act);
    }

    Fault telling(String newOutcome) {
        return new Fault(name, newOutcome, act);
    }

    boolean isNone() {
        return equals(NONE);
    }

    @Override
    public String toString() {
        return name;
    }
}
