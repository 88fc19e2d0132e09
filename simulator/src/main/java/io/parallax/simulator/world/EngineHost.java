package io.parallax.simulator.world;

import io.parallax.engine.EngineSettings;
import io.parallax.engine.OperatorCommand;
import io.parallax.engine.TradingEngine;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.paradex.ParadexAdapter;
import io.parallax.exchange.paradex.ParadexConfig;
import io.parallax.exchange.vest.VestAdapter;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// One process with the production engine and both production adapters, driven as the engine thread drives them:
/// reports before books, at most 64 book changes a turn, the time told before each input, a tick every 25 ms, a full
/// report queue or a throwing engine stops entries for good. A turn takes time: what arrives meanwhile waits. Thread:
/// the world's.
public final class EngineHost {
    private static final long TICK_NANOS = 25_000_000L;
    private static final int REPORTS_MAX = 16_384;
    private static final int CHANGES_PER_TURN = 64;
    private static final long TURN_NANOS_MIN = 5_000;
    private static final long TURN_NANOS_SPAN = 45_000;

    private final HostLoop engineLoop;
    private final List<HostLoop> loops = new ArrayList<>();
    private final List<ExchangeAdapter> adapters = new ArrayList<>();
    private final ArrayDeque<ExchangeEvent> reports = new ArrayDeque<>();
    private final ArrayDeque<OperatorCommand> operator = new ArrayDeque<>();
    private final List<BookQueue> books = new ArrayList<>();
    private final Set<ExchangeId> listed = new HashSet<>();
    private final TradingEngine engine;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final FaultPoints faults;
    private final Taps taps;
    private final EventLog log;
    private final long tickPhaseNanos;
    private long busyUntilNanos;
    private long nextTickNanos;
    private boolean tickDue;
    private boolean turnPlanned;
    private boolean reportsLost;
    private boolean killed;

    EngineHost(
            EngineSettings settings,
            VestConfig vest,
            ParadexConfig paradex,
            VirtualTime time,
            WallClock clock,
            HostLoop.Network network,
            SplittableRandom random,
            FaultPoints faults,
            Taps taps,
            EventLog log) {
        this.time = time;
        this.random = random;
        this.faults = faults;
        this.taps = taps;
        this.log = log;
        this.engineLoop = loop("engine", clock, network);
        this.tickPhaseNanos = random.nextLong(TICK_NANOS);
        SharedOrderbooks published = new SharedOrderbooks();
        engine = new TradingEngine(settings, this::onCommand, this::onNotice, published, time.nowNanos());
        int bookCount = 2 * settings.pairs().size();
        for (int exchange = 0; exchange < 2; exchange++) {
            books.add(new BookQueue(bookCount, this::wake));
        }
        adapters.add(new VestAdapter(
                vest,
                loop("vest-feed", clock, network),
                loop("vest-gateway", clock, network),
                this::onReport,
                books.get(0),
                published));
        adapters.add(new ParadexAdapter(
                paradex,
                loop("paradex-feed", clock, network),
                loop("paradex-gateway", clock, network),
                this::onReport,
                books.get(1),
                published));
    }

    private HostLoop loop(String name, WallClock clock, HostLoop.Network network) {
        HostLoop loop = new HostLoop(name, time, clock, network);
        loops.add(loop);
        return loop;
    }

    void start() {
        nextTickNanos = time.nowNanos() + tickPhaseNanos;
        planTick();
        adapters.forEach(ExchangeAdapter::connect);
    }

    private void planTick() {
        engineLoop.at(nextTickNanos, () -> {
            tickDue = true;
            wake();
            // After a pause one tick is enough.
            nextTickNanos = Math.max(nextTickNanos, time.nowNanos()) + TICK_NANOS;
            planTick();
        });
    }

    // ---- what comes in

    private void onReport(ExchangeEvent event) {
        if (reports.size() >= REPORTS_MAX) {
            reportsLost = true;
        } else {
            reports.add(event);
        }
        wake();
        if (event instanceof ConnectionEvent.InstrumentsListed list && listed.add(list.exchange())) {
            subscribe(list);
        }
    }

    private void subscribe(ConnectionEvent.InstrumentsListed list) {
        List<PairSettings> pairs = engine.settings().pairs();
        for (ExchangeAdapter adapter : adapters) {
            for (int bot = 0; adapter.exchangeId().equals(list.exchange()) && bot < pairs.size(); bot++) {
                for (Leg leg : Leg.values()) {
                    if (pairs.get(bot).exchange(leg).equals(list.exchange())) {
                        int index = EngineSettings.bookIndex(bot, leg);
                        String pair = pairs.get(bot).pair();
                        list.instruments().stream()
                                .filter(instrument -> instrument.pair().equals(pair))
                                .findFirst()
                                .ifPresent(instrument -> adapter.subscribeOrderbook(instrument.symbol(), index));
                    }
                }
            }
        }
    }

