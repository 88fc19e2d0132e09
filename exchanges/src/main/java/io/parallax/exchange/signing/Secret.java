package io.parallax.exchange.signing;

import java.util.Arrays;
import java.util.HexFormat;

/// A private key or another secret of 1 to 32 bytes. Shows nothing of itself: no content in `toString`, no
/// equality on content, no serialisation. Thread: any, until wiped.
public final class Secret implements AutoCloseable {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes hexadecimal text with or without `0x`, up to 64 digits, as an unsigned big-endian number of 32
    /// bytes. Throws [IllegalArgumentException] with a message that does not contain the text.
    public static Secret fromHex(String hex) {
        String digits = hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
        if (digits.isEmpty() || digits.length() > 64 || !Felt.isHexadecimal(digits)) {
            throw new IllegalArgumentException("a key is 1 to 64 hexadecimal digits, optionally after 0x; found "
                    + digits.length() + " characters" + (digits.length() <= 64 ? ", not all of them hexadecimal" : ""));
        }
        return new Secret(HexFormat.of().parseHex("0".repeat(64 - digits.length()) + digits));
    }

    public static Secret of(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a key has 32 bytes, found " + bytes.length);
        }
        return new Secret(bytes.clone());
    }

    /// A copy of the 32 bytes, big-endian. The caller wipes it.
    public byte[] copyBytes() {
        return bytes.clone();
    }

    /// Overwrites the content.
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
