package io.parallax.simulator.world;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.server.ServerResponse;

/// Where faults reach into the way between a host and an exchange. Everything defaults to nothing. Thread: the
/// world's.
public interface FaultPoints {
    FaultPoints NONE = new FaultPoints() {};

    /// A request, or a text on a socket, leaves the host.
    ///
    /// @param http false for a text on a socket
    default Passage onRequest(ExchangeId exchange, RequestClass kind, boolean http, byte[] body) {
        return Passage.ON;
    }

    /// A response leaves the exchange.
    default Passage onReply(ExchangeId exchange, RequestClass kind, ServerResponse response) {
        return Passage.ON;
    }

    /// A message on a socket leaves the exchange.
    ///
    /// @param reply whether it answers an order or another request of the host; otherwise it is news
    default Passage onFrame(ExchangeId exchange, Channel channel, boolean reply, boolean text, byte[] bytes) {
        return Passage.ON;
    }

    /// Whether a new connection can be made.
    default Dialling onDial(ExchangeId exchange, Channel channel) {
        return Dialling.CONNECTS;
    }

    /// How long the engine's thread is busy with one turn beyond the usual.
    default long engineExtraNanos() {
        return 0;
    }

    /// The process is at this point of its work. May throw [ProcessKilled].
    default void onHost(HostMoment moment) {}

    /// What becomes of an attempt to connect.
    enum Dialling {
        CONNECTS,
        REFUSED,
        /// Nothing comes back until the client gives up.
        UNANSWERED
    }
}
