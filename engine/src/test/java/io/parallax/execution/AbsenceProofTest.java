package io.parallax.execution;

import static io.parallax.execution.AbsenceProof.Verdict.ABSENT;
import static io.parallax.execution.AbsenceProof.Verdict.ABSENT_BUT_DRIFTED;
import static io.parallax.execution.AbsenceProof.Verdict.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The order was written at 0 and cannot execute after 1000; confirmations are 100 apart, a drift must stand for 500.
class AbsenceProofTest {
    private final AbsenceProof proof = new AbsenceProof(1_000, 100, 500);

    @BeforeEach
    void isWritten() {
        proof.onWritten(0);
    }

    private void lookups(long... asked) {
        for (long each : asked) {
            proof.onNotFound(each);
        }
    }

    private void reads(long quantityE8, long... asked) {
        for (long each : asked) {
            proof.onPosition(quantityE8, each, -5, 0);
        }
    }

    @Test
    void needsTwoLookupsAndTwoReadsAfterTheHorizon() {
        lookups(1_000, 1_100);
        reads(7, 1_000, 1_100);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT);
    }

    @Test
    void lookupsBeforeTheHorizonDoNotCount() {
        lookups(800, 999);
        reads(7, 1_000, 1_100);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
        lookups(1_050);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void or19NothingIsProvenBeforeAnyoneKnowsThatTheOrderWasWritten() {
        AbsenceProof unwritten = new AbsenceProof(1_000, 100, 500);
        for (long asked = 0; asked < 100_000; asked += 500) {
            unwritten.onNotFound(asked);
            unwritten.onPosition(7, asked, -5, 0);
        }
        assertThat(unwritten.verdict(7)).isEqualTo(OPEN);
        unwritten.onFailed(100_000);
        lookups(unwritten, 100_999, 101_000);
        assertThat(unwritten.verdict(7)).isEqualTo(OPEN);
        lookups(unwritten, 101_100);
        assertThat(unwritten.verdict(7)).isEqualTo(ABSENT);
    }

    private static void lookups(AbsenceProof about, long... asked) {
        for (long each : asked) {
            about.onNotFound(each);
            about.onPosition(7, each, -5, 0);
        }
    }

    @Test
    void or19ALaterWriteMovesTheHorizonAndAFailureAfterItDoesNot() {
        proof.onFailed(900);
        lookups(proof, 1_000, 1_100);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT);
        proof.onWritten(400);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
        lookups(proof, 1_300, 1_400, 1_499);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void lookupsTooCloseTogetherCountAsOne() {
        lookups(1_000, 1_099);
        reads(7, 1_000, 1_100);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void readsBeforeTheHorizonDoNotCount() {
        lookups(1_000, 1_100);
        reads(7, 500, 999, 1_000);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void readsBeforeThePrivateStreamCameBackDoNotCount() {
        lookups(1_000, 1_100);
        proof.onPosition(7, 1_000, 1_050, 0);
        proof.onPosition(7, 1_100, 1_050, 0);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
        proof.onPosition(7, 1_200, 1_050, 0);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT);
    }

    @Test
    void readsWhileThePrivateStreamIsDownDoNotCount() {
        lookups(1_000, 1_100);
        proof.onPosition(7, 1_000, Long.MAX_VALUE, 0);
        proof.onPosition(7, 1_200, Long.MAX_VALUE, 0);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void anotherPositionMustStandBeforeItIsBelieved() {
        lookups(1_000, 1_100);
        reads(3, 1_000, 1_400);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
        reads(3, 1_500);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT_BUT_DRIFTED);
        reads(4, 1_600);
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void anySignOfTheOrderStartsOver() {
        lookups(1_000, 1_100);
        reads(7, 1_000, 1_100);
        proof.restart();
        assertThat(proof.verdict(7)).isEqualTo(OPEN);
    }

    @Test
    void aPrivateStreamThatCameUpWithTheOrderCoversIt() {
        lookups(1_000, 1_100);
        proof.onPosition(7, 1_000, 3, 3);
        proof.onPosition(7, 1_100, 3, 3);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT);
    }

    @Test
    void aReadAskedForAtTheMomentThePrivateStreamCameBackCounts() {
        lookups(1_000, 1_100);
        proof.onPosition(7, 1_050, 1_050, 0);
        proof.onPosition(7, 1_150, 1_050, 0);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT);
    }

    @Test
    void theSameWriteToldTwiceDoesNotStartOver() {
        lookups(1_000, 1_100);
        reads(7, 1_000, 1_100);
        proof.onWritten(0);
        assertThat(proof.verdict(7)).isEqualTo(ABSENT);
    }
}
