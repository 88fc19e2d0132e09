package io.parallax.simulator.paradex;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing little-endian buffer with the field types of the schema. Thread: one at a time.
final class SbeWriter {
    private static final int TEXT_BYTES_MAX = 254;
    private static final int ACCOUNT_BYTES = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int size;

    SbeWriter u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    SbeWriter u16(int value) {
        return u8(value).u8(value >>> 8);
    }

    SbeWriter i64(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    SbeWriter i64(long... values) {
        for (long value : values) {
            i64(value);
        }
        return this;
    }

    SbeWriter raw(byte[] block) {
        ensure(block.length);
        System.arraycopy(block, 0, bytes, size, block.length);
        size += block.length;
        return this;
    }

    SbeWriter fill(int count, int value) {
        ensure(count);
        Arrays.fill(bytes, size, size + count, (byte) value);
        size += count;
        return this;
    }

    /// Hexadecimal account address as 32 bytes, big-endian.
    SbeWriter account(String hex) {
        byte[] digits = new BigInteger(hex.substring(2), 16).toByteArray();
        int length = Math.min(digits.length, ACCOUNT_BYTES);
        fill(ACCOUNT_BYTES - length, 0);
        return raw(Arrays.copyOfRange(digits, digits.length - length, digits.length));
    }

    /// One length byte, then UTF-8.
    SbeWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > TEXT_BYTES_MAX) {
            throw new IllegalArgumentException("a text field holds at most 254 bytes, found " + utf8.length);
        }
        return u8(utf8.length).raw(utf8);
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /// Writes a 16-bit number over what stands at `offset`.
    void u16At(int offset, int value) {
        bytes[offset] = (byte) value;
        bytes[offset + 1] = (byte) (value >>> 8);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
