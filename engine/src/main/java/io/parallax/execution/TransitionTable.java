package io.parallax.execution;

import static io.parallax.execution.PairEvent.*;
import static io.parallax.execution.PairState.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every transition a pair may make, in one place: the machine looks its next state up here, the documentation
/// is printed from here, and the count of how often each row was taken is kept beside it. Thread: any;
/// immutable.
public final class TransitionTable {
    /// One row: `event` in `from` leads to `to`, and `action` is what is done.
    public record Row(PairState from, PairEvent event, PairState to, String action) {}

    private static final List<Row> ROWS = new ArrayList<>();
    private static final Map<PairState, Map<PairEvent, Row>> INDEX = new EnumMap<>(PairState.class);

    static {
        row(BOOT, BOOT_CHECKED, RECONCILE, "start reads");

        row(RECONCILE, TRUTH_FLAT, FLAT, "confirm leverage and balance, then watch");
        row(RECONCILE, TRUTH_HEDGED, HEDGED, "adopt; basis from the exchanges' entry prices");
        row(RECONCILE, TRUTH_UNEQUAL, REPAIRING, "remove the excess, then halt");
        row(RECONCILE, TRUTH_UNEQUAL_HOLD, HALTED, "send nothing, alert");
        row(RECONCILE, TRUTH_SAME_SIDE, HALTED, "alert");
        row(RECONCILE, TRUTH_FOREIGN, HALTED, "alert");
        row(RECONCILE, READ_FAILED, RECONCILE, "read again, alert after three failures");

        row(FLAT, ENTRY_SIGNAL, ENTERING, "register both orders, send both back to back");
        row(FLAT, LEGS_UNEQUAL, REPAIRING, "a late fill or a bust: remove the excess");
        row(FLAT, LEGS_HEDGED, HEDGED, "late fills on both legs: hold them");
        row(FLAT, LEGS_SAME_SIDE, HALTED, "alert");
        row(FLAT, DRIFT, RECONCILE, "read both exchanges again");

        row(ENTERING, LEGS_FLAT, COOLDOWN, "count; a refusal counts as a failure");
        row(ENTERING, LEGS_HEDGED, HEDGED, "confirm by position reads");
        row(ENTERING, LEGS_UNEQUAL, REPAIRING, "the difference of known fills is the excess");
        row(ENTERING, LEGS_SAME_SIDE, HALTED, "alert");
        row(ENTERING, LEG_SLOW, RESOLVING, "ask for the slow leg, send nothing");
        row(ENTERING, LEG_UNKNOWN, RESOLVING, "ask until known");
        row(ENTERING, STAY_EXPIRED, RESOLVING, "ask until known");

        row(RESOLVING, LEGS_FLAT, COOLDOWN, "count");
        row(RESOLVING, LEGS_HEDGED, HEDGED, "confirm by position reads");
        row(RESOLVING, LEGS_UNEQUAL, REPAIRING, "the difference of known fills is the excess");
        row(RESOLVING, LEGS_SAME_SIDE, HALTED, "alert");
        row(RESOLVING, RESOLVE_EXPIRED, FROZEN, "alert with both possible exposures, keep asking");
        row(RESOLVING, DRIFT, RECONCILE, "read both exchanges again");

        row(REPAIRING, LEGS_FLAT, COOLDOWN, "count as a failed cycle, unless it finished an exit");
        row(REPAIRING, LEGS_HEDGED, HEDGED, "completed, or a smaller pair");
        row(REPAIRING, LEGS_SAME_SIDE, HALTED, "alert");
        row(REPAIRING, LEG_UNKNOWN, RESOLVING, "ask until known; the budget keeps counting");
        row(REPAIRING, REPAIR_BLOCKED, FROZEN, "alert, try again when the exchange is open");
        row(REPAIRING, BUDGET_SPENT, HALTED, "alert with the naked amount");
        row(REPAIRING, DRIFT, RECONCILE, "read both exchanges again");

        row(HEDGED, LAYER_SIGNAL, ENTERING, "register and send a layer; no repair of it touches what is held");
        row(HEDGED, EXIT_SIGNAL, EXITING, "close both legs, sized from confirmed positions");
        row(HEDGED, EXIT_DEMANDED, EXITING, "close both legs, sized from confirmed positions");
        row(HEDGED, GUARD_HALVE, EXITING, "close half of both legs, sized from confirmed positions");
        row(HEDGED, GUARD_CLOSE, EXITING, "close both legs, sized from confirmed positions");
        row(HEDGED, STOP_LOSS, EXITING, "close both legs; the cycle counts as failed");
        row(HEDGED, LEGS_UNEQUAL, REPAIRING, "a late fill or a bust: remove the excess");
        row(HEDGED, LEGS_FLAT, COOLDOWN, "late news: nothing is held any more");
        row(HEDGED, LEGS_SAME_SIDE, HALTED, "alert");
        row(HEDGED, DRIFT, REPAIRING, "believe the exchange, reduce the surviving leg, then halt");

        row(EXITING, LEGS_FLAT, COOLDOWN, "both zero by fills and by two reads: record the trade");
        row(EXITING, LEGS_HEDGED, HEDGED, "nothing, or equal parts executed: price again");
        row(EXITING, LEGS_UNEQUAL, REPAIRING, "finish the exit: close the rest of the open leg");
        row(EXITING, LEGS_SAME_SIDE, HALTED, "alert");
        row(EXITING, LEG_SLOW, RESOLVING, "ask for the slow leg, send nothing");
        row(EXITING, LEG_UNKNOWN, RESOLVING, "ask until known");
        row(EXITING, STAY_EXPIRED, RESOLVING, "ask until known");
        row(EXITING, DRIFT, RECONCILE, "read both exchanges again");

        row(COOLDOWN, COOLED_DOWN, FLAT, "watch again");
        row(COOLDOWN, LEGS_UNEQUAL, REPAIRING, "a late fill or a bust: remove the excess");
        row(COOLDOWN, LEGS_HEDGED, HEDGED, "late fills on both legs: hold them");
        row(COOLDOWN, LEGS_SAME_SIDE, HALTED, "alert");
        row(COOLDOWN, DRIFT, RECONCILE, "read both exchanges again");

        row(FROZEN, EVIDENCE, RESOLVING, "all fates known: decide again");
        row(FROZEN, REPAIR_POSSIBLE, REPAIRING, "the exchange is open again");
        row(FROZEN, DRIFT, RECONCILE, "read both exchanges again");

        row(HALTED, REARMED, RECONCILE, "read both exchanges again");

        for (PairState state : EnumSet.complementOf(EnumSet.of(HALTED))) {
            row(state, HALT_REQUIRED, HALTED, "alert; keep reducing duties");
        }
        for (PairState state : EnumSet.complementOf(EnumSet.of(BOOT, RECONCILE, HALTED))) {
            row(state, CORE_PAUSED, RECONCILE, "nothing of before can be trusted");
        }
    }

