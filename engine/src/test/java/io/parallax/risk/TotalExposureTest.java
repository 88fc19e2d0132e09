package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TotalExposureTest {
    private final TotalExposure total = new TotalExposure(2, 100);

    @Test
    void addsWhatTheOthersHave() {
        total.set(0, 60);
        assertThat(total.allows(1, 40)).isTrue();
        assertThat(total.allows(1, 41)).isFalse();
        assertThat(total.allows(0, 100)).isTrue();
    }

    @Test
    void i04AnUnknownWorstCaseLeavesNoRoomForAnotherPair() {
        total.set(0, TotalExposure.UNKNOWN);
        assertThat(total.allows(1, 1)).isFalse();
        assertThat(total.allows(0, 1)).isTrue();
    }
}
