package io.parallax.exchange.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Solidity's ABI encoding of a list of values as function arguments: a head of one word per value, then the
/// texts that the head points to. `abi.encode(uint256 5, string "a")` is `new
/// Abi().uint256(5).string("a").encode()`. Thread: one.
public final class Abi {
    public static final int WORD_BYTES = 32;

    /// One value: its head word, or the tail that the head word will point to.
    private record Value(byte[] bytes, boolean inTail) {}

    private final List<Value> values = new ArrayList<>();

    /// A number that is not negative.
    public Abi uint256(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a uint256 is not negative, found " + value);
        }
        values.add(new Value(word(value), false));
        return this;
    }

    public Abi bool(boolean value) {
        return uint256(value ? 1 : 0);
    }

    public Abi address(EthereumAddress address) {
        byte[] word = new byte[WORD_BYTES];
        System.arraycopy(address.toBytes(), 0, word, WORD_BYTES - EthereumAddress.BYTES, EthereumAddress.BYTES);
        values.add(new Value(word, false));
        return this;
    }

    /// A bytes32, digests of EIP-712 among them.
    public Abi bytes32(byte[] word) {
        if (word.length != WORD_BYTES) {
            throw new IllegalArgumentException("a bytes32 has " + WORD_BYTES + " bytes, found " + word.length);
        }
        values.add(new Value(word.clone(), false));
        return this;
    }

    /// A text in UTF-8, byte for byte as given.
    public Abi string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int words = (utf8.length + WORD_BYTES - 1) / WORD_BYTES;
        byte[] tail = new byte[(1 + words) * WORD_BYTES];
        putLong(tail, 0, utf8.length);
        System.arraycopy(utf8, 0, tail, WORD_BYTES, utf8.length);
        values.add(new Value(tail, true));
        return this;
    }

    public byte[] encode() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream tails = new ByteArrayOutputStream();
        for (Value value : values) {
            head.writeBytes(value.inTail ? word((long) values.size() * WORD_BYTES + tails.size()) : value.bytes);
            tails.writeBytes(value.inTail ? value.bytes : new byte[0]);
        }
        head.writeBytes(tails.toByteArray());
        return head.toByteArray();
    }

    /// Writes a number over the word at `wordOffset` of an encoding.
    public static void putUint256(byte[] encoded, int wordOffset, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a uint256 is not negative, found " + value);
        }
        putLong(encoded, wordOffset, value);
    }

    /// Where in an encoding the text begins that its value number `index` (from 0) points to: a word with its length
    /// in bytes, then the bytes, filled up to whole words with zeros.
    public static int stringOffset(byte[] encoded, int index) {
        return ByteBuffer.wrap(encoded).getInt((index + 1) * WORD_BYTES - Integer.BYTES);
    }

    private static byte[] word(long value) {
        byte[] word = new byte[WORD_BYTES];
        putLong(word, 0, value);
        return word;
    }

    private static void putLong(byte[] bytes, int wordOffset, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[wordOffset + WORD_BYTES - 1 - i] = (byte) (value >>> (Byte.SIZE * i));
        }
    }
}
