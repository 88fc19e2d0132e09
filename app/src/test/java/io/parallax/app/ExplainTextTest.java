package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.strategy.NetEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTextTest {
    /// The example of the document.
    @Test
    void showsEachStepWithItsSign() {
        NetEdge.Breakdown edge = new NetEdge.Breakdown(3_000, -500, 1_100, 200, -80, 200, 50);
        assertThat(ExplainText.waterfall(edge, 2_500)).isEqualTo("""
                    entry at the touch       +30.00 bps
                    exit at its threshold     -5.00 bps
                    fees, in and out         -11.00 bps
                    depth for our size        -2.00 bps
                    funding expected          -0.80 bps
                    quote currency            -2.00 bps
                    latency buffer            -0.50 bps
                    net                       +8.70 bps   (entry for our size +28.00 bps, needs +25.00 bps)""".indent(4).stripTrailing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "last", "1", "999999999999999999"})
    void understands(String question) {
        assertThat(ExplainText.isQuestion(question)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "01", "NOW", "1000000000000000000", "last ", "1.0"})
    void doesNotUnderstand(String question) {
        assertThat(ExplainText.isQuestion(question)).isFalse();
    }
}
