package io.parallax.units;

/// Arithmetic on decimals scaled by 10⁸ and held in a `long`: exact, with 128-bit intermediates, and without garbage.
/// The suffix `E8` in a name anywhere in Parallax means this scale. Thread: any; stateless.
///
/// The largest magnitude is about 92 billion units. A result beyond it throws [ArithmeticException]: a wrapped amount
/// of money must never exist.
public final class FixedPoint {
    /// Digits after the decimal point.
    public static final int DECIMALS = 8;

    /// The number one.
    public static final long ONE = 100_000_000L;

    /// Says "there is no price" on the hot path, where `Optional` would be garbage.
    public static final long NO_PRICE = Long.MIN_VALUE;

    private static final int MAX_TEXT_LENGTH = 64;

    private static final long[] POWERS_OF_TEN = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L
    };

    private FixedPoint() {}

    /// `a × b`, both scaled by 10⁸, result scaled by 10⁸.
    public static long multiply(long aE8, long bE8, Rounding rounding) {
        return multiplyDivide(aE8, bE8, ONE, rounding);
    }

    /// `a ÷ b`, both scaled by 10⁸, result scaled by 10⁸. Throws [ArithmeticException] when `b` is zero.
    public static long divide(long aE8, long bE8, Rounding rounding) {
        return multiplyDivide(aE8, ONE, bE8, rounding);
    }

    /// `a × b ÷ c` with an exact 128-bit product. Throws [ArithmeticException] when `c` is zero or the result does not
    /// fit a `long`.
    public static long multiplyDivide(long a, long b, long c, Rounding rounding) {
        if (c == 0) {
            throw new ArithmeticException("division by zero: " + a + " × " + b + " ÷ 0");
        }
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        boolean negative = (high < 0) != (c < 0) && (high | low) != 0;
        if (high < 0) {
            low = -low;
            high = low == 0 ? -high : ~high;
        }
        long divisor = Math.abs(c);
        long quotient;
        long remainder;
        if (high == 0 && low >= 0 && divisor > 0) {
            quotient = low / divisor;
            remainder = low - quotient * divisor;
        } else {
            if (Long.compareUnsigned(high, divisor) >= 0) {
                throw overflow(a, b, c);
            }
            quotient = divideUnsigned128(high, low, divisor);
            remainder = low - quotient * divisor;
            if (quotient < 0) {
                throw overflow(a, b, c);
            }
        }
        if (remainder != 0 && roundsAwayFromZero(quotient, remainder, divisor, negative, rounding)) {
            quotient++;
            if (quotient < 0) {
                throw overflow(a, b, c);
            }
        }
        return negative ? -quotient : quotient;
    }

    private static boolean roundsAwayFromZero(
            long quotient, long remainder, long divisor, boolean negative, Rounding rounding) {
        return switch (rounding) {
            case DOWN -> false;
            case UP -> true;
            case FLOOR -> negative;
            case CEILING -> !negative;
            case HALF_EVEN -> {
                int half = Long.compareUnsigned(remainder, divisor - remainder);
                yield half > 0 || (half == 0 && (quotient & 1) == 1);
            }
        };
    }

    private static ArithmeticException overflow(long a, long b, long c) {
        return new ArithmeticException("does not fit a fixed-point number: " + a + " × " + b + " ÷ " + c);
    }

    /// Unsigned 128 by 64 bit division, `high < divisor`. Knuth's algorithm D on 32-bit digits
    /// (The Art of Computer Programming, volume 2, 4.3.1; the form of Hacker's Delight, `divlu`).
    private static long divideUnsigned128(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long v = divisor << shift;
        long vHigh = v >>> 32;
        long vLow = v & 0xFFFF_FFFFL;
        long u = shift == 0 ? high : (high << shift) | (low >>> (64 - shift));
        long uLow = low << shift;
        long uLowHigh = uLow >>> 32;
        long uLowLow = uLow & 0xFFFF_FFFFL;

        long q1 = digit(u, uLowHigh, vHigh, vLow);
        long rest = (u << 32) + uLowHigh - q1 * v;
        long q0 = digit(rest, uLowLow, vHigh, vLow);
        return (q1 << 32) + q0;
    }

    private static long digit(long u, long next, long vHigh, long vLow) {
        long q = Long.divideUnsigned(u, vHigh);
        long r = u - q * vHigh;
        while (q >>> 32 != 0 || Long.compareUnsigned(q * vLow, (r << 32) + next) > 0) {
            q--;
            r += vHigh;
            if (r >>> 32 != 0) {
                break;
            }
        }
        return q;
    }

    /// `value` brought to a multiple of `step`, which must be positive.
    public static long roundToMultiple(long value, long step, Rounding rounding) {
        if (step <= 0) {
            throw new ArithmeticException("step must be positive, found " + step);
        }
        return Math.multiplyExact(multiplyDivide(value, 1, step, rounding), step);
    }

    /// Reads plain decimal text (`-12.5`; no exponent, no sign `+`, no blanks). Throws [NumberFormatException] when the
    /// text is anything else, has more than eight decimals that are not zero, or is too large: a digit is never
    /// lost.
    public static long parse(CharSequence text) {
        int length = text.length();
        long result = 0;
        int decimals = -1;
        int digits = 0;
        boolean negative = false;
        if (length == 0 || length > MAX_TEXT_LENGTH) {
            throw malformed(text);
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '-' && i == 0) {
                negative = true;
            } else if (c == '.' && decimals < 0 && digits > 0) {
                decimals = 0;
            } else if (c >= '0' && c <= '9') {
                digits++;
                if (decimals >= DECIMALS) {
                    if (c != '0') {
                        throw new NumberFormatException("more than 8 decimals: \"" + text + "\"");
                    }
                    continue;
                }
                if (decimals >= 0) {
                    decimals++;
                }
                if (result > (Long.MAX_VALUE - (c - '0')) / 10) {
                    throw tooLarge(text);
                }
                result = result * 10 + (c - '0');
            } else {
                throw malformed(text);
            }
        }
        if (digits == 0 || decimals == 0) {
            throw malformed(text);
        }
        long factor = POWERS_OF_TEN[DECIMALS - Math.max(decimals, 0)];
        if (result > Long.MAX_VALUE / factor) {
            throw tooLarge(text);
        }
        return negative ? -result * factor : result * factor;
    }

    private static NumberFormatException malformed(CharSequence text) {
        CharSequence shown = text.length() > MAX_TEXT_LENGTH ? text.subSequence(0, MAX_TEXT_LENGTH) + "…" : text;
        return new NumberFormatException("not a plain decimal number: \"" + shown + "\"");
    }

    private static NumberFormatException tooLarge(CharSequence text) {
        return new NumberFormatException("too large for a fixed-point number: \"" + text + "\"");
    }

    /// Shortest plain text: `1500000000` is `15`, `1` is `0.00000001`.
    public static String format(long valueE8) {
        int decimals = DECIMALS;
        long rest = valueE8;
        while (decimals > 0 && rest % 10 == 0) {
            rest /= 10;
            decimals--;
        }
        return format(valueE8, decimals);
    }

    /// Plain text with exactly `decimals` (0 to 8) digits after the point. Throws [ArithmeticException] when a digit
    /// that is not zero would be lost.
    public static String format(long valueE8, int decimals) {
        long step = POWERS_OF_TEN[DECIMALS - decimals];
        if (valueE8 % step != 0) {
            throw new ArithmeticException(format(valueE8) + " has more than " + decimals + " decimals");
        }
        StringBuilder text = new StringBuilder(24);
        if (valueE8 < 0) {
            text.append('-');
        }
        // Long.MIN_VALUE is its own negative; the unsigned reading of it is right all the same.
        text.append(Long.toUnsignedString(Long.divideUnsigned(Math.abs(valueE8), ONE)));
        if (decimals > 0) {
            text.append('.');
            long fraction = Long.remainderUnsigned(Math.abs(valueE8), ONE) / step;
            for (int place = decimals - 1; place >= 0; place--) {
                text.append((char) ('0' + fraction / POWERS_OF_TEN[place] % 10));
            }
        }
        return text.toString();
    }
}
