package io.parallax.app;

import io.parallax.app.logging.NoticeLog;
import io.parallax.engine.EngineInputs;
import io.parallax.engine.EngineSettings;
import io.parallax.engine.OperatorCommand;
import io.parallax.engine.TradingEngine;
import io.parallax.exchange.CommandSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.tape.TapeHeader;
import io.parallax.tape.TapeRecorder;
import io.parallax.tape.TapeSink;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running engine with its queues, adapters and log. Begin with [#start], end with [#stop], then [#close].
/// Thread: the main thread, except [#exitCodeNow] and [#exposureNow].
public final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int REPORT_SLOTS = 16_384;
    private static final int BOOK_SLOTS = 4_096;
    /// A few microseconds of looking before the engine thread sleeps: enough for bursts, little for a small
    /// machine.
    private static final int SPINS_BEFORE_SLEEP = 200;

    private static final long LOOK_MILLIS = 20;

    /// A second signal waits so long for its cancels to be written.
    private static final long CANCEL_MILLIS = 250;

    private final EngineThread engineThread;
    private final TradingEngine engine;
    private final Optional<TapeRecorder> recorder;
    private final NoticeLog notices = new NoticeLog();
    private final BookSubscriptions subscriptions;
    private final List<ExchangeAdapter> adapters = new ArrayList<>();
    private final long startNanos = System.nanoTime();

    /// Where the engine's commands and notices go. Orders leave first and are written down then.
    private static final class Decisions implements CommandSink, EngineListener {
        private final CommandSink gateways;
        private final NoticeLog notices;
        private final EngineListener further;
        private Optional<TapeRecorder> recorder = Optional.empty();

        private Decisions(CommandSink gateways, NoticeLog notices, EngineListener further) {
            this.gateways = gateways;
            this.notices = notices;
            this.further = further;
        }

        @Override
        public void onCommand(ExchangeCommand command) {
            gateways.onCommand(command);
            if (recorder.isPresent()) {
                recorder.get().onCommand(command);
            }
        }

        @Override
        public void onNotice(EngineNotice notice) {
            notices.onNotice(notice);
            further.onNotice(notice);
            if (recorder.isPresent()) {
                recorder.get().onNotice(notice);
            }
        }
    }

    /// Builds everything; connects nothing.
    public Application(EngineSettings settings, AdapterFactory factory) {
        this(settings, factory, notice -> {});
    }

    /// @param further hears every notice after the log did, on the engine thread: it must not block
    Application(EngineSettings settings, AdapterFactory factory, EngineListener further) {
        this(settings, factory, further, Optional.empty());
    }

    /// @param tape where the run is recorded
    Application(EngineSettings settings, AdapterFactory factory, EngineListener further, Optional<TapeSink> tape) {
        List<ExchangeId> exchanges = settings.pairs().stream()
                .flatMap(pair -> java.util.stream.Stream.of(pair.exchangeA(), pair.exchangeB()))
                .distinct()
                .toList();
        int books = 2 * settings.pairs().size();
        engineThread = new EngineThread(REPORT_SLOTS, BOOK_SLOTS, books, exchanges.size(), SPINS_BEFORE_SLEEP);
        subscriptions = new BookSubscriptions(settings.pairs(), engineThread.reports());
        GatewayProxy gateways = new GatewayProxy(engineThread.reports());
        SharedOrderbooks published = new SharedOrderbooks();
        Decisions decisions = new Decisions(gateways, notices, further);
        engine = new TradingEngine(settings, decisions, decisions, published, startNanos);
        TapeHeader header = new TapeHeader(ProgramName.VERSION, settings, startNanos, System.currentTimeMillis());
        recorder = tape.map(sink -> new TapeRecorder(engine, books, header, sink));
        decisions.recorder = recorder;
        for (int i = 0; i < exchanges.size(); i++) {
            adapters.add(factory.create(exchanges.get(i), engineThread.feed(i), subscriptions, published));
        }
        gateways.connectTo(adapters);
        subscriptions.connectTo(adapters);
    }

    /// Starts the engine and the connections.
    public void start() {
        engineThread.start(recorder.<EngineInputs>map(each -> each).orElse(engine));
        adapters.forEach(ExchangeAdapter::connect);
    }

    /// Waits until every exchange has listed its instruments, or `stop` is asked for.
    ///
    /// @return the pairs that are not listed; empty when all are, or when an exchange did not answer in time, in
    ///     which case the adapters go on trying
    public Set<String> awaitInstruments(long millis, StopRequest stop) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!subscriptions.allListed() && System.nanoTime() < deadline && !stop.await(LOOK_MILLIS)) {
            // Looks again.
        }
        return subscriptions.missing();
    }

    /// Waits until `stop` is asked for, `millis` have passed since the start (0: for ever) or the engine gave up.
    public void awaitEnd(long millis, StopRequest stop) throws InterruptedException {
        long deadline = startNanos + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!engineThread.awaitEnd(0, TimeUnit.MILLISECONDS)
                && (millis == 0 || System.nanoTime() < deadline)
                && !stop.await(LOOK_MILLIS)) {
            // Looks again.
        }
    }

    /// Waits a little, or until the engine gave up.
    void awaitChange(long millis) throws InterruptedException {
        engineThread.awaitEnd(millis, TimeUnit.MILLISECONDS);
    }

    /// Hands a command of the operator to the engine; false when it takes none any more. Thread: any.
    boolean command(OperatorCommand command) {
        boolean taken = engineThread.offer(command);
        if (!taken) {
            LOG.error("the engine does not take commands any more");
        }
        return taken;
    }

    EngineThread engineThread() {
        return engineThread;
    }

    /// Asks for a cancel of every order in flight and waits a moment for the requests to leave. Thread: any.
    public void cancelOrders() throws InterruptedException {
        command(new OperatorCommand.CancelOrders());
        engineThread.awaitEnd(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Stops entries, resolves what is in flight, applies `policy`, and waits for the exchanges' balances.
    ///
    /// @param millis how long all of it may take
    public void stop(ShutdownPolicy policy, long millis) throws InterruptedException {
        stop(policy, millis, millis);
    }

    /// The same with more patience where ending early would leave something to be repaired.
    ///
    /// @param idleMillis how long it may take while nothing is in flight and every leg has its mate
    /// @param busyMillis how long it may take otherwise
    public void stop(ShutdownPolicy policy, long idleMillis, long busyMillis) throws InterruptedException {
        long asked = System.nanoTime();
        command(new OperatorCommand.Shutdown(policy));
        while (System.nanoTime() - asked < TimeUnit.MILLISECONDS.toNanos(isBusy() ? busyMillis : idleMillis)
                && !isSettled()
                && !engineThread.awaitEnd(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            // Looks again.
        }
        engineThread.end();
        if (engineThread.awaitEnd(1, TimeUnit.SECONDS)) {
            recorder.ifPresent(TapeRecorder::flush);
        } else {
            LOG.error("the engine thread does not end");
        }
    }

    private boolean isBusy() {
        return snapshot()
                .filter(last -> !last.stopped())
                .filter(Exposure::isBusy)
                .isPresent();
    }

    private boolean isSettled() {
        return engine.snapshots()
                .latest()
                .filter(EngineSnapshot::stopped)
                .filter(Exposure::isTold)
                .filter(last -> last.exchanges().stream().allMatch(ExchangeView::cashSettled))
                .isPresent();
    }

    /// What the process should exit with if it ended now. Thread: any.
    public ExitCode exitCodeNow() {
        if (engineThread.reportsLost() > 0) {
            return ExitCode.UNKNOWN;
        }
        Optional<EngineSnapshot> last = snapshot();
        boolean faulty = engineThread.faults() > 0
                || last.filter(Application::haltedByItself).isPresent();
        return switch (last.map(EngineSnapshot::exitCode).orElse(ExitCode.FLAT.number())) {
            case 20 -> ExitCode.NAKED;
            case 30 -> ExitCode.UNKNOWN;
            case 10 -> faulty ? ExitCode.CRASH : ExitCode.HEDGED;
            default -> faulty ? ExitCode.CRASH : flatIfTold(last);
        };
    }

    /// Flat is what the exchanges told, not what nobody asked about.
    private static ExitCode flatIfTold(Optional<EngineSnapshot> last) {
        boolean told = last.filter(Exposure::isTold).isPresent();
        return told ? ExitCode.FLAT : ExitCode.UNKNOWN;
    }

    private static boolean haltedByItself(EngineSnapshot snapshot) {
        return snapshot.bots().stream()
                .anyMatch(bot ->
                        bot.haltReason().filter(HaltReason.CORE_FAULT::equals).isPresent());
    }

    /// What is open, in plain words. Thread: any.
    public String exposureNow() {
        return snapshot().map(Exposure::of).orElse("not known: the engine did not start");
    }

    /// The latest snapshot. Thread: any.
    public Optional<EngineSnapshot> snapshot() {
        return engine.snapshots().latest();
    }

    /// What came of the run so far; empty before the first snapshot. Thread: any.
    public Optional<RunReport> report(String mode, long seed, int speed) {
        return snapshot()
                .map(last -> new RunReport(
                        exitCodeNow(),
                        mode,
                        seed,
                        speed,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
                        engineThread.bookOverflows(),
                        engineThread.reportsLost(),
                        engineThread.faults(),
                        last));
    }

    @Override
    public void close() {
        adapters.forEach(ExchangeAdapter::close);
        engineThread.end();
        notices.close();
    }
}
