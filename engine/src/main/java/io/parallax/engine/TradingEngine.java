package io.parallax.engine;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.CommandSink;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.execution.EngineCounters;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.EngineRisk;
import io.parallax.execution.ExchangeSettings;
import io.parallax.execution.ExecutionTask;
import io.parallax.execution.HaltReason;
import io.parallax.execution.ModeStep;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.OrderIds;
import io.parallax.execution.OrderState;
import io.parallax.execution.PairResources;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.execution.TransitionCounts;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.risk.AccountMargin;
import io.parallax.risk.DayLoss;
import io.parallax.risk.ExchangeGate;
import io.parallax.risk.TotalExposure;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.LatencyHistograms;
import io.parallax.telemetry.RecentEvents;
import io.parallax.telemetry.SnapshotHolder;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One event in, commands out. Live, in simulation and in replay it is the same: what it does follows from its
/// settings and its inputs alone.
///
/// The caller says the time by [#advanceTo] before each input, hands on events, book changes, operator
/// commands, and a tick every 25 ms. An error inside is caught here and only here: every pair halts and says
/// why, while orders are followed and reducing duties go on. Thread: engine only; [#snapshots] may be read
/// from any.
public final class TradingEngine implements EngineInputs {
    private static final long MILLI = 1_000_000L;
    private static final long PAUSE_NANOS = 250 * MILLI;
    private static final long SNAPSHOT_NANOS = 250 * MILLI;
    private static final long STOP_NANOS_MAX = 20_000 * MILLI;
    private static final long BALANCE_NANOS_MAX = 3_000 * MILLI;
    private static final int NOT_PUBLISHED = -1;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long DAY_UNKNOWN = Long.MIN_VALUE;
    static final long WALL_UNKNOWN = Long.MIN_VALUE;

    private final EngineSettings settings;
    private final CommandSink commands;
    private final PairResources resources;
    private final List<ExecutionTask> tasks = new ArrayList<>();
    private final List<OrderBook> books = new ArrayList<>();
    private final SharedOrderbooks sharedBooks;
    private final int[] sharedIndexes;
    private final EngineListener listener;
    private final LatencyHistograms latencies = new LatencyHistograms();
    private final RecentEvents recent = new RecentEvents();
    private final SnapshotHolder snapshots = new SnapshotHolder();
    private final SnapshotBuilder builder;

    private OperatorMode mode = OperatorMode.ARMED;
    private boolean flattenOnStop;
    private long stopAskedNanos;
    private long idleSinceNanos = Long.MIN_VALUE;
    private boolean stopped;
    private long nowNanos;
    private long snapshotNanos;
    private long faults;
    private int changingBook;
    private long changeReceivedNanos;
    private long day = DAY_UNKNOWN;
    private long wallEpochMillis = WALL_UNKNOWN;

    /// @param commands where commands for the exchanges go
    /// @param listener where notices go
    /// @param sharedBooks where books are published for other threads; the engine registers each book when the
    ///     exchange lists its instrument
    /// @param startNanos the time of the start, monotonic
    public TradingEngine(
            EngineSettings settings,
            CommandSink commands,
            EngineListener listener,
            SharedOrderbooks sharedBooks,
            long startNanos) {
        this.settings = settings;
        this.commands = commands;
        this.listener = listener;
        this.sharedBooks = sharedBooks;
        this.nowNanos = startNanos;
        this.snapshotNanos = startNanos;
        int pairs = settings.pairs().size();
        for (int book = 0; book < 2 * pairs; book++) {
            books.add(new OrderBook());
        }
        this.sharedIndexes = new int[2 * pairs];
        Arrays.fill(sharedIndexes, NOT_PUBLISHED);
        this.resources = new PairResources(
                commands,
                this::tell,
                new OrderIds(settings.instance(), settings.bootEpochSeconds()),
                new TotalExposure(pairs, settings.totalNotionalMaxE8()),
                new EngineRisk(settings.limits(), settings.dayResultSoFarE8(), allExchanges(settings)),
                books,
                allExchanges(settings));
        for (int pair = 0; pair < pairs; pair++) {
            tasks.add(new ExecutionTask(pair, settings.pairs().get(pair), resources, startNanos));
        }
        this.builder = new SnapshotBuilder(settings, tasks, books, resources, latencies, recent);
    }

    private static List<ExchangeSettings> allExchanges(EngineSettings settings) {
        return settings.pairs().stream()
                .flatMap(pair -> java.util.stream.Stream.of(pair.exchangeA(), pair.exchangeB()))
                .distinct()
                .map(settings::exchange)
                .toList();
    }

