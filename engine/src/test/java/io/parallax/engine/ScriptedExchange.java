package io.parallax.engine;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.RejectionKind;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// An exchange that does with each order what the script says, and keeps the books that count: its own
/// position and cash. Without a script it fills everything at its touch.
final class ScriptedExchange {
    private static final double ACK_MILLIS = 20;
    private static final double FILL_MILLIS = 30;
    private static final double READ_MILLIS = 15;

    final ExchangeId id;
    final Map<String, Instrument> instruments = new LinkedHashMap<>();
    final List<OrderRequest> received = new ArrayList<>();
    final List<ExchangeCommand> commands = new ArrayList<>();
    final List<String> foreignOrders = new ArrayList<>();
    boolean queriesFail;
    ExchangeError queryError = new ExchangeError.OutcomeUnknown("HTTP 503");
    boolean lookupsFail;
    boolean deaf;
    boolean bookSilent;
    boolean fundingSilent;
    long fundingE8;
    boolean marksSilent;
    /// The mark and the index it tells; 0 for those that follow from quotes.
    long markE8;
    long indexE8;
    /// Tells the same quote again as it was.
    boolean repeatsItself;
    /// Whether its frames carry a time, and how long they are on the way.
    boolean stampsFrames;
    long frameDelayMillis;
    /// What is told instead of the leverage that was set; 0 for that one.
    int leverageAnswer;

    AccountEvent.MarginMode marginMode = AccountEvent.MarginMode.CROSS;
    /// How often the leverage was read without being set.
    int leverageReads;
    /// Whether those readings are never answered.
    boolean leverageSilent;

    private int leverage;
    double writeMillis = 0.05;
    long cashE8 = 10_000 * FixedPoint.ONE;
    long phantomE8;
    long maintenanceE8 = 10 * FixedPoint.ONE;
    long freeE8 = 9_000 * FixedPoint.ONE;
    long liquidationPriceE8;
    boolean tellsMargin = true;
    boolean balancesFail;

    private final Timeline time;
    private final Consumer<ExchangeEvent> engine;
    private final Map<String, Long> positionsE8 = new LinkedHashMap<>();
    private final Map<String, Long> entriesE8 = new LinkedHashMap<>();
    private final Map<ClientOrderId, PlacedOrder> orders = new LinkedHashMap<>();
    private final Deque<Reaction> script = new ArrayDeque<>();
    private final Map<String, Quote> quotes = new LinkedHashMap<>();
    private long fillCount;

    record Quote(long bidE8, long askE8, long quantityE8) {
        long middleE8() {
            return (bidE8 + askE8) / 2;
        }
    }

    record PlacedFill(String id, long priceE8, long quantityE8, long feeE8) {}

    static final class PlacedOrder {
        final OrderRequest request;
        final List<PlacedFill> fills = new ArrayList<>();
        final List<PlacedFill> busted = new ArrayList<>();
        OrderStatus status = OrderStatus.OPEN;
        long filledE8;

        PlacedOrder(OrderRequest request) {
            this.request = request;
        }
    }

    /// What to do with one order.
    interface Reaction {
        void to(ScriptedExchange exchange, OrderRequest order);
    }

    ScriptedExchange(ExchangeId id, Timeline time, Consumer<ExchangeEvent> engine) {
        this.id = id;
        this.time = time;
        this.engine = engine;
    }

    // ---- script ----

    ScriptedExchange next(Reaction reaction) {
        script.add(reaction);
        return this;
    }

    void forgetScript() {
        script.clear();
    }

    static Reaction fills() {
        return (exchange, order) -> exchange.fillAfter(order, order.quantityE8(), ACK_MILLIS, FILL_MILLIS, true);
    }

    static Reaction fillsSlowly(double millis) {
        return (exchange, order) -> exchange.fillAfter(order, order.quantityE8(), millis - 1, millis, true);
    }

    static Reaction fillsOnly(String quantity) {
        return (exchange, order) ->
                exchange.fillAfter(order, FixedPoint.parse(quantity), ACK_MILLIS, FILL_MILLIS, true);
    }

    static Reaction fillsNothing() {
        return (exchange, order) -> exchange.fillAfter(order, 0, ACK_MILLIS, FILL_MILLIS, true);
    }

    static Reaction rejects(RejectionKind kind) {
        return rejects("4001", kind);
    }

    static Reaction rejects(String code, RejectionKind kind) {
        return (exchange, order) -> exchange.time.in(
                ACK_MILLIS,
                () -> exchange.tell(new OrderEvent.Failed(
                        exchange.id,
                        order.id(),
                        new ExchangeError.Rejected(code, "no", kind),
                        exchange.time.nowNanos())));
    }

