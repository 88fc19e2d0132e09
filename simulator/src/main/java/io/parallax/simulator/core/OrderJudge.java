package io.parallax.simulator.core;

/// Decides for each order, once and when the exchange takes it, what goes wrong with it. Thread: simulator loop. An
/// implementation must not call the exchange.
@FunctionalInterface
public interface OrderJudge {
    /// Nothing goes wrong.
    OrderJudge LENIENT = order -> OrderVerdict.NONE;

    OrderVerdict judge(NewOrder order);
}
