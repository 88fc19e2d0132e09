package io.parallax.app;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// Proves that an exchange can be traded on: signs in, places one small order far from the market, cancels it,
/// and tells each step with its latency. Thread: the main thread.
public final class OrderTest implements AutoCloseable {
    private static final int EVENTS_MAX = 4_096;
    private static final long CONNECT_MILLIS = 15_000;
    private static final long ANSWER_MILLIS = 5_000;
    /// Five percent below the best bid: too far to trade, near enough for the exchanges' price bands.
    private static final long DISTANCE_PPM = 50_000;

    private static final long PPM = 1_000_000;

    private final BlockingQueue<ExchangeEvent> events = new ArrayBlockingQueue<>(EVENTS_MAX);
    private final AtomicLong bestBidE8 = new AtomicLong(FixedPoint.NO_PRICE);
    private final Set<Stream> ready = EnumSet.noneOf(Stream.class);
    private final ExchangeAdapter adapter;
    private final String pair;
    private final String instance;
    private final Consumer<String> printer;

    /// @param pair which instrument, such as BTC-PERP
    /// @param instance four letters or digits for the order's name
    /// @param printer gets one line for each step
    public OrderTest(
            ExchangeId exchange, String pair, String instance, AdapterFactory factory, Consumer<String> printer) {
        this.pair = pair;
        this.instance = instance;
        this.printer = printer;
        this.adapter = factory.create(exchange, new BestBid(), this::keep, (_, _) -> Optional.empty());
    }

    /// @return how it ended: flat when the order is certainly gone and nothing was filled
    public ExitCode run() throws InterruptedException {
        long start = System.nanoTime();
        adapter.connect();
        Optional<Instrument> instrument = await(CONNECT_MILLIS, this::instrument);
        if (instrument.isEmpty()) {
            return failed("no instrument " + pair + " within " + CONNECT_MILLIS + " ms", ExitCode.REFUSED);
        }
        step("instruments", start, describe(instrument.get()));
        adapter.subscribeOrderbook(instrument.get().symbol(), 0);
        if (!awaitReady()) {
            return failed("not signed in; ready: " + ready, ExitCode.REFUSED);
        }
        step("signed in", start, "books, private stream and order path are ready");
        long bid = awaitBid();
        if (bid == FixedPoint.NO_PRICE) {
            return failed("no bid in the book", ExitCode.REFUSED);
        }
        step("book", start, "best bid " + FixedPoint.format(bid));
        return trade(order(instrument.get(), bid));
    }

    private ExitCode trade(OrderRequest order) throws InterruptedException {
        long placed = System.nanoTime();
        printer.accept("placing: buy " + FixedPoint.format(order.quantityE8()) + " "
                + order.instrument().symbol() + " at " + FixedPoint.format(order.limitPriceE8()) + ", id "
                + order.id());
        adapter.placeOrder(order);
        Optional<String> answer = await(ANSWER_MILLIS, event -> answer(order.id(), event, placed));
        if (answer.isEmpty()) {
            printer.accept("no answer within " + ANSWER_MILLIS + " ms: cancelling all the same");
        } else if (answer.get().startsWith("!")) {
            return failed(answer.get().substring(1), ExitCode.FLAT);
        }
        long cancelled = System.nanoTime();
        adapter.cancelOrder(order.id());
        Optional<OrderEvent.Updated> end = await(ANSWER_MILLIS, event -> ended(order.id(), event));
        if (end.isEmpty()) {
            adapter.queryOrder(order.id());
            end = await(ANSWER_MILLIS, event -> ended(order.id(), event));
        }
        if (end.isEmpty()) {
            return failed("the order's end is not known: look at " + adapter.exchangeName(), ExitCode.UNKNOWN);
        }
        step("cancelled", cancelled, "filled " + FixedPoint.format(end.get().filledE8()));
        return end.get().filledE8() == 0
                ? ExitCode.FLAT
                : failed("the order was filled in part: close it by hand", ExitCode.NAKED);
    }

    private Optional<String> answer(ClientOrderId id, ExchangeEvent event, long placed) {
        if (!(event instanceof OrderEvent of) || !of.id().equals(id)) {
            return Optional.empty();
        }
        return switch (of) {
            case OrderEvent.Sent sent -> {
                printer.accept(line("sent", sent.writtenNanos() - placed, "the last byte is written"));
                yield Optional.empty();
            }
            case OrderEvent.Acknowledged acknowledged -> {
                printer.accept(
                        line("acknowledged", acknowledged.receivedNanos() - placed, acknowledged.exchangeOrderId()));
                yield Optional.of("");
            }
            case OrderEvent.Updated updated
            when updated.status() == OrderStatus.OPEN -> {
                printer.accept(line("open", updated.receivedNanos() - placed, updated.exchangeOrderId()));
                yield Optional.of("");
            }
            case OrderEvent.Updated updated
            when updated.status() == OrderStatus.REJECTED ->
                Optional.of("!the exchange refused it"
                        + updated.reason()
                                .map(reason -> ": " + reason.description())
                                .orElse(""));
            case OrderEvent.Failed failed
            when !failed.error().mayBeLive() -> Optional.of("!" + failed.error().description());
            case OrderEvent.Failed failed -> {
                printer.accept(failed.error().description());
                yield Optional.of("");
            }
            case OrderEvent.Updated _,
                    OrderEvent.Filled _,
                    OrderEvent.Busted _,
                    OrderEvent.CancelFailed _,
                    OrderEvent.NotFound _,
                    OrderEvent.LookupFailed _ -> Optional.empty();
        };
    }

