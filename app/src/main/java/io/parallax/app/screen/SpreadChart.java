package io.parallax.app.screen;

import io.parallax.strategy.SpreadCalculator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/// A spread over time with the threshold it has to reach, as lines of text. Thread: any; stateless.
final class SpreadChart {
    private static final int LABEL = 9;

    private SpreadChart() {}

    /// @param samples oldest first; at most as many as fit are drawn, the newest at the right
    /// @param thresholdPpm [SpreadCalculator#NO_SPREAD] for none
    /// @param rows at least 2
    static List<AttributedString> draw(long[] samples, long thresholdPpm, int columns, int rows, Paint paint) {
        int width = Math.max(1, columns - LABEL);
        long[] shown = Arrays.copyOfRange(samples, Math.max(0, samples.length - width), samples.length);
        boolean known = thresholdPpm != SpreadCalculator.NO_SPREAD;
        LongStream values = Arrays.stream(shown).filter(ppm -> ppm != SpreadCalculator.NO_SPREAD);
        long[] seen = (known ? LongStream.concat(values, LongStream.of(thresholdPpm)) : values).toArray();
        if (seen.length == 0) {
            return blank(rows);
        }
        long low = Arrays.stream(seen).min().orElseThrow();
        long high = Math.max(low + rows, Arrays.stream(seen).max().orElseThrow());
        List<AttributedString> lines = new ArrayList<>();
        int thresholdRow = known ? row(thresholdPpm, low, high, rows) : -1;
        for (int row = 0; row < rows; row++) {
            AttributedStringBuilder line = new AttributedStringBuilder();
            boolean labelled = row == 0 || row == rows - 1 || row == thresholdRow;
            long labelPpm = row == thresholdRow ? thresholdPpm : row == 0 ? high : low;
            line.append(
                    labelled ? String.format(Locale.ROOT, "%8.2f ", labelPpm / 100.0) : " ".repeat(LABEL),
                    row == thresholdRow ? paint.warning() : paint.faint());
            for (int column = 0; column < width; column++) {
                int index = column - (width - shown.length);
                boolean here = index >= 0
                        && shown[index] != SpreadCalculator.NO_SPREAD
                        && row(shown[index], low, high, rows) == row;
                if (here) {
                    boolean reached = known && shown[index] >= thresholdPpm;
                    line.append(String.valueOf(paint.dot()), reached ? paint.good() : paint.plain());
                } else {
                    line.append(
                            String.valueOf(row == thresholdRow ? paint.rule() : ' '),
                            row == thresholdRow ? paint.warning() : paint.plain());
                }
            }
            lines.add(line.toAttributedString());
        }
        return lines;
    }

    private static List<AttributedString> blank(int rows) {
        List<AttributedString> lines = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            lines.add(new AttributedString(row == rows / 2 ? " ".repeat(LABEL) + "no spread seen yet" : ""));
        }
        return lines;
    }

    private static int row(long ppm, long low, long high, int rows) {
        long fromTop = high - ppm;
        return Math.clamp((2 * fromTop * (rows - 1) + (high - low)) / (2 * (high - low)), 0, rows - 1);
    }
}
