package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// When a position is read again and what two reads are worth, at their bounds: confirmations are a second apart, and
/// for 5 s after a change a read may still show the time before it.
class PositionWatchBoundsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long CHANGED = 20 * SECOND;

    private final PositionWatch watch = new PositionWatch(CycleTimers.DEFAULTS);

    private void reports(long quantityE8, long askedNanos) {
        watch.onReport(quantityE8, 1_234, askedNanos, 7, CHANGED, false);
    }

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(watch.known()).isFalse();
        assertThat(watch.isConfirmed(0, 0)).isFalse();
        reports(5, CHANGED);
        assertThat(watch.known()).isTrue();
        assertThat(watch.confirmedE8()).isEqualTo(5);
        assertThat(watch.entryPriceE8()).isEqualTo(1_234);
        assertThat(watch.confirmedAskedNanos()).isEqualTo(CHANGED);
    }

    @Test
    void ofTwoAnswersToQuestionsOfOneMomentTheLaterCounts() {
        reports(5, CHANGED);
        reports(7, CHANGED);
        assertThat(watch.confirmedE8()).isEqualTo(7);
    }

    @Test
    void ps05ADifferenceCountsFrom5SecondsAfterTheChangeOn() {
        reports(5, CHANGED + 5 * SECOND - 1);
        reports(5, CHANGED + 6 * SECOND - 1);
        assertThat(watch.drifted()).as("the first may have been of before").isFalse();
        reports(5, CHANGED + 7 * SECOND - 1);
        assertThat(watch.drifted()).isTrue();
        PositionWatch other = new PositionWatch(CycleTimers.DEFAULTS);
        other.onReport(5, 0, CHANGED + 5 * SECOND, 7, CHANGED, false);
        other.onReport(5, 0, CHANGED + 6 * SECOND - 1, 7, CHANGED, false);
        assertThat(other.drifted()).as("less than a second apart").isFalse();
        other.onReport(5, 0, CHANGED + 6 * SECOND, 7, CHANGED, false);
        assertThat(other.drifted()).isTrue();
    }

    @Test
    void ps05APositionThatNeverChangedHasNothingToWaitFor() {
        watch.onReport(5, 0, SECOND, 7, Long.MIN_VALUE, false);
        watch.onReport(5, 0, 2 * SECOND, 7, Long.MIN_VALUE, false);
        assertThat(watch.drifted()).isTrue();
        watch.settleDrift();
        watch.onReport(5, 0, 3 * SECOND, 7, Long.MIN_VALUE, false);
        assertThat(watch.drifted()).as("it starts over").isFalse();
    }

    @Test
    void twoAgreeingReadsConfirmASecondApartAndAfterTheChange() {
        reports(7, CHANGED);
        reports(7, CHANGED + SECOND - 1);
        assertThat(watch.isConfirmedTwice(7, CHANGED)).isFalse();
        reports(7, CHANGED + SECOND);
        assertThat(watch.isConfirmedTwice(7, CHANGED)).isTrue();
        assertThat(watch.isConfirmedTwice(7, CHANGED + 1))
                .as("the first is of before")
                .isFalse();
        assertThat(watch.isConfirmedTwice(8, CHANGED)).isFalse();
    }

    @Test
    void agreementCountsAnewAfterAChange() {
        watch.onReport(7, 0, CHANGED - SECOND, 7, 0, false);
        reports(7, CHANGED + SECOND);
        assertThat(watch.isConfirmedTwice(7, CHANGED)).isFalse();
        reports(7, CHANGED + 2 * SECOND);
        assertThat(watch.isConfirmedTwice(7, CHANGED)).isTrue();
    }

    @Test
    void aReadThatDiffersEndsTheAgreement() {
        reports(7, CHANGED);
        reports(5, CHANGED + SECOND);
        reports(7, CHANGED + 2 * SECOND);
        assertThat(watch.isConfirmedTwice(7, CHANGED)).isFalse();
    }

    @Test
    void asksASecondTimeWhereThatIsWantedOrSomethingDiffers() {
        assertThat(watch.takeDue(0, false, true)).isTrue();
        watch.confirmAgain();
        assertThat(watch.takeDue(SECOND - 1, false, true)).isFalse();
        assertThat(watch.takeDue(SECOND, false, true)).isTrue();
        assertThat(watch.takeDue(2 * SECOND, false, true)).as("once").isFalse();
        reports(5, CHANGED + 6 * SECOND);
        assertThat(watch.takeDue(2 * SECOND, false, true)).as("it differs").isTrue();
    }
}
