package io.parallax.simulator.chaos;

import io.parallax.execution.EngineNotice;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.oracle.Oracle;
import io.parallax.simulator.oracle.Violation;
import io.parallax.simulator.world.HostMoment;
import io.parallax.simulator.world.ProcessKilled;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Kills the bot at every point of a short episode, one life for each point. The episode is lived through once to learn
/// its points; then its beginning is lived again up to each of them, the process is killed there, in the middle of its
/// work, and started again within twenty seconds. Within thirty seconds of being able to talk it must be flat, hedged,
/// or halted and showing what the exchanges book.
///
/// Points are the engine's inputs, its commands (before and after each), and everything handed to the network. Ticks
/// and book changes that lie further than two seconds from anything that happens to an order or to the pair's state
/// change nothing that a new process could see; one in twenty of them is taken. Thread: the caller's.
public final class CrashSweep {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long EPISODE_NANOS_MIN = 60 * SECOND;
    private static final long EPISODE_NANOS_MAX = 90 * SECOND;
    private static final long AFTER_CYCLE_NANOS = 3 * SECOND;
    private static final long FAULTS_MILLIS = 60_000;
    private static final long NEAR_NANOS = 2 * SECOND;
    private static final int FAR_ONE_IN = 20;
    /// No JVM is back sooner.
    private static final long DOWN_MILLIS_MIN = 100;

    private static final long DOWN_MILLIS_MAX = 20_000;
    /// Faults that were at work when the process died go on so long at most.
    private static final long CALM_NANOS_MAX = 10 * SECOND;
    /// What was on its way when the process died has arrived by then.
    private static final long LOOK_NANOS_MIN = 5 * SECOND;
    private static final long SETTLE_NANOS_MAX = 30 * SECOND;
    private static final long STEP_NANOS = 250 * MILLI;
    private static final int TRIES_MAX = 1_000;

    private final List<FaultKind> menu;

    /// @param menu the kinds of fault that are drawn; those of the host itself are left out
    public CrashSweep(List<FaultKind> menu) {
        this.menu = menu.stream().filter(kind -> !kind.ofHost()).toList();
    }

    /// One episode, and where it is worth being killed. Thread: any; immutable.
    ///
    /// @param all how many points there are
    /// @param taken those that are tried
    record Plan(long seed, FaultSchedule schedule, long endNanos, int all, List<CrashPoints.Point> taken) {}

    /// What came of one life and the next. Thread: any; immutable.
    ///
    /// @param ending empty when an invariant broke
    public record Result(
            long seed,
            FaultSchedule schedule,
            int index,
            long downMillis,
            Optional<Oracle.Ending> ending,
            Optional<Violation> violation,
            long steps,
            List<String> lines) {}

