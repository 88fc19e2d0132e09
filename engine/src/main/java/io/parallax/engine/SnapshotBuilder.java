package io.parallax.engine;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.execution.CashWatch;
import io.parallax.execution.EngineCounters;
import io.parallax.execution.ExecutionTask;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.PairResources;
import io.parallax.execution.TrackedOrder;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.marketdata.BookState;
import io.parallax.marketdata.OrderBook;
import io.parallax.position.LegLedger;
import io.parallax.position.PairPosition.Shape;
import io.parallax.risk.AccountMargin;
import io.parallax.risk.DayLoss;
import io.parallax.risk.ExchangeGate;
import io.parallax.strategy.Direction;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.Thresholds;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.Counters;
import io.parallax.telemetry.EngineSnapshot.DayView;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.telemetry.EngineSnapshot.OrderView;
import io.parallax.telemetry.LatencyHistograms;
import io.parallax.telemetry.RecentEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Copies the engine's state into a snapshot. Thread: engine only.
final class SnapshotBuilder {
    private static final int EXIT_FLAT = 0;
    private static final int EXIT_HEDGED = 10;
    private static final int EXIT_NAKED = 20;
    private static final int EXIT_UNKNOWN = 30;
    private static final long MILLI = 1_000_000L;

    private final EngineSettings settings;
    private final List<ExecutionTask> tasks;
    private final List<OrderBook> books;
    private final PairResources resources;
    private final LatencyHistograms latencies;
    private final RecentEvents recent;
    private long sequence;

    SnapshotBuilder(
            EngineSettings settings,
            List<ExecutionTask> tasks,
            List<OrderBook> books,
            PairResources resources,
            LatencyHistograms latencies,
            RecentEvents recent) {
        this.settings = settings;
        this.tasks = tasks;
        this.books = books;
        this.resources = resources;
        this.latencies = latencies;
        this.recent = recent;
    }

    EngineSnapshot build(long nowNanos, OperatorMode mode, boolean stopped, long epochDay, long wallEpochMillis) {
        List<BotView> bots = new ArrayList<>();
        for (int pair = 0; pair < tasks.size(); pair++) {
            bots.add(bot(pair, tasks.get(pair), nowNanos, wallEpochMillis));
        }
        return new EngineSnapshot(
                ++sequence,
                nowNanos,
                mode,
                stopped,
                exitCode(),
                bots,
                exchanges().stream().map(this::exchange).toList(),
                counters(),
                latencies.summary(),
                day(epochDay));
    }

    private DayView day(long epochDay) {
        DayLoss day = resources.risk().dayLoss();
        boolean settled = day.known()
                && tasks.stream()
                        .allMatch(task -> task.position().isSettled()
                                && task.liveOrder(Leg.A).isEmpty()
                                && task.liveOrder(Leg.B).isEmpty());
        return new DayView(epochDay, day.realisedTodayE8(), day.resultE8(), day.limitE8(), day.known(), settled);
    }

    private int exitCode() {
        return tasks.stream().mapToInt(SnapshotBuilder::exitCode).max().orElse(EXIT_FLAT);
    }

    private static int exitCode(ExecutionTask task) {
        boolean unknown =
                task.liveOrder(Leg.A).isPresent() || task.liveOrder(Leg.B).isPresent();
        if (unknown) {
            return EXIT_UNKNOWN;
        }
        Shape shape = task.position().shape();
        return switch (shape) {
            case FLAT -> EXIT_FLAT;
            case HEDGED -> EXIT_HEDGED;
            case UNEQUAL, SAME_SIDE -> EXIT_NAKED;
        };
    }

