package io.parallax.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.strategy.LayerSettings.Weights;
import io.parallax.units.FixedPoint;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerSettingsTest {
    private static final long ONE = FixedPoint.ONE;

    private static long[] totals(LayerSettings layers, long quantityE8) {
        return IntStream.range(0, layers.count())
                .mapToLong(layer -> layers.totalE8(layer, quantityE8))
                .toArray();
    }

    @Test
    void sharesOutTheWholeQuantity() {
        assertThat(totals(new LayerSettings(4, 3_000, Weights.EQUAL), ONE))
                .containsExactly(25_000_000, 50_000_000, 75_000_000, ONE);
        // 1, 4 and 9 of 14.
        assertThat(totals(new LayerSettings(3, 3_000, Weights.QUADRATIC), 14 * ONE))
                .containsExactly(ONE, 5 * ONE, 14 * ONE);
        assertThat(totals(new LayerSettings(3, 3_000, Weights.EQUAL), 100))
                .as("rounded down, but for the last")
                .containsExactly(33, 66, 100);
        assertThat(totals(LayerSettings.NONE, ONE)).containsExactly(ONE);
    }

    @Test
    void spacesTheStepsEvenly() {
        LayerSettings layers = new LayerSettings(4, 3_000, Weights.EQUAL);
        assertThat(IntStream.range(0, 4).mapToLong(layer -> layers.offsetPpm(layer, 1_500)))
                .containsExactly(0L, 500L, 1_000L, 1_500L);
        assertThat(new LayerSettings(4, 1_600, Weights.EQUAL).offsetPpm(1, 1_500))
                .as("rounded up")
                .isEqualTo(34);
        assertThat(LayerSettings.NONE.offsetPpm(0, 1_500)).isZero();
        assertThat(layers.shifted(-500).offsetPpm(3, 1_000)).isEqualTo(1_500);
    }

    @Test
    void refusesWhatIsNoLadder() {
        assertThatThrownBy(() -> new LayerSettings(0, 3_000, Weights.EQUAL)).hasMessageContaining("1 to 10, found 0");
        assertThatThrownBy(() -> new LayerSettings(11, 3_000, Weights.EQUAL)).hasMessageContaining("found 11");
    }
}
