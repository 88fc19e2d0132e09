package io.parallax.execution;

import static io.parallax.execution.ModeStep.*;
import static io.parallax.execution.OperatorMode.*;

import io.parallax.risk.StateTable;
import java.util.EnumSet;
import java.util.Set;

/// How the operator's commands change what is allowed. A kill is ended by a resume alone, not by a lesser command
/// that comes after it, and nothing ends a shutdown. Thread: any; immutable.
public final class ModeTable {
    private static final Set<OperatorMode> RUNNING = EnumSet.of(ARMED, PAUSED, DRAINING, FLATTENING);
    private static final Set<OperatorMode> NOT_STOPPING = EnumSet.complementOf(EnumSet.of(SHUTTING_DOWN));

    public static final StateTable<OperatorMode, ModeStep> TABLE = new StateTable<>(OperatorMode.class, ModeStep.class)
            .row(RUNNING, PAUSE, PAUSED, "no entries; exits go on")
            .row(RUNNING, DRAIN, DRAINING, "no entries; each pair ends with its normal exit")
            .row(NOT_STOPPING, FLATTEN, FLATTENING, "close every pair now")
            .row(NOT_STOPPING, KILL, KILLED, "no increasing order until resumed; cancel what rests")
            .row(NOT_STOPPING, RESUME, ARMED, "entries again; halted pairs reconcile first")
            .row(
                    EnumSet.allOf(OperatorMode.class),
                    SHUTDOWN,
                    SHUTTING_DOWN,
                    "resolve what is in flight, apply the policy, stop")
            .stay(EnumSet.of(KILLED), PAUSE, "a kill is stronger")
            .stay(EnumSet.of(KILLED), DRAIN, "a kill is stronger")
            .stay(EnumSet.of(SHUTTING_DOWN), PAUSE, "it is stopping")
            .stay(EnumSet.of(SHUTTING_DOWN), DRAIN, "it is stopping")
            .stay(EnumSet.of(SHUTTING_DOWN), FLATTEN, "it is stopping")
            .stay(EnumSet.of(SHUTTING_DOWN), KILL, "it is stopping; cancel what rests")
            .stay(EnumSet.of(SHUTTING_DOWN), RESUME, "it is stopping");

    private ModeTable() {}
}
