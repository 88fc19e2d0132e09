package io.parallax.simulator.backtest;

import io.parallax.units.FixedPoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers for people. Thread: any; stateless.
public final class Texts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long E8_PERCENT_PER_PPM = 10_000;
    private static final long CENT_E8 = 1_000_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Texts() {}

    /// `0.1234`: per cent, four decimals.
    public static String percent(long ppm) {
        return FixedPoint.format(ppm * E8_PERCENT_PER_PPM, 4);
    }

    /// A share, `81.4`: per cent, one decimal.
    public static String share(long ppm) {
        return String.format(Locale.ROOT, "%.1f", ppm / 10_000.0);
    }

    /// Money with two decimals, rounded down in size.
    public static String money(long valueE8) {
        return FixedPoint.format(valueE8 / CENT_E8 * CENT_E8, 2);
    }

    /// `23:54:14`, UTC.
    public static String time(long micros) {
        return TIME.format(instant(micros));
    }

    /// `2024-08-08 23:54:14`, UTC.
    public static String dayAndTime(long micros) {
        return DAY_AND_TIME.format(instant(micros));
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }

    /// `2.9 s`, `12 ms`, `3 min 5 s`; `none` below zero.
    public static String duration(long micros) {
        if (micros < 0) {
            return "none";
        }
        if (micros < 1_000) {
            return micros + " µs";
        }
        if (micros < MICROS_PER_SECOND) {
            return String.format(Locale.ROOT, micros < 10_000 ? "%.1f ms" : "%.0f ms", micros / 1_000.0);
        }
        if (micros < 60 * MICROS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
        }
        long seconds = micros / MICROS_PER_SECOND;
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
}
