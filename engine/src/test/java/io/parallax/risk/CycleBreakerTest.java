package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Three failures open it for 300 s, then 600 s, at most 1000 s.
class CycleBreakerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;

    private final CycleBreaker breaker = new CycleBreaker(3, 300_000, 1_000_000);

    private boolean fails(long nowNanos) {
        return breaker.onFailure(nowNanos);
    }

    private void opens(long nowNanos) {
        assertThat(fails(nowNanos)).isFalse();
        assertThat(fails(nowNanos)).isFalse();
        assertThat(fails(nowNanos)).as("the third in a row").isTrue();
    }

    private void isOpenUntil(long nanos) {
        assertThat(breaker.isOpen(nanos - 1)).isTrue();
        assertThat(breaker.isOpen(nanos)).isFalse();
    }

    @Test
    void lg19OpensWithTheThirdFailureInARow() {
        assertThat(breaker.isOpen(0)).isFalse();
        fails(0);
        fails(0);
        assertThat(breaker.isOpen(0)).isFalse();
        breaker.onSuccess();
        opens(7);
        isOpenUntil(7 + 300 * SECOND);
    }

    @Test
    void staysOpenTwiceAsLongEachTimeUpToTheLongest() {
        opens(0);
        isOpenUntil(300 * SECOND);
        opens(HOUR);
        isOpenUntil(HOUR + 600 * SECOND);
        opens(2 * HOUR);
        isOpenUntil(2 * HOUR + 1_000 * SECOND);
        opens(3 * HOUR);
        isOpenUntil(3 * HOUR + 1_000 * SECOND);
    }

    @Test
    void aCycleThatEndedWellMakesTheNextWaitShortAgain() {
        opens(0);
        opens(HOUR);
        breaker.onSuccess();
        opens(2 * HOUR);
        isOpenUntil(2 * HOUR + 300 * SECOND);
    }

    @Test
    void isExhaustedByTheThirdTimeWithin24Hours() {
        opens(5);
        opens(HOUR);
        assertThat(breaker.isExhausted(HOUR)).isFalse();
        opens(2 * HOUR);
        assertThat(breaker.isExhausted(2 * HOUR)).isTrue();
        assertThat(breaker.isExhausted(24 * HOUR + 4)).isTrue();
        assertThat(breaker.isExhausted(24 * HOUR + 5)).isFalse();
        opens(24 * HOUR + 10);
        assertThat(breaker.isExhausted(24 * HOUR + 10))
                .as("the second, third and fourth are within 24 hours")
                .isTrue();
        assertThat(breaker.isExhausted(25 * HOUR)).isFalse();
    }

    @Test
    void i19ANewDayCountsAnewAndLeavesOpenWhatIsOpen() {
        opens(0);
        opens(HOUR);
        breaker.onNewDay();
        assertThat(breaker.isOpen(HOUR)).isTrue();
        opens(2 * HOUR);
        opens(3 * HOUR);
        assertThat(breaker.isExhausted(3 * HOUR)).isFalse();
        opens(4 * HOUR);
        assertThat(breaker.isExhausted(4 * HOUR)).isTrue();
    }

    @Test
    void theOperatorMakesItForgetEverything() {
        opens(0);
        opens(0);
        opens(0);
        fails(0);
        fails(0);
        breaker.reset();
        assertThat(breaker.isOpen(0)).isFalse();
        assertThat(breaker.isExhausted(0)).isFalse();
        opens(HOUR);
        isOpenUntil(HOUR + 300 * SECOND);
    }
}
