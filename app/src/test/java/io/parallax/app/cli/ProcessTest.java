package io.parallax.app.cli;

import static io.parallax.app.cli.Processes.awaitLine;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own: signals, exit codes, sudden death.
class ProcessTest {
    private static final long START_SECONDS_MAX = 60;
    private static final long STOP_SECONDS_MAX = 5;

    @TempDir
    private Path directory = Path.of(".");

    private final Processes processes;

    ProcessTest(@TempDir Path runDirectories) {
        processes = new Processes(runDirectories);
    }

    @AfterEach
    void endWhatIsLeft() {
        processes.close();
    }

    @Test
    void endsInOrderOnOneSignalAndSaysWhatIsOpen() throws Exception {
        Process run = start("run", "--report", "json", "--log-format", "json");
        awaitLine(run.errorReader(), "both exchanges flat");
        run.toHandle().destroy();
        assertThat(run.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isIn(0, 10);
        List<String> out = run.inputReader().lines().toList();
        assertThat(out)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("{\"mode\":\"simulated\"")
                        .contains("\"exit_code\":" + run.exitValue())
                        .contains("\"residual\":0,"));
    }

    @Test
    void doesNotCallFlatWhatNobodyToldAndEndsAtOnceOnASecondSignal() throws Exception {
        // Nobody listens on port 1.
        Process run = start("run", "--seed", Processes.seed(2), "--dex-a-url", "http://127.0.0.1:1");
        awaitLine(run.errorReader(), "reconcile");
        run.toHandle().destroy();
        awaitLine(run.errorReader(), "stopping: no entries");
        run.toHandle().destroy();
        assertThat(awaitLine(run.errorReader(), "Second signal (SIGTERM): ending at once"))
                .contains("Open: not known");
        assertThat(run.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(30);
    }

    @Test
    void leavesNothingBehindThatStopsTheNextRunWhenKilled() throws Exception {
        Process first = start("run");
        awaitLine(first.errorReader(), "both exchanges flat");
        first.destroyForcibly().waitFor();
        Process second = start("run", "--duration", "1s");
        assertThat(second.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        try (var left = Files.list(directory)) {
            assertThat(left.toList()).isEmpty();
        }
    }

    @Test
    void simulatedExchangesServeAnotherProcess() throws Exception {
        Process simulate = start("simulate", "--seed", "3", "--speed", "20");
        BufferedReader out = simulate.inputReader();
        String vest = awaitLine(out, "vest rest").substring("vest rest ".length());
        String paradex = awaitLine(out, "paradex rest").substring("paradex rest ".length());
        Process run = start(
                "run",
                "--seed",
                "3",
                "--duration",
                "10s",
                "--report",
                "json",
                "--dex-a-url",
                vest,
                "--dex-b-url",
                paradex);
        awaitLine(run.errorReader(), "reconcile");
        Process twin = start("run", "--seed", "3", "--dex-a-url", vest, "--dex-b-url", paradex);
        assertThat(awaitLine(twin.errorReader(), "Another Parallax")).endsWith("trades this account.");
        assertThat(twin.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(twin.exitValue()).isEqualTo(40);
        String report = awaitLine(run.inputReader(), "exit_state");
        assertThat(report).contains("\"residual\":0,").doesNotContain("\"book_updates\":0,");
        assertThat(run.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isZero();
        simulate.toHandle().destroy();
        assertThat(simulate.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(simulate.exitValue()).isZero();
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        Process first = start("simulate", "--vest-port", "0");
        String vest = awaitLine(first.inputReader(), "vest rest");
        String port = vest.replaceAll(".*:(\\d+)/.*", "$1");
        Process second = start("simulate", "--vest-port", port);
        assertThat(awaitLine(second.errorReader(), "Cannot listen")).contains(port);
        assertThat(second.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(40);
    }

    @Test
    void refusesToStartWhenMetricsCannotBeTold() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Process run = start("run", "--metrics", port);
            assertThat(awaitLine(run.errorReader(), "Cannot listen for metrics"))
                    .contains("port " + port + ": ");
            assertThat(run.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(40);
        }
    }

    @Test
    void testsAnOrderOnEachExchange() throws Exception {
        for (String exchange : List.of("vest", "paradex")) {
            Process test = start("order-test", exchange);
            List<String> out = test.inputReader().lines().toList();
            assertThat(test.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(out)
                    .as(exchange)
                    .anyMatch(line -> line.startsWith("signed in"))
                    .anyMatch(line -> line.startsWith("sent"))
                    .anyMatch(line -> line.startsWith("cancelled") && line.endsWith("filled 0"));
            assertThat(test.exitValue()).isZero();
        }
    }

    private Process start(String... arguments) throws IOException {
        return processes.start(directory, arguments);
    }
}
