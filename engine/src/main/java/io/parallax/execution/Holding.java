package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.OrderIntent;
import io.parallax.execution.PairGuard.Level;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.instrument.Side;
import io.parallax.position.PairPosition.Shape;
import io.parallax.risk.Blocker;
import io.parallax.strategy.BreakEven;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.units.FixedPoint;
import java.util.Optional;
import java.util.OptionalLong;

/// HEDGED: waits for the exit spread, or for whatever else asks for the exit, and sends it. Thread: engine
/// only.
final class Holding {
    private static final long MILLI = 1_000_000L;
    private static final long EXIT_RETRY_NANOS = 500 * MILLI;

    private final PairContext pair;
    private final PairMachine machine;
    private final InFlight inFlight;
    private final CycleLog cycles;
    private final Entering entering;
    private long guardAlertNanos = NEVER;

    Holding(PairContext pair, PairMachine machine, InFlight inFlight, CycleLog cycles, Entering entering) {
        this.entering = entering;
        this.pair = pair;
        this.machine = machine;
        this.inFlight = inFlight;
        this.cycles = cycles;
    }

    boolean hedged(long nowNanos, long triggerNanos) {
        if (machine.haltIfDue(nowNanos) || leave(nowNanos, triggerNanos)) {
            pair.opportunities.clear();
            return true;
        }
        Direction held = pair.position.direction().orElse(null);
        if (held != null && mayGrow(held, nowNanos)) {
            return entering.layer(held, nowNanos);
        }
        pair.opportunities.clear();
        pair.gate.count(Blocker.NOT_FLAT);
        return false;
    }

    /// Whether nothing speaks for less of the position, and a layer of it is missing.
    private boolean mayGrow(Direction held, long nowNanos) {
        return pair.ladder.isLayered()
                && !pair.closing
                && pair.isListed()
                && pair.ladder.isOpen()
                && pair.position.shape() == Shape.HEDGED
                && pair.guard.level() == Level.CALM
                && !pair.guard.isFrozen()
                && demand(nowNanos) == Demand.NONE
                && nowNanos >= pair.exitNotBeforeNanos
                && nowNanos >= pair.layerNotBeforeNanos
                && !isReached(
                        held,
                        SpreadCalculator.executableExitPpm(
                                held, pair.a.book(), pair.b.book(), Math.max(1, pair.position.matchedE8())));
    }

    /// Looks for a reason to close, and closes.
    ///
    /// @return whether the state changed
    private boolean leave(long nowNanos, long triggerNanos) {
        Shape shape = pair.position.shape();
        if (shape != Shape.HEDGED && pair.position.netE8() != pair.acceptedNetE8) {
            pair.purpose = shape == Shape.FLAT ? Purpose.EXIT : Purpose.FOUND;
            return inFlight.onShape(nowNanos);
        }
        Direction held = pair.position.direction().orElse(null);
        Demand demand = demand(nowNanos);
        boolean possible = pair.a.allowsReduce(nowNanos) && pair.b.allowsReduce(nowNanos);
        if (!possible && (demand == Demand.CLOSE || demand == Demand.HALVE)) {
            alertClosedExchange(nowNanos);
        }
        if (held == null || nowNanos < pair.exitNotBeforeNanos || !pair.isConfirmed() || !areBooksUsable(nowNanos)) {
            return false;
        }
        long quantityE8 = pair.position.matchedE8();
        long exitPpm = SpreadCalculator.executableExitPpm(held, pair.a.book(), pair.b.book(), Math.max(1, quantityE8));
        if (demand != Demand.HALVE && isSignal(held, exitPpm, nowNanos)) {
            return exit(held, exitPpm, Demand.NONE, triggerNanos, nowNanos);
        }
        if (demand == Demand.NONE && doesFundingEatTheRest(held, exitPpm, nowNanos)) {
            demand = Demand.FUNDING;
        }
        return possible && demand != Demand.NONE && exit(held, exitPpm, demand, triggerNanos, nowNanos);
    }

    private boolean isSignal(Direction held, long exitPpm, long nowNanos) {
        return isReached(held, exitPpm)
                && !pair.guard.isFrozen()
                && pair.a.allowsIncrease(nowNanos)
                && pair.b.allowsIncrease(nowNanos)
                && pair.executor.exitFits(held);
    }

    private boolean isReached(Direction held, long exitPpm) {
        long thresholdPpm = pair.ladder.exitPpm(held);
        return thresholdPpm != SpreadCalculator.NO_SPREAD
                && exitPpm != SpreadCalculator.NO_SPREAD
                && exitPpm >= thresholdPpm;
    }

    /// Whether funding over the time that a position is expected to be held costs more than waiting for the exit can
    /// still gain.
    private boolean doesFundingEatTheRest(Direction held, long exitPpm, long nowNanos) {
        long thresholdPpm = pair.ladder.exitPpm(held);
        boolean known = exitPpm != SpreadCalculator.NO_SPREAD
                && thresholdPpm != SpreadCalculator.NO_SPREAD
                && pair.data.isFundingKnown(nowNanos);
        if (!known || pair.guard.isFrozen()) {
            return false;
        }
        long costPpm = -pair.data.fundingPpm(held, pair.settings.edge().holdMillis());
        return costPpm > 0 && costPpm > thresholdPpm - exitPpm;
    }

    private boolean areBooksUsable(long nowNanos) {
        return isBookUsable(pair.a, nowNanos) && isBookUsable(pair.b, nowNanos);
    }

