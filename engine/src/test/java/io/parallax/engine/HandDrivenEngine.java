package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleTimers;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.tape.TapeHeader;
import io.parallax.tape.TapeRecorder;
import io.parallax.tape.TapeSink;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.units.FixedPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The real engine with a hand on everything: time moves to the nanosecond, ticks and books come when they are told to,
/// orders end as the test says. Only reads are answered by themselves, at the moment they are asked, unless an
/// exchange is told to be silent. One pair, 0.01 of it, Vest as leg A and Paradex as leg B.
final class HandDrivenEngine {
    static final long MILLI = 1_000_000L;
    static final ExchangeId VEST = ExchangeId.VEST;
    static final ExchangeId PARADEX = ExchangeId.PARADEX;
    private static final long START = 1_000_000_000L;
    private static final long STEP = 200 * MILLI;
    private static final long EQUITY_E8 = 100_000 * FixedPoint.ONE;
    private static final AccountEvent.Margin MARGIN = new AccountEvent.Margin(0, EQUITY_E8);

    final List<ExchangeCommand> commands = new ArrayList<>();
    final List<EngineNotice> notices = new ArrayList<>();
    final Map<ExchangeId, Long> positions = new HashMap<>(Map.of(VEST, 0L, PARADEX, 0L));
    final Map<ExchangeId, OrderRequest> last = new HashMap<>();
    final List<ExchangeId> silent = new ArrayList<>();
    final List<ExchangeId> failing = new ArrayList<>();
    final List<ExchangeId> leverageUnset = new ArrayList<>();
    final List<ClientOrderId> open = new ArrayList<>();
    private final Map<ExchangeId, Long> middles = new HashMap<>();
    private final Deque<ExchangeCommand> pending = new ArrayDeque<>();
    private final TradingEngine engine;
    private final EngineInputs inputs;
    private final Optional<TapeRecorder> recorder;
    private long nowNanos = START;
    private long fills;
    private long quotes;

    HandDrivenEngine(PairSettings settings) {
        this(settings, Optional.empty());
    }

    /// @param tape where everything is recorded
    HandDrivenEngine(PairSettings settings, Optional<TapeSink> tape) {
        EngineSettings all = EngineSettings.of("t3st", 9, List.of(settings));
        engine = new TradingEngine(
                all,
                command -> {
                    told().ifPresent(each -> each.onCommand(command));
                    commands.add(command);
                    pending.add(command);
                    if (command instanceof ExchangeCommand.PlaceOrder place) {
                        last.put(command.exchange(), place.order());
                    }
                },
                notice -> {
                    told().ifPresent(each -> each.onNotice(notice));
                    notices.add(notice);
                },
                new SharedOrderbooks(),
                nowNanos);
        recorder = tape.map(sink -> new TapeRecorder(engine, 2, new TapeHeader("test", all, START, 0), sink));
        inputs = recorder.<EngineInputs>map(each -> each).orElse(engine);
    }

    private Optional<TapeRecorder> told() {
        return recorder;
    }

    /// Writes what is recorded so far.
    void flushTape() {
        recorder.ifPresent(TapeRecorder::flush);
    }

    static PairSettings settings() {
        return PairSettings.of("btc-1", "P", VEST, PARADEX, 1_500, 500, 10, FixedPoint.parse("0.01"))
                .withTimers(CycleTimers.DEFAULTS.withReconcileHorizonMillis(0));
    }

    static Instrument instrument(ExchangeId exchange) {
        return new Instrument(
                exchange,
                "P",
                "SYM",
                FixedPoint.parse("0.1"),
                FixedPoint.parse("0.0001"),
                FixedPoint.parse("0.0001"),
                Long.MAX_VALUE,
                10 * FixedPoint.ONE,
                100,
                50,
                true);
    }

    TradingEngine engine() {
        return engine;
    }

    long now() {
        return nowNanos;
    }

    // ---- world ----

    void connect() {
        for (ExchangeId exchange : List.of(VEST, PARADEX)) {
            list(exchange);
            for (Stream stream : Stream.values()) {
                stream(exchange, stream, StreamState.READY);
            }
        }
    }

    void list(ExchangeId exchange) {
        event(new ConnectionEvent.InstrumentsListed(exchange, List.of(instrument(exchange)), nowNanos));
    }

