package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.PositionInfo;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.Blocker;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.EngineLimits.Entries;
import io.parallax.risk.TotalExposure;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One leg of a pair alone: what it sends and tells is kept with the time at which it did, and time is moved by hand.
final class DeskBench {
    static final long MILLI = 1_000_000L;
    static final long START = 50_000 * MILLI;

    record Sent(long atNanos, ExchangeCommand command) {}

    final List<Sent> sent = new ArrayList<>();
    final List<EngineNotice> notices = new ArrayList<>();
    final List<OrderBook> books = List.of(new OrderBook(), new OrderBook());
    final PairResources resources = new PairResources(
            command -> sent.add(new Sent(now(), command)),
            notices::add,
            new OrderIds("t3st", 1),
            new TotalExposure(1, Long.MAX_VALUE),
            new EngineRisk(
                    EngineLimits.of(Long.MAX_VALUE).withEntries(new Entries(1_000, 1_000, 500)),
                    Optional.of(0L),
                    List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX)),
            books,
            List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX));
    final PairContext pair = new PairContext(
            0,
            PairSettings.of(
                    "btc-1", "P", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, FixedPoint.parse("0.01")),
            resources);
    final LegDesk desk;
    private final ExchangeId exchange;
    private long nowNanos = START;
    private long fills;

    /// @param exchange whose leg is looked at: leg A is on Vest, leg B on Paradex
    DeskBench(ExchangeId exchange) {
        this.exchange = exchange;
        this.desk = pair.at(exchange);
        for (LegDesk each : pair.desks) {
            tellsPlentyOfMoney(each.exchange());
        }
        for (Stream stream : Stream.values()) {
            other().gate().onStream(stream, StreamState.READY, "scripted", START);
        }
    }

    private LegDesk other() {
        return desk == pair.a ? pair.b : pair.a;
    }

    /// Asked for in the future, so that it stays young whatever the test does with time.
    private void tellsPlentyOfMoney(ExchangeId at) {
        long equityE8 = 1_000_000 * FixedPoint.ONE;
        long askedNanos = START + 86_400_000 * MILLI;
        resources
                .risk()
                .account(at)
                .onBalance(
                        new BalanceReported(
                                at, equityE8, equityE8, Optional.of(new Margin(0, equityE8)), askedNanos, askedNanos),
                        0,
                        NEVER);
    }

    long now() {
        return nowNanos;
    }

    DeskBench at(long millis) {
        nowNanos = START + millis * MILLI;
        return this;
    }

    DeskBench list() {
        desk.listed(instrument());
        return this;
    }

    DeskBench connect() {
        for (Stream stream : Stream.values()) {
            desk.gate().onStream(stream, StreamState.READY, "scripted", nowNanos);
        }
        return this;
    }

    Instrument instrument() {
        return new Instrument(
                exchange,
                "P",
                "SYM",
                FixedPoint.parse("0.5"),
                100,
                1_000,
                Long.MAX_VALUE,
                10 * FixedPoint.ONE,
                200,
                50,
                true);
    }

    void quote(String bid, String ask) {
        quote(desk.book(), bid, ask);
    }

    private void quote(OrderBook book, String bid, String ask) {
        book.beginSnapshot(1, nowNanos, 0);
        book.onLevel(Side.BUY, FixedPoint.parse(bid), 100 * FixedPoint.ONE);
        book.onLevel(Side.SELL, FixedPoint.parse(ask), 100 * FixedPoint.ONE);
        book.end();
    }

    TrackedOrder buys(String quantity) {
        return places(Side.BUY, quantity, false);
    }

    /// Of what is held.
    TrackedOrder sells(String quantity) {
        return places(Side.SELL, quantity, true);
    }

    /// What is not held.
    TrackedOrder shorts(String quantity) {
        return places(Side.SELL, quantity, false);
    }

    /// Orders need prices: without one that the test told there is 100 000.
    DeskBench priced() {
        pair.nowNanos = nowNanos;
        quote(other().book(), "99990", "100000");
        if (pair.data.bookBlocker(desk, nowNanos) != Blocker.NONE) {
            quote("99990", "100000");
        }
        return this;
    }

    private TrackedOrder places(Side side, String quantity, boolean reduceOnly) {
        priced();
        OrderIntent intent = reduceOnly ? OrderIntent.EXIT : OrderIntent.ENTRY;
        TrackedOrder order =
                desk.register(intent, side, FixedPoint.parse(quantity), FixedPoint.parse("100000"), reduceOnly, 0);
        desk.handOver(nowNanos);
        desk.onOrderEvent(order, new OrderEvent.Sent(exchange, order.request().id(), nowNanos), nowNanos);
        return order;
    }

    // ---- what the exchange tells ----

    void acknowledges(TrackedOrder order) {
        news(order, new OrderEvent.Acknowledged(exchange, order.request().id(), "x", nowNanos));
    }

    void updates(TrackedOrder order, OrderStatus status, String filled) {
        updates(order, status, filled, Optional.empty());
    }

    void updates(TrackedOrder order, OrderStatus status, String filled, Optional<ExchangeError.Rejected> reason) {
        news(
                order,
                new OrderEvent.Updated(
                        exchange, order.request().id(), "x", status, FixedPoint.parse(filled), reason, nowNanos));
    }

    String fills(TrackedOrder order, String quantity, String price) {
        String id = "f" + ++fills;
        fill(order, id, quantity, price);
        return id;
    }

    void fill(TrackedOrder order, String id, String quantity, String price) {
        news(
                order,
                new OrderEvent.Filled(
                        exchange,
                        order.request().id(),
                        id,
                        FixedPoint.parse(price),
                        FixedPoint.parse(quantity),
                        7,
                        nowNanos));
    }

    void busts(TrackedOrder order, String fill) {
        news(order, new OrderEvent.Busted(exchange, order.request().id(), fill, nowNanos));
    }

    void fails(TrackedOrder order, ExchangeError error) {
        news(order, new OrderEvent.Failed(exchange, order.request().id(), error, nowNanos));
    }

    void losesTheAnswer(TrackedOrder order) {
        fails(order, new ExchangeError.OutcomeUnknown("HTTP 504"));
    }

    void knowsNothingOf(TrackedOrder order) {
        news(order, new OrderEvent.NotFound(exchange, order.request().id(), nowNanos, nowNanos));
    }

    void news(TrackedOrder order, OrderEvent event) {
        desk.onOrderEvent(order, event, nowNanos);
    }

    void tellsPosition(String quantity) {
        desk.onPosition(new PositionReported(
                exchange,
                new PositionInfo("SYM", FixedPoint.parse(quantity), FixedPoint.parse("100000"), 0),
                nowNanos,
                nowNanos));
    }

    // ---- time ----

    /// The timer, at every millisecond after `fromMillis` up to `toMillis` and a nanosecond before each.
    void ticks(long fromMillis, long toMillis) {
        for (long millis = fromMillis; millis <= toMillis; millis++) {
            nowNanos = START + millis * MILLI - 1;
            desk.onTimer(nowNanos);
            nowNanos = START + millis * MILLI;
            desk.onTimer(nowNanos);
        }
    }

    /// The timer, once.
    void tick(long nanosFromStart) {
        nowNanos = START + nanosFromStart;
        desk.onTimer(nowNanos);
    }

    // ---- what the desk did ----

    /// When commands of a kind left, in milliseconds from the start; what is not on a whole millisecond has its rest.
    List<Double> millisOf(Class<? extends ExchangeCommand> kind) {
        return sent.stream()
                .filter(each -> kind.isInstance(each.command()))
                .map(each -> (each.atNanos() - START) / (double) MILLI)
                .toList();
    }

    long count(Class<? extends ExchangeCommand> kind) {
        return sent.stream().filter(each -> kind.isInstance(each.command())).count();
    }

    <T extends EngineNotice> List<T> told(Class<T> kind) {
        return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<String> alerts() {
        return told(EngineNotice.Alert.class).stream()
                .map(EngineNotice.Alert::text)
                .toList();
    }
}
