package io.parallax.simulator.chaos;

import java.util.function.Consumer;

/// Sweeps through many episodes on some threads. Thread: any; episodes share nothing that changes.
public final class CrashSweepRunner {
    private final CrashSweep sweep;

    public CrashSweepRunner(CrashSweep sweep) {
        this.sweep = sweep;
    }

    /// Sweeps through the episodes 0 to `count` − 1 of a run.
    ///
    /// @param onCrash told after each life, by the thread that lived it; one at a time
    public CrashReport run(long seed, int count, int threads, Consumer<CrashReport> onCrash)
            throws InterruptedException {
        CrashReport report = new CrashReport();
        Workers.run(count, threads, "crashes", number -> episode(seed, number, report, onCrash));
        return report;
    }

    private void episode(long seed, int number, CrashReport report, Consumer<CrashReport> onCrash) {
        CrashSweep.Plan plan = sweep.plan(seed, number);
        synchronized (report) {
            report.onPlan(plan);
        }
        for (CrashPoints.Point point : plan.taken()) {
            CrashSweep.Result result = sweep.crash(plan.seed(), point.index(), false);
            synchronized (report) {
                report.add(point, result);
                onCrash.accept(report);
            }
        }
        synchronized (report) {
            report.onEpisode();
        }
    }
}
