package io.parallax.simulator.world;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.ExchangeId;

/// What a judge hears: the bytes that cross the wire, what the engine says, and what happens to its process. Each is
/// told before whoever receives it acts. Thread: the world's.
public interface Taps {
    /// A request, or a text on a socket, was handed to the network by the host.
    ///
    /// @param target path and query of a request, empty for a text
    default void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {}

    /// A request of the host reached the exchange.
    default void onArrived(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {}

    /// A response reached the host.
    ///
    /// @param askedNanos when the exchange read the request
    default void onReply(
            ExchangeId exchange,
            RequestClass kind,
            String target,
            byte[] request,
            int status,
            byte[] body,
            long askedNanos,
            long nowNanos) {}

    /// The host gave a request up, or its connection ended.
    default void onNoReply(
            ExchangeId exchange, RequestClass kind, byte[] request, boolean mayHaveLeft, long nowNanos) {}

    /// A message on a socket reached the host.
    ///
    /// @param sentNanos when the exchange sent it
    default void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {}

    /// A connection of the host was made or ended.
    default void onConnection(ExchangeId exchange, Channel channel, boolean open, long nowNanos) {}

    /// The engine told something about itself.
    default void onNotice(EngineNotice notice, long nowNanos) {}

    /// An operator commands the engine.
    default void onOperator(OperatorCommand command, long nowNanos) {}

    /// The engine's process started.
    default void onStart(int life, long nowNanos) {}

    /// The engine's process ended without a word.
    default void onCrash(long nowNanos) {}

    /// The engine took a turn: everything it wanted to send has been handed over.
    default void onTurn(long nowNanos) {}
}
