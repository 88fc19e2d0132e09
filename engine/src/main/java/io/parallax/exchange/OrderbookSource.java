package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;
import java.util.Optional;

/// The latest published books. Thread: any; never blocks.
public interface OrderbookSource {
    /// Empty until the first snapshot of that book.
    Optional<OrderbookSnapshot> orderbook(ExchangeId exchange, String symbol);
}
