package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.risk.OrderRates.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderRatesTest {
    private static final long MILLI = 1_000_000L;
    private static final long JITTER_MILLIS = 250;

    @Test
    void anEntryWaitsUntilTheWindowHasRoomForItAndForWhatIsKept() {
        OrderRates rates = new OrderRates(List.of(new Rate(3, 1_000)));
        assertThat(rates.allowsEntry(0)).isTrue();
        rates.onSent(0);
        assertThat(rates.allowsEntry(0)).isTrue();
        rates.onSent(100 * MILLI);
        assertThat(rates.allowsEntry(1_249 * MILLI))
                .as("the third is kept for an exit")
                .isFalse();
        assertThat(rates.allowsEntry(1_250 * MILLI)).isTrue();
        rates.onSent(1_250 * MILLI);
        assertThat(rates.allowsEntry(1_349 * MILLI)).isFalse();
        assertThat(rates.allowsEntry(1_350 * MILLI)).isTrue();
    }

    @Test
    void whatReducesRiskIsCountedBeyondTheNumberToo() {
        OrderRates rates = new OrderRates(List.of(new Rate(2, 1_000)));
        for (int i = 0; i < 7; i++) {
            rates.onSent(i * MILLI);
        }
        assertThat(rates.allowsEntry(1_255 * MILLI)).isFalse();
        assertThat(rates.allowsEntry(1_256 * MILLI)).isTrue();
    }

    @Test
    void withoutRatesEverythingIsAllowed() {
        OrderRates rates = new OrderRates(List.of());
        for (int i = 0; i < 1_000; i++) {
            rates.onSent(0);
        }
        assertThat(rates.allowsEntry(0)).isTrue();
    }

    @Test
    void agreesWithAPlainCountOfEveryWindow() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        List<Rate> windows = List.of(new Rate(3, 1_000), new Rate(10, 20_000), new Rate(25, 200_000));
        OrderRates rates = new OrderRates(windows);
        List<Long> sent = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextLong(random.nextInt(10) == 0 ? 40_000 : 700) * MILLI;
            long at = now;
            boolean expected = windows.stream()
                    .allMatch(window -> sent.stream()
                                    .filter(each -> at - each < (window.millis() + JITTER_MILLIS) * MILLI)
                                    .count()
                            < window.ordersMax() - Math.ceilDiv(window.ordersMax(), 5));
            assertThat(rates.allowsEntry(now)).as("seed %d, step %d", seed, i).isEqualTo(expected);
            if (expected ? random.nextInt(4) != 0 : random.nextInt(6) == 0) {
                rates.onSent(now);
                sent.add(now);
                if (sent.size() > 100) {
                    sent.removeFirst();
                }
            }
        }
    }

    @Test
    void aRateThatLeavesNoRoomForAnEntryIsRefused() {
        assertThatThrownBy(() -> new Rate(1, 1_000)).hasMessage("ordersMax must be 2 or more, found 1");
        assertThatThrownBy(() -> new Rate(2, 0)).hasMessage("millis must be 1 or more, found 0");
    }
}
