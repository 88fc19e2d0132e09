package io.parallax.execution;

import io.parallax.exchange.OrderIntent;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.position.PairPosition.Shape;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;

/// HEDGED: waits for the exit spread, or for whatever else asks for the exit, and sends it. Thread: engine
/// only.
final class Holding {
    private static final long MILLI = 1_000_000L;
    private static final long EXIT_RETRY_NANOS = 500 * MILLI;

    private final PairContext pair;
    private final PairMachine machine;
    private final InFlight inFlight;

    Holding(PairContext pair, PairMachine machine, InFlight inFlight) {
        this.pair = pair;
        this.machine = machine;
        this.inFlight = inFlight;
    }

    boolean hedged(long nowNanos, long triggerNanos) {
        pair.opportunities.clear();
        pair.gate.count(Blocker.NOT_FLAT);
        if (machine.haltIfDue(nowNanos)) {
            return true;
        }
        Shape shape = pair.position.shape();
        if (shape != Shape.HEDGED && pair.position.netE8() != pair.acceptedNetE8) {
            pair.purpose = shape == Shape.FLAT ? Purpose.EXIT : Purpose.FOUND;
            return inFlight.onShape(nowNanos);
        }
        Direction held = pair.position.direction().orElse(null);
        if (held == null || nowNanos < pair.exitNotBeforeNanos || !pair.isConfirmed() || !areBooksUsable(nowNanos)) {
            return false;
        }
        long quantityE8 = pair.position.matchedE8();
        long exitPpm = SpreadCalculator.executableExitPpm(held, pair.a.book(), pair.b.book(), Math.max(1, quantityE8));
        String demand = demand(nowNanos);
        boolean signal = exitPpm != SpreadCalculator.NO_SPREAD
                && exitPpm >= pair.settings.exitPpm()
                && pair.a.gate().allowsIncrease()
                && pair.b.gate().allowsIncrease()
                && pair.executor.exitFits(held);
        boolean demanded = !demand.isEmpty()
                && pair.a.gate().allowsReduce()
                && pair.b.gate().allowsReduce();
        if (!signal && !demanded) {
            return false;
        }
        return exit(held, exitPpm, signal ? "" : demand, triggerNanos, nowNanos);
    }

    private boolean areBooksUsable(long nowNanos) {
        return isBookUsable(pair.a, nowNanos) && isBookUsable(pair.b, nowNanos);
    }

    private static boolean isBookUsable(LegDesk desk, long nowNanos) {
        return desk.book().isUsable(nowNanos, desk.settings().bookAgeExitMillis() * MILLI);
    }

    private String demand(long nowNanos) {
        if (!pair.exitDemand.isEmpty()) {
            return pair.exitDemand;
        }
        if (pair.mode == OperatorMode.FLATTENING) {
            return "operator";
        }
        if (pair.mode == OperatorMode.SHUTTING_DOWN && pair.flattenOnStop) {
            return "shutdown";
        }
        boolean tooLong = nowNanos - pair.hedgedSinceNanos >= pair.timers.holdMaxMillis() * MILLI;
        return tooLong ? "held for the longest time" : "";
    }

    private boolean exit(Direction held, long exitPpm, String demand, long triggerNanos, long nowNanos) {
        pair.exitNotBeforeNanos = nowNanos + EXIT_RETRY_NANOS;
        OrderIntent intent = pair.mode == OperatorMode.FLATTENING ? OrderIntent.OPERATOR : OrderIntent.EXIT;
        if (!pair.executor.exit(held, intent, triggerNanos, nowNanos)) {
            return false;
        }
        pair.purpose = Purpose.EXIT;
        machine.fire(
                demand.isEmpty() ? PairEvent.EXIT_SIGNAL : PairEvent.EXIT_DEMANDED,
                demand.isEmpty() ? exitPpm + " ppm" : demand,
                nowNanos);
        pair.out.tell(new EngineNotice.ExitDecided(
                pair.settings.id(),
                held,
                exitPpm,
                pair.position.matchedE8(),
                demand.isEmpty() ? "exit spread reached" : demand,
                nowNanos));
        pair.tellPlaced(nowNanos);
        return true;
    }
}
