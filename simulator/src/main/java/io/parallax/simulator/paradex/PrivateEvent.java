package io.parallax.simulator.paradex;

import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// An event of one account, in whichever form a connection wants it. Thread: simulator loop.
record PrivateEvent(String account, Supplier<ObjectNode> json, Supplier<SbeMessage> message) {
    /// What it says now, whatever becomes of what it is about.
    PrivateEvent fixed() {
        ObjectNode fixedJson = json.get();
        SbeMessage fixedMessage = message.get();
        return new PrivateEvent(account, () -> fixedJson, () -> fixedMessage);
    }
}
