package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.ConfigurationLoader;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.LoadedConfiguration;
import io.parallax.app.config.SimulatorSettings;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.app.control.ControlClient;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.RunDirectory;
import io.parallax.app.journal.JournalFiles;
import io.parallax.exchange.signing.Secret;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.journal.JournalEntry;
import io.parallax.telemetry.EngineSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole chain once over real sockets, with everything logged: embedded exchanges, adapters, engine, a cycle
/// from entry to exit, and the end. Each test looks at one promise.
class FullCycleTest {
    private static final long SEED = 7;
    private static final int SPEED = 60;
    private static final long CYCLE_SECONDS_MAX = 90;

    private static final Everything LOGGED = new Everything();
    private static final Credentials KEYS = ThrowawayCredentials.of(SEED);
    private static RunReport report = emptyReport();
    private static ControlClient.Outcome answer = new ControlClient.Outcome.NobodyThere();

    @TempDir
    private static Path runDirectories = Path.of(".");

    @BeforeAll
    static void runUntilACycleIsComplete() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LOGGED.setContext(context);
        LOGGED.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(LOGGED);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger("io.parallax").setLevel(Level.TRACE);

        Configuration configuration = defaultConfiguration().withSimulator(new SimulatorSettings(SEED, SPEED));
        StopRequest nobody = new StopRequest();
        try (RunDirectory directory = RunDirectory.open(runDirectories, "full-cycle");
                Wiring wiring = Wiring.commanded(configuration, KEYS, Map.of(), directory, RunOutputs.NONE)) {
            Application application = wiring.application();
            application.start();
            assertThat(application.awaitInstruments(30_000, nobody)).isEmpty();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CYCLE_SECONDS_MAX);
            while (cycles(application) == 0 && System.nanoTime() < deadline) {
                application.awaitChange(100);
            }
            answer = ControlClient.ask(
                    directory.socket(),
                    new ControlRequest(ControlRequest.Command.KILL, "the canary looks"),
                    Duration.ofSeconds(20));
            application.stop(ShutdownPolicy.FLATTEN, 25_000);
            report = application.report("simulated", SEED, SPEED).orElseThrow();
        }
    }

    @AfterAll
    static void stopListening() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void completesACycleAndEndsFlat() {
        assertThat(report.cycles()).isPositive();
        assertThat(report.exitCode()).isEqualTo(ExitCode.FLAT);
        assertThat(Exposure.of(report.last())).isEqualTo("nothing");
        assertThat(report.last().counters().orders()).isGreaterThanOrEqualTo(4);
        assertThat(report.last().counters().fills()).isGreaterThanOrEqualTo(4);
        assertThat(report.last().counters().bookUpdates()).isGreaterThan(100);
        assertThat(report.faults()).isZero();
        assertThat(report.reportsLost()).isZero();
    }

    @Test
    void agreesWithTheLedgersOfBothExchangesToTheLastDigit() {
        assertThat(report.residualE8()).hasValue(0L);
        assertThat(report.feesE8()).isPositive();
    }

    @Test
    void measuresFromFrameToSecondOrder() {
        assertThat(report.last().latencies().triggerToSecondOrder().count()).isPositive();
        assertThat(report.last().latencies().triggerToSecondOrder().nanosP50()).isPositive();
    }

    @Test
    void reportsOnOneLineWithExactNumbers() {
        String json = ReportText.json(report);
        assertThat(json)
                .doesNotContain("\n")
                .contains("\"residual\":0,", "\"cycles\":" + report.cycles(), "\"exit_code\":0", "\"seed\":7")
                .contains("\"basis\":null,\"ledger_pnl_vest\":", "\"basis\":null,\"blockers\":")
                .contains("\"ledger_pnl_vest\":", "\"ledger_pnl_paradex\":", "\"latency_us\":{\"count\":")
                .doesNotContainPattern("[0-9][eE][+-]?[0-9]");
        assertThat(ReportText.plain(report))
                .contains("difference: 0; basis: not known")
                .contains("Open: nothing");
    }

    @Test
    void keepsAJournalOfWhatWasMeantAndDone() throws IOException {
        List<JournalEntry> journal = new ArrayList<>();
        List<JournalFiles.Found> files = JournalFiles.read(
                runDirectories.resolve("full-cycle/journal"), journaled -> journal.add(journaled.entry()));
        assertThat(files)
                .singleElement()
                .satisfies(file -> assertThat(file.reading().isWhole()).isTrue());
        assertThat(journal)
                .filteredOn(JournalEntry.OrderIntended.class::isInstance)
                .hasSize((int) report.last().counters().orders());
        assertThat(journal)
                .filteredOn(JournalEntry.OrderFilled.class::isInstance)
                .hasSize((int) report.last().counters().fills());
        assertThat(journal)
                .contains(new JournalEntry.Commanded("kill", "by the operator: the canary looks"))
                .endsWith(new JournalEntry.Ended(0, "nothing"));
        assertThat(journal.getFirst()).isInstanceOf(JournalEntry.Started.class);
    }

    @Test
    void writesNoSecretAnywhere() throws IOException {
        String everything = String.join("\n", LOGGED.lines)
                + ReportText.json(report)
                + ReportText.plain(report)
                + answer
                + filesOfTheRun();
        assertThat(answer).isInstanceOf(ControlClient.Outcome.Answered.class);
        assertThat(everything).contains("reason: KILL", "the canary looks");
        assertThat(LOGGED.lines).hasSizeGreaterThan(20);
        for (Secret secret : List.of(KEYS.vestPrimaryKey(), KEYS.vestSigningKey(), KEYS.paradexPrivateKey())) {
            for (String form : forms(secret.copyBytes())) {
                // The message must not show the key either.
                assertThat(everything.toLowerCase(Locale.ROOT).contains(form.toLowerCase(Locale.ROOT)))
                        .as("a key in a log line")
                        .isFalse();
            }
        }
        assertThat(everything)
                .doesNotContainPattern("eyJ[\\w-]{10,}\\.")
                .doesNotContainPattern("(?i)0x[0-9a-f]{130}")
                .doesNotContainPattern("(?i)(authorization|x-api-key|listenKey)\\W{1,4}\\w{8,}");
    }

    /// Journal, latch and the rest of the run directory, byte by byte.
    private static String filesOfTheRun() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> all = Files.walk(runDirectories)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static List<String> forms(byte[] key) {
        String hex = HexFormat.of().formatHex(key);
        return List.of(
                hex.replaceFirst("^0+", ""),
                new BigInteger(1, key).toString(),
                Base64.getEncoder().withoutPadding().encodeToString(key),
                Base64.getUrlEncoder().withoutPadding().encodeToString(key),
                Arrays.toString(key));
    }

    private static long cycles(Application application) {
        return application.snapshot().stream()
                .flatMap(snapshot -> snapshot.bots().stream())
                .mapToLong(EngineSnapshot.BotView::cycles)
                .sum();
    }

    private static Configuration defaultConfiguration() throws Exception {
        try (InputStream input = Configuration.class.getResourceAsStream("default-config.yaml")) {
            assertThat(input).isNotNull();
            LoadedConfiguration loaded = ConfigurationLoader.load(input.readAllBytes(), "default-config.yaml");
            assertThat(loaded).isInstanceOf(LoadedConfiguration.Accepted.class);
            return ((LoadedConfiguration.Accepted) loaded).configuration();
        }
    }

    private static RunReport emptyReport() {
        EngineSnapshot none = new EngineSnapshot(
                0,
                0,
                io.parallax.execution.OperatorMode.ARMED,
                false,
                0,
                List.of(),
                List.of(),
                new EngineSnapshot.Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                new EngineSnapshot.Latencies(
                        io.parallax.telemetry.LatencySummary.NONE,
                        io.parallax.telemetry.LatencySummary.NONE,
                        io.parallax.telemetry.LatencySummary.NONE,
                        io.parallax.telemetry.LatencySummary.NONE,
                        io.parallax.telemetry.LatencySummary.NONE),
                new EngineSnapshot.DayView(0, 0, 0, 0, true, true));
        return new RunReport(ExitCode.CRASH, "simulated", SEED, SPEED, 0, 0, 0, 0, none);
    }

    /// Keeps every line as it was logged, before anything is hidden.
    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage()
                    + (event.getKeyValuePairs() == null ? "" : event.getKeyValuePairs())
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage()));
        }
    }
}
