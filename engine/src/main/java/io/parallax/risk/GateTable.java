package io.parallax.risk;

import static io.parallax.risk.GateCause.*;
import static io.parallax.risk.GateState.*;

import java.util.EnumSet;
import java.util.Set;

/// Which cause leads to which gate: from any, because the gravest cause alone decides. Thread: any; immutable.
public final class GateTable {
    private static final Set<GateState> ANY = EnumSet.allOf(GateState.class);

    public static final StateTable<GateState, GateCause> TABLE = table();

    private GateTable() {}

    private static StateTable<GateState, GateCause> table() {
        StateTable<GateState, GateCause> table = new StateTable<>(GateState.class, GateCause.class);
        for (GateCause cause : GateCause.values()) {
            table.row(ANY, cause, to(cause), cause.text());
        }
        return table;
    }

    private static GateState to(GateCause cause) {
        return switch (cause) {
            case RATE_LIMITED -> BANNED;
            case POST_ONLY_REFUSED -> POST_ONLY;
            case CANCEL_ONLY_REFUSED -> CANCEL_ONLY;
            case SILENT -> DARK;
            case ACCOUNT_RESTRICTED -> RESTRICTED;
            case NOT_CONNECTED, ORDER_PATH_DOWN -> CONNECTING;
            case ORDER_PATH_ENDING, STREAM_DOWN, IMPAIRED, MODE_DOUBTED, SKEWED, RECOVERING -> DEGRADED;
            case ALL_WELL -> OPEN;
        };
    }

    /// States with their rights, and causes with their states, as they stand in the documentation.
    public static String toMarkdown() {
        StringBuilder text = new StringBuilder(
                "| Gate | Meaning | Increase | Close a pair | Get rid of a naked leg |\n|---|---|---|---|---|\n");
        for (GateState state : GateState.values()) {
            text.append("| ")
                    .append(state)
                    .append(" | ")
                    .append(state.text())
                    .append(" | ")
                    .append(state.increase() ? "yes" : "no")
                    .append(" | ")
                    .append(state.reduce() ? "yes" : "no")
                    .append(" | ")
                    .append(
                            state.reduce() || state.mayTakeRepairs()
                                    ? "yes"
                                    : state.refusesForMode() ? "asks every 2 s" : "no")
                    .append(" |\n");
        }
        text.append("\n| Cause, gravest first | Meaning | Gate |\n|---|---|---|\n");
        for (GateCause cause : GateCause.values()) {
            text.append("| ")
                    .append(cause)
                    .append(" | ")
                    .append(cause.text())
                    .append(" | ")
                    .append(to(cause))
                    .append(" |\n");
        }
        return text.toString();
    }
}
