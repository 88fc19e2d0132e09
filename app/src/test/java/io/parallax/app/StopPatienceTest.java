package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.engine.EngineSettings;
import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.exchange.PositionInfo;
import io.parallax.execution.CycleTimers;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// How long a stop waits, with exchanges that never tell a balance, so that it never ends by itself.
class StopPatienceTest {
    private static final long SECONDS_MAX = 30;
    private static final long IDLE_MILLIS = 300;
    private static final long BUSY_MILLIS = 1_200;
    private static final long HUNDREDTH = FixedPoint.parse("0.01");

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    @Test
    void isShortWhileNothingIsInFlight() throws InterruptedException {
        try (Application application = application(0)) {
            await(application, now -> now.bots().getFirst().state() == PairState.FLAT);
            assertThat(stopMillis(application)).isBetween(IDLE_MILLIS, BUSY_MILLIS - 1);
        }
    }

    @Test
    void isLongWhileAnOrderHasNoAnswer() throws InterruptedException {
        try (Application application = application(HUNDREDTH)) {
            await(application, now -> now.bots().getFirst().a().order().isPresent());
            assertThat(stopMillis(application)).isGreaterThanOrEqualTo(BUSY_MILLIS);
            assertThat(application.exitCodeNow()).isEqualTo(ExitCode.UNKNOWN);
        }
    }

    @Test
    void aHurriedEndCancelsWhatIsInFlight() throws InterruptedException {
        try (Application application = application(HUNDREDTH)) {
            await(application, now -> now.bots().getFirst().a().order().isPresent());
            application.cancelOrders();
            assertThat(exchanges.getFirst().placed).hasSize(1);
            assertThat(exchanges.getFirst().cancelled)
                    .contains(exchanges.getFirst().placed.getFirst());
        }
    }

    private static long stopMillis(Application application) throws InterruptedException {
        long asked = System.nanoTime();
        application.stop(ShutdownPolicy.HOLD, IDLE_MILLIS, BUSY_MILLIS);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    }

    private static void await(Application application, Predicate<EngineSnapshot> condition)
            throws InterruptedException {
        long asked = System.nanoTime();
        while (application.snapshot().filter(condition).isEmpty()
                && System.nanoTime() - asked < TimeUnit.SECONDS.toNanos(SECONDS_MAX)) {
            application.awaitChange(10);
        }
        assertThat(application.snapshot()).isPresent();
        assertThat(application.snapshot().get()).matches(condition);
    }

    /// @param positionE8 what the first exchange holds; the second one is flat
    private Application application(long positionE8) {
        PairSettings pair = PairSettings.of(
                        "btc", "BTC-PERP", ExchangeId.VEST, ExchangeId.PARADEX, 90_000, 90_000, 3, HUNDREDTH)
                .withTimers(CycleTimers.DEFAULTS.withReconcileHorizonMillis(0));
        Application application =
                new Application(EngineSettings.of("test", 1, List.of(pair)), (id, books, reports, _) -> {
                    Exchange made = new Exchange(id, books, reports, id.equals(ExchangeId.VEST) ? positionE8 : 0);
                    exchanges.add(made);
                    return made;
                });
        application.start();
        return application;
    }

    /// Tells its position and shows a book, but answers nothing about orders and balances.
    private static final class Exchange implements ExchangeAdapter {
        private static final String SYMBOL = "BTC";

        private final ExchangeId id;
        private final BookEventSink books;
        private final ExchangeEventSink reports;
        private final long positionE8;
        private final List<ClientOrderId> placed = new CopyOnWriteArrayList<>();
        private final List<ClientOrderId> cancelled = new CopyOnWriteArrayList<>();
        private int book = -1;
        private long sequence;

        private Exchange(ExchangeId id, BookEventSink books, ExchangeEventSink reports, long positionE8) {
            this.id = id;
            this.books = books;
            this.reports = reports;
            this.positionE8 = positionE8;
        }

        @Override
        public void connect() {
            long cent = FixedPoint.ONE / 100;
            reports.onEvent(new ConnectionEvent.InstrumentsListed(
                    id,
                    List.of(new Instrument(
                            id, "BTC-PERP", SYMBOL, cent, cent / 10, cent / 10, Long.MAX_VALUE, 0, 100, 10, true)),
                    System.nanoTime()));
            for (Stream stream : Stream.values()) {
                reports.onEvent(new ConnectionEvent.StreamChanged(
                        id, stream, ConnectionEvent.StreamState.READY, "", System.nanoTime()));
            }
        }

        @Override
        public void subscribeOrderbook(String symbol, int bookIndex) {
            book = bookIndex;
        }

        /// Each question about the position brings a fresh book with it.
        @Override
        public void queryPosition(String symbol) {
            long now = System.nanoTime();
            sequence++;
            books.beginSnapshot(book, sequence, now, 0);
            books.onLevel(Side.BUY, 99_990 * FixedPoint.ONE, FixedPoint.ONE);
            books.onLevel(Side.SELL, 100_000 * FixedPoint.ONE, FixedPoint.ONE);
            books.end();
            reports.onEvent(new AccountEvent.PositionReported(
                    id,
                    new PositionInfo(SYMBOL, positionE8, positionE8 == 0 ? 0 : 100_000 * FixedPoint.ONE, 0),
                    now,
                    now));
        }

        @Override
        public void queryOpenOrders() {
            long now = System.nanoTime();
            reports.onEvent(new AccountEvent.OpenOrdersReported(id, List.of(), List.of(), now, now));
        }

        @Override
        public void placeOrder(OrderRequest order) {
            placed.add(order.id());
        }

        @Override
        public void cancelOrder(ClientOrderId order) {
            cancelled.add(order);
        }

        @Override
        public ExchangeId exchangeId() {
            return id;
        }

        @Override
        public String exchangeName() {
            return id.name();
        }

        @Override
        public void disconnect() {}

        @Override
        public void reconnect() {}

        @Override
        public void resubscribeOrderbook(String symbol) {}

        @Override
        public void queryOrder(ClientOrderId order) {}

        @Override
        public void queryBalance() {}

        @Override
        public void setLeverage(String symbol, int leverage) {}

        @Override
        public void queryLeverage(String symbol) {}

        @Override
        public Optional<OrderbookSnapshot> orderbook(String symbol) {
            return Optional.empty();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean isStale() {
            return false;
        }

        @Override
        public void close() {}
    }
}