    private void tell(EngineNotice notice) {
        latencies.onNotice(notice);
        recent.onNotice(notice);
        listener.onNotice(notice);
    }

    /// Says what time it is. Time that goes backwards is ignored; a jump means that we stood still.
    @Override
    public void advanceTo(long nowNanos) {
        long pauseNanos = nowNanos - this.nowNanos;
        this.nowNanos = Math.max(this.nowNanos, nowNanos);
        if (pauseNanos >= PAUSE_NANOS) {
            guarded(() -> tasks.forEach(task -> task.onCorePause(pauseNanos, this.nowNanos)));
        }
    }

    /// Says what the calendar says, for what is counted by the day in UTC and for when funding is due, which is only
    /// shown. Told with each tick; nothing else depends on it. A clock that is put back starts no day twice.
    @Override
    public void onWallClock(long epochMillis) {
        resources.risk().onWallClock(epochMillis);
        wallEpochMillis = epochMillis;
        long today = Math.floorDiv(epochMillis, DAY_MILLIS);
        if (today > day) {
            boolean first = day == DAY_UNKNOWN;
            day = today;
            if (!first) {
                guarded(() -> {
                    resources.risk().onNewDay();
                    tasks.forEach(ExecutionTask::onNewDay);
                });
            }
        }
    }

    /// News from an exchange.
    @Override
    public void onEvent(ExchangeEvent event) {
        guarded(() -> handle(event));
    }

    private void handle(ExchangeEvent event) {
        if (!resources.knows(event.exchange())) {
            return;
        }
        switch (event) {
            case OrderEvent order -> {
                if (!resources.route(order, tasks, nowNanos)) {
                    onUnknownOrder(order);
                }
            }
            case AccountEvent.BalanceReported balance -> {
                resources.cash(balance.exchange()).onBalance(balance);
                onMargin(balance);
                onAccount(balance);
            }
            case AccountEvent account -> onAccount(account);
            case ConnectionEvent connection -> onConnection(connection);
            case MarketEvent market -> onMarket(market);
        }
    }

    private void onMarket(MarketEvent event) {
        for (ExecutionTask task : tasks) {
            if (task.uses(event.exchange())) {
                task.onMarketEvent(event, nowNanos);
            }
        }
    }

    private void onMargin(AccountEvent.BalanceReported balance) {
        ExchangeId exchange = balance.exchange();
        long exposureE8 = 0;
        long changedNanos = Long.MIN_VALUE;
        for (ExecutionTask task : tasks) {
            if (task.uses(exchange)) {
                long valueE8 = task.exposureE8(exchange);
                exposureE8 = exposureE8 == AccountMargin.UNKNOWN || valueE8 == AccountMargin.UNKNOWN
                        ? AccountMargin.UNKNOWN
                        : Math.addExact(exposureE8, valueE8);
                changedNanos = Math.max(changedNanos, task.changedNanos(exchange));
            }
        }
        long unexplainedE8 = resources.risk().account(exchange).onBalance(balance, exposureE8, changedNanos);
        if (unexplainedE8 != 0) {
            for (ExecutionTask task : tasks) {
                if (task.uses(exchange)) {
                    task.onPhantom(exchange, unexplainedE8, nowNanos);
                }
            }
        }
    }

    private void onAccount(AccountEvent event) {
        for (ExecutionTask task : tasks) {
            if (task.uses(event.exchange())) {
                task.onAccountEvent(event, nowNanos);
            }
        }
    }

    /// An order that this run does not know: of an earlier run, or not ours at all.
    private void onUnknownOrder(OrderEvent event) {
        boolean ours = resources.ids().isOurs(event.id());
        for (ExecutionTask task : tasks) {
            if (task.uses(event.exchange())) {
                if (ours) {
                    task.onEarlierOrder(event.exchange());
                } else {
                    task.halt(HaltReason.FOREIGN_ACTIVITY, event.exchange() + " order " + event.id(), nowNanos);
                }
            }
        }
    }

    private void onConnection(ConnectionEvent event) {
        switch (event) {
            case ConnectionEvent.StreamChanged changed -> onStream(changed);
            case ConnectionEvent.InstrumentsListed listed -> onInstruments(listed);
            case ConnectionEvent.ClockMeasured clock -> onClock(clock);
        }
    }