    private BotView bot(int pair, ExecutionTask task, long nowNanos, long wallEpochMillis) {
        OrderBook a = books.get(EngineSettings.bookIndex(pair, Leg.A));
        OrderBook b = books.get(EngineSettings.bookIndex(pair, Leg.B));
        Optional<Direction> direction = task.direction();
        long matchedE8 = task.position().matchedE8();
        long exitPpm = direction.isPresent() && matchedE8 > 0
                ? SpreadCalculator.executableExitPpm(direction.get(), a, b, matchedE8)
                : SpreadCalculator.NO_SPREAD;
        return new BotView(
                task.settings().id(),
                task.settings().pair(),
                task.state(),
                task.detail(),
                task.haltReason(),
                direction,
                leg(task, Leg.A, a, nowNanos),
                leg(task, Leg.B, b, nowNanos),
                task.settings().entryPpm(),
                task.settings().exitPpm(),
                task.monitoring().touchEntryPpm(Direction.LONG_A_SHORT_B),
                task.monitoring().touchEntryPpm(Direction.LONG_B_SHORT_A),
                task.monitoring().executableEntryPpm(Direction.LONG_A_SHORT_B),
                task.monitoring().executableEntryPpm(Direction.LONG_B_SHORT_A),
                exitPpm,
                task.gate().top(),
                task.gate().counts(),
                task.cycles(),
                task.cyclesFailed(),
                task.cyclesNothingFilled(),
                task.position().grossE8(),
                task.position().feesE8(),
                task.position().fundingE8(),
                task.position().basisE8(0, 0),
                task.nakedNanosMax(),
                task.stateSinceNanos(),
                task.lastResult(),
                task.edge(Direction.LONG_A_SHORT_B, nowNanos),
                task.edge(Direction.LONG_B_SHORT_A, nowNanos),
                task.breakEvenExitPpm(),
                thresholds(task.thresholds()),
                task.layers(),
                task.shadow(),
                phantom(task.phantom()),
                funding(task, exitPpm, nowNanos, wallEpochMillis),
                new EngineSnapshot.CandidatesView(
                        task.candidates().count(),
                        task.candidates().verdicts(),
                        task.candidates().recent()),
                recent.of(task.settings().id()));
    }

    private static FundingCalendar funding(ExecutionTask task, long exitPpm, long nowNanos, long wallEpochMillis) {
        return new FundingCalendar(
                wallEpochMillis == TradingEngine.WALL_UNKNOWN ? OptionalLong.empty() : OptionalLong.of(wallEpochMillis),
                task.funding(Leg.A, nowNanos),
                task.funding(Leg.B, nowNanos),
                held(task, exitPpm));
    }

    private static Optional<FundingCalendar.Held> held(ExecutionTask task, long exitPpm) {
        boolean nothing = task.position().leg(Leg.A).quantityE8() == 0
                && task.position().leg(Leg.B).quantityE8() == 0;
        if (nothing) {
            return Optional.empty();
        }
        Optional<Direction> direction = task.position().direction();
        long thresholdPpm = task.layers().exitPpm();
        boolean known = exitPpm != SpreadCalculator.NO_SPREAD && thresholdPpm != SpreadCalculator.NO_SPREAD;
        return Optional.of(new FundingCalendar.Held(
                direction,
                value(task, Leg.A),
                value(task, Leg.B),
                known ? OptionalLong.of(thresholdPpm - exitPpm) : OptionalLong.empty(),
                task.settings().edge().holdMillis()));
    }

    private static OptionalLong value(ExecutionTask task, Leg leg) {
        long valueE8 = task.exposureE8(task.settings().exchange(leg));
        return valueE8 == AccountMargin.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(valueE8);
    }

    private static EngineSnapshot.PhantomView phantom(PhantomMeter meter) {
        List<Long> limits = new ArrayList<>();
        List<Long> vanished = new ArrayList<>();
        for (int limit = 1; limit < PhantomMeter.limits(); limit++) {
            limits.add(PhantomMeter.limitMillis(limit));
            long ppm = meter.vanishedPpm(PhantomMeter.Age.RECEIPT, limit);
            if (ppm != PhantomMeter.UNKNOWN) {
                vanished.add(ppm);
            }
        }
        return new EngineSnapshot.PhantomView(limits, vanished, meter.suggestedMillis(PhantomMeter.Age.RECEIPT));
    }

