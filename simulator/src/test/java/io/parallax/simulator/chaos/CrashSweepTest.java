package io.parallax.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.PairState;
import io.parallax.simulator.world.HostMoment;
import org.junit.jupiter.api.Test;

/// Whenever the process is killed, the next one knows where it stands. The long run is
/// `./parallax simulate-faults --crash-sweep 100`.
class CrashSweepTest {
    private static final int EPISODES = Boolean.getBoolean("parallax.long") ? 100 : 2;
    private static final int THREADS = 2;

    @Test
    void aProcessKilledAtAnyPointComesBackFlatHedgedOrHaltedWithTheTruth() throws InterruptedException {
        long seed = Long.getLong("parallax.seed", 1);
        CrashSweep sweep = new CrashSweep(EpisodeRunner.survivable());

        CrashReport report = new CrashSweepRunner(sweep).run(seed, EPISODES, THREADS, sofar -> {});

        assertThat(report.violations())
                .as("seed %d, %d episodes, %d crashes", seed, EPISODES, report.crashes())
                .extracting(broken -> "seed=" + broken.seed() + " crash=" + broken.index() + " " + broken.violation())
                .isEmpty();
        assertThat(report.crashes()).as("crashes").isGreaterThan(400L * EPISODES);
        assertThat(report.moments().keySet())
                .as("kinds of points")
                .contains(HostMoment.COMMAND, HostMoment.COMMANDED, HostMoment.SEND, HostMoment.REPORT);
        assertThat(report.endings().keySet())
                .as("states at the crash")
                .contains(PairState.RECONCILE, PairState.ENTERING, PairState.HEDGED, PairState.EXITING);
    }

    @Test
    void aLifeThatWasEndedDependsOnItsSeedAndItsPointAlone() {
        CrashSweep sweep = new CrashSweep(EpisodeRunner.survivable());
        CrashSweep.Plan plan = sweep.plan(7, 0);
        int middle = plan.taken().get(plan.taken().size() / 2).index();
        CrashSweep.Result first = sweep.crash(plan.seed(), middle, true);
        CrashSweep.Result again = sweep.crash(plan.seed(), middle, true);
        assertThat(again).isEqualTo(first);
        assertThat(first.lines()).anyMatch(line -> line.endsWith("the process dies"));
    }
}
