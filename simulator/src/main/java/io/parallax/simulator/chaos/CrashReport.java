package io.parallax.simulator.chaos;

import io.parallax.execution.PairState;
import io.parallax.simulator.oracle.Oracle;
import io.parallax.simulator.world.HostMoment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What came of the lives that were ended so far. Thread: whoever holds its lock.
public final class CrashReport {
    private final Map<PairState, Map<Oracle.Ending, Long>> endings = new EnumMap<>(PairState.class);
    private final Map<PairState, Long> broken = new EnumMap<>(PairState.class);
    private final Map<HostMoment, Long> moments = new EnumMap<>(HostMoment.class);
    private final List<CrashSweep.Result> violations = new ArrayList<>();
    private long episodes;
    private long begun;
    private long points;
    private long crashes;
    private long planned;
    private long steps;

    void onPlan(CrashSweep.Plan plan) {
        begun++;
        points += plan.all();
        planned += plan.taken().size();
    }

    void onEpisode() {
        episodes++;
    }

    void add(CrashPoints.Point point, CrashSweep.Result result) {
        crashes++;
        steps += result.steps();
        moments.merge(point.moment(), 1L, Long::sum);
        Map<Oracle.Ending, Long> ofState =
                endings.computeIfAbsent(point.state(), _ -> new EnumMap<>(Oracle.Ending.class));
        if (result.ending().isPresent()) {
            ofState.merge(result.ending().get(), 1L, Long::sum);
        } else {
            broken.merge(point.state(), 1L, Long::sum);
            violations.add(result);
        }
    }

    /// Episodes that were ended at every point.
    public long episodes() {
        return episodes;
    }

    /// Episodes begun so far.
    public long begun() {
        return begun;
    }

    /// Points of the episodes begun so far.
    public long points() {
        return points;
    }

    /// Points that are tried, of the episodes begun so far.
    public long planned() {
        return planned;
    }

    public long crashes() {
        return crashes;
    }

    /// Things that happened in virtual time.
    public long steps() {
        return steps;
    }

    /// How lives ended, by the state in which the process before them was killed.
    public Map<PairState, Map<Oracle.Ending, Long>> endings() {
        return endings;
    }

    /// Lives that broke an invariant, by the same.
    public Map<PairState, Long> broken() {
        return broken;
    }

    /// How often the process was killed at each kind of point.
    public Map<HostMoment, Long> moments() {
        return moments;
    }

    public List<CrashSweep.Result> violations() {
        return List.copyOf(violations);
    }
}
