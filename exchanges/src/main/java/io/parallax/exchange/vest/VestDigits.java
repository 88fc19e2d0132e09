package io.parallax.exchange.vest;

import io.parallax.units.FixedPoint;

/// Numbers as ASCII digits, written into an array without a text in between. Thread: any.
final class VestDigits {
    private static final String HEX = "0123456789abcdef";
    /// Of a fixed-point number and of a long.
    static final int BYTES_MAX = 20;

    private VestDigits() {}

    /// Writes a number that is not negative and returns the index after its last digit.
    static int putLong(long value, byte[] target, int offset) {
        if (value < 0) {
            throw new IllegalArgumentException("times, nonces and sizes are not negative, found " + value);
        }
        int end = offset + 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            end++;
        }
        putDigits(value, target, offset, end);
        return end;
    }

    /// Writes what [FixedPoint#format(long, int)] gives, of a number that is not negative, and returns the index after
    /// it. Throws [ArithmeticException] as that does.
    static int putDecimal(long valueE8, int decimals, byte[] target, int offset) {
        long step = 1;
        for (int place = decimals; place < FixedPoint.DECIMALS; place++) {
            step *= 10;
        }
        if (valueE8 % step != 0) {
            throw new ArithmeticException(FixedPoint.format(valueE8) + " has more than " + decimals + " decimals");
        }
        int end = putLong(valueE8 / FixedPoint.ONE, target, offset);
        if (decimals == 0) {
            return end;
        }
        target[end] = '.';
        int fraction = end + 1;
        putDigits(valueE8 % FixedPoint.ONE / step, target, fraction, fraction + decimals);
        return fraction + decimals;
    }

    /// Writes two digits a byte, in lower case, and returns the index after them.
    static int putHex(byte[] bytes, byte[] target, int offset) {
        int end = offset;
        for (byte b : bytes) {
            target[end++] = (byte) HEX.charAt((b & 0xff) >>> 4);
            target[end++] = (byte) HEX.charAt(b & 0x0f);
        }
        return end;
    }

    /// The lowest digits of `value`, zeros before it, from `offset` up to `end`.
    private static void putDigits(long value, byte[] target, int offset, int end) {
        long rest = value;
        for (int i = end - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
