package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;

/// Any news from an exchange except book changes, which are frequent and travel through [BookEventSink].
/// Thread: any; immutable. Times named `…Nanos` are monotonic.
public sealed interface ExchangeEvent permits OrderEvent, AccountEvent, ConnectionEvent, MarketEvent {
    ExchangeId exchange();
}