    /// Draws the episode of a number: the first of its seeds in which the bot enters, holds and exits.
    Plan plan(long seed, int number) {
        for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
            long episodeSeed = new SeededRandom(seed)
                            .split("crash " + number + " " + attempt)
                            .seed()
                    & Long.MAX_VALUE;
            Optional<Plan> plan = learn(episodeSeed);
            if (plan.isPresent()) {
                return plan.get();
            }
        }
        throw new IllegalStateException("no episode of " + TRIES_MAX + " has a cycle, seed " + seed);
    }

    private FaultSchedule schedule(long seed) {
        return FaultSchedule.drawFew(seed, menu, FAULTS_MILLIS);
    }

    /// Lives through an episode; empty when no cycle was completed.
    private Optional<Plan> learn(long seed) {
        FaultSchedule schedule = schedule(seed);
        Life life = new Life(seed, schedule, CrashPoints.NEVER, false);
        life.world.start();
        Oracle oracle = life.oracle;
        life.world.runUntil(EPISODE_NANOS_MAX - AFTER_CYCLE_NANOS, () -> oracle.cycles() > 0);
        if (oracle.cycles() == 0) {
            return Optional.empty();
        }
        long endNanos = Math.max(EPISODE_NANOS_MIN, life.world.elapsedNanos() + AFTER_CYCLE_NANOS);
        life.world.runUntil(endNanos, () -> false);
        List<CrashPoints.Point> all = life.points.points();
        return Optional.of(new Plan(seed, schedule, endNanos, all.size(), worthwhile(all, life.activity.nanos)));
    }

    private static List<CrashPoints.Point> worthwhile(List<CrashPoints.Point> all, List<Long> activity) {
        List<CrashPoints.Point> taken = new ArrayList<>();
        int next = 0;
        for (CrashPoints.Point point : all) {
            while (next < activity.size() && activity.get(next) < point.atNanos() - NEAR_NANOS) {
                next++;
            }
            boolean near = next < activity.size() && activity.get(next) <= point.atNanos() + NEAR_NANOS;
            boolean idle = point.moment() == HostMoment.TICK || point.moment() == HostMoment.BOOK;
            if (near || !idle || point.index() % FAR_ONE_IN == 0) {
                taken.add(point);
            }
        }
        return taken;
    }

    /// Lives through the beginning of an episode, is killed at a point, and comes back.
    ///
    /// @param readable whether the log keeps lines to read
    public Result crash(long seed, int index, boolean readable) {
        FaultSchedule schedule = schedule(seed);
        Life life = new Life(seed, schedule, index, readable);
        SimulatedWorld world = life.world;
        Oracle oracle = life.oracle;
        double share = new SeededRandom(seed).split("down " + index).generator().nextDouble();
        // Most are short: what was on its way when the process died is still on its way then.
        long downMillis = DOWN_MILLIS_MIN + (long) (share * share * (DOWN_MILLIS_MAX - DOWN_MILLIS_MIN));
        world.start();
        try {
            world.runUntil(EPISODE_NANOS_MAX, oracle::violated);
        } catch (ProcessKilled killed) {
            long faultsNanos = life.chaos.calm(CALM_NANOS_MAX);
            long nowNanos = world.time().nowNanos();
            oracle.onFault(nowNanos + downMillis * MILLI, true, true, FaultKind.CRASH.justifies());
            world.crash(downMillis * MILLI);
            settle(life, world.elapsedNanos() + Math.max(faultsNanos, downMillis * MILLI));
        }
        Optional<Oracle.Ending> ending = oracle.violated() ? Optional.empty() : oracle.judgeRestart();
        return new Result(
                seed,
                schedule,
                index,
                downMillis,
                ending,
                oracle.violation(),
                world.time().steps(),
                world.log().lines());
    }

    private static void settle(Life life, long talkNanos) {
        Oracle oracle = life.oracle;
        life.world.runUntil(talkNanos + LOOK_NANOS_MIN, oracle::violated);
        long endNanos = talkNanos + SETTLE_NANOS_MAX;
        while (!oracle.violated() && !oracle.settled() && life.world.elapsedNanos() < endNanos) {
            life.world.runUntil(life.world.elapsedNanos() + STEP_NANOS, oracle::violated);
        }
    }

    /// One world with all that belongs to it.
    private static final class Life {
        private final Oracle oracle = new Oracle(false);
        private final Activity activity = new Activity();
        private final Chaos chaos;
        private final CrashPoints points;
        private final SimulatedWorld world;

        Life(long seed, FaultSchedule schedule, int killAt, boolean readable) {
            chaos = new Chaos(schedule, seed, oracle, FAULTS_MILLIS);
            points = new CrashPoints(chaos, oracle, killAt);
            Taps taps = new BothTaps(activity, new BothTaps(oracle, chaos));
            world = new SimulatedWorld(seed, points, taps, readable);
            oracle.watch(world);
            chaos.attach(world);
        }
    }

    /// When anything happened to an order or to the pair's state.
    private static final class Activity implements Taps {
        private final List<Long> nanos = new ArrayList<>();

        @Override
        public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
            if (kind == RequestClass.ORDER || kind == RequestClass.CANCEL) {
                nanos.add(nowNanos);
            }
        }

        @Override
        public void onNotice(EngineNotice notice, long nowNanos) {
            switch (notice) {
                case EngineNotice.StateChanged _,
                        EngineNotice.OpportunityTaken _,
                        EngineNotice.ExitDecided _,
                        EngineNotice.OrderPlaced _,
                        EngineNotice.OrderChanged _,
                        EngineNotice.OrderFilled _,
                        EngineNotice.RepairDecided _,
                        EngineNotice.CycleFinished _ -> nanos.add(nowNanos);
                case EngineNotice.OrderWritten _,
                        EngineNotice.OpportunityDropped _,
                        EngineNotice.Exposed _,
                        EngineNotice.Alert _,
                        EngineNotice.Summary _ -> {
                    // Nothing that a new process could see.
                }
            }
        }
    }
}
