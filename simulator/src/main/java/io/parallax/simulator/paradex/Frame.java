package io.parallax.simulator.paradex;

import java.util.HashMap;
import java.util.Map;

/// A message with its bytes, encoded once per layout however many connections get it. Thread: simulator loop.
final class Frame {
    private final SbeMessage message;
    private final Map<SbeEncoder, byte[]> encoded = new HashMap<>(2);

    Frame(SbeMessage message) {
        this.message = message;
    }

    byte[] bytes(SbeEncoder encoder) {
        return encoded.computeIfAbsent(encoder, e -> e.encode(message));
    }
}
