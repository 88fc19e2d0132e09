package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class FeeWatchTest {
    private final FeeWatch fees = new FeeWatch();

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    @Test
    void whatWasTakenCountsWhereItIsMoreThanWhatIsTold() {
        assertThat(fees.takerFeePpm(450)).isEqualTo(450);
        fees.onFill(e8("100000"), e8("0.01"), e8("0.6006"));
        assertThat(fees.takerFeePpm(450)).as("rounded to the next").isEqualTo(601);
        fees.onFill(e8("100000"), e8("0.01"), e8("0.2"));
        assertThat(fees.takerFeePpm(450)).as("less is not relied upon").isEqualTo(450);
    }

    @Test
    void aRebateStaysOne() {
        fees.onFill(e8("100000"), e8("0.01"), e8("-0.05"));
        assertThat(fees.takerFeePpm(-100)).isEqualTo(-50);
    }

    @Test
    void whatIsTooSmallToTellIsPassedOver() {
        fees.onFill(e8("100000"), e8("0.00000999"), e8("0.01"));
        assertThat(fees.takerFeePpm(100)).isEqualTo(100);
        fees.onFill(e8("100000"), e8("0.00001"), e8("0.01"));
        assertThat(fees.takerFeePpm(100)).isEqualTo(10_000);
    }
}