    static Reaction rejectsAfterAccepting() {
        return (exchange, order) -> {
            PlacedOrder placed = exchange.placed(order);
            exchange.time.in(ACK_MILLIS, () -> exchange.tell(exchange.acknowledged(order)));
            exchange.time.in(FILL_MILLIS, () -> {
                placed.status = OrderStatus.CANCELLED;
                exchange.tell(new OrderEvent.Updated(
                        exchange.id,
                        order.id(),
                        "x" + order.id().counter(),
                        OrderStatus.CANCELLED,
                        0,
                        Optional.of(
                                new ExchangeError.Rejected("NOT_ENOUGH_MARGIN", "no margin", RejectionKind.STRUCTURAL)),
                        exchange.time.nowNanos()));
            });
        };
    }

    /// Every answer is lost, and the order executes after `millis`.
    static Reaction executesUnheard(double millis) {
        return (exchange, order) -> {
            exchange.time.in(millis, () -> exchange.execute(order, order.quantityE8(), false));
        };
    }

    /// The order never arrives.
    static Reaction isLost() {
        return (exchange, order) -> {};
    }

    static Reaction failsUnknown(boolean executed) {
        return (exchange, order) -> {
            if (executed) {
                exchange.time.in(10, () -> exchange.execute(order, order.quantityE8(), false));
            }
            exchange.time.in(
                    ACK_MILLIS,
                    () -> exchange.tell(new OrderEvent.Failed(
                            exchange.id,
                            order.id(),
                            new ExchangeError.OutcomeUnknown("HTTP 504"),
                            exchange.time.nowNanos())));
        };
    }

    static Reaction fillsBeforeAck() {
        return (exchange, order) -> exchange.fillAfter(order, order.quantityE8(), 40, 10, true);
    }

    static Reaction fillsTwiceTold() {
        return (exchange, order) -> {
            exchange.fillAfter(order, order.quantityE8(), ACK_MILLIS, FILL_MILLIS, true);
            exchange.time.in(FILL_MILLIS + 5, () -> exchange.retell(order.id()));
            exchange.time.in(FILL_MILLIS + 400, () -> exchange.retell(order.id()));
        };
    }

    static Reaction cancelsThenFills(double lateMillis) {
        return (exchange, order) -> {
            exchange.fillAfter(order, 0, ACK_MILLIS, FILL_MILLIS, true);
            exchange.time.in(lateMillis, () -> exchange.execute(order, order.quantityE8(), true));
        };
    }

    static Reaction restsOpen(String filled) {
        return (exchange, order) -> {
            PlacedOrder placed = exchange.placed(order);
            exchange.time.in(ACK_MILLIS, () -> exchange.tell(exchange.acknowledged(order)));
            exchange.time.in(FILL_MILLIS, () -> {
                exchange.execute(order, FixedPoint.parse(filled), true);
                placed.status = OrderStatus.OPEN;
            });
        };
    }

    // ---- what happens ----

    private PlacedOrder placed(OrderRequest order) {
        return orders.computeIfAbsent(order.id(), _ -> new PlacedOrder(order));
    }

    private void fillAfter(OrderRequest order, long quantityE8, double ackMillis, double fillMillis, boolean told) {
        placed(order);
        time.in(ackMillis, () -> tell(acknowledged(order)));
        time.in(fillMillis, () -> {
            if (quantityE8 > 0) {
                execute(order, quantityE8, told);
            }
            PlacedOrder placed = placed(order);
            if (placed.status == OrderStatus.OPEN) {
                placed.status = OrderStatus.CANCELLED;
            }
            if (told) {
                tell(updated(placed));
            }
        });
    }

    private OrderEvent.Acknowledged acknowledged(OrderRequest order) {
        return new OrderEvent.Acknowledged(id, order.id(), "x" + order.id().counter(), time.nowNanos());
    }

    private OrderEvent.Updated updated(PlacedOrder placed) {
        return new OrderEvent.Updated(
                id,
                placed.request.id(),
                "x" + placed.request.id().counter(),
                placed.status,
                placed.filledE8,
                Optional.empty(),
                time.nowNanos());
    }

