package io.parallax.execution;

import io.parallax.risk.GateCause;
import io.parallax.risk.GateState;
import io.parallax.risk.GateTable;
import io.parallax.risk.StateCounts;

/// Counts since the start, shared by all pairs. Thread: engine only; snapshots carry copies out.
public final class EngineCounters {
    /// How often each step of an order, of an exchange's gate and of the operator's mode was taken.
    public final StateCounts<OrderState, OrderStep> orderSteps =
            new StateCounts<>(OrderTable.TABLE, OrderState.class, OrderStep.class);

    public final StateCounts<GateState, GateCause> gateSteps =
            new StateCounts<>(GateTable.TABLE, GateState.class, GateCause.class);
    public final StateCounts<OperatorMode, ModeStep> modeSteps =
            new StateCounts<>(ModeTable.TABLE, OperatorMode.class, ModeStep.class);

    public long opportunitiesTaken;
    public long orders;
    public long fills;
    public long fillsDuplicate;
    public long fillsMalformed;
    public long ordersUnknown;
    public long lateFills;
    public long repairs;
    public long alerts;
    public long eventsUnexpected;
}
