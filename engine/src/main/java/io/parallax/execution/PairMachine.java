package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one pair. Nothing else writes it, and it changes by rows of [TransitionTable] alone: an event
/// without a row is counted and changes nothing. Thread: engine only.
final class PairMachine {
    private static final long MILLI = 1_000_000L;

    private final PairContext pair;
    private PairState state = PairState.BOOT;
    private String detail = "";
    private long sinceNanos;
    private @Nullable HaltReason haltReason;
    private long alertNanos = NEVER;

    PairMachine(PairContext pair, long nowNanos) {
        this.pair = pair;
        this.sinceNanos = nowNanos;
    }

    /// Takes the row of an event, if the present state has one.
    ///
    /// @param why amounts and prices in plain words; may be empty
    /// @return whether the state changed
    boolean fire(PairEvent event, String why, long nowNanos) {
        TransitionCounts transitions = pair.resources.transitions();
        Optional<TransitionTable.Row> row = TransitionTable.find(state, event);
        if (row.isEmpty()) {
            pair.resources.counters().eventsUnexpected++;
            transitions.onUnexpected(state, event);
            return false;
        }
        transitions.onTaken(row.get());
        PairState from = state;
        state = row.get().to();
        detail = why.isEmpty() ? event.text() : why;
        if (from != state) {
            sinceNanos = nowNanos;
            pair.out.tell(new EngineNotice.StateChanged(pair.settings.id(), from, state, event, why, nowNanos));
        }
        return from != state;
    }

    /// Stops entries for a human to look; reducing duties go on.
    void halt(HaltReason reason, String why, long nowNanos) {
        if (state != PairState.HALTED) {
            halt(PairEvent.HALT_REQUIRED, reason, why, nowNanos);
        }
    }

    /// The same by an event that says more than that a halt is required.
    void halt(PairEvent event, HaltReason reason, String why, long nowNanos) {
        haltReason = reason;
        pair.haltAfterRepair = null;
        pair.incident = null;
        fire(event, reason + ": " + why, nowNanos);
        alert("HALTED for " + reason + " (" + reason.text() + "): " + why + "; " + pair.exposure(), nowNanos);
    }

    /// Halts for what was only waiting until nothing is naked.
    ///
    /// @return whether it did
    boolean haltIfDue(long nowNanos) {
        HaltReason due = pair.haltAfterRepair;
        boolean naked = pair.position.isNaked() && pair.position.netE8() != pair.acceptedNetE8;
        if (due == null || naked || state == PairState.HALTED) {
            return false;
        }
        halt(PairEvent.HALT_REQUIRED, due, due.text(), nowNanos);
        return true;
    }

    /// The operator says that a halted pair may go on.
    void rearm(String reason, long nowNanos) {
        haltReason = null;
        fire(PairEvent.REARMED, reason, nowNanos);
    }

    /// Says what keeps the pair in its state, and repeats from here while it lasts.
    void alert(String text, long nowNanos) {
        alertNanos = nowNanos;
        pair.out.alert(text, nowNanos);
    }

    void repeatAlerts(long nowNanos) {
        boolean lasting = state == PairState.FROZEN || state == PairState.HALTED;
        if (lasting && nowNanos - alertNanos >= pair.timers.alertRepeatMillis() * MILLI) {
            alert("still " + state + " (" + detail + "); " + pair.exposure(), nowNanos);
        }
    }

    PairState state() {
        return state;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    String detail() {
        return detail;
    }

    Optional<HaltReason> haltReason() {
        return Optional.ofNullable(haltReason);
    }
}
