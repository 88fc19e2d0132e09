package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.ProgramName;
import io.parallax.app.config.Configuration;
import io.parallax.app.logging.LogSetup;
import io.parallax.app.tape.RecordedRun;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.backtest.BacktestResult;
import io.parallax.simulator.backtest.BacktestSettings;
import io.parallax.simulator.backtest.BacktestSweep;
import io.parallax.simulator.backtest.Backtester;
import io.parallax.simulator.backtest.CsvReport;
import io.parallax.simulator.backtest.HtmlReport;
import io.parallax.simulator.backtest.PairTape;
import io.parallax.simulator.backtest.TapeStatistics;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.simulator.tape.TapeImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs the production engine over recorded markets.
@Command(
        name = "backtest",
        description = {
            "Runs the bot's engine, with all its rules, over a recorded market in virtual time, and says what the",
            "market offered, what the engine would have earned, and what kept it from more. See docs/backtest.md.",
            "Exit code 0 when it ran, 40 when there was nothing to run on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BacktestCommand implements Callable<Integer> {
    private static final int REPEAT_MAX = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Recordings, or folders of them: *.csv, *.csv.gz, *.jsonl, *.jsonl.gz, or what run --record"
                    + " wrote.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--symbol", paramLabel = "COIN", description = "Which coin (default: BTC, or the only one).")
    private Optional<String> symbol = Optional.empty();

    @Option(names = "--a", paramLabel = "EXCHANGE", description = "Leg A (default: the exchange with most quotes).")
    private Optional<String> a = Optional.empty();

    @Option(names = "--b", paramLabel = "EXCHANGE", description = "Leg B (default: the one with most quotes after A).")
    private Optional<String> b = Optional.empty();

    @Mixin
    private BacktestOptions options = new BacktestOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--sweep",
            paramLabel = "RANGES",
            description = "Many runs: entry=0.02:0.20:0.02,exit=-0.05:0.05:0.01 (from:to:step, per cent).")
    private Optional<String> sweep = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many runs of a sweep at a time (default: one for each processor).")
    private int threads;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs the same so often and tells the speed of the fastest (default: 1).")
    private int repeat;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes a page about the run, HTML without network.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes the cycles of the run as CSV.")
    private Optional<Path> csv = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        require("--threads", threads, 0, 1_024);
        require("--repeat", repeat, 1, REPEAT_MAX);
        LogSetup.silence();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Configuration> told = Optional.empty();
        if (configuration.isNamed()) {
            told = configuration.load(err);
            if (told.isEmpty()) {
                return ExitCode.REFUSED.number();
            }
        }
        try {
            run(told, out);
            return ExitCode.FLAT.number();
        } catch (IOException e) {
            err.println("Cannot run: " + e.getMessage());
        } catch (Unusable e) {
            err.println("Cannot run: " + e.getMessage());
        }
        err.flush();
        return ExitCode.REFUSED.number();
    }

    /// The recordings do not hold what was asked for.
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    private void require(String option, int found, int min, int max) {
        if (found < min || found > max) {
            throw usage(option + " must be " + min + " to " + max + "; found " + found);
        }
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private void run(Optional<Configuration> told, PrintWriter out) throws IOException, InterruptedException {
        TapeImporter importer = new TapeImporter(symbol, asked(options::assumedQuoteE8));
        long readNanos = System.nanoTime();
        Map<String, MarketTape> tapes = new LinkedHashMap<>();
        for (Path file : files) {
            if (RecordedRun.isIn(file)) {
                tapes.putAll(RecordedRun.books(file, ProgramName.VERSION));
            } else {
                importer.read(file);
            }
        }
        symbol.ifPresent(coin -> tapes.keySet().retainAll(java.util.Set.of(coin)));
        tapes.putAll(importer.tapes());
        double readSeconds = (System.nanoTime() - readNanos) / NANOS_PER_SECOND;
        PairTape pair = pair(tapes, importer);
        BacktestSettings settings = asked(() -> options.settings(pair, told));
        List<BacktestSettings> all = asked(
                () -> sweep.map(text -> SweepRanges.parse(text).over(settings)).orElse(List.of()));
        BacktestText text = new BacktestText(out);
        text.tape(pair, importer.report(), readSeconds);
        TapeStatistics statistics = TapeStatistics.of(pair, settings.pair().entryPpm());
        text.statistics(statistics);
        Timed timed = timed(pair, settings);
        List<BacktestResult> swept = all.isEmpty() ? List.of() : sweep(pair, all, out);
        BacktestResult best = swept.stream()
                .max(Comparator.comparingLong(BacktestResult::totalE8))
                .orElse(timed.result());
        text.result(timed.result(), timed.nanos());
        text.sweep(swept);
        // The page and the table are about the best run of a sweep, or the only one.
        if (report.isPresent()) {
            Map<String, String> facts = text.facts(best, importer.report(), timed.nanos());
            Files.writeString(report.get(), new HtmlReport(statistics, best, swept, facts).page());
            text.row("page", report.get().toString());
        }
        if (csv.isPresent()) {
            Files.writeString(csv.get(), CsvReport.of(best));
            text.row("cycles as CSV", csv.get().toString());
        }
        out.flush();
    }

    /// What the operator wrote wrong is told with the usage.
    private <T> T asked(java.util.function.Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    // ---- what to run on

    private PairTape pair(Map<String, MarketTape> tapes, TapeImporter importer) {
        if (tapes.isEmpty()) {
            List<String> problems = importer.report().problems();
            throw new Unusable("no book" + symbol.map(coin -> " of " + coin).orElse("") + " in what was read; rows: "
                    + importer.report().rowLines() + ", not usable: "
                    + importer.report().bad()
                    + (problems.isEmpty() ? "" : ", the first: " + problems.getFirst()));
        }
        MarketTape tape = Optional.ofNullable(tapes.get("BTC"))
                .orElseGet(() -> tapes.values().iterator().next());
        List<ExchangeId> busiest = new ArrayList<>(tape.exchanges());
        Map<ExchangeId, Integer> quotes = new LinkedHashMap<>();
        busiest.forEach(each -> quotes.put(each, tape.eventsOf(each).length));
        busiest.sort(Comparator.comparingInt(each -> -quotes.getOrDefault(each, 0)));
        a.map(ExchangeId::new).ifPresent(busiest::remove);
        b.map(ExchangeId::new).ifPresent(busiest::remove);
        if (busiest.size() + (a.isPresent() ? 1 : 0) + (b.isPresent() ? 1 : 0) < 2) {
            throw new Unusable(
                    "books of " + tape.symbol() + " on " + tape.exchanges() + " alone; two exchanges are needed");
        }
        ExchangeId legA = asked(() -> a.map(ExchangeId::new).orElseGet(busiest::removeFirst));
        ExchangeId legB = asked(() -> b.map(ExchangeId::new).orElseGet(busiest::removeFirst));
        try {
            return new PairTape(tape, legA, legB);
        } catch (IllegalArgumentException e) {
            throw new Unusable(e.getMessage() + "; rows: " + importer.report().rowLines());
        }
    }

    // ---- running

    private record Timed(BacktestResult result, long nanos) {}

    private Timed timed(PairTape pair, BacktestSettings settings) {
        ProgressLine progress = new ProgressLine(spec.commandLine().getOut(), Terminals.present(), System.nanoTime());
        // Of the processor, not of the wall: other programs of the machine do not count.
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long fastest = Long.MAX_VALUE;
        BacktestResult result = null;
        for (int done = 0; done < repeat || result == null; done++) {
            long begin = clock.getCurrentThreadCpuTime();
            result = Backtester.run(pair, settings);
            fastest = Math.min(fastest, Math.max(1, clock.getCurrentThreadCpuTime() - begin));
            progress.show((done + 1.0) / repeat, (done + 1) + " of " + repeat + " runs", System.nanoTime());
        }
        progress.end();
        return new Timed(result, fastest);
    }

    private List<BacktestResult> sweep(PairTape pair, List<BacktestSettings> all, PrintWriter out)
            throws InterruptedException {
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        long begin = System.nanoTime();
        ProgressLine progress = new ProgressLine(out, Terminals.present(), begin);
        List<BacktestResult> results = BacktestSweep.run(pair, all, workers, done -> {
            long now = System.nanoTime();
            long rate = Math.round((double) done * pair.size() / ((now - begin) / NANOS_PER_SECOND));
            progress.show(
                    (double) done / all.size(),
                    done + " of " + all.size() + " runs, " + rate + " book events a second",
                    now);
        });
        progress.end();
        return results;
    }
}
