package io.parallax.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a minute of the shipped tape offers at the default speed, so that the first run of a newcomer shows something.
class TapeCyclesTest {
    private static final long MINUTE_MILLIS = 60_000;

    @ParameterizedTest(name = "{0}, entry {2} ppm, exit {3} ppm, seed {4}")
    @CsvSource({
        "BTC-PERP, 0.01, 1800, -900, 1",
        "BTC-PERP, 0.01, 1800, -900, 2",
        "ETH-PERP, 0.2, 3800, -3200, 1",
        "ETH-PERP, 0.2, 3800, -3200, 2",
    })
    void givesAtLeastTwoCyclesThatEarnBeforeFees(String pair, String quantity, long entryPpm, long exitPpm, long seed) {
        ThresholdBot.Result result =
                ThresholdBot.run(SimulatorSettings.defaults(seed), pair, quantity, entryPpm, exitPpm, MINUTE_MILLIS);

        assertThat(result.failed()).isFalse();
        assertThat(result.cycles()).isGreaterThanOrEqualTo(2);
        assertThat(result.netE8() + result.feesE8()).isPositive();
    }

    @Test
    void repeatsTradesAndLedgersFromTheSameSeed() {
        ThresholdBot.Result first = shortRun(5);

        assertThat(shortRun(5)).isEqualTo(first);
        assertThat(shortRun(6)).isNotEqualTo(first);
    }

    private static ThresholdBot.Result shortRun(long seed) {
        return ThresholdBot.run(SimulatorSettings.defaults(seed), "ETH-PERP", "0.2", 3_700, -3_500, 15_000);
    }
}
