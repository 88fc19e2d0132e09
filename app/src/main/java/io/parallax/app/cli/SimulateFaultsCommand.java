package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.logging.LogSetup;
import io.parallax.execution.LegOrder;
import io.parallax.simulator.chaos.Episode;
import io.parallax.simulator.chaos.EpisodeReport;
import io.parallax.simulator.chaos.EpisodeRunner;
import io.parallax.simulator.chaos.FaultKind;
import io.parallax.simulator.chaos.FaultSchedule;
import io.parallax.simulator.chaos.Reach;
import io.parallax.simulator.oracle.Violation;
import io.parallax.simulator.world.BotShape;
import io.parallax.simulator.world.EventLog;
import io.parallax.strategy.LayerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lets the production bot live through many episodes of faults in virtual time and judges each.
@Command(
        name = "simulate-faults",
        description = {
            "Lets the bot live through many episodes of faults against simulated exchanges, in virtual time",
            "and from a seed, and checks after each step that it never loses track of a position.",
            "Exit code 0 when nothing was broken, 1 otherwise."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SimulateFaultsCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int MINUTES_MAX = 1_440;
    private static final int SHOWN_MAX = 20;
    private static final int TIMELINE_LINES = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--episodes",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many episodes (default: ${DEFAULT-VALUE}).")
    private int episodes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The same seed gives the same episodes, to the last byte (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "15",
            description = "Simulated minutes of each, two thirds of them with faults (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "0",
            description = "How many episodes at a time (default: one for each processor).")
    private int threads;

    @Option(names = "--one", paramLabel = "SEED", description = "Only the episode of this seed, as printed before.")
    private Optional<Long> one = Optional.empty();

    @Option(names = "--explain", description = "With --one: shrinks the faults and prints what happened.")
    private boolean explain;

    @Option(names = "--faults", paramLabel = "FILE", description = "With --one: the faults to live through instead.")
    private Optional<Path> faults = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "Draws these kinds of fault alone: ${COMPLETION-CANDIDATES}.")
    private List<FaultKind> only = new ArrayList<>();

    @Option(names = "--all", description = "Draws and judges also what is known to be broken; see docs/reliability.md.")
    private boolean all;

    @Option(
            names = "--leg-order",
            paramLabel = "ORDER",
            defaultValue = "CONCURRENT",
            description = "concurrent (default) or pilot: how the legs of an entry leave.")
    private LegOrder legOrder = LegOrder.CONCURRENT;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "1",
            description = "In how many layers a position is built up, 1 to 10 (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--crash-sweep",
            paramLabel = "N",
            description = "Instead: N episodes of about a minute, each killed at every point and started again.")
    private Optional<Integer> crashSweep = Optional.empty();

    @Option(
            names = "--crash-at",
            paramLabel = "POINT",
            description = "With --one: the episode of a sweep, killed at this point, as printed before.")
    private Optional<Integer> crashAt = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "Writes what was reached, as Markdown.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--counts", paramLabel = "FILE", description = "Writes the same as counts, to be added up later.")
    private Optional<Path> counts = Optional.empty();

    @Option(
            names = "--merge",
            paramLabel = "FILE",
            split = ",",
            description = "Adds up counts of former runs into --report and --counts. Runs nothing.")
    private List<Path> merge = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException, IOException {
        require("--episodes", episodes, 1, Integer.MAX_VALUE);
        require("--minutes", minutes, 1, MINUTES_MAX);
        require("--threads", threads, 0, 1_024);
        require("--layers", layers, 1, LayerSettings.COUNT_MAX);
        LogSetup.silence();
        return runs() ? ExitCode.FLAT.number() : ExitCode.CRASH.number();
    }

    private boolean runs() throws InterruptedException, IOException {
        EpisodeRunner runner = new EpisodeRunner(menu(), minutes, all, BotShape.of(legOrder, layers));
        CrashSweepOutput crashes = new CrashSweepOutput(spec.commandLine().getOut(), menu());
        if (!merge.isEmpty()) {
            return addUp();
        }
        if (crashSweep.isPresent()) {
            require("--crash-sweep", crashSweep.get(), 1, Integer.MAX_VALUE);
            return crashes.sweep(seed, crashSweep.get(), workers());
        }
        if (one.isPresent()) {
            return crashAt.isPresent() ? crashes.one(one.get(), crashAt.get()) : explainOne(runner, one.get());
        }
        return runMany(runner);
    }

    private boolean addUp() throws IOException {
        Reach sum = new Reach();
        for (Path part : merge) {
            sum.add(Reach.parse(Files.readString(part)));
        }
        write(sum);
        return true;
    }

    private void write(Reach reach) throws IOException {
        if (report.isPresent()) {
            Files.writeString(report.get(), reach.toMarkdown());
        }
        if (counts.isPresent()) {
            Files.writeString(counts.get(), reach.toCsv());
        }
    }

    private int workers() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private List<FaultKind> menu() {
        if (!only.isEmpty()) {
            return only;
        }
        return all ? List.of(FaultKind.values()) : EpisodeRunner.survivable();
    }

    private void require(String option, int found, int min, int max) {
        if (found < min || found > max) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " must be " + min + " to " + max + "; found " + found);
        }
    }

    // ---- many

    private boolean runMany(EpisodeRunner runner) throws InterruptedException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        long startNanos = System.nanoTime();
        ProgressLine progress = new ProgressLine(out, Terminals.present(), startNanos);
        // A long run should not keep to itself what it found.
        int[] told = {0};
        EpisodeReport done = runner.run(seed, episodes, workers(), sofar -> {
            if (sofar.broken().size() > told[0] && told[0] < SHOWN_MAX) {
                told[0] = sofar.broken().size();
                progress.end();
                tell(out, sofar.broken().getLast());
                out.flush();
            }
            progress.show(
                    (double) sofar.episodes() / episodes,
                    sofar.episodes() + " of " + episodes + " episodes, "
                            + sofar.broken().size() + " broken",
                    System.nanoTime());
        });
        progress.end();
        done.reach().onWall((System.nanoTime() - startNanos) / NANOS_PER_MILLI);
        write(done.reach());
        print(out, done, (System.nanoTime() - startNanos) / NANOS_PER_SECOND);
        return done.broken().isEmpty();
    }

    private void print(PrintWriter out, EpisodeReport report, double seconds) {
        row(out, "episodes", report.episodes() + " of " + minutes + " min, seed " + seed);
        row(out, "time", Math.round(seconds) + " s, " + Math.round(report.steps() / seconds) + " steps a second");
        row(out, "cycles", Long.toString(report.cycles()));
        row(out, "orders", report.orders() + ", fills " + report.fills());
        row(out, "restarts", Long.toString(report.restarts()));
        row(out, "ended halted", Long.toString(report.endedHalted()));
        row(out, "states entered", report.reached().toString());
        row(out, "faults begun", report.begun().toString());
        row(out, "messages hit", report.hits().toString());
        row(out, "hash", report.hash());
        row(
                out,
                "violations",
                report.broken().isEmpty() ? "none" : report.byInvariant().toString());
        report.broken().stream().limit(SHOWN_MAX).forEach(broken -> tell(out, broken));
        out.flush();
    }

    private static void tell(PrintWriter out, Episode.Result broken) {
        out.println("episode seed=" + broken.seed() + " "
                + broken.violation().map(SimulateFaultsCommand::line).orElse(""));
    }

    private static void row(PrintWriter out, String name, String text) {
        out.println(name + " ".repeat(Math.max(1, 16 - name.length())) + text);
    }

    static String line(Violation violation) {
        return "violation=" + violation.invariant() + " at " + EventLog.seconds(violation.atNanos()) + " s: "
                + violation.text();
    }

    // ---- one

    private boolean explainOne(EpisodeRunner runner, long episodeSeed) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        FaultSchedule schedule =
                faults.isPresent() ? FaultSchedule.parse(Files.readString(faults.get())) : runner.schedule(episodeSeed);
        Episode.Result result = new Episode(episodeSeed, schedule, minutes, all).run(explain);
        if (explain && result.violation().isPresent()) {
            result = new Episode(episodeSeed, runner.shrink(result), minutes, all).run(true);
        }
        out.println("episode seed=" + episodeSeed + " minutes=" + minutes + " hash=" + result.hash());
        out.println(result.schedule());
        if (explain) {
            List<String> lines = result.lines();
            lines.subList(Math.max(0, lines.size() - TIMELINE_LINES), lines.size())
                    .forEach(out::println);
        }
        out.println(result.violation().map(SimulateFaultsCommand::line).orElse("nothing was broken"));
        out.flush();
        return result.violation().isEmpty();
    }
}
