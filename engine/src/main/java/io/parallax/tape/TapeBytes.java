package io.parallax.tape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of a tape that are being written. Numbers take one byte for every seven bits that they have, the sign last, so
/// that small differences are small. Thread: one. Writes into what is there and grows when that is full.
final class TapeBytes {
    private static final int LOW = 0x7F;
    private static final int MORE = 0x80;
    private static final int SHIFT = 7;

    private byte[] bytes;
    private int length;

    TapeBytes(int capacity) {
        bytes = new byte[capacity];
    }

    void put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[length++] = (byte) value;
    }

    /// Any number; small magnitudes are short.
    void putSigned(long value) {
        putUnsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    /// A number that is read as unsigned.
    void putUnsigned(long value) {
        long rest = value;
        while ((rest & ~(long) LOW) != 0) {
            put((int) (rest & LOW) | MORE);
            rest >>>= SHIFT;
        }
        put((int) rest);
    }

    void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putUnsigned(utf8.length);
        put(utf8, utf8.length);
    }

    void put(byte[] from, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(from, 0, bytes, length, count);
        length += count;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }
}
