package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import java.util.List;

/// One change of a book. Thread: any; immutable.
///
/// @param sequence the book's number after the change: one more than before
/// @param levels what changed; may be empty when the market republished the same quotes
public record BookChange(String symbol, long sequence, Cause cause, List<Level> levels, long epochMillis) {
    /// Who changed it.
    public enum Cause {
        /// New quotes from the market.
        MARKET,
        /// An order of a client, by resting, leaving or executing.
        ORDER
    }

    /// The quantity that now stands at a price; zero when the price is gone.
    public record Level(Side side, long priceE8, long quantityE8) {}

    public BookChange {
        levels = List.copyOf(levels);
    }
}
