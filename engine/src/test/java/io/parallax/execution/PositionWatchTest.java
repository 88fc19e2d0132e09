package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PositionWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final PositionWatch watch = new PositionWatch(CycleTimers.DEFAULTS);

    private void report(long quantityE8, long askedSeconds, long believedE8) {
        watch.onReport(quantityE8, 0, askedSeconds * SECOND, believedE8, 0, false);
    }

    @Test
    void asksAtOnceThenSeldomThenOftenWhileSomethingIsOpen() {
        assertThat(watch.takeDue(0, false, true)).isTrue();
        assertThat(watch.takeDue(3 * SECOND, false, true)).isFalse();
        assertThat(watch.takeDue(3 * SECOND, true, true)).isTrue();
        assertThat(watch.takeDue(4 * SECOND, false, false)).isTrue();
        assertThat(watch.takeDue(13 * SECOND, false, true)).isFalse();
        assertThat(watch.takeDue(14 * SECOND, false, true)).isTrue();
        watch.askSoon();
        assertThat(watch.takeDue(14 * SECOND + SECOND / 10, false, true)).isFalse();
        assertThat(watch.takeDue(14 * SECOND + SECOND / 5, false, true)).isTrue();
    }

    @Test
    void oneDifferenceIsNotADrift() {
        report(5, 10, 7);
        assertThat(watch.drifted()).isFalse();
        report(7, 12, 7);
        report(5, 14, 7);
        assertThat(watch.drifted()).isFalse();
    }

    @Test
    void twoEqualDifferencesASecondApartAreADrift() {
        report(5, 10, 7);
        report(4, 11, 7);
        assertThat(watch.drifted()).isFalse();
        report(4, 12, 7);
        assertThat(watch.drifted()).isTrue();
        watch.settleDrift();
        assertThat(watch.drifted()).isFalse();
    }

    @Test
    void tellsOfANewDifferenceOnce() {
        report(5, 10, 7);
        assertThat(watch.takeMismatch()).isTrue();
        assertThat(watch.takeMismatch()).isFalse();
        report(5, 11, 7);
        assertThat(watch.takeMismatch()).isFalse();
        report(4, 12, 7);
        assertThat(watch.takeMismatch()).as("another difference").isTrue();
        report(7, 13, 7);
        assertThat(watch.takeMismatch()).isFalse();
    }

    @Test
    void ps05AReadThatMayBeOlderThanTheFillIsIgnored() {
        report(0, 1, 7);
        report(0, 3, 7);
        assertThat(watch.drifted()).isFalse();
        assertThat(watch.isConfirmed(7, 0)).isFalse();
        report(0, 5, 7);
        report(0, 6, 7);
        assertThat(watch.drifted()).isTrue();
    }

    @Test
    void aLiveOrderMayExplainADifference() {
        watch.onReport(5, 0, 10 * SECOND, 7, 0, true);
        watch.onReport(5, 0, 12 * SECOND, 7, 0, true);
        assertThat(watch.drifted()).isFalse();
    }

    @Test
    void confirmsOnlyWithReadsMadeAfterTheLastChange() {
        report(7, 10, 7);
        assertThat(watch.isConfirmed(7, 10 * SECOND)).isTrue();
        assertThat(watch.isConfirmed(7, 11 * SECOND)).isFalse();
        assertThat(watch.isConfirmedTwice(7, 0)).isFalse();
        report(7, 11, 7);
        assertThat(watch.isConfirmedTwice(7, 0)).isTrue();
        assertThat(watch.isConfirmedTwice(7, 10 * SECOND + 1)).isFalse();
    }

    @Test
    void anAnswerThatWasOvertakenIsIgnored() {
        report(7, 10, 7);
        report(3, 9, 7);
        assertThat(watch.confirmedE8()).isEqualTo(7);
    }

    @Test
    void theThirdFailureInARowIsTold() {
        assertThat(watch.onFailure()).isFalse();
        assertThat(watch.onFailure()).isFalse();
        assertThat(watch.onFailure()).isTrue();
        report(7, 10, 7);
        assertThat(watch.onFailure()).isFalse();
    }
}
