package io.parallax.marketdata;

import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.exchange.OrderbookSource;
import io.parallax.instrument.ExchangeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The latest state of every book, for readers outside the engine thread: screens, metrics, adapters. A reader never
/// waits for the engine and the engine never waits for a reader; bid, ask and sizes always belong to one moment.
/// Thread: the engine publishes; any thread reads.
public final class SharedOrderbooks implements OrderbookSource {
    /// Levels that readers see on each side.
    public static final int LEVELS_SHARED = 20;

    private final Map<Key, SharedOrderbook> byInstrument = new ConcurrentHashMap<>();
    private final List<SharedOrderbook> byIndex = new CopyOnWriteArrayList<>();

    /// Makes room for a book; done once for each, before its first publication.
    ///
    /// @return the index to publish under: 0, 1, 2, …
    public synchronized int register(ExchangeId exchange, String symbol) {
        Key key = new Key(exchange, symbol);
        SharedOrderbook book = new SharedOrderbook(symbol, LEVELS_SHARED);
        if (byInstrument.putIfAbsent(key, book) != null) {
            throw new IllegalArgumentException("the book of " + symbol + " on " + exchange + " is registered already");
        }
        byIndex.add(book);
        return byIndex.size() - 1;
    }

    /// Publishes the present state of a book. Thread: engine. Allocates nothing.
    public void publish(int index, OrderBook book) {
        byIndex.get(index).publish(book);
    }

    @Override
    public Optional<OrderbookSnapshot> orderbook(ExchangeId exchange, String symbol) {
        SharedOrderbook book = byInstrument.get(new Key(exchange, symbol));
        return book == null ? Optional.empty() : book.read();
    }

    private record Key(ExchangeId exchange, String symbol) {}
}
