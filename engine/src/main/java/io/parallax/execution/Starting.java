package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.risk.Blocker;

/// BOOT and RECONCILE: what is true on both exchanges, before anything is done about it. Thread: engine only.
final class Starting {
    private static final long MILLI = 1_000_000L;

    private final PairContext pair;
    private final PairMachine machine;
    private final InFlight inFlight;
    private final CycleLog cycles;
    private final Reconciliation reconciliation;
    private final long bootNanos;
    /// Until the truth is known for the first time.
    private boolean restarting = true;

    Starting(PairContext pair, PairMachine machine, InFlight inFlight, CycleLog cycles, long bootNanos) {
        this.pair = pair;
        this.machine = machine;
        this.inFlight = inFlight;
        this.cycles = cycles;
        this.reconciliation = new Reconciliation(pair.desks, pair.resources.ids(), pair.out, pair.timers);
        this.bootNanos = bootNanos;
    }

    boolean boot(long nowNanos) {
        machine.fire(PairEvent.BOOT_CHECKED, "", nowNanos);
        reconciliation.begin(bootNanos + pair.timers.reconcileHorizonMillis() * MILLI, nowNanos);
        return true;
    }

    /// Starts to establish the truth anew; orders in flight get their time to end first.
    void begin(long nowNanos) {
        pair.incident = null;
        long horizonNanos = nowNanos;
        for (LegDesk desk : pair.desks) {
            long signedNanos = desk.order().map(TrackedOrder::signedNanosMax).orElse(NEVER);
            if (signedNanos != NEVER) {
                horizonNanos =
                        Math.max(horizonNanos, signedNanos + desk.settings().horizonMillis() * MILLI);
            }
        }
        reconciliation.begin(horizonNanos, nowNanos);
    }

    void onPosition(LegDesk desk, AccountEvent.PositionReported reported) {
        reconciliation.onPosition(desk, reported);
    }

    void onOpenOrders(LegDesk desk, AccountEvent.OpenOrdersReported reported) {
        reconciliation.onOpenOrders(desk, reported);
    }

    boolean reconcile(long nowNanos) {
        switch (reconciliation.step(nowNanos)) {
            case WAITING -> {
                pair.gate.count(Blocker.RECONCILING);
                return false;
            }
            case READ_FAILED -> {
                reconciliation.onFailure(nowNanos);
                machine.fire(PairEvent.READ_FAILED, "", nowNanos);
                return false;
            }
            case FOREIGN ->
                machine.halt(
                        PairEvent.TRUTH_FOREIGN,
                        HaltReason.FOREIGN_ACTIVITY,
                        "open orders that are not ours",
                        nowNanos);
            case FLAT -> {
                reconciliation.adopt(nowNanos);
                cycles.abandon(nowNanos);
                pair.purpose = Purpose.FOUND;
                machine.fire(PairEvent.TRUTH_FLAT, "", nowNanos);
                pair.wantBalances();
            }
            case HEDGED -> hedged(nowNanos);
            case UNEQUAL -> unequal(nowNanos);
            case SAME_SIDE -> {
                reconciliation.adopt(nowNanos);
                machine.halt(PairEvent.TRUTH_SAME_SIDE, HaltReason.SAME_SIDE, pair.exposure(), nowNanos);
            }
        }
        restarting = false;
        return true;
    }

    private void hedged(long nowNanos) {
        reconciliation.adopt(nowNanos);
        if (restarting && pair.settings.restart() == RestartPolicy.ASK) {
            machine.halt(PairEvent.HALT_REQUIRED, HaltReason.OPERATOR, "found a hedged pair", nowNanos);
            return;
        }
        machine.fire(PairEvent.TRUTH_HEDGED, pair.exposure(), nowNanos);
        pair.wantBalances();
        inFlight.onHedged(nowNanos);
        if (restarting && pair.settings.restart() == RestartPolicy.CLOSE) {
            pair.exitDemand = "found at the start";
        }
    }

    private void unequal(long nowNanos) {
        reconciliation.adopt(nowNanos);
        pair.purpose = Purpose.FOUND;
        if (restarting && pair.settings.restart() == RestartPolicy.ASK) {
            machine.halt(PairEvent.TRUTH_UNEQUAL_HOLD, HaltReason.OPERATOR, "found unequal legs", nowNanos);
            return;
        }
        if (pair.haltAfterRepair == null) {
            pair.haltAfterRepair = HaltReason.OPERATOR;
        }
        machine.fire(PairEvent.TRUTH_UNEQUAL, pair.exposure(), nowNanos);
        pair.out.alert("found unequal legs: " + pair.exposure() + "; removing the excess", nowNanos);
    }

    String waitingFor(long nowNanos) {
        return reconciliation.waitingFor(nowNanos);
    }
}
