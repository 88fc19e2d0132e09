package io.parallax.exchange.signing;

import java.nio.charset.StandardCharsets;

/// The digest that a wallet signs for a personal message of 32 bytes (ERC-191, version 0x45). Thread: any.
public final class PersonalMessage {
    private static final byte[] PREFIX = "\u0019Ethereum Signed Message:\n32".getBytes(StandardCharsets.US_ASCII);

    private PersonalMessage() {}

    /// `keccak256(prefix ‖ message)`. Throws [IllegalArgumentException] unless the message has 32 bytes.
    public static byte[] digest(byte[] message) {
        byte[] digest = new byte[Keccak256.DIGEST_BYTES];
        digest(new Keccak256.Hasher(), message, digest);
        return digest;
    }

    /// The same with a hasher that has nothing begun, into `target`, which may be the message itself.
    public static void digest(Keccak256.Hasher hasher, byte[] message, byte[] target) {
        if (message.length != Keccak256.DIGEST_BYTES) {
            throw new IllegalArgumentException("the message to sign has 32 bytes, found " + message.length);
        }
        hasher.update(PREFIX, 0, PREFIX.length);
        hasher.update(message, 0, message.length);
        hasher.finish(target, 0);
    }
}