    private static Optional<OrderEvent.Updated> ended(ClientOrderId id, ExchangeEvent event) {
        return event instanceof OrderEvent.Updated updated
                        && updated.id().equals(id)
                        && updated.status().terminal()
                ? Optional.of(updated)
                : Optional.empty();
    }

    private Optional<Instrument> instrument(ExchangeEvent event) {
        return event instanceof ConnectionEvent.InstrumentsListed listed
                ? listed.instruments().stream()
                        .filter(instrument -> instrument.pair().equals(pair))
                        .findFirst()
                : Optional.empty();
    }

    private boolean awaitReady() throws InterruptedException {
        if (ready.size() < Stream.values().length) {
            await(CONNECT_MILLIS, _ -> ready.size() == Stream.values().length ? Optional.of(true) : Optional.empty());
        }
        return ready.size() == Stream.values().length;
    }

    private void noteStream(ConnectionEvent.StreamChanged changed) {
        if (changed.state() == StreamState.READY) {
            ready.add(changed.stream());
        } else {
            ready.remove(changed.stream());
        }
    }

    private long awaitBid() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
        while (bestBidE8.get() == FixedPoint.NO_PRICE && System.nanoTime() < deadline) {
            events.poll(10, TimeUnit.MILLISECONDS);
        }
        return bestBidE8.get();
    }

    private OrderRequest order(Instrument instrument, long bid) {
        long limit = instrument.strictLimitE8(
                Side.BUY, FixedPoint.multiplyDivide(bid, PPM - DISTANCE_PPM, PPM, Rounding.FLOOR));
        long forNotional = FixedPoint.divide(instrument.notionalMinE8(), limit, Rounding.UP);
        long quantity = FixedPoint.roundToMultiple(
                Math.max(Math.max(instrument.quantityMinE8(), forNotional), instrument.lotE8()),
                instrument.lotE8(),
                Rounding.UP);
        long bootSeconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        return new OrderRequest(
                new ClientOrderId(instance, bootSeconds, 1, Leg.A, OrderIntent.OPERATOR),
                instrument,
                Side.BUY,
                quantity,
                limit,
                TimeInForce.GOOD_TILL_CANCELLED,
                false,
                0);
    }

    /// The first event that `question` answers, or nothing in time. Other events are dropped.
    private <T> Optional<T> await(long millis, Function<ExchangeEvent, Optional<T>> question)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            ExchangeEvent event = events.poll(left, TimeUnit.NANOSECONDS);
            if (event instanceof ConnectionEvent.StreamChanged changed) {
                noteStream(changed);
            }
            if (event instanceof AccountEvent.QueryFailed failed) {
                printer.accept("a question failed: " + failed.error().description());
            }
            Optional<T> answer = event == null ? Optional.empty() : question.apply(event);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private void keep(ExchangeEvent event) {
        if (!events.offer(event)) {
            printer.accept("too many events: " + event.getClass().getSimpleName() + " dropped");
        }
    }

    private static String describe(Instrument instrument) {
        return instrument.symbol() + ", tick " + FixedPoint.format(instrument.tickE8()) + ", lot "
                + FixedPoint.format(instrument.lotE8()) + ", smallest "
                + FixedPoint.format(instrument.quantityMinE8());
    }

    private void step(String name, long sinceNanos, String detail) {
        printer.accept(line(name, System.nanoTime() - sinceNanos, detail));
    }

    private static String line(String name, long nanos, String detail) {
        return String.format(Locale.ROOT, "%-13s %9.3f ms  %s", name, nanos / 1e6, detail);
    }

    private ExitCode failed(String reason, ExitCode exitCode) {
        printer.accept("FAILED: " + reason);
        return exitCode;
    }

    @Override
    public void close() {
        adapter.close();
    }

    /// Remembers the best bid of the book. Thread: feed.
    private final class BestBid implements BookEventSink {
        private final OrderBook book = new OrderBook();

        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            book.beginSnapshot(sequence, receivedNanos, exchangeEpochMicros);
        }

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            book.beginDelta(sequence, receivedNanos, exchangeEpochMicros);
        }

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            book.onLevel(side, priceE8, quantityE8);
        }

        @Override
        public void end() {
            book.end();
            bestBidE8.set(book.bestBidE8());
        }

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            book.onLost(reason);
            bestBidE8.set(FixedPoint.NO_PRICE);
        }
    }
}
