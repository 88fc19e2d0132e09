package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteRateTest {
    private static final long MINUTE = 60_000_000_000L;

    private final QuoteRate rate = new QuoteRate();

    private void is(long rateE8, boolean good, boolean alarming) {
        rate.onRate(rateE8, 7);
        assertThat(rate.rateE8()).isEqualTo(rateE8);
        assertThat(rate.isGood(7)).as("%d", rateE8).isEqualTo(good);
        assertThat(rate.isAlarming()).as("%d", rateE8).isEqualTo(alarming);
    }

    @Test
    void isGoodWithinHalfAPercentAndAlarmingBeyondTwo() {
        assertThat(rate.isGood(0)).as("never told").isFalse();
        assertThat(rate.isAlarming()).isFalse();
        is(100_000_000, true, false);
        is(99_500_000, true, false);
        is(99_499_999, false, false);
        is(100_500_000, true, false);
        is(100_500_001, false, false);
        is(98_000_000, false, false);
        is(97_999_999, false, true);
        is(102_000_000, false, false);
        is(102_000_001, false, true);
    }

    @Test
    void isGoodForAMinute() {
        rate.onRate(100_000_000, 7);
        assertThat(rate.isGood(7 + MINUTE)).isTrue();
        assertThat(rate.isGood(8 + MINUTE)).isFalse();
    }

    @Test
    void isFreshForAMinuteHoweverFarFromOne() {
        assertThat(rate.freshE8(0)).as("never told").isZero();
        rate.onRate(97_000_000, 7);
        assertThat(rate.freshE8(7 + MINUTE)).isEqualTo(97_000_000);
        assertThat(rate.freshE8(8 + MINUTE)).isZero();
        rate.onRate(-1, 7);
        assertThat(rate.freshE8(7)).isZero();
    }
}
