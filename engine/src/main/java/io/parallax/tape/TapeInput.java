package io.parallax.tape;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Bytes of a tape that are being read, as [TapeBytes] wrote them. Thread: one.
final class TapeInput {
    private static final int LOW = 0x7F;
    private static final int SHIFT = 7;
    private static final int TEXT_MAX = 1 << 20;

    private final ByteBuffer bytes;

    TapeInput(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int position() {
        return bytes.position();
    }

    int get() throws TapeFormatException {
        if (!bytes.hasRemaining()) {
            throw new TapeFormatException("the tape ends in the middle of an entry, at byte " + bytes.position());
        }
        return bytes.get() & 0xFF;
    }

    long signed() throws TapeFormatException {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long unsigned() throws TapeFormatException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += SHIFT) {
            int part = get();
            value |= (long) (part & LOW) << shift;
            if (part <= LOW) {
                return value;
            }
        }
        throw new TapeFormatException("expected a number, found more than 64 bits before byte " + bytes.position());
    }

    /// A count of things that take at least one byte each.
    int count(int max) throws TapeFormatException {
        long count = unsigned();
        if (count < 0 || count > max || count > bytes.remaining()) {
            throw new TapeFormatException("expected at most " + Math.min(max, bytes.remaining()) + ", found "
                    + Long.toUnsignedString(count) + " before byte " + bytes.position());
        }
        return (int) count;
    }

    String text() throws TapeFormatException {
        byte[] utf8 = new byte[count(TEXT_MAX)];
        try {
            bytes.get(utf8);
        } catch (BufferUnderflowException e) {
            throw new TapeFormatException("the tape ends in the middle of a text, at byte " + bytes.position());
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
