package io.parallax.simulator.paradex;

/// A message with its bytes, encoded once per schema version however many connections get it. Thread: simulator loop.
final class Frame {
    private final SbeMessage message;
    /// By version; empty until somebody wants it.
    private final byte[][] encoded = new byte[SbeLayout.VERSION_MAX + 1][0];

    Frame(SbeMessage message) {
        this.message = message;
    }

    byte[] bytes(SbeEncoder encoder) {
        int version = encoder.version();
        if (encoded[version].length == 0) {
            encoded[version] = encoder.encode(message);
        }
        return encoded[version];
    }
}