    private TransitionTable() {}

    private static void row(PairState from, PairEvent event, PairState to, String action) {
        Row row = new Row(from, event, to, action);
        ROWS.add(row);
        if (INDEX.computeIfAbsent(from, _ -> new EnumMap<>(PairEvent.class)).put(event, row) != null) {
            throw new IllegalStateException("two rows for " + event + " in " + from);
        }
    }

    public static List<Row> rows() {
        return List.copyOf(ROWS);
    }

    /// The row of an event in a state; empty when the table has none.
    public static Optional<Row> find(PairState from, PairEvent event) {
        return Optional.ofNullable(INDEX.getOrDefault(from, Map.of()).get(event));
    }

    /// The table as it stands in the documentation.
    public static String toMarkdown() {
        StringBuilder text = new StringBuilder("| State | Purpose | Orders it may send |\n|---|---|---|\n");
        for (PairState state : PairState.values()) {
            text.append("| ")
                    .append(state)
                    .append(" | ")
                    .append(state.purpose())
                    .append(" | ")
                    .append(state.orders())
                    .append(" |\n");
        }
        text.append("\n| From | Event | Meaning | To | Action |\n|---|---|---|---|---|\n");
        for (Row row : ROWS) {
            text.append("| ")
                    .append(row.from())
                    .append(" | ")
                    .append(row.event())
                    .append(" | ")
                    .append(row.event().text())
                    .append(" | ")
                    .append(row.to())
                    .append(" | ")
                    .append(row.action())
                    .append(" |\n");
        }
        return text.toString();
    }
}
