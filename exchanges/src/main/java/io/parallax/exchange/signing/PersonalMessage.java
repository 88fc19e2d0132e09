package io.parallax.exchange.signing;

import java.nio.charset.StandardCharsets;

/// The digest that a wallet signs for a personal message of 32 bytes (ERC-191, version 0x45). Thread: any.
public final class PersonalMessage {
    private static final byte[] PREFIX = "\u0019Ethereum Signed Message:\n32".getBytes(StandardCharsets.US_ASCII);

    private PersonalMessage() {}

    /// `keccak256(prefix ‖ message)`. Throws [IllegalArgumentException] unless the message has 32 bytes.
    public static byte[] digest(byte[] message) {
        if (message.length != Keccak256.DIGEST_BYTES) {
            throw new IllegalArgumentException("the message to sign has 32 bytes, found " + message.length);
        }
        return Keccak256.digest(PREFIX, message);
    }
}
