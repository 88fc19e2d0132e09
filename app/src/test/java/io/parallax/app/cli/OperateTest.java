package io.parallax.app.cli;

import static io.parallax.app.cli.Processes.awaitLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// An operator's commands to engines that run as processes of their own.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperateTest {
    private static final long STOP_SECONDS_MAX = 5;
    private static final long START_SECONDS_MAX = 60;
    private static final long EFFECT_SECONDS_MAX = 10;
    /// Nobody listens on port 1: the run waits for Vest for ever, which is enough to command it.
    private static final String[] LASTING = {"run", "--seed", Processes.seed(0), "--dex-a-url", "http://127.0.0.1:1"};

    private final Path runDirectories;
    private final Path work;
    private final Processes processes;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    OperateTest(@TempDir Path runDirectories, @TempDir Path work) {
        this.runDirectories = runDirectories;
        this.work = work;
        this.processes = new Processes(runDirectories);
    }

    @AfterEach
    void endWhatIsLeft() {
        processes.close();
    }

    @Test
    void commandsARunningEngineFromAnotherProcess() throws Exception {
        Process run = processes.start(work, "run");
        awaitLine(run.errorReader(), "engine embedded-");
        Process pause = processes.start(work, "pause", "--reason", "lunch");
        assertThat(pause.inputReader().lines().toList())
                .first()
                .isEqualTo("paused: no entries; exits and repairs go on");
        assertThat(pause.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(pause.exitValue()).isZero();
        assertThat(operate("status")).isZero();
        assertThat(out.toString())
                .startsWith("embedded-")
                .contains(": paused, simulated, running for ", "btc-arb-1", "\n      funding: vest ");
        assertThat(operate("status", "--json")).isZero();
        assertThat(out.toString())
                .startsWith("{\"ok\":true,\"text\":\"embedded-")
                .contains("\"state\":\"paused\"", "\"pid\":" + run.pid(), "\"latched\":\"\"")
                .containsPattern("\"funding\":\\{\"now_epoch_ms\":[0-9]{13},\"a\":\\{\"exchange\":\"vest\"");
        assertThat(operate("explain")).isZero();
        assertThat(out.toString())
                .contains(
                        "btc-arb-1 (BTC-PERP, A vest, B paradex): ",
                        "long vest, short paradex",
                        "funding expected for long vest, short paradex: ",
                        "at the entry threshold");
        assertThat(operate("explain", "last", "--json")).isZero();
        assertThat(out.toString())
                .contains(
                        "\"question\":\"last\",\"bots\":[{\"id\":\"btc-arb-1\"",
                        "\"thresholds\":\"fixed\",\"rolling_basis\":\"mean\",\"entry_quantile\":0,"
                                + "\"usual_long_a\":{\"mean_bps\":null,\"p05_bps\":null",
                        "\"funding\":{\"now_epoch_ms\":");
        assertThat(operate("explain", "why")).isEqualTo(40);
        assertThat(out.toString()).startsWith("refused: found \"why\"; allowed: now, last, or a number");
        for (String[] step : new String[][] {
            {"drain", "draining: "}, {"flatten", "flattening: "}, {"kill", "killed: "},
        }) {
            assertThat(operate(step[0])).as(step[0]).isZero();
            assertThat(out.toString()).startsWith(step[1]);
        }
        assertThat(operate("pause")).isEqualTo(40);
        assertThat(out.toString()).startsWith("refused: killed is more than paused");
        assertThat(operate("status")).isZero();
        assertThat(out.toString()).contains("Kept from trading by the halt latch: KILL");
        assertThat(operate("resume", "--reason", "all is well")).isZero();
        assertThat(out.toString()).startsWith("resumed: ").contains(": armed, ").doesNotContain("Kept from trading");
        run.toHandle().destroy();
        assertThat(run.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        try (var left = Files.list(runDirectories)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysPlainlyThatNoEngineRuns() {
        for (String command : List.of("status", "pause", "drain", "flatten", "kill")) {
            assertThat(operate(command)).as(command).isEqualTo(40);
            assertThat(err.toString()).isEqualTo("No engine runs. Looked in " + runDirectories + ".\n");
        }
        assertThat(operate("status", "--engine", "live-ab12")).isEqualTo(2);
        assertThat(err.toString()).contains("no engine is called \"live-ab12\"; there is none");
        assertThat(operate("resume")).isEqualTo(2);
        assertThat(err.toString()).contains("resume needs --reason");
    }

    @Test
    void namesTheChoicesWhenSeveralRun() throws Exception {
        Process first = processes.start(work, LASTING);
        Process second = processes.start(work, "run", "--seed", Processes.seed(1), "--dex-a-url", "http://127.0.0.1:1");
        String one = engine(first.errorReader());
        String two = engine(second.errorReader());
        assertThat(operate("status")).isEqualTo(2);
        assertThat(err.toString()).contains("several engines run; name one with --engine", one, two);
        assertThat(operate("kill", "--engine", two)).isZero();
        statusOnceStarted("--engine", one);
        assertThat(out.toString()).contains("\"engine\":\"" + one + "\"", "\"state\":\"armed\"");
    }

    @Test
    void aKillOutlivesTheProcessUntilResumed() throws Exception {
        Process first = processes.start(work, LASTING);
        String name = engine(first.errorReader());
        Path directory = runDirectories.resolve(name);
        assertThat(operate("kill", "--reason", "looks wrong")).isZero();
        assertThat(directory.resolve("HALTED"))
                .content()
                .startsWith("reason: KILL\nwhy: ")
                .contains("by the operator: looks wrong", "\ntime: ", "\nopen: ");
        first.destroyForcibly().waitFor();
        // The latch alone is enough.
        Files.delete(directory.resolve("KILL"));
        Process second = processes.start(work, LASTING);
        assertThat(awaitLine(second.errorReader(), "not armed")).contains("latched for KILL");
        awaitLine(second.errorReader(), "engine " + name);
        statusOnceStarted();
        assertThat(out.toString()).contains("\"state\":\"killed\"", "\"latched\":\"KILL\"");
        assertThat(operate("resume", "--reason", "looked at both exchanges")).isZero();
        assertThat(directory.resolve("HALTED")).doesNotExist();
        assertThat(directory.resolve("KILL")).doesNotExist();
        second.destroyForcibly().waitFor();
        Process third = processes.start(work, LASTING);
        engine(third.errorReader());
        statusOnceStarted();
        assertThat(out.toString()).contains("\"state\":\"armed\"");
        third.destroyForcibly().waitFor();
        // Nobody runs now; the next start is kept from trading, and allowed to again, all the same.
        assertThat(operate("kill")).isZero();
        assertThat(out.toString()).contains("its next start enters nothing until resume");
        Process fourth = processes.start(work, LASTING);
        assertThat(awaitLine(fourth.errorReader(), "not armed")).contains("latched for KILL");
        fourth.destroyForcibly().waitFor();
        assertThat(operate("resume", "--reason", "was a mistake")).isZero();
        assertThat(out.toString()).contains("its next start may trade again");
        assertThat(directory.resolve("HALTED")).doesNotExist();
    }

    @Test
    void honoursAKillFileAndTheHangUpOfItsTerminal() throws Exception {
        Process run = processes.start(work, LASTING);
        Path directory = runDirectories.resolve(engine(run.errorReader()));
        long made = System.nanoTime();
        Files.createFile(directory.resolve("KILL"));
        awaitLine(run.errorReader(), "killed: the file KILL was made");
        System.out.println("KILL file to effect: " + (System.nanoTime() - made) / 1_000 + " us");
        assertThat(System.nanoTime() - made).isLessThan(TimeUnit.SECONDS.toNanos(EFFECT_SECONDS_MAX));
        assertThat(operate("resume", "--reason", "test")).isZero();
        assumeTrue(
                hangUpsAreHeard(),
                "this process was started with SIGHUP ignored, as by nohup, and so are its children");
        signal(run, "HUP");
        awaitLine(run.errorReader(), "killed: SIGHUP");
        assertThat(operate("status", "--json")).isZero();
        assertThat(out.toString()).contains("\"state\":\"killed\"");
        run.toHandle().destroy();
        assertThat(run.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("HALTED")).content().startsWith("reason: KILL\nwhy: SIGHUP");

        Process embedded = processes.start(work, "run");
        awaitLine(embedded.errorReader(), "both exchanges flat");
        signal(embedded, "HUP");
        assertThat(embedded.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aKillReachesAnEngineThatDoesNotAnswerOnceItGoesOn() throws Exception {
        Process run = processes.start(work, LASTING);
        String name = engine(run.errorReader());
        signal(run, "STOP");
        assertThat(operate("kill", "--engine", name)).isEqualTo(30);
        assertThat(err.toString())
                .startsWith(name + " did not answer within 5 s")
                .contains("The file KILL is made; a living engine honours it by itself.");
        assertThat(runDirectories.resolve(name).resolve("KILL")).exists();
        assertThat(operate("resume", "--engine", name, "--reason", "too late to be done"))
                .isEqualTo(30);
        signal(run, "CONT");
        awaitLine(run.errorReader(), "killed: ");
        assertThat(operate("status", "--json")).isZero();
        assertThat(out.toString()).contains("\"state\":\"killed\"");
    }

    @Test
    void theFourthStartWithinTenMinutesEntersNothing() throws Exception {
        for (int start = 1; start <= 3; start++) {
            Process run = processes.start(work, LASTING);
            engine(run.errorReader());
            run.destroyForcibly().waitFor();
        }
        Process fourth = processes.start(work, LASTING);
        assertThat(awaitLine(fourth.errorReader(), "not armed")).contains("latched for BOOT_STORM");
    }

    @Test
    void theJournalTellsWhatAKilledProcessWasToldAndANewOneGoesOnBehindATornEnd() throws Exception {
        Process first = processes.start(work, LASTING);
        String name = engine(first.errorReader());
        assertThat(operate("pause", "--reason", "before the end")).isZero();
        // Its entry is on the disk before the next one is written.
        assertThat(operate("drain")).isZero();
        awaitJournal("OPERATOR drain");
        first.destroyForcibly().waitFor();
        Path file = runDirectories.resolve(name).resolve("journal").resolve("000001.journal");
        Files.write(file, new byte[] {0x50, 0x4C, 0x58, 0x4A, 0, 0, 1}, StandardOpenOption.APPEND);
        Process second = processes.start(work, LASTING);
        awaitLine(second.errorReader(), "000001.journal: 7 bytes of an unfinished entry at the end");
        awaitJournal("OPERATOR pause (before the end)\n", "OPERATOR drain\n", "boot → reconcile", "STARTED " + name);
        assertThat(err.toString()).contains("000001.journal: 7 bytes of an unfinished entry");
        assertThat(operate("journal", "--json")).isZero();
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("{\"time\":\"")
                        .endsWith("\"kind\":\"commanded\",\"command\":\"pause\",\"reason\":\"before the end\"}"));
    }

    @Test
    void tellsThatTodaysResultIsNotKnownAndHowToAcceptThat() throws Exception {
        Process first = processes.start(work, LASTING);
        String name = engine(first.errorReader());
        first.destroyForcibly().waitFor();
        Files.writeString(runDirectories.resolve(name).resolve("day"), "torn");
        Process second = processes.start(work, LASTING);
        String how = "nothing is entered until ./parallax resume --reason \"...\"";
        assertThat(awaitLine(second.errorReader(), "ALERT what today")).contains(name + "/day", how);
        awaitLine(second.errorReader(), "engine " + name);
        statusOnceStarted();
        assertThat(out.toString()).contains("\"day_known\":false");
        assertThat(operate("status")).isZero();
        assertThat(out.toString()).contains("What today's trading cost so far is not known: " + how);
        assertThat(operate("resume", "--reason", "added it up by hand")).isZero();
        assertThat(operate("status", "--json")).isZero();
        assertThat(out.toString()).contains("\"day_known\":true");
    }

    /// It is written by a thread of its own, a moment later.
    private void awaitJournal(String... parts) throws InterruptedException {
        long asked = System.nanoTime();
        do {
            assertThat(operate("journal")).isZero();
        } while (!List.of(parts).stream().allMatch(out.toString()::contains)
                && System.nanoTime() - asked < TimeUnit.SECONDS.toNanos(EFFECT_SECONDS_MAX));
        assertThat(out.toString()).contains(parts);
    }

    private static String engine(BufferedReader log) throws IOException {
        return awaitLine(log, "commands at ").replaceAll(".*engine (\\S+): commands at .*", "$1");
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /// Asks for the status until the engine has told its first: an engine takes commands a moment before that.
    private void statusOnceStarted(String... arguments) {
        String[] all = Stream.concat(Stream.of("status", "--json"), Stream.of(arguments))
                .toArray(String[]::new);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        do {
            assertThat(operate(all)).isZero();
        } while (out.toString().contains("\"state\":\"starting\"") && System.nanoTime() < deadline);
    }

    private int operate(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = ParallaxCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--run-dir";
        all[arguments.length + 1] = runDirectories.toString();
        return commandLine.execute(all);
    }

    /// Whether a process started from here hears SIGHUP: what is ignored is inherited. True where nothing tells.
    private static boolean hangUpsAreHeard() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(
                                        line.substring("SigIgn:".length()).strip(), 16)
                                & 1)
                        == 0;
            }
        }
        return true;
    }
}
