package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import java.util.List;

/// News of the connection itself. Thread: any; immutable.
public sealed interface ConnectionEvent extends ExchangeEvent {
    /// A stream came up or went down.
    ///
    /// @param reason why, in plain words
    record StreamChanged(ExchangeId exchange, Stream stream, StreamState state, String reason, long atNanos)
            implements ConnectionEvent {}

    /// The instruments of the exchange with their present rules.
    record InstrumentsListed(ExchangeId exchange, List<Instrument> instruments, long receivedNanos)
            implements ConnectionEvent {
        public InstrumentsListed {
            instruments = List.copyOf(instruments);
        }
    }

    /// How far the exchange's clock is from ours, at best knowledge.
    ///
    /// @param skewMillis exchange minus ours
    /// @param uncertaintyMillis half the round trip of the measurement
    record ClockMeasured(ExchangeId exchange, long skewMillis, long uncertaintyMillis, long receivedNanos)
            implements ConnectionEvent {}

    /// The parts of a connection to an exchange that come and go on their own.
    enum Stream {
        /// Public books.
        MARKET_DATA,
        /// Own orders, fills and positions.
        PRIVATE,
        /// The path that orders take, logged in and warm.
        ORDER_ENTRY
    }

    /// The life of a stream.
    enum StreamState {
        CONNECTING,
        /// Connected and subscribed, waiting for the first data. For the order path right after READY: it
        /// works, but perhaps not for long, as with a login that ends soon; what reduces risk may leave.
        SYNCING,
        READY,
        LOST
    }
}
