package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.OrderIntent;
import io.parallax.instrument.Side;
import io.parallax.position.PairPosition.Shape;
import io.parallax.risk.Blocker;
import io.parallax.risk.RiskGate;

/// HALTED: a human must look. Until then it reduces what is naked, slowly, and closes what the operator wants
/// closed. Thread: engine only.
final class Halted {
    private static final long MILLI = 1_000_000L;
    private static final long FLATTEN_RETRY_NANOS = 1_000 * MILLI;

    private final PairContext pair;
    private final PairMachine machine;
    private long dutyNanos = NEVER;

    Halted(PairContext pair, PairMachine machine) {
        this.pair = pair;
        this.machine = machine;
    }

    boolean halted(long nowNanos) {
        pair.opportunities.clear();
        pair.gate.count(Blocker.HALTED);
        if (pair.hasLiveOrder()) {
            return false;
        }
        boolean flatten =
                pair.mode == OperatorMode.FLATTENING || (pair.mode == OperatorMode.SHUTTING_DOWN && pair.flattenOnStop);
        if (flatten || isLiquidationNear(nowNanos)) {
            flatten(nowNanos);
        } else if (machine.haltReason().filter(HaltReason::slowDuty).isPresent()) {
            slowDuty(nowNanos);
        }
        return false;
    }

    /// Level 3 of the guards goes on while a human is waited for, unless whoever else acts on the account would fight
    /// it. Both legs or none.
    private boolean isLiquidationNear(long nowNanos) {
        return pair.guard.level() == PairGuard.Level.CLOSE
                && machine.haltReason().filter(HaltReason::slowDuty).isPresent()
                && pair.a.allowsReduce(nowNanos)
                && pair.b.allowsReduce(nowNanos);
    }

    /// Whether anything was sent since the pair halted.
    private boolean hasActed() {
        return dutyNanos != NEVER && dutyNanos >= machine.sinceNanos();
    }

    private void flatten(long nowNanos) {
        if (hasActed() && nowNanos - dutyNanos < FLATTEN_RETRY_NANOS) {
            return;
        }
        for (LegDesk desk : pair.desks) {
            if (desk.isListed() && desk.ledger().quantityE8() != 0 && desk.isConfirmed()) {
                dutyNanos = nowNanos;
                reduce(
                        desk,
                        Math.abs(desk.ledger().quantityE8()),
                        OrderIntent.OPERATOR,
                        pair.settings.limits().exitCapPpm(),
                        nowNanos);
            }
        }
    }

    /// Halted with a naked leg: one reducing order every half minute, where the exchange can be trusted with
    /// it.
    private void slowDuty(long nowNanos) {
        long sinceNanos = hasActed() ? dutyNanos : machine.sinceNanos();
        boolean due = nowNanos - sinceNanos >= pair.timers.slowDutyMillis() * MILLI;
        boolean quiet = pair.incidentNanos == NEVER || nowNanos - pair.incidentNanos >= Incidents.PAUSE_NANOS;
        boolean naked = pair.isListed() && pair.position.shape() == Shape.UNEQUAL;
        if (!due || !quiet || !naked || !pair.isConfirmedTwice()) {
            return;
        }
        LegDesk a = pair.a;
        LegDesk b = pair.b;
        LegDesk excess =
                Math.abs(a.ledger().quantityE8()) >= Math.abs(b.ledger().quantityE8()) ? a : b;
        if (excess.settings().reduceOnlyReliable()) {
            dutyNanos = nowNanos;
            reduce(
                    excess,
                    Math.abs(pair.position.netE8()),
                    OrderIntent.REPAIR_UNWIND,
                    pair.settings.limits().repairCapMaxPpm(),
                    nowNanos);
        }
    }

    private void reduce(LegDesk desk, long quantityE8, OrderIntent intent, long capPpm, long nowNanos) {
        boolean usable = desk.book().isUsable(nowNanos, desk.settings().bookAgeExitMillis() * MILLI);
        long heldE8 = Math.abs(desk.ledger().quantityE8());
        long tradableE8 = desk.instrument().roundDownToLotE8(Math.min(heldE8, quantityE8));
        boolean allowed = pair.position.isNaked() ? desk.allowsRepair(nowNanos) : desk.allowsReduce(nowNanos);
        if (!usable || !allowed || tradableE8 == 0) {
            return;
        }
        Side side = desk.ledger().quantityE8() > 0 ? Side.SELL : Side.BUY;
        long limitE8 = desk.instrument().strictLimitE8(side, RiskGate.capPriceE8(side, desk.book(), capPpm));
        TrackedOrder order = desk.register(intent, side, tradableE8, limitE8, true, 0);
        desk.handOver(nowNanos);
        pair.out.tell(new EngineNotice.OrderPlaced(pair.settings.id(), order.request(), nowNanos));
    }
}