    private static boolean isBookUsable(LegDesk desk, long nowNanos) {
        return desk.book().isUsable(nowNanos, desk.settings().bookAgeExitMillis() * MILLI);
    }

    /// What asks for less of the position whatever the spread, the most urgent first.
    private enum Demand {
        CLOSE(PairEvent.GUARD_CLOSE),
        ASKED(PairEvent.EXIT_DEMANDED),
        OPERATOR(PairEvent.EXIT_DEMANDED),
        SHUTDOWN(PairEvent.EXIT_DEMANDED),
        STOP_LOSS(PairEvent.STOP_LOSS),
        TOO_LONG(PairEvent.EXIT_DEMANDED),
        FUNDING(PairEvent.EXIT_DEMANDED),
        HALVE(PairEvent.GUARD_HALVE),
        NONE(PairEvent.EXIT_SIGNAL);

        private final PairEvent event;

        Demand(PairEvent event) {
            this.event = event;
        }
    }

    private Demand demand(long nowNanos) {
        if (pair.guard.level() == Level.CLOSE) {
            return Demand.CLOSE;
        }
        if (!pair.exitDemand.isEmpty()) {
            return Demand.ASKED;
        }
        if (pair.mode == OperatorMode.FLATTENING) {
            return Demand.OPERATOR;
        }
        if (pair.mode == OperatorMode.SHUTTING_DOWN && pair.flattenOnStop) {
            return Demand.SHUTDOWN;
        }
        if (!pair.guard.isFrozen()) {
            if (pair.guard.isStopLossDue(nowNanos)) {
                return Demand.STOP_LOSS;
            }
            if (nowNanos - pair.hedgedSinceNanos >= pair.timers.holdMaxMillis() * MILLI) {
                return Demand.TOO_LONG;
            }
        }
        return pair.guard.level() == Level.HALVE ? Demand.HALVE : Demand.NONE;
    }

    private String text(Demand demand) {
        return switch (demand) {
            case NONE -> "exit spread reached";
            case ASKED -> pair.exitDemand;
            case OPERATOR -> "operator";
            case SHUTDOWN -> "shutdown";
            case TOO_LONG -> "held for the longest time";
            case STOP_LOSS -> "stop loss";
            case FUNDING -> "funding would cost more than the exit can still gain";
            case CLOSE, HALVE -> pair.guard.why();
        };
    }

    /// Closing one leg alone would trade a danger for a certain exposure: a human has to look.
    private void alertClosedExchange(long nowNanos) {
        if (guardAlertNanos == NEVER || nowNanos - guardAlertNanos >= pair.timers.alertRepeatMillis() * MILLI) {
            guardAlertNanos = nowNanos;
            pair.out.alert(
                    "cannot reduce both legs, an exchange takes no orders ("
                            + pair.a.gate().state() + ", " + pair.b.gate().state() + "): " + pair.guard.why() + "; "
                            + pair.exposure(),
                    nowNanos);
        }
    }

    private boolean exit(Direction held, long exitPpm, Demand demand, long triggerNanos, long nowNanos) {
        pair.exitNotBeforeNanos = nowNanos + EXIT_RETRY_NANOS;
        boolean sent = switch (demand) {
            case HALVE -> pair.executor.halve(held, nowNanos);
            case CLOSE -> pair.executor.exit(held, OrderIntent.GUARD, triggerNanos, nowNanos);
            default ->
                pair.executor.exit(
                        held,
                        pair.mode == OperatorMode.FLATTENING ? OrderIntent.OPERATOR : OrderIntent.EXIT,
                        triggerNanos,
                        nowNanos);
        };
        if (!sent) {
            return false;
        }
        pair.purpose = Purpose.EXIT;
        pair.closing = true;
        pair.stoppedOut = pair.stoppedOut || demand == Demand.STOP_LOSS;
        pair.data.onExit(exitPpm, pair.position.matchedE8());
        String why = text(demand);
        machine.fire(demand.event, demand == Demand.NONE ? exitPpm + " ppm" : why, nowNanos);
        pair.out.tell(new EngineNotice.ExitDecided(
                pair.settings.id(), held, exitPpm, pair.position.matchedE8(), why, nowNanos));
        pair.tellPlaced(nowNanos);
        return true;
    }

    /// The exit spread at which closing both legs leaves neither gain nor loss.
    OptionalLong breakEvenExitPpm() {
        Optional<Direction> held = pair.position.direction();
        long quantityE8 = pair.position.matchedE8();
        if (held.isEmpty() || quantityE8 <= 0 || !pair.position.isSettled() || !pair.isListed()) {
            return OptionalLong.empty();
        }
        LegDesk longDesk = pair.at(held.get().longLeg());
        LegDesk shortDesk = pair.at(held.get().shortLeg());
        long buyPriceE8 = shortDesk.book().executablePriceE8(Side.BUY, quantityE8);
        if (buyPriceE8 == FixedPoint.NO_PRICE) {
            return OptionalLong.empty();
        }
        long sellPriceE8 = BreakEven.sellPriceE8(
                quantityE8,
                Math.addExact(longDesk.ledger().costE8(), shortDesk.ledger().costE8()),
                cycles.resultSoFarE8(),
                buyPriceE8,
                longDesk.takerFeePpm(),
                shortDesk.takerFeePpm());
        return OptionalLong.of(BreakEven.exitPpm(sellPriceE8, buyPriceE8));
    }
}
