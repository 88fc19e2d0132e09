package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateBudgetTest {
    private static final long MILLI = 1_000_000;

    @Test
    void keepsTheReserveForWhatReducesRisk() {
        var budget = RateBudget.of(20, 1_000, 10, 30, 0);
        int ordinary = 0;
        while (budget.tryTake(0)) {
            ordinary++;
        }
        int reserved = 0;
        while (budget.tryTakeReserved(0)) {
            reserved++;
        }
        assertThat(ordinary).isEqualTo(7);
        assertThat(reserved).isEqualTo(3);
    }

    @Test
    void refillsWithTime() {
        var budget = RateBudget.of(20, 1_000, 10, 0, 0);
        while (budget.tryTake(0)) {}
        assertThat(budget.nanosUntilFree(0)).isEqualTo(100 * MILLI);
        assertThat(budget.tryTake(99 * MILLI)).isFalse();
        assertThat(budget.tryTake(100 * MILLI)).isTrue();
        assertThat(budget.available(10_000 * MILLI)).isEqualTo(10);
    }

    @Test
    void staysClosedAsLongAsTheExchangeSaid() {
        var budget = RateBudget.of(20, 1_000, 10, 30, 0);
        budget.closeFor(0, 2_000 * MILLI);
        budget.closeFor(0, 500 * MILLI);
        assertThat(budget.tryTakeReserved(1_999 * MILLI)).isFalse();
        assertThat(budget.available(1_999 * MILLI)).isZero();
        assertThat(budget.nanosUntilFree(1_999 * MILLI)).isEqualTo(MILLI);
        assertThat(budget.tryTakeReserved(2_000 * MILLI)).isTrue();
    }

    @Test
    void neverExceedsTheLimitInAnyWindowHoweverItIsAsked() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 50; round++) {
            int limit = random.nextInt(2, 100);
            int burst = random.nextInt(1, limit);
            long now = random.nextLong();
            var budget = RateBudget.of(limit, 1_000, burst, random.nextInt(0, 101), now);
            var taken = new ArrayDeque<Long>();
            for (int i = 0; i < 2_000; i++) {
                now += random.nextLong(0, 20 * MILLI);
                if (random.nextBoolean() ? budget.tryTake(now) : budget.tryTakeReserved(now)) {
                    taken.add(now);
                }
                while (!taken.isEmpty() && now - taken.peek() >= 1_000 * MILLI) {
                    taken.remove();
                }
                assertThat(taken).hasSizeLessThanOrEqualTo(limit);
            }
        }
    }

    @Test
    void refusesABurstAboveTheLimit() {
        assertThatThrownBy(() -> RateBudget.of(10, 1_000, 10, 30, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("burst 10, limit 10");
    }
}
