package io.parallax.simulator.core;

/// Something that goes wrong once. Thread: any; immutable.
public sealed interface Fault {
    /// The next order is executed, but its HTTP or socket answer never comes.
    record LostAcknowledgement() implements Fault {}

    /// The next order is refused by the engine, after acceptance where the exchange works that way.
    record RefusedOrder(EndReason reason) implements Fault {}

    /// The next order that executes gets at most this quantity (× 10⁸); its remainder is cancelled.
    record PartialFill(long quantityE8) implements Fault {}

    /// The next private order or fill event is sent twice.
    record DuplicateEvent() implements Fault {}

    /// The answer to the next order comes only after all its events.
    record EventBeforeResponse() implements Fault {}

    /// All sockets stay open but nothing is sent on them for so long; what would have been sent is lost.
    record SilentSockets(long nanos) implements Fault {}
}