    void stream(ExchangeId exchange, Stream stream, StreamState state) {
        event(new ConnectionEvent.StreamChanged(exchange, stream, state, "scripted", nowNanos));
    }

    void calm() {
        quote(VEST, "99990", "100000");
        quote(PARADEX, "99990", "100000");
    }

    /// 30 bps for buying on Vest and selling on Paradex, and Vest says so again after Paradex moved.
    void vestIsCheap() {
        quote(VEST, "99990", "100000");
        quote(PARADEX, "100300", "100310");
        quote(VEST, "99990", "100000");
    }

    void paradexIsCheap() {
        quote(VEST, "100300", "100310");
        quote(PARADEX, "99990", "100000");
    }

    /// Each time another quantity, so that no two quotes are the same one.
    void quote(ExchangeId exchange, String bid, String ask) {
        int book = EngineSettings.bookIndex(0, exchange.equals(VEST) ? Leg.A : Leg.B);
        inputs.advanceTo(nowNanos);
        inputs.beginSnapshot(book, 0, nowNanos, 0);
        long quantityE8 = 10 * FixedPoint.ONE + (++quotes & 7);
        inputs.onLevel(Side.BUY, FixedPoint.parse(bid), quantityE8);
        inputs.onLevel(Side.SELL, FixedPoint.parse(ask), quantityE8);
        inputs.end();
        answer();
        mark(exchange, (FixedPoint.parse(bid) + FixedPoint.parse(ask)) / 2);
    }

    /// The exchange values positions at the middle of its book, which both take for the index.
    private void mark(ExchangeId exchange, long middleE8) {
        middles.put(exchange, middleE8);
        long indexE8 = (middles.getOrDefault(VEST, middleE8) + middles.getOrDefault(PARADEX, middleE8)) / 2;
        event(new MarketEvent.MarkReported(exchange, "SYM", middleE8, indexE8, 0, nowNanos));
        event(new MarketEvent.FundingRateReported(exchange, "SYM", 0, nowNanos));
    }

    void event(ExchangeEvent event) {
        inputs.advanceTo(nowNanos);
        inputs.onEvent(event);
        answer();
    }

    void operator(OperatorCommand command) {
        inputs.advanceTo(nowNanos);
        inputs.onOperator(command);
        answer();
    }

    /// Reads are answered; what is silent is not, and its questions are forgotten.
    private void answer() {
        while (!pending.isEmpty()) {
            ExchangeCommand command = pending.remove();
            boolean unset =
                    command instanceof ExchangeCommand.SetLeverage && leverageUnset.contains(command.exchange());
            if (!unset && !silent.contains(command.exchange())) {
                reply(command);
            }
        }
    }

    private void reply(ExchangeCommand command) {
        ExchangeId exchange = command.exchange();
        boolean read = command instanceof ExchangeCommand.QueryPosition
                || command instanceof ExchangeCommand.QueryOpenOrders
                || command instanceof ExchangeCommand.QueryBalance;
        if (read && failing.contains(exchange)) {
            inputs.onEvent(new AccountEvent.QueryFailed(
                    exchange, command, new ExchangeError.OutcomeUnknown("HTTP 503"), nowNanos));
            return;
        }
        switch (command) {
            case ExchangeCommand.QueryPosition query ->
                inputs.onEvent(new AccountEvent.PositionReported(
                        exchange,
                        new PositionInfo(query.symbol(), position(exchange), FixedPoint.parse("100000"), 0),
                        nowNanos,
                        nowNanos));
            case ExchangeCommand.QueryOpenOrders _ ->
                inputs.onEvent(new AccountEvent.OpenOrdersReported(exchange, open, List.of(), nowNanos, nowNanos));
            case ExchangeCommand.QueryBalance _ ->
                inputs.onEvent(new AccountEvent.BalanceReported(
                        exchange, EQUITY_E8, EQUITY_E8, Optional.of(MARGIN), nowNanos, nowNanos));
            case ExchangeCommand.SetLeverage set ->
                inputs.onEvent(new AccountEvent.LeverageReported(
                        exchange, set.symbol(), set.leverage(), AccountEvent.MarginMode.UNTOLD, nowNanos));
            // Nobody changed it, and nobody tells.
            case ExchangeCommand.QueryLeverage _ -> {}
            case ExchangeCommand.PlaceOrder _,
                    ExchangeCommand.CancelOrder _,
                    ExchangeCommand.QueryOrder _,
                    ExchangeCommand.Resubscribe _ -> {}
        }
    }

