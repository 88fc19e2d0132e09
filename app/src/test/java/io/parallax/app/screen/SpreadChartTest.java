package io.parallax.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.strategy.SpreadCalculator;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class SpreadChartTest {
    private static final Paint ASCII = new Paint(false, false);

    private static List<String> draw(long[] samples, long thresholdPpm, int columns, int rows) {
        return SpreadChart.draw(samples, thresholdPpm, columns, rows, ASCII).stream()
                .map(AttributedString::toString)
                .toList();
    }

    @Test
    void drawsTheNewestAtTheRightAndTheThreshold() {
        assertThat(draw(new long[] {0, 500, 1_000}, 1_500, 13, 4))
                .containsExactly(
                        "   15.00 ----", //
                        "            *",
                        "           * ",
                        "    0.00  *  ");
    }

    @Test
    void leavesOutWhatWasNotKnown() {
        assertThat(draw(new long[] {100, SpreadCalculator.NO_SPREAD, 100}, SpreadCalculator.NO_SPREAD, 12, 2))
                .containsExactly("    1.02    ", "    1.00 * *");
        assertThat(draw(new long[] {SpreadCalculator.NO_SPREAD}, SpreadCalculator.NO_SPREAD, 40, 3)
                        .get(1))
                .contains("no spread seen yet");
    }

    @Test
    void drawsNoMoreThanFits() {
        long[] many = new long[1_000];
        many[999] = 700;
        List<String> lines = draw(many, 100, 20, 5);
        assertThat(lines).hasSize(5).allMatch(line -> line.length() <= 20);
        assertThat(lines.getFirst()).endsWith("*");
    }
}
