package io.parallax.execution;

import io.parallax.exchange.OrderIntent;
import io.parallax.execution.RepairPolicy.Remedy;
import io.parallax.position.PairPosition.Shape;
import io.parallax.units.FixedPoint;

/// REPAIRING and FROZEN: removes an imbalance one order at a time, within a budget, and waits where nothing can
/// be done. Thread: engine only.
final class Repairing {
    private static final long MILLI = 1_000_000L;
    private static final long BLOCKED_GRACE_NANOS = 500 * MILLI;

    private final PairContext pair;
    private final PairMachine machine;
    private final InFlight inFlight;

    Repairing(PairContext pair, PairMachine machine, InFlight inFlight) {
        this.pair = pair;
        this.machine = machine;
        this.inFlight = inFlight;
    }

    boolean repairing(long nowNanos) {
        if (pair.hasUnknownOrder()) {
            return machine.fire(PairEvent.LEG_UNKNOWN, pair.unknownLegs(), nowNanos);
        }
        if (pair.hasLiveOrder()) {
            return false;
        }
        RepairIncident running = pair.incident;
        if (running == null) {
            running = new RepairIncident(pair.purpose);
            pair.incident = running;
        }
        running.settleLast();
        if (pair.position.shape() != Shape.UNEQUAL) {
            return inFlight.onShape(nowNanos);
        }
        if (running.orders() > 0 && !areReadSince(running.lastEndedNanos())) {
            return false;
        }
        if (running.isSpent(pair.settings.limits())) {
            machine.halt(
                    PairEvent.BUDGET_SPENT,
                    HaltReason.REPAIR_BUDGET,
                    running.orders() + " orders, " + FixedPoint.format(running.paidE8()) + " paid; touch "
                            + pair.touches(),
                    nowNanos);
            return true;
        }
        return repair(running, nowNanos);
    }

    /// Whether both positions were read after a moment; asks for what is missing.
    private boolean areReadSince(long sinceNanos) {
        boolean read = true;
        for (LegDesk desk : pair.desks) {
            if (!desk.isReadSince(sinceNanos)) {
                desk.watch().askSoon();
                read = false;
            }
        }
        return read;
    }

    private boolean repair(RepairIncident running, long nowNanos) {
        switch (pair.repairs.choose(choice(running, nowNanos), nowNanos)) {
            case Remedy.Send send -> {
                send(running, send, nowNanos);
                return false;
            }
            case Remedy.Residual(String why) -> {
                accept(why, nowNanos);
                return true;
            }
            case Remedy.Blocked(String why) -> {
                if (running.onBlocked(nowNanos) < BLOCKED_GRACE_NANOS) {
                    return false;
                }
                pair.frozenByBlock = true;
                machine.fire(PairEvent.REPAIR_BLOCKED, why, nowNanos);
                if (running.takeAlertDue(nowNanos, pair.timers.alertRepeatMillis() * MILLI)) {
                    machine.alert("FROZEN with " + pair.exposure() + ": " + why, nowNanos);
                }
                return true;
            }
        }
    }

    /// What is left over cannot be traded: it stays, and what can be closed is closed soon.
    private void accept(String why, long nowNanos) {
        pair.acceptedNetE8 = pair.position.netE8();
        pair.exitDemand = "residual: " + why;
        pair.out.alert(why, nowNanos);
        if (pair.position.matchedE8() > 0) {
            machine.fire(PairEvent.LEGS_HEDGED, why, nowNanos);
            inFlight.onHedged(nowNanos);
        } else {
            machine.halt(PairEvent.HALT_REQUIRED, HaltReason.SPEC_UNEXITABLE, why, nowNanos);
        }
    }

    private RepairPolicy.Incident choice(RepairIncident running, long nowNanos) {
        boolean stopping = pair.mode == OperatorMode.KILLED
                || pair.mode == OperatorMode.SHUTTING_DOWN
                || pair.mode == OperatorMode.FLATTENING
                || pair.haltAfterRepair != null;
        boolean impaired = !pair.a.allowsIncrease(nowNanos) || !pair.b.allowsIncrease(nowNanos);
        return new RepairPolicy.Incident(
                running.purpose(),
                running.orders() + 1,
                !running.completeTried() && !pair.inferred,
                pair.hedgeUntried && running.orders() == 0,
                stopping,
                stopping || impaired);
    }

    private void send(RepairIncident running, Remedy.Send send, long nowNanos) {
        TrackedOrder order = send.desk()
                .register(send.intent(), send.side(), send.quantityE8(), send.limitE8(), send.reduceOnly(), 0);
        boolean completes = send.intent() == OrderIntent.REPAIR_COMPLETE && !send.reduceOnly();
        running.onSent(order, send.referenceE8(), completes);
        pair.resources.counters().repairs++;
        pair.hedgeUntried = false;
        send.desk().handOver(nowNanos);
        pair.out.tell(new EngineNotice.RepairDecided(
                pair.settings.id(), running.orders(), send.why(), send.alternative(), nowNanos));
        pair.out.tell(new EngineNotice.OrderPlaced(pair.settings.id(), order.request(), nowNanos));
    }

    boolean frozen(long nowNanos) {
        if (pair.hasLiveOrder()) {
            return false;
        }
        if (!pair.frozenByBlock || pair.position.shape() != Shape.UNEQUAL) {
            return machine.fire(PairEvent.EVIDENCE, pair.exposure(), nowNanos);
        }
        RepairIncident running = pair.incident;
        if (running == null || !(pair.repairs.choose(choice(running, nowNanos), nowNanos) instanceof Remedy.Blocked)) {
            return machine.fire(PairEvent.REPAIR_POSSIBLE, "", nowNanos);
        }
        return false;
    }
}
