package io.parallax.simulator.chaos;

/// A moment that is worth hitting, seen from outside the engine.
public enum Moment {
    /// An entry or an exit was decided; nothing has left yet.
    DECISION,
    /// The first order of a pair of orders is leaving.
    FIRST_SEND,
    /// The second one is leaving.
    SECOND_SEND,
    /// The exchange booked a fill; nobody was told yet.
    FILL,
    ENTERING,
    RESOLVING,
    REPAIRING,
    HEDGED,
    EXITING,
    COOLDOWN,
    FROZEN,
    RECONCILE,
    /// A stream was opened.
    CONNECTED,
    /// The process started.
    STARTED;

    /// Whether it comes a few times an episode at most.
    boolean isRare() {
        return switch (this) {
            case RESOLVING, REPAIRING, FROZEN, RECONCILE, STARTED -> true;
            case DECISION, FIRST_SEND, SECOND_SEND, FILL, ENTERING, HEDGED, EXITING, COOLDOWN, CONNECTED -> false;
        };
    }
}
