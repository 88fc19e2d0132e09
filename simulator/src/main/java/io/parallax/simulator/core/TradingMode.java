package io.parallax.simulator.core;

import io.parallax.simulator.core.NewOrder.Instruction;

/// What an exchange, or one instrument of it, takes at the moment; from the most to the least. Outside [#OPEN] nothing
/// is matched and no trigger fires (Paradex documentation, system states). Thread: any; immutable.
public enum TradingMode {
    OPEN,
    /// Orders that can only rest, and cancels.
    POST_ONLY,
    /// Cancels alone.
    CANCEL_ONLY,
    /// No orders; cancels are taken.
    HALTED,
    /// The interface itself is down.
    MAINTENANCE;

    /// The one of both that takes less.
    public TradingMode stricter(TradingMode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// Why an order is not taken now, or [EndReason#NONE].
    EndReason refusal(NewOrder order) {
        return switch (this) {
            case OPEN -> EndReason.NONE;
            case POST_ONLY -> order.instruction() == Instruction.POST_ONLY ? EndReason.NONE : EndReason.POST_ONLY_MODE;
            case CANCEL_ONLY -> EndReason.CANCEL_ONLY_MODE;
            case HALTED -> EndReason.HALTED;
            case MAINTENANCE -> EndReason.MAINTENANCE;
        };
    }
}
