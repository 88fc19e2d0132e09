package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.instrument.Side;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    @Test
    void whatIsBrokenIsNamed() {
        Invariants.require(true, "I1", "fine");
        assertThatThrownBy(() -> Invariants.require(false, "I1", "broken"))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessage("I1: broken");
    }

    @Test
    void i07AnOrderThatReducesMayLeaveLessThanALotOnTheOtherSide() {
        assertThat(Invariants.flips(Side.SELL, 109, 100, 10)).isFalse();
        assertThat(Invariants.flips(Side.SELL, 110, 100, 10)).isTrue();
        assertThat(Invariants.flips(Side.BUY, 109, -100, 10)).isFalse();
        assertThat(Invariants.flips(Side.BUY, 110, -100, 10)).isTrue();
        assertThat(Invariants.flips(Side.BUY, 1, 100, 10)).as("adds").isTrue();
        assertThat(Invariants.flips(Side.SELL, 1, 0, 10)).as("opens").isTrue();
    }

    @Test
    void i07AnOrderThatOpensIsAgainstNothingThatCounts() {
        assertThat(Invariants.opposes(Side.SELL, 9, 10)).isFalse();
        assertThat(Invariants.opposes(Side.SELL, 10, 10)).isTrue();
        assertThat(Invariants.opposes(Side.BUY, 10, 10)).isFalse();
        assertThat(Invariants.opposes(Side.BUY, -10, 10)).isTrue();
        assertThat(Invariants.opposes(Side.BUY, -9, 10)).isFalse();
    }

    @Test
    void i13ALimitMayBeAtItsCap() {
        assertThat(Invariants.isBeyond(Side.BUY, 1_001_000, 1_000_000, 1_000)).isFalse();
        assertThat(Invariants.isBeyond(Side.BUY, 1_001_001, 1_000_000, 1_000)).isTrue();
        assertThat(Invariants.isBeyond(Side.SELL, 999_000, 1_000_000, 1_000)).isFalse();
        assertThat(Invariants.isBeyond(Side.SELL, 998_999, 1_000_000, 1_000)).isTrue();
    }
}
