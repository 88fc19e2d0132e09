package io.parallax.app;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderbookSource;
import io.parallax.instrument.ExchangeId;

/// Makes the adapter of an exchange. Thread: the main thread.
@FunctionalInterface
public interface AdapterFactory {
    /// @param books where book changes go
    /// @param reports where all other news goes
    /// @param published where the adapter reads the latest books from when it is asked for one
    ExchangeAdapter create(
            ExchangeId exchange, BookEventSink books, ExchangeEventSink reports, OrderbookSource published);
}
