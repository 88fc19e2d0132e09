package io.parallax.simulator.core;

/// What an order pays, where an exchange has more than one price. Thread: simulator loop.
@FunctionalInterface
public interface OrderFees {
    /// Every order pays the same.
    OrderFees SAME = (order, standardPpm) -> standardPpm;

    /// @param standardPpm what the instrument takes of a taker, or the exchange of a maker, in millionths of notional
    long ppm(NewOrder order, long standardPpm);
}
