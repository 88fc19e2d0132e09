package io.parallax.app.cli;

import io.parallax.app.AccountLock;
import io.parallax.app.Application;
import io.parallax.app.CycleFile;
import io.parallax.app.ExchangeEndpoint;
import io.parallax.app.ExitCode;
import io.parallax.app.OperatingSystemSignals;
import io.parallax.app.ReportText;
import io.parallax.app.RunOutputs;
import io.parallax.app.RunReport;
import io.parallax.app.StopRequest;
import io.parallax.app.Wiring;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.LoggingSettings;
import io.parallax.app.config.Mode;
import io.parallax.app.config.SimulatorSettings;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.app.control.RunDirectory;
import io.parallax.app.logging.LogSetup;
import io.parallax.app.logging.LogTail;
import io.parallax.app.metrics.MetricsServer;
import io.parallax.app.screen.TerminalScreen;
import io.parallax.app.tape.TapeWriter;
import io.parallax.exchange.signing.VectorPath;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Trades, until the duration is over or the operator says stop. The log goes to the standard error stream, the
/// report to the standard output.
@Command(
        name = "run",
        description = "Trades. Without a configuration: against the embedded simulated exchanges.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("io.parallax.run");
    private static final long INSTRUMENTS_MILLIS = 15_000;
    /// Less than five seconds from the signal to the end of the process.
    private static final long STOP_MILLIS = 4_000;
    /// With something in flight or a leg without its mate. The engine's own limit is 20 s, too.
    private static final long STOP_BUSY_MILLIS = 20_000;
    /// The engine's own limit is 20 s; afterwards it tells what is open.
    private static final long FLATTEN_MILLIS = 25_000;

    private static final int LAST_WARNINGS = 50;
    private static final int PORT_MAX = 65_535;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long, such as 60s or 5m; then simulated runs close everything, live runs hold."
                    + " Without it: until Ctrl-C.")
    private @Nullable Duration duration;

    @Option(
            names = "--report",
            paramLabel = "FORM",
            defaultValue = "TEXT",
            description = "The report at the end: text or json (one line, the last one).")
    private ReportForm report = ReportForm.TEXT;

    @Mixin
    private SimulatorOptions simulator = new SimulatorOptions();

    @Mixin
    private AddressOptions addresses = new AddressOptions();

    @Option(
            names = "--log-format",
            paramLabel = "FORM",
            description = "Log lines as text or json (default: as configured).")
    private LoggingSettings.@Nullable Format logFormat;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace (default: as configured).")
    private LoggingSettings.@Nullable Level logLevel;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "Writes the log to this file too, also while the screen is shown; 10 MB, five older ones are"
                    + " kept.")
    private @Nullable Path logFile;

    @Option(
            names = "--record",
            paramLabel = "FOLDER",
            description =
                    "Records the run: all that reaches the engine and all that it decides, for replay. A folder of"
                            + " its own, up to 2 GB.")
    private @Nullable Path record;

    @Option(
            names = "--cycles",
            paramLabel = "FILE",
            description =
                    "Appends each finished cycle with its parts (price, fees, funding, net): CSV, or JSON lines when"
                            + " the name ends in .jsonl.")
    private @Nullable Path cycles;

    @Option(
            names = "--metrics",
            paramLabel = "PORT",
            description =
                    "Tells Prometheus (/metrics) and supervisors (/health) on this port of the loopback address; 0 for"
                            + " any free one, which the log names.")
    private @Nullable Integer metrics;

    private Optional<MetricsServer> metricsServer = Optional.empty();

    @Mixin
    private RunDirectoryOption runDirectory = new RunDirectoryOption();

    @Option(names = "--plain", description = "Log lines instead of the screen, and no colours, also on a terminal.")
    private boolean plain;

    @Option(names = "--live", description = "Confirms that real money may move. Needs mode: live and keys.")
    private boolean live;

    /// How the report looks.
    enum ReportForm {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (metrics != null && (metrics < 0 || metrics > PORT_MAX)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--metrics must be 0 to " + PORT_MAX + "; found " + metrics);
        }
        Optional<Configuration> loaded = options.load(err).map(this::withCommandLine);
        if (loaded.isEmpty() || !Arming.isRight(loaded.get(), live, err)) {
            return refused(err);
        }
        Configuration configuration = loaded.get();
        Map<ExchangeId, ExchangeEndpoint> endpoints = addresses.endpoints(configuration);
        Optional<Credentials> credentials = configuration.mode() == Mode.LIVE
                ? options.credentials(err)
                : Optional.of(ThrowawayCredentials.of(configuration.simulator().seed()));
        if (credentials.isEmpty() || !Arming.isMeant(configuration, credentials.get(), endpoints, err)) {
            return refused(err);
        }
        try (MetricsServer server = metrics == null ? null : MetricsServer.start(metrics)) {
            metricsServer = Optional.ofNullable(server);
            return run(configuration, credentials.get(), endpoints);
        } catch (IOException e) {
            err.println("Cannot listen for metrics: " + message(e));
            return refused(err);
        }
    }

    private int run(Configuration configuration, Credentials credentials, Map<ExchangeId, ExchangeEndpoint> endpoints)
            throws InterruptedException {
        try (TapeWriter tape = record == null ? null : TapeWriter.open(record, TapeWriter.Bounds.DEFAULT);
                CycleFile cycleFile = cycles == null ? null : CycleFile.open(cycles, Instant::now)) {
            if (logFile != null) {
                LogSetup.requireWritable(logFile);
            }
            return run(
                    configuration,
                    credentials,
                    endpoints,
                    new RunOutputs(Optional.ofNullable(tape), cycleFile == null ? List.of() : List.of(cycleFile)));
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Cannot write what the run leaves: " + message(e));
            return refused(err);
        }
    }

    private int run(
            Configuration configuration,
            Credentials credentials,
            Map<ExchangeId, ExchangeEndpoint> endpoints,
            RunOutputs outputs)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (isEmbedded(configuration, endpoints)) {
            return runEmbedded(configuration, credentials, outputs);
        }
        try {
            Optional<AccountLock> lock = Wiring.lock(configuration, credentials, endpoints);
            if (lock.isEmpty()) {
                err.println("Another Parallax on this machine trades this account.");
                return refused(err);
            }
            try (AccountLock _ = lock.get();
                    RunDirectory directory =
                            Wiring.directory(runDirectory.base(), configuration, credentials, endpoints)) {
                return run(
                        configuration,
                        () -> Wiring.commanded(configuration, credentials, endpoints, directory, outputs));
            }
        } catch (IOException e) {
            err.println("Cannot find out whether this run may trade: " + message(e));
            return refused(err);
        }
    }

    private static boolean isEmbedded(Configuration configuration, Map<ExchangeId, ExchangeEndpoint> endpoints) {
        return configuration.mode() == Mode.SIMULATED && endpoints.isEmpty();
    }

    /// Exchanges of its own, which end with it: no lock is needed, and a run without a directory is better than none.
    private int runEmbedded(Configuration configuration, Credentials credentials, RunOutputs outputs)
            throws InterruptedException {
        try (RunDirectory directory = Wiring.directory(runDirectory.base(), configuration, credentials, Map.of())) {
            return run(configuration, () -> Wiring.commanded(configuration, credentials, Map.of(), directory, outputs));
        } catch (IOException e) {
            spec.commandLine().getErr().println("Nobody can command this run, only signals: " + message(e));
            try {
                return run(configuration, () -> new Wiring(configuration, credentials, Map.of(), outputs));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /// Makes the run; what it throws means that nothing was started.
    @FunctionalInterface
    private interface Start {
        Wiring wire() throws IOException;
    }

    private int run(Configuration configuration, Start start) throws InterruptedException, IOException {
        Optional<Terminal> terminal = isScreenWanted() ? TerminalScreen.terminal() : Optional.empty();
        LogTail tail = new LogTail();
        if (terminal.isPresent()) {
            LogSetup.configure(configuration.logging(), tail);
        } else {
            LogSetup.configure(configuration.logging(), System.err, !plain && Terminals.present());
        }
        try {
            if (logFile != null) {
                LogSetup.alsoTo(logFile, configuration.logging());
            }
            return run(configuration, start, terminal, tail);
        } finally {
            terminal.ifPresent(TerminalScreen::release);
            LogSetup.close();
            // What was only to be seen on the screen, and still matters.
            PrintWriter err = spec.commandLine().getErr();
            tail.newest(LAST_WARNINGS, LogTail.Weight.WARNING).forEach(line -> err.println(line.text()));
            err.flush();
        }
    }

    private boolean isScreenWanted() {
        return !plain && report == ReportForm.TEXT && logFormat != LoggingSettings.Format.JSON && Terminals.present();
    }

    private int run(Configuration configuration, Start start, Optional<Terminal> terminal, LogTail tail)
            throws InterruptedException, IOException {
        LOG.info(
                "Parallax, {}, bots: {}, seed {}, speed {}; Ctrl-C stops",
                configuration.mode().name().toLowerCase(Locale.ROOT),
                configuration.bots().size(),
                configuration.simulator().seed(),
                configuration.simulator().speed());
        StopRequest stop = new StopRequest();
        try (Wiring wiring = start.wire()) {
            metricsServer.ifPresent(server -> {
                server.watch(wiring.application()::snapshot);
                LOG.info("metrics at http://127.0.0.1:{}/metrics, health at /health", server.port());
            });
            OperatingSystemSignals.handle(new Signals(stop, wiring)::onSignal);
            Optional<TerminalScreen> screen = terminal.map(
                    found -> TerminalScreen.open(found, tail, new WatchedRun(wiring, configuration.mode(), stop)));
            Optional<RunReport> result;
            ExitCode exitCode;
            try {
                exitCode = trade(configuration, wiring, stop);
                result = exitCode == ExitCode.REFUSED ? Optional.empty() : report(configuration, wiring);
            } finally {
                screen.ifPresent(TerminalScreen::close);
            }
            result.ifPresent(this::print);
            return exitCode.number();
        }
    }

    private ExitCode trade(Configuration configuration, Wiring wiring, StopRequest stop) throws InterruptedException {
        Application application = wiring.application();
        application.start();
        Set<String> missing = application.awaitInstruments(INSTRUMENTS_MILLIS, stop);
        if (!missing.isEmpty()) {
            LOG.error("not listed: {}", String.join(", ", missing));
            return ExitCode.REFUSED;
        }
        VectorPath.prepareInBackground();
        application.awaitEnd(duration == null ? 0 : duration.toMillis(), stop);
        boolean simulated = configuration.mode() == Mode.SIMULATED;
        if (stop.isRequested()) {
            LOG.info("stopping: no entries, resolving what is in flight");
            application.stop(ShutdownPolicy.HOLD, STOP_MILLIS, STOP_BUSY_MILLIS);
        } else {
            application.stop(simulated ? ShutdownPolicy.FLATTEN : ShutdownPolicy.HOLD, FLATTEN_MILLIS);
        }
        LOG.info("open: {}", application.exposureNow());
        return application.exitCodeNow();
    }

    private static Optional<RunReport> report(Configuration configuration, Wiring wiring) {
        SimulatorSettings settings = configuration.simulator();
        return wiring.application()
                .report(configuration.mode().name().toLowerCase(Locale.ROOT), settings.seed(), settings.speed());
    }

    private void print(RunReport result) {
        LogSetup.close();
        PrintWriter out = spec.commandLine().getOut();
        out.println(report == ReportForm.JSON ? ReportText.json(result) : ReportText.plain(result));
        out.flush();
    }

    private Configuration withCommandLine(Configuration configuration) {
        LoggingSettings logging = configuration.logging();
        return simulator
                .apply(configuration)
                .withLogging(new LoggingSettings(
                        logLevel == null ? logging.level() : logLevel,
                        logFormat == null ? logging.format() : logFormat));
    }

    private static int refused(PrintWriter err) {
        err.println("Refused to start. No connection was opened.");
        err.flush();
        return ExitCode.REFUSED.number();
    }
}
