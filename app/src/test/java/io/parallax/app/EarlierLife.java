package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// What a run that ended left on an exchange, made with a real adapter over a real socket: positions and resting
/// orders. Thread: the test's.
final class EarlierLife implements AutoCloseable {
    private static final long SECONDS_MAX = 30;
    private static final long BOOT_SECONDS = 1_700_000_000;

    private static final AtomicLong ORDERS = new AtomicLong();

    private final BlockingQueue<ExchangeEvent> events = new LinkedBlockingQueue<>();
    private final AtomicLong bidE8 = new AtomicLong(FixedPoint.NO_PRICE);
    private final AtomicLong askE8 = new AtomicLong(FixedPoint.NO_PRICE);
    private final ExchangeAdapter adapter;
    private final String instance;
    private final Instrument instrument;

    /// @param instance whose orders they are
    EarlierLife(AdapterFactory factory, ExchangeId exchange, String pair, String instance) throws InterruptedException {
        this.instance = instance;
        this.adapter = factory.create(exchange, new Touch(), events::add, (_, _) -> Optional.empty());
        adapter.connect();
        Set<ConnectionEvent.Stream> ready = EnumSet.noneOf(ConnectionEvent.Stream.class);
        instrument = await(event -> {
            if (event instanceof ConnectionEvent.StreamChanged changed
                    && changed.state() == ConnectionEvent.StreamState.READY) {
                ready.add(changed.stream());
            }
            return event instanceof ConnectionEvent.InstrumentsListed listed
                    ? listed.instruments().stream()
                            .filter(each -> each.pair().equals(pair))
                            .findFirst()
                    : Optional.empty();
        });
        adapter.subscribeOrderbook(instrument.symbol(), 0);
        if (!isReady(ready)) {
            await(event -> {
                if (event instanceof ConnectionEvent.StreamChanged changed
                        && changed.state() == ConnectionEvent.StreamState.READY) {
                    ready.add(changed.stream());
                }
                return isReady(ready) ? Optional.of(true) : Optional.empty();
            });
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (bidE8.get() == FixedPoint.NO_PRICE && System.nanoTime() < deadline) {
            events.poll(10, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isReady(Set<ConnectionEvent.Stream> ready) {
        return ready.size() == ConnectionEvent.Stream.values().length;
    }

    /// Buys or sells at once; returns when the exchange told all of it.
    void trades(Side side, long quantityE8) throws InterruptedException {
        long touchE8 = side == Side.BUY ? askE8.get() : bidE8.get();
        long limitE8 = touchE8 + (side == Side.BUY ? touchE8 : -touchE8) / 100;
        ClientOrderId id = place(side, quantityE8, limitE8, TimeInForce.IMMEDIATE_OR_CANCEL);
        long filledE8 = await(event -> event instanceof OrderEvent.Updated updated
                        && updated.id().equals(id)
                        && updated.status().terminal()
                ? Optional.of(updated.filledE8())
                : Optional.empty());
        assertThat(filledE8).isEqualTo(quantityE8);
    }

    /// Leaves a buy order far from the market.
    void rests(long quantityE8) throws InterruptedException {
        ClientOrderId id = place(Side.BUY, quantityE8, bidE8.get() / 100 * 96, TimeInForce.GOOD_TILL_CANCELLED);
        await(event ->
                event instanceof OrderEvent.Updated updated && updated.id().equals(id)
                        ? Optional.of(true)
                        : Optional.empty());
    }

    private ClientOrderId place(Side side, long quantityE8, long limitE8, TimeInForce timeInForce) {
        ClientOrderId id =
                new ClientOrderId(instance, BOOT_SECONDS, ORDERS.incrementAndGet(), Leg.A, OrderIntent.ENTRY);
        adapter.placeOrder(new OrderRequest(
                id, instrument, side, quantityE8, instrument.strictLimitE8(side, limitE8), timeInForce, false, 0));
        return id;
    }

    private <T> T await(Function<ExchangeEvent, Optional<T>> question) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (System.nanoTime() < deadline) {
            ExchangeEvent event = events.poll(1, TimeUnit.SECONDS);
            Optional<T> answer = event == null ? Optional.empty() : question.apply(event);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError("no answer of " + adapter.exchangeName());
    }

    @Override
    public void close() {
        adapter.close();
    }

    /// Thread: feed.
    private final class Touch implements BookEventSink {
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
            askE8.set(book.bestAskE8());
            bidE8.set(book.bestBidE8());
        }

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            book.onLost(reason);
        }
    }
}
