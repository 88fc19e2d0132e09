package io.parallax.simulator.tape;

import io.parallax.units.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimal text of recordings as fixed-point numbers. Thread: any; stateless.
final class Decimals {
    private static final int TEXT_MAX = 64;
    private static final int SCALE_MAX = 60;

    private Decimals() {}

    /// Exact, also in scientific notation (`1e-05`); throws [NumberFormatException] when a digit would be lost.
    static long parseE8(String text) {
        return isPlain(text) ? FixedPoint.parse(text) : scaled(text, RoundingMode.UNNECESSARY);
    }

    /// Rounded down to what can be told: a quantity that was recorded is never made larger.
    static long parseRoundedDownE8(String text) {
        try {
            return parseE8(text);
        } catch (NumberFormatException e) {
            return scaled(text, RoundingMode.DOWN);
        }
    }

    private static boolean isPlain(String text) {
        return text.indexOf('e') < 0 && text.indexOf('E') < 0;
    }

    private static long scaled(String text, RoundingMode rounding) {
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            throw malformed(text);
        }
        try {
            BigDecimal value = new BigDecimal(text);
            // A few letters may stand for a number of a million digits.
            if (Math.abs((long) value.scale()) > SCALE_MAX) {
                throw malformed(text);
            }
            return value.setScale(FixedPoint.DECIMALS, rounding)
                    .movePointRight(FixedPoint.DECIMALS)
                    .longValueExact();
        } catch (ArithmeticException e) {
            NumberFormatException lost = malformed(text);
            lost.initCause(e);
            throw lost;
        }
    }

    private static NumberFormatException malformed(String text) {
        String shown = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
        return new NumberFormatException("not a number with at most 8 decimals: \"" + shown + "\"");
    }
}
