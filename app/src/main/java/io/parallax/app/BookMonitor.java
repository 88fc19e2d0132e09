package io.parallax.app;

import io.parallax.engine.EngineSettings;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.marketdata.SharedOrderbooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Follows the books of all pairs without an engine: it cannot trade. Thread: the main thread, except [#book],
/// which is for any.
public final class BookMonitor implements AutoCloseable {
    private final SharedOrderbooks published = new SharedOrderbooks();
    private final List<PairSettings> pairs;
    private final List<ExchangeAdapter> adapters = new ArrayList<>();
    private final BookSubscriptions subscriptions;
    /// Under which index the book of a bot's leg is published; absent until its exchange listed it.
    private final Map<Integer, Integer> publishedAs = new ConcurrentHashMap<>();

    private final Map<Integer, String> symbols = new ConcurrentHashMap<>();

    public BookMonitor(List<PairSettings> pairs, AdapterFactory factory) {
        this.pairs = List.copyOf(pairs);
        this.subscriptions = new BookSubscriptions(pairs, this::onEvent);
        List<ExchangeId> exchanges = pairs.stream()
                .flatMap(pair -> Stream.of(pair.exchangeA(), pair.exchangeB()))
                .distinct()
                .toList();
        for (ExchangeId exchange : exchanges) {
            adapters.add(factory.create(exchange, new Keeper(), subscriptions, published));
        }
        subscriptions.connectTo(adapters);
    }

    public void start() {
        adapters.forEach(ExchangeAdapter::connect);
    }

    /// The latest book of a leg. Thread: any.
    public Optional<OrderbookSnapshot> book(int bot, Leg leg) {
        String symbol = symbols.get(EngineSettings.bookIndex(bot, leg));
        return symbol == null
                ? Optional.empty()
                : published.orderbook(pairs.get(bot).exchange(leg), symbol);
    }

    /// The pairs that their exchange does not list.
    public Set<String> missing() {
        return subscriptions.missing();
    }

    private void onEvent(ExchangeEvent event) {
        if (event instanceof ConnectionEvent.InstrumentsListed listed) {
            for (int bot = 0; bot < pairs.size(); bot++) {
                for (Leg leg : Leg.values()) {
                    if (pairs.get(bot).exchange(leg).equals(listed.exchange())) {
                        register(bot, leg, listed.instruments());
                    }
                }
            }
        }
    }

    private void register(int bot, Leg leg, List<Instrument> instruments) {
        int index = EngineSettings.bookIndex(bot, leg);
        PairSettings pair = pairs.get(bot);
        instruments.stream()
                .filter(instrument -> instrument.pair().equals(pair.pair()))
                .filter(_ -> !publishedAs.containsKey(index))
                .findFirst()
                .ifPresent(instrument -> {
                    publishedAs.put(index, published.register(pair.exchange(leg), instrument.symbol()));
                    symbols.put(index, instrument.symbol());
                });
    }

    @Override
    public void close() {
        adapters.forEach(ExchangeAdapter::close);
    }

    /// The books of one exchange. Thread: its feed.
    private final class Keeper implements BookEventSink {
        private final Map<Integer, OrderBook> books = new HashMap<>();
        private OrderBook changing = new OrderBook();
        private int changingIndex;

        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            select(bookIndex);
            changing.beginSnapshot(sequence, receivedNanos, exchangeEpochMicros);
        }

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            select(bookIndex);
            changing.beginDelta(sequence, receivedNanos, exchangeEpochMicros);
        }

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            changing.onLevel(side, priceE8, quantityE8);
        }

        @Override
        public void end() {
            changing.end();
            publish();
        }

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            select(bookIndex);
            changing.onLost(reason);
            publish();
        }

        private void select(int bookIndex) {
            changingIndex = bookIndex;
            changing = books.computeIfAbsent(bookIndex, _ -> new OrderBook());
        }

        private void publish() {
            Integer index = publishedAs.get(changingIndex);
            if (index != null) {
                published.publish(index, changing);
            }
        }
    }
}
