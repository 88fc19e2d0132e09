package io.parallax.app.cli;

import io.parallax.simulator.backtest.BacktestSettings;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;

/// The thresholds of a sweep: `entry=0.02:0.20:0.02,exit=-0.05:0.05:0.01`, per cent, both ends included.
/// Thread: any; immutable.
///
/// @param entryPpm empty for the one that was configured
/// @param exitPpm empty for the one that was configured
record SweepRanges(List<Long> entryPpm, List<Long> exitPpm) {
    private static final long E8_PERCENT_PER_PPM = 10_000;
    private static final int VALUES_MAX = 1_000;
    private static final int RUNS_MAX = 10_000;

    SweepRanges {
        entryPpm = List.copyOf(entryPpm);
        exitPpm = List.copyOf(exitPpm);
    }

    /// @throws IllegalArgumentException with what was expected
    static SweepRanges parse(String text) {
        List<Long> entry = List.of();
        List<Long> exit = List.of();
        for (String part : text.split(",", -1)) {
            int sign = part.indexOf('=');
            String name = sign < 0 ? part : part.substring(0, sign);
            String range = sign < 0 ? "" : part.substring(sign + 1);
            switch (name) {
                case "entry" -> entry = values(range, part);
                case "exit" -> exit = values(range, part);
                default ->
                    throw new IllegalArgumentException(
                            "--sweep takes entry=FROM:TO:STEP and exit=FROM:TO:STEP; found \"" + part + "\"");
            }
        }
        return new SweepRanges(entry, exit);
    }

    private static List<Long> values(String range, String part) {
        String[] words = range.split(":", -1);
        if (words.length == 1) {
            return List.of(percentAsPpm(words[0], part));
        }
        if (words.length != 3) {
            throw new IllegalArgumentException("a range is FROM:TO:STEP, per cent; found \"" + part + "\"");
        }
        long from = percentAsPpm(words[0], part);
        long to = percentAsPpm(words[1], part);
        long step = percentAsPpm(words[2], part);
        if (step <= 0 || to < from || (to - from) / step >= VALUES_MAX) {
            throw new IllegalArgumentException(
                    "a range rises by a positive step to at most " + VALUES_MAX + " values; found \"" + part + "\"");
        }
        List<Long> values = new ArrayList<>();
        for (long value = from; value <= to; value += step) {
            values.add(value);
        }
        return values;
    }

    /// @throws IllegalArgumentException when it is not a plain decimal with at most four decimals
    static long percentAsPpm(String text, String where) {
        long e8;
        try {
            e8 = FixedPoint.parse(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
        if (e8 % E8_PERCENT_PER_PPM != 0 || Math.abs(e8) > 100 * FixedPoint.ONE) {
            throw new IllegalArgumentException(
                    where + ": a percentage has at most 4 decimals and is at most 100; found \"" + text + "\"");
        }
        return e8 / E8_PERCENT_PER_PPM;
    }

    /// All pairs of thresholds over these settings.
    List<BacktestSettings> over(BacktestSettings settings) {
        List<Long> entries = entryPpm.isEmpty() ? List.of(settings.pair().entryPpm()) : entryPpm;
        List<Long> exits = exitPpm.isEmpty() ? List.of(settings.pair().exitPpm()) : exitPpm;
        if ((long) entries.size() * exits.size() > RUNS_MAX) {
            throw new IllegalArgumentException(
                    "a sweep has at most " + RUNS_MAX + " runs, found " + (long) entries.size() * exits.size());
        }
        List<BacktestSettings> all = new ArrayList<>();
        for (long entry : entries) {
            for (long exit : exits) {
                all.add(settings.withThresholdsPpm(entry, exit));
            }
        }
        return all;
    }
}