    private void onClock(ConnectionEvent.ClockMeasured clock) {
        ExchangeGate gate = resources.gate(clock.exchange());
        gate.onClock(clock.skewMillis(), clock.uncertaintyMillis(), nowNanos);
        if (gate.takeSkewWarning()) {
            tell(new EngineNotice.Alert(
                    "", clock.exchange() + " clock differs by " + clock.skewMillis() + " ms", nowNanos));
        }
        if (gate.isClockImpossible()) {
            for (ExecutionTask task : tasks) {
                if (task.uses(clock.exchange())) {
                    task.haltAfterRepair(HaltReason.CLOCK);
                }
            }
        }
    }

    private void onStream(ConnectionEvent.StreamChanged changed) {
        ExchangeId exchange = changed.exchange();
        resources.gate(exchange).onStream(changed.stream(), changed.state(), changed.reason(), nowNanos);
        boolean lost = changed.state() == StreamState.LOST && changed.stream() != Stream.MARKET_DATA;
        if (lost) {
            tell(new EngineNotice.Alert(
                    "", exchange + " lost " + changed.stream() + ": " + changed.reason(), nowNanos));
        }
        for (ExecutionTask task : tasks) {
            if (lost && task.uses(exchange)) {
                task.onStreamLost(exchange, exchange + " lost " + changed.stream(), nowNanos);
            }
        }
    }

    private void onInstruments(ConnectionEvent.InstrumentsListed listed) {
        for (int pair = 0; pair < tasks.size(); pair++) {
            ExecutionTask task = tasks.get(pair);
            if (!task.uses(listed.exchange())) {
                continue;
            }
            Leg leg = listed.exchange().equals(task.settings().exchangeA()) ? Leg.A : Leg.B;
            int book = EngineSettings.bookIndex(pair, leg);
            task.onInstruments(listed.exchange(), listed.instruments())
                    .filter(_ -> sharedIndexes[book] == NOT_PUBLISHED)
                    .map(Instrument::symbol)
                    .ifPresent(symbol -> sharedIndexes[book] = sharedBooks.register(listed.exchange(), symbol));
        }
    }

    /// A tick of the timer, every 25 ms.
    @Override
    public void onTick() {
        guarded(() -> {
            for (ExecutionTask task : tasks) {
                task.onTick(nowNanos);
            }
            watchDay();
            watchStop();
        });
        if (nowNanos - snapshotNanos >= SNAPSHOT_NANOS) {
            snapshotNanos = nowNanos;
            snapshot();
        }
    }

    /// What the day came to, all pairs together.
    private void watchDay() {
        resources.risk().onTick(nowNanos);
        long realisedE8 = 0;
        long unrealisedE8 = 0;
        for (ExecutionTask task : tasks) {
            realisedE8 = Math.addExact(realisedE8, task.position().resultE8());
            unrealisedE8 = Math.addExact(unrealisedE8, task.unrealisedE8());
        }
        DayLoss day = resources.risk().dayLoss();
        if (day.update(realisedE8, unrealisedE8)) {
            tell(new EngineNotice.Alert(
                    "",
                    "the day stands at " + FixedPoint.format(day.resultE8()) + ", its limit is "
                            + FixedPoint.format(-day.limitE8()) + ": no entries until midnight UTC and a resume",
                    nowNanos));
        }
    }

    /// A shutdown is complete when every pair is idle and the exchanges have told the final balances, or when
    /// waiting longer is of no use.
    private void watchStop() {
        if (mode != OperatorMode.SHUTTING_DOWN || stopped) {
            return;
        }
        boolean idle = tasks.stream().allMatch(ExecutionTask::isIdle);
        if (!idle) {
            idleSinceNanos = Long.MIN_VALUE;
        } else if (idleSinceNanos == Long.MIN_VALUE) {
            idleSinceNanos = nowNanos;
            resources.wantBalances();
        }
        boolean balances = idle && (resources.balancesSettled() || nowNanos - idleSinceNanos >= BALANCE_NANOS_MAX);
        if (balances || nowNanos - stopAskedNanos >= STOP_NANOS_MAX) {
            stopped = true;
            snapshot();
        }
    }

