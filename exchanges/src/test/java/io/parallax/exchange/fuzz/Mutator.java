package io.parallax.exchange.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Changes inputs, one to six steps at a time: bytes, chunks, splices, binary numbers at their bounds, whole JSON
/// values, deep nesting, long runs, broken UTF-8. Thread: one; repeatable from its seed.
final class Mutator {
    static final int BYTES_MAX = 1 << 16;

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        Byte.MAX_VALUE,
        255,
        256,
        Short.MAX_VALUE,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFF_FFFFL,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        100_000_000L,
        4_102_444_800_000_001L
    };
    private static final List<byte[]> VALUES = List.of(
            ascii("0"),
            ascii("-0"),
            ascii("-1"),
            ascii("1.5"),
            ascii("1e5"),
            ascii("1E400"),
            ascii("1e999999999"),
            ascii("1E-999999999"),
            ascii("0.000000001"),
            ascii("92233720368.54775807"),
            ascii("92233720368.54775808"),
            ascii("-92233720368.54775808"),
            ascii("9223372036854775807"),
            ascii("9223372036854775808"),
            ascii("-9223372036854775808"),
            ascii("18446744073709551616"),
            ascii("NaN"),
            ascii("null"),
            ascii("true"),
            ascii("false"),
            ascii("\"\""),
            ascii("\"0\""),
            ascii("\"-0.0\""),
            ascii("\"1e5\""),
            ascii("\"-1\""),
            ascii("\"92233720368.54775807\""),
            ascii("\"99999999999999999999\""),
            ascii("\"0.0000000001\""),
            ascii("\"9223372036854775807\""),
            ascii("\"\\u0000\""),
            ascii("\"\\ud800\""),
            ascii("\"\\uD83D\\uDE00\""),
            ascii("\"a\\r\\nb: c\""),
            ascii("{}"),
            ascii("[]"),
            ascii("[{}]"),
            ascii("{\"\":[]}"),
            ascii("[[],[]]"));
    private static final List<byte[]> BROKEN_UTF8 = List.of(
            bytes(0xFF),
            bytes(0xC0, 0x80),
            bytes(0xED, 0xA0, 0x80),
            bytes(0xF4, 0x90, 0x80, 0x80),
            bytes(0xE2, 0x82),
            bytes(0x80),
            bytes(0),
            bytes(0xEF, 0xBB, 0xBF),
            bytes(0x1F, 0x8B, 8));
    private static final int NESTING_MAX = 5_000;
    private static final int RUN_MAX = 20_000;

    private final SplittableRandom random;
    private final boolean json;

    /// @param json whether most steps change whole values, so that the result can still be JSON
    Mutator(long seed, boolean json) {
        random = new SplittableRandom(seed);
        this.json = json;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /// @param other what may be spliced in
    byte[] mutate(byte[] input, byte[] other) {
        byte[] result = input;
        for (int steps = 1 + random.nextInt(random.nextInt(1, 7)); steps > 0; steps--) {
            result = step(result, other);
        }
        return result.length > BYTES_MAX ? Arrays.copyOf(result, BYTES_MAX) : result;
    }

    private byte[] step(byte[] input, byte[] other) {
        if (json && random.nextInt(8) > 0) {
            return jsonValue(input, other);
        }
        return switch (random.nextInt(16)) {
            case 0, 1 -> flip(input);
            case 2, 3 -> put(input, (byte) random.nextInt(256));
            case 4 -> replace(input, at(input), 0, chunk(other));
            case 5 -> {
                int from = at(input);
                yield replace(input, from, Math.min(input.length - from, 1 + random.nextInt(16)), new byte[0]);
            }
            case 6 -> replace(input, at(input), 0, chunk(input));
            case 7 -> Arrays.copyOf(input, at(input));
            case 8 -> splice(input, other);
            case 9 -> binaryNumber(input);
            case 10, 11, 12 -> jsonValue(input, other);
            case 13 -> replace(input, at(input), 0, pick(BROKEN_UTF8));
            case 14 -> put(input, (byte) "{}[]\",:\\ \r\n0-.eE".charAt(random.nextInt(16)));
            default -> random.nextInt(8) == 0 ? large(input) : flip(input);
        };
    }

    private int at(byte[] input) {
        return input.length == 0 ? 0 : random.nextInt(input.length + 1);
    }

    private byte[] flip(byte[] input) {
        byte[] result = input.clone();
        if (result.length > 0) {
            result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return result;
    }

    private byte[] put(byte[] input, byte value) {
        byte[] result = input.clone();
        if (result.length > 0) {
            result[random.nextInt(result.length)] = value;
        }
        return result;
    }

    private byte[] chunk(byte[] from) {
        int start = at(from);
        return Arrays.copyOfRange(from, start, Math.min(from.length, start + 1 + random.nextInt(64)));
    }

    private byte[] splice(byte[] input, byte[] other) {
        int from = at(input);
        int start = at(other);
        return replace(input, from, input.length - from, Arrays.copyOfRange(other, start, other.length));
    }

    private byte[] binaryNumber(byte[] input) {
        int width = 1 << random.nextInt(4);
        if (input.length < width) {
            return input;
        }
        byte[] result = input.clone();
        int from = random.nextInt(input.length - width + 1);
        long value = NUMBERS[random.nextInt(NUMBERS.length)] + (random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0);
        boolean little = random.nextBoolean();
        for (int i = 0; i < width; i++) {
            result[from + (little ? i : width - 1 - i)] = (byte) (value >>> (8 * i));
        }
        return result;
    }

    /// Replaces, doubles or removes one whole value: a text, a number, a word, a list or an object.
    private byte[] jsonValue(byte[] input, byte[] other) {
        int start = valueStart(input);
        if (start < 0) {
            return flip(input);
        }
        int length = valueEnd(input, start) - start;
        return switch (random.nextInt(6)) {
            case 0 -> replace(input, start, length, new byte[0]);
            case 1 -> {
                byte[] value = Arrays.copyOfRange(input, start, start + length);
                yield replace(input, start, 0, concat(value, ascii(",")));
            }
            case 2 -> {
                int from = valueStart(other);
                yield from < 0
                        ? input
                        : replace(input, start, length, Arrays.copyOfRange(other, from, valueEnd(other, from)));
            }
            default -> replace(input, start, length, pick(VALUES));
        };
    }

    /// Where a value begins at or behind a place drawn; -1 when none does.
    private int valueStart(byte[] input) {
        for (int i = at(input); i < input.length; i++) {
            byte c = input[i];
            boolean begins = c == '"' || c == '{' || c == '[' || isScalar(c);
            if (begins && (i == 0 || !isScalar(input[i - 1]))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isScalar(byte c) {
        return c == '-' || c == '.' || c == '+' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }

    private static int valueEnd(byte[] input, int start) {
        byte first = input[start];
        int at = start + 1;
        if (first == '"') {
            while (at < input.length && input[at] != '"') {
                at += input[at] == '\\' ? 2 : 1;
            }
            return Math.min(at + 1, input.length);
        }
        if (first == '{' || first == '[') {
            int depth = 1;
            for (; at < input.length && depth > 0; at++) {
                depth += input[at] == '{' || input[at] == '[' ? 1 : input[at] == '}' || input[at] == ']' ? -1 : 0;
            }
            return at;
        }
        while (at < input.length && isScalar(input[at])) {
            at++;
        }
        return at;
    }

    private byte[] large(byte[] input) {
        int length = 1 + random.nextInt(random.nextBoolean() ? 200 : NESTING_MAX);
        byte[] run = switch (random.nextInt(6)) {
            case 0 -> ascii("[".repeat(length));
            case 1 -> ascii("{\"a\":".repeat(length));
            case 2 -> ascii("[".repeat(length) + "]".repeat(length));
            case 3 -> ascii("9".repeat(length));
            case 4 -> ascii("[],".repeat(length));
            default -> {
                byte[] filled = new byte[1 + random.nextInt(RUN_MAX)];
                Arrays.fill(filled, (byte) random.nextInt(256));
                yield filled;
            }
        };
        int start = random.nextBoolean() ? valueStart(input) : -1;
        return start < 0
                ? replace(input, at(input), 0, run)
                : replace(input, start, valueEnd(input, start) - start, run);
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] replace(byte[] input, int from, int length, byte[] by) {
        var result = new ByteArrayOutputStream(input.length + by.length);
        result.write(input, 0, from);
        result.write(by, 0, by.length);
        result.write(input, from + length, input.length - from - length);
        return result.toByteArray();
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        return replace(head, head.length, 0, tail);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] result = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (byte) values[i];
        }
        return result;
    }
}