    /// The truth changes: position, cash, order. Reduce-only never flips.
    void execute(OrderRequest order, long wantedE8, boolean told) {
        PlacedOrder placed = placed(order);
        String symbol = order.instrument().symbol();
        long heldE8 = positionE8(symbol);
        long quantityE8 = order.reduceOnly()
                ? Math.min(wantedE8, Long.signum(heldE8) == -order.side().sign() ? Math.abs(heldE8) : 0)
                : wantedE8;
        if (quantityE8 == 0) {
            return;
        }
        Quote quote = quotes.getOrDefault(symbol, new Quote(order.limitPriceE8(), order.limitPriceE8(), 0));
        long touchE8 = order.side() == Side.BUY ? quote.askE8() : quote.bidE8();
        long priceE8 = order.side() == Side.BUY
                ? Math.min(touchE8, order.limitPriceE8())
                : Math.max(touchE8, order.limitPriceE8());
        long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        long feeE8 =
                FixedPoint.multiplyDivide(notionalE8, order.instrument().takerFeePpm(), 1_000_000, Rounding.HALF_EVEN);
        move(symbol, order.side().sign() * quantityE8, priceE8);
        cashE8 -= order.side().sign() * notionalE8 + feeE8;
        PlacedFill fill = new PlacedFill("f" + id + ++fillCount, priceE8, quantityE8, feeE8);
        placed.fills.add(fill);
        placed.filledE8 += quantityE8;
        if (placed.filledE8 >= order.quantityE8()) {
            placed.status = OrderStatus.FILLED;
        }
        if (told) {
            tell(filled(order.id(), fill));
        }
    }

    private OrderEvent.Filled filled(ClientOrderId order, PlacedFill fill) {
        return new OrderEvent.Filled(
                id, order, fill.id(), fill.priceE8(), fill.quantityE8(), fill.feeE8(), time.nowNanos());
    }

    void retell(ClientOrderId order) {
        PlacedOrder placed = orders.get(order);
        if (placed != null) {
            placed.fills.forEach(fill -> tell(filled(order, fill)));
            placed.busted.forEach(fill -> tell(new OrderEvent.Busted(id, order, fill.id(), time.nowNanos())));
        }
    }

    /// The exchange takes the last execution of its newest order back.
    void bustLast() {
        PlacedOrder placed = placed(received.getLast());
        PlacedFill fill = placed.fills.removeLast();
        placed.busted.add(fill);
        placed.filledE8 -= fill.quantityE8();
        int sign = placed.request.side().sign();
        move(placed.request.instrument().symbol(), -sign * fill.quantityE8(), fill.priceE8());
        cashE8 += sign * FixedPoint.multiply(fill.priceE8(), fill.quantityE8(), Rounding.HALF_EVEN) + fill.feeE8();
        tell(new OrderEvent.Busted(id, placed.request.id(), fill.id(), time.nowNanos()));
    }

    /// The position changes for a reason of its own: liquidation, a hand on the account.
    void move(String symbol, long signedE8, long priceE8) {
        positionsE8.merge(symbol, signedE8, Long::sum);
        entriesE8.put(symbol, priceE8);
    }

    long positionE8(String symbol) {
        return positionsE8.getOrDefault(symbol, 0L);
    }