    /// A command of the operator.
    @Override
    public void onOperator(OperatorCommand command) {
        guarded(() -> {
            switch (command) {
                case OperatorCommand.Pause() -> mode(ModeStep.PAUSE);
                case OperatorCommand.Drain() -> mode(ModeStep.DRAIN);
                case OperatorCommand.Flatten() -> mode(ModeStep.FLATTEN);
                case OperatorCommand.Kill() -> {
                    mode(ModeStep.KILL);
                    cancelOrders(true);
                }
                case OperatorCommand.CancelOrders() -> cancelOrders(false);
                case OperatorCommand.Resume(String reason) -> resume(reason);
                case OperatorCommand.Shutdown(ShutdownPolicy policy) -> {
                    flattenOnStop = policy == ShutdownPolicy.FLATTEN;
                    stopAskedNanos = nowNanos;
                    idleSinceNanos = Long.MIN_VALUE;
                    mode(ModeStep.SHUTDOWN);
                }
            }
        });
    }

    /// @param restingOnly leaves orders alone that have no answer yet: they are immediate, and asking about them now
    ///     would only delay their answers
    private void cancelOrders(boolean restingOnly) {
        for (ExecutionTask task : tasks) {
            for (Leg leg : Leg.values()) {
                task.liveOrder(leg)
                        .filter(order -> !restingOnly || order.state() != OrderState.SENT)
                        .ifPresent(order -> commands.onCommand(new ExchangeCommand.CancelOrder(
                                task.settings().exchange(leg), order.request().id())));
            }
        }
    }

    private void resume(String reason) {
        mode(ModeStep.RESUME);
        if (mode == OperatorMode.ARMED) {
            resources.risk().onRearm();
            tasks.forEach(task -> task.rearm(reason, nowNanos));
        }
        snapshot();
    }

    private void mode(ModeStep step) {
        mode = resources.counters().modeSteps.take(mode, step);
        tasks.forEach(task -> task.onMode(mode, flattenOnStop, nowNanos));
        // Whoever commanded it looks for the effect.
        snapshot();
    }

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        changingBook = bookIndex;
        changeReceivedNanos = receivedNanos;
        books.get(bookIndex).beginSnapshot(sequence, receivedNanos, exchangeEpochMicros);
    }

    @Override
    public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        changingBook = bookIndex;
        changeReceivedNanos = receivedNanos;
        books.get(bookIndex).beginDelta(sequence, receivedNanos, exchangeEpochMicros);
    }

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {
        books.get(changingBook).onLevel(side, priceE8, quantityE8);
    }

    @Override
    public void end() {
        books.get(changingBook).end();
        afterBook(changingBook, changeReceivedNanos);
    }

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        books.get(bookIndex).onLost(reason);
        afterBook(bookIndex, 0);
    }

    private void afterBook(int bookIndex, long triggerNanos) {
        try {
            if (sharedIndexes[bookIndex] != NOT_PUBLISHED) {
                sharedBooks.publish(sharedIndexes[bookIndex], books.get(bookIndex));
            }
            tasks.get(bookIndex / 2).onBook(bookIndex % 2 == 0 ? Leg.A : Leg.B, nowNanos, triggerNanos);
        } catch (RuntimeException | AssertionError fault) {
            onFault(fault);
        }
    }

    private void guarded(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException | AssertionError fault) {
            onFault(fault);
        }
    }

    /// An error of our own: trading stops, following does not.
    private void onFault(Throwable fault) {
        faults++;
        StackTraceElement[] trace = fault.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        for (ExecutionTask task : tasks) {
            try {
                task.halt(HaltReason.CORE_FAULT, fault + where, nowNanos);
            } catch (RuntimeException | AssertionError again) {
                tell(new EngineNotice.Alert(task.settings().id(), "halting failed too: " + again, nowNanos));
            }
        }
        tell(new EngineNotice.Alert("", "engine fault " + faults + ": " + fault + where, nowNanos));
    }

    /// The latest snapshots, published four times a second and on request. Thread: any.
    public SnapshotHolder snapshots() {
        return snapshots;
    }

    /// Makes and publishes a snapshot now.
    public EngineSnapshot snapshot() {
        EngineSnapshot snapshot = builder.build(nowNanos, mode, stopped, day, wallEpochMillis);
        snapshots.publish(snapshot);
        return snapshot;
    }

    /// True when a shutdown was asked for and nothing is left to do.
    public boolean isStopped() {
        return stopped;
    }

    /// What the engine was told at its start.
    public EngineSettings settings() {
        return settings;
    }

    /// How often each step of an order, of a gate and of the mode was taken, beside other counts.
    public EngineCounters counters() {
        return resources.counters();
    }

    /// How often each row of the transition table was taken.
    public TransitionCounts transitions() {
        return resources.transitions();
    }
}
