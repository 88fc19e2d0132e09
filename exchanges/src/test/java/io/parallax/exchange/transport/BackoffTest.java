package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long MILLI = 1_000_000;

    @Test
    void neverWaitsLessThanTheFloorOrMoreThanTheDoublingCeiling() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var backoff = new Backoff(250, 30_000, new SplittableRandom(seed));
        long ceiling = 250 * MILLI;
        for (int attempt = 1; attempt <= 1_000; attempt++) {
            ceiling = Math.min(30_000 * MILLI, ceiling * 2);
            assertThat(backoff.nextDelayNanos()).isBetween(250 * MILLI, ceiling);
            assertThat(backoff.attempts()).isEqualTo(attempt);
        }
    }

    @Test
    void startsShortAgainAfterASuccess() {
        var backoff = new Backoff(250, 30_000, new SplittableRandom(1));
        for (int i = 0; i < 20; i++) {
            backoff.nextDelayNanos();
        }
        backoff.reset();
        assertThat(backoff.nextDelayNanos()).isBetween(250 * MILLI, 500 * MILLI);
        assertThat(backoff.attempts()).isOne();
    }

    @Test
    void spreadsClientsThatLostTheSameServer() {
        var one = new Backoff(250, 30_000, new SplittableRandom(1));
        var other = new Backoff(250, 30_000, new SplittableRandom(2));
        assertThat(one.nextDelayNanos()).isNotEqualTo(other.nextDelayNanos());
    }

    @Test
    void refusesAWaitOfZero() {
        assertThatThrownBy(() -> new Backoff(0, 10, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("floor 0 ms");
    }
}
