package io.parallax.execution;

import io.parallax.exchange.AccountEvent.LeverageReported;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.position.PairPosition.Shape;
import io.parallax.risk.Blocker;
import io.parallax.risk.EntryCheck;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadOpportunity;
import io.parallax.units.FixedPoint;
import java.util.Optional;

/// FLAT and COOLDOWN: waits for an entry that every rule allows, and sends it. Thread: engine only.
final class Entering {
    private static final long MILLI = 1_000_000L;
    private static final long UNSETTLED_NANOS_MAX = 60_000 * MILLI;

    private final PairContext pair;
    private final PairMachine machine;
    private final InFlight inFlight;
    private final CycleLog cycles;
    private final EntryConditions conditions;
    private Blocker toldBlocker = Blocker.NONE;

    Entering(PairContext pair, PairMachine machine, InFlight inFlight, CycleLog cycles) {
        this.pair = pair;
        this.machine = machine;
        this.inFlight = inFlight;
        this.cycles = cycles;
        this.conditions = new EntryConditions(pair, cycles);
    }

    void onLeverage(LegDesk desk, LeverageReported reported, long nowNanos) {
        conditions.onLeverage(desk, reported, nowNanos);
    }

    boolean flat(long nowNanos) {
        if (machine.haltIfDue(nowNanos)) {
            return true;
        }
        if (pair.position.shape() != Shape.FLAT) {
            pair.purpose = Purpose.FOUND;
            return inFlight.onShape(nowNanos);
        }
        conditions.confirmLeverage(nowNanos);
        return enterIfAllowed(Optional.empty(), nowNanos);
    }

    /// The next layer of a position that is held, under every rule of an entry.
    ///
    /// @return whether the state changed
    boolean layer(Direction held, long nowNanos) {
        conditions.readLeverage(nowNanos);
        return enterIfAllowed(Optional.of(held), nowNanos);
    }

    private boolean enterIfAllowed(Optional<Direction> held, long nowNanos) {
        Blocker standing = conditions.standing(nowNanos);
        if (standing == Blocker.NONE) {
            standing = pair.rules.standing(2, nowNanos);
        }
        if (standing == Blocker.NONE) {
            standing = pair.rules.beginning(nowNanos);
        }
        if (standing == Blocker.DAY_LOSS && held.isEmpty()) {
            machine.halt(
                    HaltReason.DAY_LOSS,
                    "the day stands at "
                            + FixedPoint.format(pair.resources.risk().dayLoss().resultE8()),
                    nowNanos);
            return true;
        }
        if (standing != Blocker.NONE) {
            drop(standing, nowNanos);
            return false;
        }
        if (!pair.opportunities.isFull()) {
            pair.gate.count(pair.thresholds.areKnown() ? Blocker.SPREAD : Blocker.THRESHOLDS_UNKNOWN);
            toldBlocker = Blocker.NONE;
            return false;
        }
        if (!pair.opportunities.isConfirmed()) {
            drop(Blocker.UNCONFIRMED, nowNanos);
            return false;
        }
        long ageNanos = nowNanos - pair.opportunities.decisionNanos();
        SpreadOpportunity opportunity = pair.opportunities.take().orElseThrow();
        long quantityE8 = pair.ladder.quantityE8();
        Blocker broken = held.isPresent() && held.get() != opportunity.direction()
                ? Blocker.NOT_FLAT
                : pair.gate.firstBroken(check(opportunity, quantityE8, ageNanos, nowNanos));
        if (broken == Blocker.NONE) {
            broken = pair.rules.entry(quantityE8);
        }
        pair.gate.count(broken);
        pair.candidates.judge(broken);
        if (broken != Blocker.NONE) {
            tellDropped(opportunity, broken, nowNanos);
            return false;
        }
        enter(opportunity, quantityE8, held.isPresent(), nowNanos);
        return true;
    }

    private EntryCheck check(SpreadOpportunity opportunity, long quantityE8, long ageNanos, long nowNanos) {
        return new EntryCheck(
                pair.index,
                opportunity.direction(),
                quantityE8,
                pair.ladder.heldE8(),
                opportunity.entryPpm(),
                pair.data.doMarksConfirm(opportunity.direction(), nowNanos),
                ageNanos,
                pair.candidates.netPpm(),
                pair.a.instrument(),
                pair.b.instrument(),
                pair.a.book(),
                pair.b.book());
    }

    private void drop(Blocker blocker, long nowNanos) {
        pair.gate.count(blocker);
        pair.candidates.judge(blocker);
        if (pair.opportunities.isFull() && blocker != toldBlocker) {
            pair.opportunities.take().ifPresent(opportunity -> tellDropped(opportunity, blocker, nowNanos));
        }
        pair.opportunities.clear();
    }

    private void tellDropped(SpreadOpportunity opportunity, Blocker blocker, long nowNanos) {
        if (blocker != toldBlocker) {
            toldBlocker = blocker;
            pair.out.tell(new EngineNotice.OpportunityDropped(
                    pair.settings.id(), opportunity.direction(), opportunity.entryPpm(), blocker, nowNanos));
        }
    }

    private void enter(SpreadOpportunity opportunity, long quantityE8, boolean isLayer, long nowNanos) {
        if (isLayer) {
            cycles.startLayer(opportunity.entryPpm(), nowNanos);
            pair.data.onLayer(opportunity, quantityE8);
        } else {
            cycles.start(opportunity.direction(), opportunity.entryPpm(), nowNanos);
            pair.stoppedOut = false;
            pair.closing = false;
            pair.data.onEntry(opportunity, quantityE8);
        }
        pair.purpose = Purpose.ENTRY;
        pair.hedgeUntried = pair.settings.legOrder() == LegOrder.PILOT;
        pair.inferred = false;
        pair.rules.reserve(quantityE8, nowNanos);
        pair.executor.enter(opportunity, quantityE8, nowNanos);
        pair.resources.counters().opportunitiesTaken++;
        toldBlocker = Blocker.NONE;
        machine.fire(
                isLayer ? PairEvent.LAYER_SIGNAL : PairEvent.ENTRY_SIGNAL, opportunity.entryPpm() + " ppm", nowNanos);
        pair.out.tell(new EngineNotice.OpportunityTaken(
                pair.settings.id(),
                opportunity.direction(),
                opportunity.entryPpm(),
                quantityE8,
                opportunity.triggerNanos(),
                nowNanos));
        pair.tellPlaced(nowNanos);
    }

    boolean cooldown(long nowNanos) {
        pair.opportunities.clear();
        pair.gate.count(Blocker.NOT_FLAT);
        if (machine.haltIfDue(nowNanos)) {
            return true;
        }
        if (pair.position.shape() != Shape.FLAT) {
            pair.purpose = Purpose.FOUND;
            return inFlight.onShape(nowNanos);
        }
        if (!pair.position.isSettled()) {
            if (nowNanos - machine.sinceNanos() >= UNSETTLED_NANOS_MAX) {
                machine.halt(HaltReason.LEDGER_MISMATCH, "an execution without a price", nowNanos);
                return true;
            }
            return false;
        }
        if (nowNanos < pair.cooldownUntilNanos || !pair.isConfirmed()) {
            return false;
        }
        return machine.fire(PairEvent.COOLED_DOWN, "", nowNanos);
    }
}
