package io.parallax.app;

import io.parallax.app.control.ControlAnswer;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.ControlServer;
import io.parallax.app.control.DayFile;
import io.parallax.app.control.PlainText;
import io.parallax.app.control.RunDirectory;
import io.parallax.app.control.Starts;
import io.parallax.app.journal.JournalWriter;
import io.parallax.app.logging.LogSetup;
import io.parallax.engine.OperatorCommand;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.PairState;
import io.parallax.journal.JournalEntry;
import io.parallax.telemetry.EngineSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an operator has in hand of a run: the control socket, the `KILL` file and the halt latch, and the watchdog.
/// Thread: any; files are written on a thread of its own or on that of a request, never on the engine's.
public final class RunControl implements AutoCloseable, EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.parallax.control");
    /// The `KILL` file has to be honoured within 100 ms.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EFFECT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long EFFECT_LOOK_MILLIS = 10;
    private static final int WAITING_MAX = 64;
    private static final int WHY_MAX = 700;

    private final RunDirectory directory;
    private final String mode;
    private final Starts.Start start;
    private final Optional<Long> dayResultSoFarE8;
    private final JournalWriter journal;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final Object latchFile = new Object();
    private final Thread thread = new Thread(this::watch, "run-control");
    private final long startNanos = System.nanoTime();
    private volatile boolean closing;
    private volatile boolean killFileSeen;
    private volatile String latched = "";
    private boolean latchFailed;
    private boolean dayFailed;
    private DayFile.@Nullable Day dayWritten;
    private @Nullable Application application;
    private @Nullable ControlServer server;
    private @Nullable EngineWatchdog watchdog;

    private record Entry(String reason, String why, Instant when) {}

    /// Looks at what an earlier run left behind: the latch, the `KILL` file, the times of the last starts.
    ///
    /// @param mode `simulated` or `live`
    /// @param instance four letters of the account
    /// @param bootsMax starts within ten minutes; more keep this run from trading
    /// @throws IOException when whether this run may trade cannot be found out
    RunControl(RunDirectory directory, String mode, String instance, int bootsMax) throws IOException {
        this.directory = directory;
        this.mode = mode;
        this.journal = new JournalWriter(directory.journal(), instance, JournalWriter.Bounds.DEFAULT);
        long nowEpochMillis = System.currentTimeMillis();
        this.start = directory.starts().register(nowEpochMillis);
        this.dayResultSoFarE8 = directory.day().realisedOn(Math.floorDiv(nowEpochMillis, TimeUnit.DAYS.toMillis(1)));
        if (Files.exists(directory.killFile(), LinkOption.NOFOLLOW_LINKS)) {
            killFileSeen = true;
            latchAtStart(HaltReason.KILL, "the file KILL was there at the start");
        }
        if (start.isStorm(bootsMax)) {
            latchAtStart(HaltReason.BOOT_STORM, start.recent() + " starts within ten minutes");
        }
        directory.latch().read().ifPresent(found -> latched = found.reason());
        thread.setDaemon(true);
    }

    private void latchAtStart(HaltReason reason, String why) {
        latched = reason.name();
        try {
            directory.latch().set(reason.name(), why, "not known before the start", Instant.now());
        } catch (IOException e) {
            LOG.error(
                    "ALERT the halt latch {} cannot be written: {}",
                    directory.latch().file(),
                    e.toString());
        }
    }

    /// When this run began, in seconds, raised above every start before.
    long bootEpochSeconds() {
        return start.bootEpochSeconds();
    }

    /// What earlier runs of this UTC day realised, less fees, quote currency × 10⁸; empty when that is not known.
    Optional<Long> dayResultSoFarE8() {
        return dayResultSoFarE8;
    }

    /// Begins to listen. Before the application starts: a latched run is told so before its first event.
    ///
    /// @throws IOException when nobody could command the run
    void start(Application controlled) throws IOException {
        application = controlled;
        controlled.engineThread().onSelfKilled(this::onSelfKilled);
        if (!latched.isEmpty()) {
            controlled.command(new OperatorCommand.Kill());
            LOG.error(
                    "ALERT not armed: latched for {} by {}; positions are looked after, nothing is entered until"
                            + " ./parallax resume --reason \"...\"",
                    latched,
                    directory.latch().file());
        }
        if (dayResultSoFarE8.isEmpty()) {
            LOG.error(
                    "ALERT what today's trading cost so far cannot be told from {}: nothing is entered until"
                            + " ./parallax resume --reason \"...\" or midnight UTC",
                    directory.day().file());
        }
        server = ControlServer.start(directory, this::answer);
        thread.start();
        journal.start();
        journal.keep(new JournalEntry.Started(directory.name(), mode, start.bootEpochSeconds()));
        if (!latched.isEmpty()) {
            journal.keep(new JournalEntry.Halted("", latched, "kept from trading since an earlier run"));
        }
        EngineWatchdog dog = new EngineWatchdog(
                controlled.engineThread()::turns, controlled.engineThread()::stack, RunControl::endForASupervisor);
        watchdog = dog;
        dog.start();
        LOG.info("engine {}: commands at {}", directory.name(), directory.path());
    }

    /// Nothing of this process can be trusted to end in order.
    private static void endForASupervisor() {
        LogSetup.close();
        Runtime.getRuntime().halt(ExitCode.CRASH.number());
    }

    // ---- halts and kills

    /// A pair that halts latches the run. Thread: engine.
    @Override
    public void onNotice(EngineNotice notice) {
        journal.onNotice(notice);
        if (notice instanceof EngineNotice.StateChanged changed && changed.to() == PairState.HALTED) {
            String detail = changed.detail();
            int end = detail.indexOf(':');
            String reason = end < 0 ? HaltReason.OPERATOR.name() : detail.substring(0, end);
            latch(reason, changed.bot() + ": " + detail.substring(end + 1).strip());
        }
    }

    /// Thread: engine.
    private void onSelfKilled(String why) {
        journal.keep(new JournalEntry.Halted("", HaltReason.CORE_FAULT.name(), PlainText.of(why, WHY_MAX)));
        latch(HaltReason.CORE_FAULT, why);
    }

    private void latch(HaltReason reason, String why) {
        latch(reason.name(), why);
    }

    private void latch(String reason, String why) {
        // The first reasons are what counts, and they are in.
        if (waitingCount.incrementAndGet() <= WAITING_MAX) {
            waiting.add(new Entry(reason, why, Instant.now()));
            LockSupport.unpark(thread);
        } else {
            waitingCount.decrementAndGet();
        }
    }

    /// No entry from now on, also after a restart, until an operator resumes.
    public void kill(String why) {
        LOG.warn("ALERT killed: {}; positions are looked after, nothing is entered", why);
        Application controlled = application;
        if (controlled != null) {
            controlled.command(new OperatorCommand.Kill());
        }
        journal.keep(new JournalEntry.Commanded("kill", why));
        latch(HaltReason.KILL, why);
    }

    private void watch() {
        while (!closing) {
            if (!killFileSeen && Files.exists(directory.killFile(), LinkOption.NOFOLLOW_LINKS)) {
                killFileSeen = true;
                kill("the file KILL was made");
            }
            boolean written = writeLatch() && writeDay();
            LockSupport.parkNanos(this, written ? LOOK_NANOS : RETRY_NANOS);
        }
        writeLatch();
        writeDay();
    }

    /// Notes what the day realised, whenever that changes.
    private boolean writeDay() {
        Application controlled = application;
        Optional<EngineSnapshot.DayView> seen =
                controlled == null ? Optional.empty() : controlled.snapshot().map(EngineSnapshot::day);
        if (seen.isEmpty() || seen.get().epochDay() == EngineSnapshot.DayView.UNKNOWN) {
            return true;
        }
        EngineSnapshot.DayView now = seen.get();
        DayFile.Day day = new DayFile.Day(now.epochDay(), now.realisedE8(), now.settled());
        if (day.equals(dayWritten)) {
            return true;
        }
        try {
            directory.day().write(day);
            dayWritten = day;
            dayFailed = false;
        } catch (IOException e) {
            if (!dayFailed) {
                dayFailed = true;
                LOG.error(
                        "ALERT {} cannot be written ({}): a restart would not know what today cost",
                        directory.day().file(),
                        e.toString());
            }
            return false;
        }
        return true;
    }

    private boolean writeLatch() {
        synchronized (latchFile) {
            for (Entry next = waiting.peek(); next != null; next = waiting.peek()) {
                try {
                    directory.latch().set(next.reason(), next.why(), exposure(), next.when());
                    latched = latched.isEmpty() ? next.reason() : latched;
                    latchFailed = false;
                    waiting.remove();
                    waitingCount.decrementAndGet();
                } catch (IOException e) {
                    if (!latchFailed) {
                        latchFailed = true;
                        LOG.error(
                                "ALERT the halt latch {} cannot be written ({}): a restart would trade again",
                                directory.latch().file(),
                                e.toString());
                    }
                    return false;
                }
            }
            return true;
        }
    }

    private String exposure() {
        Application controlled = application;
        return controlled == null ? "not known before the start" : controlled.exposureNow();
    }

    // ---- requests

    /// Carries a request out as one that came over the socket; may take two seconds. Thread: any but the engine's.
    public ControlAnswer operate(ControlRequest request) {
        return answer(request);
    }

    public String name() {
        return directory.name();
    }

    /// Thread: one of the control server's.
    private ControlAnswer answer(ControlRequest request) {
        Application controlled = application;
        if (controlled == null) {
            return new ControlAnswer(false, "the engine does not run yet", "{}");
        }
        OperatorMode before = controlled.snapshot().map(EngineSnapshot::mode).orElse(OperatorMode.ARMED);
        if (!request.command().isQuestion()) {
            LOG.warn(
                    "operator: {}{}",
                    request.command().word(),
                    request.reason().isEmpty() ? "" : " (" + request.reason() + ")");
        }
        if (!request.command().isQuestion() && before == OperatorMode.SHUTTING_DOWN) {
            return answer(controlled, false, "refused: the engine is stopping already");
        }
        return switch (request.command()) {
            case STATUS -> answer(controlled, true, "");
            case PAUSE ->
                before == OperatorMode.KILLED
                        ? answer(controlled, false, "refused: killed is more than paused; resume comes first")
                        : carryOut(
                                request,
                                controlled,
                                new OperatorCommand.Pause(),
                                OperatorMode.PAUSED,
                                "paused: no entries; exits and repairs go on");
            case DRAIN ->
                before == OperatorMode.KILLED
                        ? answer(controlled, false, "refused: killed is more than draining; resume comes first")
                        : carryOut(
                                request,
                                controlled,
                                new OperatorCommand.Drain(),
                                OperatorMode.DRAINING,
                                "draining: no entries; each pair exits at its own signal and stays flat");
            case FLATTEN ->
                carryOut(
                        request,
                        controlled,
                        new OperatorCommand.Flatten(),
                        OperatorMode.FLATTENING,
                        "flattening: closing both legs of every pair within the exit caps; no entries");
            case KILL -> killed(controlled, request.reason());
            case RESUME -> resumed(request, controlled);
            case EXPLAIN -> explained(controlled, request.reason());
        };
    }

    private static ControlAnswer explained(Application controlled, String what) {
        if (!ExplainText.isQuestion(what)) {
            return new ControlAnswer(false, "refused: found \"" + what + "\"; allowed: now, last, or a number", "{}");
        }
        return controlled
                .snapshot()
                .map(snapshot -> new ExplainText(what, snapshot))
                .map(answer -> new ControlAnswer(true, answer.plain(), answer.json()))
                .orElseGet(() -> new ControlAnswer(false, "nothing is known yet", "{}"));
    }

    private ControlAnswer killed(Application controlled, String reason) {
        // Whoever asks makes the file too; it is one kill, not two.
        killFileSeen = true;
        kill(reason.isEmpty() ? "by the operator" : "by the operator: " + reason);
        boolean done = awaitMode(controlled, OperatorMode.KILLED);
        boolean latchedToo = writeLatch();
        String text = "killed: no entries, also after a restart, until resume --reason; exits and repairs go on";
        return answer(
                controlled,
                done && latchedToo,
                (done ? text : "the engine took the command but shows no effect yet")
                        + (latchedToo ? "" : "; the halt latch could NOT be written, a restart would trade again"));
    }

    private ControlAnswer resumed(ControlRequest request, Application controlled) {
        if (request.reason().isEmpty()) {
            return answer(controlled, false, "refused: resume needs a reason");
        }
        synchronized (latchFile) {
            try {
                Files.deleteIfExists(directory.killFile());
                waiting.clear();
                waitingCount.set(0);
                directory.latch().clear();
                directory.starts().calm();
            } catch (IOException e) {
                return answer(controlled, false, "refused: what keeps the engine from trading stays there: " + e);
            }
            latched = "";
            killFileSeen = false;
        }
        return carryOut(
                request,
                controlled,
                new OperatorCommand.Resume(request.reason()),
                OperatorMode.ARMED,
                "resumed: halted pairs read both exchanges first and halt again if the reason persists");
    }

    private ControlAnswer carryOut(
            ControlRequest request,
            Application controlled,
            OperatorCommand command,
            OperatorMode expected,
            String text) {
        journal.keep(new JournalEntry.Commanded(request.command().word(), request.reason()));
        boolean done = controlled.command(command) && awaitMode(controlled, expected);
        return answer(controlled, done, done ? text : "the engine shows no effect of the command yet");
    }

    private static boolean awaitMode(Application controlled, OperatorMode expected) {
        long asked = System.nanoTime();
        try {
            while (System.nanoTime() - asked < EFFECT_NANOS) {
                if (controlled.snapshot().filter(now -> now.mode() == expected).isPresent()) {
                    return true;
                }
                controlled.awaitChange(EFFECT_LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private ControlAnswer answer(Application controlled, boolean ok, String headline) {
        Optional<EngineSnapshot> snapshot = controlled.snapshot();
        StatusText status = new StatusText(
                directory,
                mode,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
                latched,
                controlled.exitCodeNow(),
                snapshot);
        return new ControlAnswer(
                ok, headline.isEmpty() ? status.plain() : headline + "\n" + status.plain(), status.json());
    }

    @Override
    public void close() {
        closing = true;
        ControlServer listening = server;
        if (listening != null) {
            listening.close();
        }
        EngineWatchdog dog = watchdog;
        if (dog != null) {
            dog.close();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Application controlled = application;
        if (controlled != null) {
            journal.keep(new JournalEntry.Ended(controlled.exitCodeNow().number(), exposure()));
        }
        journal.close();
    }
}
