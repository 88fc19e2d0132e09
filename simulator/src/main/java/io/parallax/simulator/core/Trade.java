package io.parallax.simulator.core;

import io.parallax.instrument.Side;

/// A public trade. Thread: any; immutable.
///
/// @param takerSide side of the order that came second
public record Trade(
        String symbol,
        long tradeId,
        Side takerSide,
        long priceE8,
        long quantityE8,
        long bookSequence,
        long epochMillis) {}
