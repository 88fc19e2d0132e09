package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A field element of Starknet: an integer from 0 to p-1, where p = 2²⁵¹ + 17·2¹⁹² + 1, as four words, least
/// significant first. For public values; private keys are [Secret]s. Thread: any; immutable.
public record Felt(long word0, long word1, long word2, long word3) implements Comparable<Felt> {
    public static final int BYTES = 32;
    public static final Felt ZERO = new Felt(0, 0, 0, 0);
    public static final Felt ONE = new Felt(1, 0, 0, 0);

    private static final int HEX_DIGITS_MAX = 64;
    private static final int DECIMAL_DIGITS_MAX = 78;
    private static final int SHORT_TEXT_BYTES_MAX = 31;
    private static final long HIGHEST_WORD_OF_P = 0x0800000000000011L;

    /// Throws [IllegalArgumentException] when the number is p or more.
    public Felt {
        boolean belowP = Long.compareUnsigned(word3, HIGHEST_WORD_OF_P) < 0
                || (word3 == HIGHEST_WORD_OF_P && (word0 | word1 | word2) == 0);
        if (!belowP) {
            throw new IllegalArgumentException("a felt is below 2^251 + 17*2^192 + 1, found 0x"
                    + HexFormat.of().formatHex(bytes(word0, word1, word2, word3)));
        }
    }

    /// A number that is not negative.
    public static Felt of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a felt is not negative, found " + value);
        }
        return new Felt(value, 0, 0, 0);
    }

    public static Felt of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > Byte.SIZE * BYTES) {
            throw new IllegalArgumentException("a felt is 0 or more and below 2^252, found " + value.bitLength()
                    + " bits, sign " + value.signum());
        }
        return new Felt(
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
    }

    /// 32 bytes, big-endian.
    public static Felt of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a felt has " + BYTES + " bytes, found " + bytes.length);
        }
        ByteBuffer words = ByteBuffer.wrap(bytes);
        return new Felt(words.getLong(24), words.getLong(16), words.getLong(8), words.getLong(0));
    }

    /// A decimal number, or a hexadecimal one after `0x`.
    public static Felt parse(String text) {
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return fromHexDigits(text);
        }
        if (text.isEmpty() || text.length() > DECIMAL_DIGITS_MAX || !isDecimal(text)) {
            throw new IllegalArgumentException(
                    "a felt is a decimal number or 0x and hexadecimal digits, found \"" + shown(text) + "\"");
        }
        return of(new BigInteger(text));
    }

    /// The bytes of at most 31 ASCII characters as one big-endian number: Cairo's short string.
    public static Felt ofShortText(String text) {
        if (text.length() > SHORT_TEXT_BYTES_MAX || !isAscii(text)) {
            throw new IllegalArgumentException(
                    "a short text has at most 31 ASCII characters, found \"" + shown(text) + "\"");
        }
        byte[] bytes = new byte[BYTES];
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, BYTES - text.length(), text.length());
        return of(bytes);
    }

    /// The encoding of a `felt` field in typed data of revision 0: decimal digits and `0x…` are that number, an
    /// empty text is 0, other text is a short text. So the version `"1"` is the number 1, not the character.
    public static Felt ofText(String text) {
        if (text.isEmpty()) {
            return ZERO;
        }
        return isDecimal(text) || text.startsWith("0x") || text.startsWith("0X") ? parse(text) : ofShortText(text);
    }

    /// Writes the four words, least significant first.
    void words(long[] target) {
        target[0] = word0;
        target[1] = word1;
        target[2] = word2;
        target[3] = word3;
    }

    public BigInteger toBigInteger() {
        return new BigInteger(1, toBytes());
    }

    /// 32 bytes, big-endian.
    public byte[] toBytes() {
        return bytes(word0, word1, word2, word3);
    }

    public String toDecimal() {
        return toBigInteger().toString();
    }

    /// `0x` and hexadecimal digits without leading zeros.
    public String toHex() {
        return "0x" + toBigInteger().toString(16);
    }

    public boolean isZero() {
        return (word0 | word1 | word2 | word3) == 0;
    }

    /// Whether the number is below 2²⁵¹, the bound of message hashes and of both parts of a signature.
    public boolean isBelow2Pow251() {
        return word3 >>> 59 == 0;
    }

    @Override
    public int compareTo(Felt other) {
        int order = Long.compareUnsigned(word3, other.word3);
        order = order != 0 ? order : Long.compareUnsigned(word2, other.word2);
        order = order != 0 ? order : Long.compareUnsigned(word1, other.word1);
        return order != 0 ? order : Long.compareUnsigned(word0, other.word0);
    }

    /// Hexadecimal.
    @Override
    public String toString() {
        return toHex();
    }

    private static Felt fromHexDigits(String text) {
        int digits = text.length() - 2;
        if (digits == 0 || digits > HEX_DIGITS_MAX || !isHexadecimal(text.substring(2))) {
            throw new IllegalArgumentException(
                    "after 0x come 1 to 64 hexadecimal digits, found \"" + shown(text) + "\"");
        }
        return of(HexFormat.of().parseHex("0".repeat(HEX_DIGITS_MAX - digits) + text.substring(2)));
    }

    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// Whether all characters are hexadecimal digits. A loop, as streams cost a new process some ten milliseconds.
    static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static byte[] bytes(long word0, long word1, long word2, long word3) {
        return ByteBuffer.allocate(BYTES)
                .putLong(word3)
                .putLong(word2)
                .putLong(word1)
                .putLong(word0)
                .array();
    }
}
