package io.parallax.execution;

import io.parallax.exchange.AccountEvent;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.units.FixedPoint;

/// What may go wrong in any state: an exchange that contradicts what it told, and a position that nothing
/// explains. Thread: engine only.
final class Incidents {
    /// After an exchange contradicted itself: no entry, and no order on a naked leg of a halted pair.
    static final long PAUSE_NANOS = 60_000_000_000L;

    private static final int BUSTS_MAX = 3;

    private final PairContext pair;
    private final PairMachine machine;
    private final Starting starting;
    private int busts;

    Incidents(PairContext pair, PairMachine machine, Starting starting) {
        this.pair = pair;
        this.machine = machine;
        this.starting = starting;
    }

    /// The operator re-arms: what was is forgotten.
    void reset() {
        busts = 0;
    }

    /// Executions that an exchange took back count by the day.
    void onNewDay() {
        busts = 0;
    }

    /// Takes note of what the legs found out since the last look.
    void take(long nowNanos) {
        take(pair.a, nowNanos);
        take(pair.b, nowNanos);
    }

    private void take(LegDesk desk, long nowNanos) {
        if (desk.takeAbsenceProven()) {
            pair.inferred = true;
            pair.blockEntries(pair.timers.absenceCooldownMillis() * 1_000_000L, nowNanos);
        }
        if (desk.takeLateFill()) {
            pair.incidentNanos = nowNanos;
            pair.blockEntries(PAUSE_NANOS, nowNanos);
        }
        if (desk.takeBust()) {
            onBust(nowNanos);
        }
    }

    private void onBust(long nowNanos) {
        pair.incidentNanos = nowNanos;
        busts++;
        pair.blockEntries(PAUSE_NANOS, nowNanos);
        if (busts >= BUSTS_MAX) {
            pair.haltAfterRepair = HaltReason.BUST_CASCADE;
        }
    }

    /// The exchange closed part of a leg by itself. The other leg's excess is removed like any other; then a
    /// human must look.
    void onForced(LegDesk desk, AccountEvent.ForcedReduction forced, long nowNanos) {
        if (!desk.isNewForced(forced)) {
            return;
        }
        HaltReason reason = reason(forced);
        pair.out.alert(
                desk.exchange() + " " + reason + " " + FixedPoint.format(forced.quantityE8()) + " " + forced.symbol()
                        + " at " + FixedPoint.format(forced.priceE8()) + ", fill " + forced.fillId(),
                nowNanos);
        switch (machine.state()) {
            case BOOT -> {
                // The truth is established after this, and holds it.
            }
            case RECONCILE -> {
                pair.haltAfterRepair = reason;
                starting.begin(nowNanos);
            }
            default -> {
                if (forced.late()) {
                    desk.holdForced(forced, nowNanos);
                } else {
                    book(desk, forced, nowNanos);
                }
            }
        }
    }

    private void book(LegDesk desk, AccountEvent.ForcedReduction forced, long nowNanos) {
        if (machine.state() != PairState.HALTED) {
            pair.haltAfterRepair = reason(forced);
        }
        desk.bookForced(forced, nowNanos);
    }

    /// Reductions that were found late are booked as far as a position that was asked for afterwards differs from ours
    /// without them: it may have been taken over meanwhile, with them in it.
    void onPosition(LegDesk desk, AccountEvent.PositionReported reported, long nowNanos) {
        boolean truthIsRead = machine.state() == PairState.BOOT || machine.state() == PairState.RECONCILE;
        for (AccountEvent.ForcedReduction late : desk.takeHeldForced(reported.askedNanos())) {
            if (!truthIsRead
                    && reported.position().quantityE8() != desk.ledger().quantityE8()) {
                book(desk, late, nowNanos);
            }
        }
    }

    private static HaltReason reason(AccountEvent.ForcedReduction forced) {
        return switch (forced.kind()) {
            case LIQUIDATION -> HaltReason.LIQUIDATED;
            case DELEVERAGING -> HaltReason.DELEVERAGED;
        };
    }

    /// What may be sent is the gate's matter; what nobody knows a human must look at.
    void onAccountState(AccountEvent.AccountState told, long nowNanos) {
        pair.resources.gate(told.exchange()).onAccount(told.standing(), told.status(), nowNanos);
        if (told.standing() == AccountEvent.Standing.UNKNOWN
                && pair.haltAfterRepair == null
                && machine.state() != PairState.HALTED) {
            pair.haltAfterRepair = HaltReason.ACCOUNT_RESTRICTED;
            pair.out.alert(told.exchange() + " says that the account is \"" + told.status() + "\"", nowNanos);
        }
    }

    /// Believes an exchange whose position differs from ours without an explanation.
    ///
    /// @return whether the state changed
    boolean handleDrift(long nowNanos) {
        PairState state = machine.state();
        if (!pair.a.watch().drifted() && !pair.b.watch().drifted()) {
            return false;
        }
        if (state == PairState.RECONCILE || state == PairState.BOOT) {
            return false;
        }
        pair.incidentNanos = nowNanos;
        String text = adopt(nowNanos);
        pair.out.alert(text, nowNanos);
        if (state == PairState.HALTED) {
            return false;
        }
        if (pair.haltAfterRepair != HaltReason.LIQUIDATED && pair.haltAfterRepair != HaltReason.DELEVERAGED) {
            pair.haltAfterRepair = HaltReason.LEDGER_MISMATCH;
        }
        if (state == PairState.HEDGED) {
            pair.purpose = Purpose.FOUND;
            pair.incident = new RepairIncident(Purpose.FOUND);
            return machine.fire(PairEvent.DRIFT, text, nowNanos);
        }
        boolean fired = machine.fire(PairEvent.DRIFT, text, nowNanos);
        if (fired) {
            starting.begin(nowNanos);
        }
        return fired;
    }

    private String adopt(long nowNanos) {
        StringBuilder text = new StringBuilder("position differs from what our fills explain:");
        for (LegDesk desk : pair.desks) {
            if (desk.watch().drifted()) {
                text.append(' ')
                        .append(desk.exchange())
                        .append(" says ")
                        .append(FixedPoint.format(desk.watch().confirmedE8()))
                        .append(", we had ")
                        .append(FixedPoint.format(desk.ledger().quantityE8()))
                        .append(';');
                desk.ledger().adopt(desk.watch().confirmedE8(), desk.watch().entryPriceE8(), nowNanos);
                desk.watch().settleDrift();
                desk.watch().askSoon();
            }
        }
        return text.toString();
    }
}
