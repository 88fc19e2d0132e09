package io.parallax.simulator.tape;

import org.jspecify.annotations.Nullable;

/// Where the books of a coin go.
@FunctionalInterface
interface TapeSource {
    /// Null when nobody asked for the coin.
    MarketTape.@Nullable Builder of(String symbol);
}
