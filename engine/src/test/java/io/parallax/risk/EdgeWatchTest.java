package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EdgeWatchTest {
    private final EdgeWatch edge = new EdgeWatch();

    private void cycles(int count, long expected, long earned) {
        for (int number = 0; number < count; number++) {
            edge.onCycle(expected, earned, 50);
        }
    }

    @Test
    void twentyCyclesThatEarnLessThanHalfAreUnreal() {
        cycles(19, 1_000, 0);
        assertThat(edge.isUnreal()).as("too few").isFalse();
        cycles(1, 1_000, 9_999);
        assertThat(edge.expectedSumE8()).isEqualTo(20_000);
        assertThat(edge.earnedSumE8()).isEqualTo(9_999);
        assertThat(edge.isUnreal()).isTrue();
    }

    @Test
    void halfIsEnough() {
        cycles(20, 1_000, 500);
        assertThat(edge.isUnreal()).isFalse();
    }

    @Test
    void onlyTheLastTwentyCount() {
        cycles(19, 1_000, 500);
        cycles(1, 1_000, 600);
        cycles(1, 1_000, 400);
        assertThat(edge.earnedSumE8()).isEqualTo(18 * 500 + 600 + 400);
        assertThat(edge.isUnreal()).isFalse();
        cycles(1, 1_000, 499);
        assertThat(edge.earnedSumE8()).isEqualTo(9_999);
        assertThat(edge.isUnreal()).isTrue();
    }

    @Test
    void whatItFoundStandsUntilSomebodyLooked() {
        cycles(20, 1_000, 0);
        cycles(40, 1_000, 5_000);
        assertThat(edge.isUnreal()).isTrue();
        edge.reset();
        assertThat(edge.isUnreal()).isFalse();
        assertThat(edge.expectedSumE8()).isZero();
        assertThat(edge.earnedSumE8()).isZero();
        cycles(19, 1_000, 0);
        assertThat(edge.isUnreal()).isFalse();
    }

    @Test
    void whatPromisedNothingIsNotJudged() {
        cycles(20, 0, -5);
        assertThat(edge.isUnreal()).isFalse();
        for (int number = 0; number < 20; number++) {
            edge.onCycle(1_000, 0, 0);
        }
        assertThat(edge.isUnreal()).as("nothing is asked for").isFalse();
    }
}