    private long position(ExchangeId exchange) {
        return positions.getOrDefault(exchange, 0L);
    }

    // ---- orders ----

    OrderRequest order(ExchangeId exchange) {
        OrderRequest order = last.get(exchange);
        if (order == null) {
            throw new AssertionError("no order was sent to " + exchange);
        }
        return order;
    }

    /// The last order of an exchange is executed in full, at its limit.
    void fills(ExchangeId exchange) {
        OrderRequest order = order(exchange);
        fills(exchange, order.quantityE8());
    }

    void fills(ExchangeId exchange, long quantityE8) {
        OrderRequest order = order(exchange);
        positions.merge(exchange, order.side().sign() * quantityE8, Long::sum);
        event(new OrderEvent.Filled(
                exchange, order.id(), "f" + ++fills, order.limitPriceE8(), quantityE8, 3, nowNanos));
    }

    /// The last order of an exchange ends without an execution.
    void ends(ExchangeId exchange) {
        updates(exchange, OrderStatus.CANCELLED, 0);
    }

    void updates(ExchangeId exchange, OrderStatus status, long filledE8) {
        event(new OrderEvent.Updated(
                exchange, order(exchange).id(), "x", status, filledE8, Optional.empty(), nowNanos));
    }

    void fails(ExchangeId exchange, ExchangeError error) {
        event(new OrderEvent.Failed(exchange, order(exchange).id(), error, nowNanos));
    }

    // ---- time ----

    /// Time passes without a tick; the engine hears of it often enough not to think that it stood still.
    void pass(long nanos) {
        long endNanos = nowNanos + nanos;
        while (nowNanos < endNanos) {
            nowNanos = Math.min(endNanos, nowNanos + STEP);
            inputs.advanceTo(nowNanos);
        }
    }

    /// The process stands still.
    void standStill(long nanos) {
        nowNanos += nanos;
        inputs.advanceTo(nowNanos);
        answer();
    }

    void tick() {
        inputs.advanceTo(nowNanos);
        inputs.onTick();
        answer();
    }

    /// Time passes up to a moment with a tick every 200 ms, and one tick at that moment.
    void ticksFor(long nanos) {
        long endNanos = nowNanos + nanos;
        while (nowNanos < endNanos) {
            pass(Math.min(STEP, endNanos - nowNanos));
            tick();
        }
    }

    /// The same with books that are told before each tick.
    void ticksFor(long nanos, Runnable books) {
        long endNanos = nowNanos + nanos;
        while (nowNanos < endNanos) {
            pass(Math.min(STEP, endNanos - nowNanos));
            books.run();
            tick();
        }
    }

    void untilFlat() {
        connect();
        calm();
        tick();
        ticksFor(1_200 * MILLI, this::calm);
        is(PairState.FLAT);
        ticksFor(200 * MILLI, this::calm);
    }

    void untilEntering() {
        untilFlat();
        pass(MILLI);
        vestIsCheap();
        is(PairState.ENTERING);
    }

    void untilHedged() {
        untilEntering();
        calm();
        fills(VEST);
        fills(PARADEX);
        is(PairState.HEDGED);
    }

    /// The exchange takes no orders, not even this one.
    void refuseForMode(ExchangeId exchange) {
        fails(exchange, new ExchangeError.Rejected("CANCEL_ONLY", "no", RejectionKind.MODE));
    }

    // ---- what is seen ----

    BotView view() {
        return engine.snapshot().bots().getFirst();
    }

    void is(PairState state) {
        assertThat(view().state()).as(() -> view().detail() + " " + notices).isEqualTo(state);
    }

    List<String> alerts() {
        return told(EngineNotice.Alert.class).stream()
                .map(EngineNotice.Alert::text)
                .toList();
    }

    <T extends EngineNotice> List<T> told(Class<T> kind) {
        return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    long count(Class<? extends ExchangeCommand> kind) {
        return commands.stream().filter(kind::isInstance).count();
    }

    long orders(ExchangeId exchange) {
        return commands.stream()
                .filter(each -> each instanceof ExchangeCommand.PlaceOrder
                        && each.exchange().equals(exchange))
                .count();
    }
}
