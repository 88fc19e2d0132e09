package io.parallax.simulator.chaos;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.PairState;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.simulator.oracle.Oracle;
import io.parallax.simulator.oracle.Violation;
import io.parallax.simulator.world.BotShape;
import io.parallax.simulator.world.SimulatedWorld;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One life of a bot under one schedule of faults: a time of chaos, in which safety must hold, a time of healing
/// without faults, and an end in which everything is closed and must be as the exchanges say. Thread: the one that
/// runs it.
public final class Episode {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CLOSING_NANOS = 40 * SECOND;
    /// After so long in HALTED the operator has looked, if there is nothing to see any more.
    private static final long LOOK_NANOS = 30 * SECOND;

    private final long seed;
    private final FaultSchedule schedule;
    private final long chaosMillis;
    private final long healedMillis;
    private final boolean strict;
    private final BotShape shape;

    /// @param seed of market, network and chance
    /// @param minutes two thirds chaos, the rest without faults
    /// @param strict whether also judged is what is known to be broken
    public Episode(long seed, FaultSchedule schedule, int minutes, boolean strict) {
        this(seed, schedule, minutes, strict, BotShape.PLAIN);
    }

    /// @param shape how the bot enters
    public Episode(long seed, FaultSchedule schedule, int minutes, boolean strict, BotShape shape) {
        this.shape = shape;
        this.strict = strict;
        this.seed = seed;
        this.schedule = schedule;
        this.chaosMillis = chaosMillis(minutes);
        this.healedMillis = minutes * 60_000L - chaosMillis;
    }

    /// How long faults may begin and work.
    static long chaosMillis(int minutes) {
        return minutes * 40_000L;
    }

    /// What came of it. Thread: any; immutable.
    ///
    /// @param reach how often each thing happened that sometimes should
    /// @param lines the readable log, if it was kept
    public record Result(
            long seed,
            FaultSchedule schedule,
            Optional<Violation> violation,
            String hash,
            long steps,
            long cycles,
            long orders,
            long fills,
            int lives,
            boolean endedHalted,
            Map<PairState, Long> reached,
            Map<FaultKind, Long> begun,
            Map<FaultKind, Long> hits,
            Reach reach,
            List<String> lines) {}

    /// Lives through it.
    ///
    /// @param readable whether the log keeps lines to read
    public Result run(boolean readable) {
        Oracle oracle = new Oracle(strict);
        Chaos chaos = new Chaos(schedule, seed, oracle, chaosMillis);
        ReachTaps reach = new ReachTaps(chaos);
        SimulatedWorld world = new SimulatedWorld(
                seed, chaos, new BothTaps(oracle.judges(), new BothTaps(reach, chaos)), readable, shape);
        reach.watch(world);
        oracle.watch(world);
        chaos.attach(world);
        world.after(SECOND, () -> operate(world, oracle));
        world.start();
        long endNanos = (chaosMillis + healedMillis) * MILLI;
        world.runUntil(chaosMillis * MILLI, oracle::violated);
        if (!oracle.violated()) {
            world.log().note("no more faults");
            world.runUntil(endNanos, oracle::violated);
        }
        boolean halted = oracle.state() == PairState.HALTED;
        if (!oracle.violated()) {
            world.host().tell(new OperatorCommand.Shutdown(ShutdownPolicy.FLATTEN));
            world.runUntil(endNanos + CLOSING_NANOS, oracle::violated);
            oracle.judgeEnd();
        }
        Reach reached = reach.end();
        reached.onEnding(oracle.state(), oracle.flat());
        total(reached, world, oracle);
        return new Result(
                seed,
                schedule,
                oracle.violation(),
                world.log().hash(),
                world.time().steps(),
                oracle.cycles(),
                oracle.ordersSent(),
                oracle.fills(),
                world.lives(),
                halted,
                oracle.reached(),
                chaos.begun(),
                chaos.hits(),
                reached,
                world.log().lines());
    }

    private static void total(Reach reached, SimulatedWorld world, Oracle oracle) {
        reached.add(Reach.TOTAL, "episodes", 1);
        reached.add(Reach.TOTAL, "violations", oracle.violated() ? 1 : 0);
        reached.add(Reach.TOTAL, "steps", world.time().steps());
        reached.add(Reach.TOTAL, "cycles", oracle.cycles());
        reached.add(Reach.TOTAL, "orders", oracle.ordersSent());
        reached.add(Reach.TOTAL, "fills", oracle.fills());
        reached.add(Reach.TOTAL, "restarts", world.lives() - 1);
        reached.add(Reach.TOTAL, "simulated milliseconds", world.elapsedNanos() / MILLI);
        oracle.residualE8().ifPresent(residualE8 -> {
            reached.add(Reach.TOTAL, "episodes whose money was compared with the ledgers", 1);
            reached.add(Reach.TOTAL, "cycles whose money was compared with the ledgers", oracle.cycles());
            reached.add(Reach.TOTAL, "money shown and not booked or booked and not shown, × 10⁸", residualE8);
        });
    }

    /// The person behind the bot: resumes a halted pair after a look, when both exchanges are balanced.
    private static void operate(SimulatedWorld world, Oracle oracle) {
        if (world.isAlive() && oracle.haltedNanos() >= LOOK_NANOS && oracle.balanced()) {
            world.host().tell(new OperatorCommand.Resume("looked at it"));
        }
        world.after(LOOK_NANOS / 3, () -> operate(world, oracle));
    }
}
