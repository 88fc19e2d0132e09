package io.parallax.execution;

import static io.parallax.execution.OrderState.*;
import static io.parallax.execution.OrderStep.*;

import io.parallax.risk.StateTable;
import java.util.EnumSet;
import java.util.Set;

/// Every step that what is known of an order may take. Knowledge only grows: an ended order stays ended, and
/// UNKNOWN is left by evidence alone. Thread: any; immutable.
public final class OrderTable {
    private static final Set<OrderState> OPEN = EnumSet.of(SENT, ACKED, PARTIAL, UNKNOWN);
    private static final Set<OrderState> ENDED_STATES = EnumSet.of(NOT_SENT, FILLED, CANCELLED, REJECTED);

    public static final StateTable<OrderState, OrderStep> TABLE = new StateTable<>(OrderState.class, OrderStep.class)
            .row(EnumSet.of(NEW_LOCAL), HANDED_OVER, SENT, "from here on it may exist")
            .row(OPEN, SHOWN_OPEN, ACKED, "wait for its end; cancel it if it rests")
            .row(OPEN, SHOWN_PARTIAL, PARTIAL, "count the fill; wait for the rest")
            .row(OPEN, SHOWN_FULL, FILLED, "count the fill; read it again after 60 s")
            .row(OPEN, ENDED, CANCELLED, "decide on the other leg; read it again after 60 s")
            .row(OPEN, REFUSED, REJECTED, "decide on the other leg")
            .row(EnumSet.of(SENT, UNKNOWN), FAILED_BEFORE_SENDING, NOT_SENT, "decide on the other leg")
            .row(EnumSet.of(SENT, ACKED, PARTIAL), TRACK_LOST, UNKNOWN, "ask for it and for the position; send nothing")
            .row(
                    EnumSet.of(UNKNOWN),
                    PROVEN_ABSENT,
                    CANCELLED,
                    "unwind, never complete; no entry for 60 s; read it again after 5, 20, 60, 120 and 300 s")
            .stay(ENDED_STATES, LATE_FILL, "alert; repair the position; no entry for 60 s")
            .stay(
                    EnumSet.allOf(OrderState.class),
                    BUSTED,
                    "take the fill back; repair the position; no entry for 60 s");

    private OrderTable() {}
}