    /// What an operator tells the engine.
    public void tell(OperatorCommand command) {
        log.note("operator: " + command.getClass().getSimpleName());
        switch (command) {
            case OperatorCommand.Kill() -> killed = true;
            case OperatorCommand.Resume _ -> killed = false;
            default -> {
                // Neither kills nor ends a kill.
            }
        }
        taps.onOperator(command, time.nowNanos());
        operator.add(command);
        wake();
    }

    /// Whether an operator killed the bot and did not resume since, as the latch of the program remembers.
    boolean isKilled() {
        return killed;
    }

    private void wake() {
        if (!turnPlanned) {
            turnPlanned = true;
            engineLoop.at(Math.max(time.nowNanos(), busyUntilNanos), this::turn);
        }
    }

    private void turn() {
        turnPlanned = false;
        try {
            work();
        } catch (RuntimeException | AssertionError e) {
            engineLoop.fail(e);
            engine.onOperator(new OperatorCommand.Kill());
        }
        taps.onTurn(time.nowNanos());
        busyUntilNanos =
                time.nowNanos() + TURN_NANOS_MIN + random.nextLong(TURN_NANOS_SPAN) + faults.engineExtraNanos();
        if (!reports.isEmpty() || !operator.isEmpty() || books.stream().anyMatch(queue -> !queue.isEmpty())) {
            wake();
        }
    }

    private void work() {
        long now = time.nowNanos();
        for (int left = reports.size(); left > 0; left--) {
            faults.onHost(HostMoment.REPORT);
            engine.advanceTo(now);
            engine.onEvent(reports.removeFirst());
        }
        if (reportsLost) {
            reportsLost = false;
            engine.advanceTo(now);
            engine.onOperator(new OperatorCommand.Kill());
        }
        OperatorCommand command = operator.pollFirst();
        if (command != null) {
            faults.onHost(HostMoment.OPERATOR);
            engine.advanceTo(now);
            engine.onOperator(command);
        }
        for (BookQueue queue : books) {
            if (!queue.isEmpty()) {
                faults.onHost(HostMoment.BOOK);
                engine.advanceTo(now);
                queue.drain(engine, CHANGES_PER_TURN, now);
            }
        }
        if (tickDue) {
            tickDue = false;
            faults.onHost(HostMoment.TICK);
            engine.advanceTo(now);
            engine.onWallClock(engineLoop.epochMillis());
            engine.onTick();
        }
    }

    // ---- what goes out

    private void onCommand(ExchangeCommand command) {
        faults.onHost(HostMoment.COMMAND);
        for (ExchangeAdapter adapter : adapters) {
            if (adapter.exchangeId().equals(command.exchange())) {
                hand(adapter, command);
            }
        }
        faults.onHost(HostMoment.COMMANDED);
    }

    /// As the gateway proxy does: an adapter that throws leaves an order whose fate is not known.
    private void hand(ExchangeAdapter adapter, ExchangeCommand command) {
        try {
            adapter.execute(command);
        } catch (RuntimeException e) {
            engineLoop.fail(e);
            if (command instanceof ExchangeCommand.PlaceOrder place) {
                onReport(new OrderEvent.Failed(
                        command.exchange(),
                        place.order().id(),
                        new ExchangeError.OutcomeUnknown("the adapter failed"),
                        time.nowNanos()));
            }
        }
    }

    private void onNotice(EngineNotice notice) {
        log.notice(notice);
        taps.onNotice(notice, time.nowNanos());
    }

    // ---- from outside

    /// What the engine shows now.
    public EngineSnapshot snapshot() {
        return engine.snapshot();
    }

    public TradingEngine engine() {
        return engine;
    }

    /// The whole process stands still until then; its sockets do not.
    void pause(long untilNanos) {
        loops.forEach(loop -> loop.pause(untilNanos));
    }

    /// Ends without a word, as by `kill -9`.
    void die() {
        loops.forEach(HostLoop::die);
    }

    /// What tasks, the adapters or the engine threw.
    public List<Throwable> failures() {
        List<Throwable> all = new ArrayList<>();
        loops.forEach(loop -> all.addAll(loop.failures()));
        return all;
    }
}