    private static EngineSnapshot.ThresholdsView thresholds(Thresholds now) {
        return new EngineSnapshot.ThresholdsView(
                now.rule(),
                now.settings().basis(),
                now.settings().entryQuantilePercent(),
                now.entryPpm(Direction.LONG_A_SHORT_B),
                now.entryPpm(Direction.LONG_B_SHORT_A),
                now.exitPpm(Direction.LONG_A_SHORT_B),
                now.exitPpm(Direction.LONG_B_SHORT_A),
                now.meanPpm(Direction.LONG_A_SHORT_B),
                now.meanPpm(Direction.LONG_B_SHORT_A),
                quantiles(now, Direction.LONG_A_SHORT_B),
                quantiles(now, Direction.LONG_B_SHORT_A));
    }

    private static EngineSnapshot.QuantilesView quantiles(Thresholds now, Direction direction) {
        return new EngineSnapshot.QuantilesView(
                now.quantilePpm(direction, 5), now.quantilePpm(direction, 50), now.quantilePpm(direction, 95));
    }

    private LegView leg(ExecutionTask task, Leg leg, OrderBook book, long nowNanos) {
        ExchangeId exchange = task.settings().exchange(leg);
        LegLedger ledger = task.position().leg(leg);
        return new LegView(
                exchange,
                task.symbol(leg),
                book.bestBidE8(),
                book.bestAskE8(),
                book.isUsable(nowNanos, settings.exchange(exchange).bookAgeEntryMillis() * MILLI),
                book.state() == BookState.EMPTY ? -1 : nowNanos - book.receivedNanos(),
                ledger.quantityE8(),
                task.worstE8(leg),
                task.confirmedE8(leg),
                ledger.entryPriceE8(),
                ledger.realisedE8(),
                ledger.feesE8(),
                task.liveOrder(leg).map(order -> order(order, nowNanos)));
    }

    private static OrderView order(TrackedOrder order, long nowNanos) {
        return new OrderView(
                order.request().id().text(),
                order.request().side(),
                order.request().quantityE8(),
                order.request().limitPriceE8(),
                order.filledE8(),
                order.request().reduceOnly(),
                order.state(),
                order.ageNanos(nowNanos));
    }

    private List<ExchangeId> exchanges() {
        return settings.pairs().stream()
                .flatMap(pair -> java.util.stream.Stream.of(pair.exchangeA(), pair.exchangeB()))
                .distinct()
                .toList();
    }

    private ExchangeView exchange(ExchangeId id) {
        ExchangeGate gate = resources.gate(id);
        CashWatch cash = resources.cash(id);
        return new ExchangeView(
                id,
                gate.state(),
                gate.detail(),
                gate.isReady(Stream.MARKET_DATA),
                gate.isReady(Stream.PRIVATE),
                gate.isReady(Stream.ORDER_ENTRY),
                cash.startE8(),
                cash.nowE8(),
                cash.isSettled(),
                gate.skewMillis());
    }

    private Counters counters() {
        EngineCounters counters = resources.counters();
        return new Counters(
                books.stream().mapToLong(OrderBook::changes).sum(),
                tasks.stream()
                        .mapToLong(task -> task.monitoring().evaluations())
                        .sum(),
                tasks.stream().mapToLong(ExecutionTask::opportunities).sum(),
                counters.opportunitiesTaken,
                counters.orders,
                counters.fills,
                counters.fillsDuplicate,
                counters.ordersUnknown,
                counters.lateFills,
                counters.repairs,
                counters.alerts,
                counters.eventsUnexpected
                        + counters.orderSteps.unexpectedSum()
                        + counters.gateSteps.unexpectedSum()
                        + counters.modeSteps.unexpectedSum());
    }
}