    long anyPositionE8() {
        return positionsE8.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Cash counts every execution in full, so what is held counts at the middle of its book.
    long equityE8() {
        long equityE8 = cashE8 + phantomE8;
        for (Map.Entry<String, Long> held : positionsE8.entrySet()) {
            Quote quote = quotes.get(held.getKey());
            long priceE8 = quote == null
                    ? entriesE8.getOrDefault(held.getKey(), 0L)
                    : quote.bidE8() + (quote.askE8() - quote.bidE8()) / 2;
            equityE8 += FixedPoint.multiply(priceE8, held.getValue(), Rounding.HALF_EVEN);
        }
        return equityE8;
    }

    void tell(ExchangeEvent event) {
        if (!deaf) {
            engine.accept(event);
        }
    }

    /// News that everybody gets, and not the account alone.
    void tellEverybody(ExchangeEvent event) {
        engine.accept(event);
    }

    /// The exchange's time of a frame that arrives now; 0 when it tells none.
    long frameMicros() {
        return stampsFrames ? 1_790_000_000_000_000L + time.nowNanos() / 1_000 - 1_000 * frameDelayMillis : 0;
    }

    void quote(String symbol, Quote quote) {
        quotes.put(symbol, quote);
    }

    /// Its book of `symbol` is not told any more.
    void unquote(String symbol) {
        quotes.remove(symbol);
    }

    Optional<Quote> quote(String symbol) {
        return Optional.ofNullable(quotes.get(symbol));
    }

    void stream(Stream stream, StreamState state) {
        engine.accept(new ConnectionEvent.StreamChanged(id, stream, state, "scripted", time.nowNanos()));
    }

    void list() {
        engine.accept(new ConnectionEvent.InstrumentsListed(id, List.copyOf(instruments.values()), time.nowNanos()));
    }

    void connect() {
        list();
        for (Stream stream : Stream.values()) {
            stream(stream, StreamState.READY);
        }
    }

    // ---- commands ----

    void onCommand(ExchangeCommand command) {
        commands.add(command);
        long askedNanos = time.nowNanos();
        switch (command) {
            case ExchangeCommand.PlaceOrder place -> onOrder(place.order());
            case ExchangeCommand.CancelOrder cancel ->
                time.in(READ_MILLIS, () -> {
                    PlacedOrder placed = orders.get(cancel.id());
                    if (placed != null && placed.status == OrderStatus.OPEN) {
                        placed.status = OrderStatus.CANCELLED;
                        tell(updated(placed));
                    }
                });
            case ExchangeCommand.QueryOrder query -> time.in(READ_MILLIS, () -> lookUp(query.id(), askedNanos));
            case ExchangeCommand.QueryPosition query -> {
                long heldE8 = positionE8(query.symbol());
                long liquidationE8 = liquidationPriceE8;
                long entryE8 = heldE8 == 0 ? 0 : entriesE8.getOrDefault(query.symbol(), 0L);
                time.in(
                        READ_MILLIS,
                        () -> answer(
                                command,
                                new AccountEvent.PositionReported(
                                        id,
                                        new PositionInfo(
                                                query.symbol(), heldE8, entryE8, 0, heldE8 == 0 ? 0 : liquidationE8),
                                        askedNanos,
                                        time.nowNanos())));
            }
            case ExchangeCommand.QueryBalance _ -> {
                long nowE8 = cashE8;
                long equityNowE8 = equityE8();
                time.in(
                        READ_MILLIS,
                        () -> answer(
                                command,
                                new AccountEvent.BalanceReported(
                                        id,
                                        nowE8,
                                        equityNowE8,
                                        tellsMargin
                                                ? Optional.of(new AccountEvent.Margin(maintenanceE8, freeE8))
                                                : Optional.empty(),
                                        askedNanos,
                                        time.nowNanos())));
            }
            case ExchangeCommand.QueryOpenOrders _ -> {
                List<ClientOrderId> open = orders.values().stream()
                        .filter(order -> order.status == OrderStatus.OPEN)
                        .map(order -> order.request.id())
                        .toList();
                time.in(
                        READ_MILLIS,
                        () -> answer(
                                command,
                                new AccountEvent.OpenOrdersReported(
                                        id, open, foreignOrders, askedNanos, time.nowNanos())));
            }
            case ExchangeCommand.SetLeverage set ->
                time.in(READ_MILLIS, () -> {
                    leverage = set.leverage();
                    tellLeverage(set.symbol());
                });
            case ExchangeCommand.QueryLeverage query ->
                time.in(READ_MILLIS, () -> {
                    leverageReads++;
                    if (!leverageSilent) {
                        tellLeverage(query.symbol());
                    }
                });
            case ExchangeCommand.Resubscribe _ -> {}
        }
    }

    private void tellLeverage(String symbol) {
        tell(new AccountEvent.LeverageReported(
                id, symbol, leverageAnswer == 0 ? leverage : leverageAnswer, marginMode, time.nowNanos()));
    }

    private void answer(ExchangeCommand query, AccountEvent answer) {
        if (queriesFail || (balancesFail && query instanceof ExchangeCommand.QueryBalance)) {
            tell(new AccountEvent.QueryFailed(id, query, queryError, time.nowNanos()));
        } else {
            tell(answer);
        }
    }

    private void onOrder(OrderRequest order) {
        received.add(order);
        // Our own gateway tells this, so nothing that happens to the exchange can lose it.
        time.in(writeMillis, () -> engine.accept(new OrderEvent.Sent(id, order.id(), time.nowNanos())));
        Reaction reaction = script.isEmpty() ? fills() : script.remove();
        reaction.to(this, order);
    }

    private void lookUp(ClientOrderId order, long askedNanos) {
        PlacedOrder placed = orders.get(order);
        if (lookupsFail) {
            tell(new OrderEvent.LookupFailed(id, order, new ExchangeError.OutcomeUnknown("HTTP 503"), time.nowNanos()));
        } else if (placed == null) {
            tell(new OrderEvent.NotFound(id, order, askedNanos, time.nowNanos()));
        } else {
            retell(order);
            tell(updated(placed));
        }
    }

    /// The book is gone.
    static BookLoss lost() {
        return BookLoss.GAP;
    }
}
