package io.parallax.app.cli;

import io.parallax.execution.PairState;
import io.parallax.simulator.chaos.CrashReport;
import io.parallax.simulator.chaos.CrashSweep;
import io.parallax.simulator.chaos.CrashSweepRunner;
import io.parallax.simulator.chaos.FaultKind;
import io.parallax.simulator.oracle.Oracle;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/// Runs a sweep of crashes and prints what came of it. Thread: any.
record CrashSweepOutput(PrintWriter out, List<FaultKind> menu) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SHOWN_MAX = 20;
    private static final int TIMELINE_LINES = 200;

    /// @return whether nothing was broken
    boolean sweep(long seed, int episodes, int threads) throws InterruptedException {
        long startNanos = System.nanoTime();
        ProgressLine progress = new ProgressLine(out, Terminals.present(), startNanos);
        CrashReport report = new CrashSweepRunner(new CrashSweep(menu)).run(seed, episodes, threads, sofar -> {
            double expected = (double) sofar.planned() * episodes / sofar.begun();
            progress.show(
                    sofar.crashes() / expected,
                    sofar.crashes() + " crashes in " + sofar.begun() + " of " + episodes + " episodes, "
                            + sofar.violations().size() + " broken",
                    System.nanoTime());
        });
        progress.end();
        print(report, seed, (System.nanoTime() - startNanos) / NANOS_PER_SECOND);
        return report.violations().isEmpty();
    }

    private void print(CrashReport report, long seed, double seconds) {
        row("episodes", report.episodes() + " of about a minute, seed " + seed);
        row("points", report.points() + ", " + report.planned() + " of them tried");
        row(
                "time",
                Math.round(seconds) + " s, " + Math.round(report.crashes() / seconds) + " crashes and "
                        + Math.round(report.steps() / seconds) + " steps a second");
        row("killed at", report.moments().toString());
        row("state", "how the next life ended");
        report.endings().forEach((state, endings) -> row("  " + state, line(report, state, endings)));
        row(
                "violations",
                report.violations().isEmpty()
                        ? "none"
                        : Integer.toString(report.violations().size()));
        report.violations().stream()
                .limit(SHOWN_MAX)
                .forEach(broken -> out.println("--one " + broken.seed() + " --crash-at " + broken.index() + " "
                        + broken.violation().map(SimulateFaultsCommand::line).orElse("")));
        out.flush();
    }

    private static String line(CrashReport report, PairState state, Map<Oracle.Ending, Long> endings) {
        long broken = report.broken().getOrDefault(state, 0L);
        return endings + (broken == 0 ? "" : ", broken " + broken);
    }

    private void row(String name, String text) {
        out.println(name + " ".repeat(Math.max(1, 16 - name.length())) + text);
    }

    /// One life that is ended at a point, with all that happened.
    ///
    /// @return whether nothing was broken
    boolean one(long seed, int point) {
        CrashSweep.Result result = new CrashSweep(menu).crash(seed, point, true);
        out.println("episode seed=" + seed + " crash=" + point + " down for " + result.downMillis() + " ms");
        out.println(result.schedule());
        List<String> lines = result.lines();
        lines.subList(Math.max(0, lines.size() - TIMELINE_LINES), lines.size()).forEach(out::println);
        out.println(result.violation()
                .map(SimulateFaultsCommand::line)
                .or(() -> result.ending().map(ending -> "ended " + ending))
                .orElse(""));
        out.flush();
        return result.violation().isEmpty();
    }
}
