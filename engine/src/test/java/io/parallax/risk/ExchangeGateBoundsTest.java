package io.parallax.risk;

import static io.parallax.exchange.ConnectionEvent.Stream.MARKET_DATA;
import static io.parallax.exchange.ConnectionEvent.Stream.ORDER_ENTRY;
import static io.parallax.exchange.ConnectionEvent.Stream.PRIVATE;
import static io.parallax.exchange.ConnectionEvent.StreamState.CONNECTING;
import static io.parallax.exchange.ConnectionEvent.StreamState.LOST;
import static io.parallax.exchange.ConnectionEvent.StreamState.READY;
import static io.parallax.exchange.ConnectionEvent.StreamState.SYNCING;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.RejectionKind;
import io.parallax.instrument.ExchangeId;
import org.junit.jupiter.api.Test;

/// Every cause that closes a gate, to the nanosecond at which it begins and ends.
class ExchangeGateBoundsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final StateCounts<GateState, GateCause> counts =
            new StateCounts<>(GateTable.TABLE, GateState.class, GateCause.class);
    private final ExchangeGate gate = new ExchangeGate(ExchangeId.VEST, counts);

    private ExchangeGate open() {
        for (Stream stream : Stream.values()) {
            gate.onStream(stream, READY, "up", 0);
        }
        return gate;
    }

    private GateState at(long nowNanos) {
        gate.refresh(nowNanos);
        return gate.state();
    }

    private void is(GateState expected, String detail, long nowNanos) {
        assertThat(at(nowNanos)).isEqualTo(expected);
        assertThat(gate.detail()).isEqualTo(detail);
        assertThat(gate.allowsIncrease()).isEqualTo(expected == GateState.OPEN);
    }

    /// Nothing is wrong from `nanos` on, and it opens five seconds later.
    private void endsAt(long nanos) {
        at(nanos - 1);
        assertThat(gate.detail()).isNotEqualTo("recovered, waiting 5 s to be sure");
        is(GateState.DEGRADED, "recovered, waiting 5 s to be sure", nanos);
        assertThat(gate.allowsReduce()).isTrue();
        assertThat(at(nanos + 5 * SECOND - 1)).isEqualTo(GateState.DEGRADED);
        is(GateState.OPEN, "", nanos + 5 * SECOND);
    }

    private static Rejected refusal(RejectionKind kind) {
        return new Rejected("4001", "no", kind);
    }

    // ---- streams ----

    @Test
    void opensAtOnceWhenAllStreamsAreReadyForTheFirstTime() {
        assertThat(gate.exchange()).isEqualTo(ExchangeId.VEST);
        assertThat(gate.state()).isEqualTo(GateState.CONNECTING);
        assertThat(gate.detail()).isEqualTo("not connected yet");
        is(GateState.CONNECTING, "MARKET_DATA CONNECTING", 0);
        gate.onStream(MARKET_DATA, READY, "up", 0);
        is(GateState.CONNECTING, "PRIVATE CONNECTING", 0);
        gate.onStream(ORDER_ENTRY, READY, "up", 0);
        assertThat(gate.allReady()).isFalse();
        gate.onStream(PRIVATE, SYNCING, "logging in", 0);
        is(GateState.CONNECTING, "PRIVATE SYNCING", 0);
        gate.onStream(PRIVATE, READY, "up", 0);
        is(GateState.OPEN, "", 0);
        assertThat(gate.allReady()).isTrue();
        assertThat(counts.of(GateState.CONNECTING, GateCause.ALL_WELL)).isEqualTo(1);
        at(1);
        at(2);
        assertThat(counts.of(GateState.OPEN, GateCause.ALL_WELL))
                .as("counted when something changes")
                .isZero();
    }

    @Test
    void eachStreamIsNeeded() {
        open();
        for (Stream stream : Stream.values()) {
            gate.onStream(stream, LOST, "cut", SECOND);
            assertThat(gate.isReady(stream)).isFalse();
            assertThat(gate.allReady()).isFalse();
            assertThat(gate.detail()).isEqualTo(stream + " LOST: cut");
            assertThat(gate.state()).isEqualTo(stream == ORDER_ENTRY ? GateState.CONNECTING : GateState.DEGRADED);
            assertThat(gate.allowsReduce()).isEqualTo(stream != ORDER_ENTRY);
            assertThat(gate.allowsRepair(SECOND)).isEqualTo(stream != ORDER_ENTRY);
            gate.onStream(stream, READY, "up", SECOND);
            assertThat(gate.isReady(stream)).isTrue();
            assertThat(gate.allReady()).isTrue();
            assertThat(gate.state()).as("five seconds first").isEqualTo(GateState.DEGRADED);
        }
        endsAtOnceFrom(SECOND);
    }

    private void endsAtOnceFrom(long nanos) {
        assertThat(at(nanos + 5 * SECOND - 1)).isEqualTo(GateState.DEGRADED);
        assertThat(at(nanos + 5 * SECOND)).isEqualTo(GateState.OPEN);
    }

    @Test
    void aStreamThatFailsAgainStartsTheFiveSecondsOver() {
        open();
        gate.onStream(PRIVATE, LOST, "cut", 0);
        gate.onStream(PRIVATE, READY, "up", SECOND);
        gate.onStream(PRIVATE, LOST, "cut", 3 * SECOND);
        gate.onStream(PRIVATE, READY, "up", 4 * SECOND);
        endsAtOnceFrom(4 * SECOND);
    }

    @Test
    void isDarkAfterTenSecondsWithoutAnyStream() {
        open();
        gate.onStream(MARKET_DATA, LOST, "cut", 0);
        gate.onStream(PRIVATE, LOST, "cut", SECOND);
        assertThat(at(60 * SECOND)).as("the order path lives").isEqualTo(GateState.DEGRADED);
        gate.onStream(ORDER_ENTRY, LOST, "cut", 60 * SECOND);
        gate.onStream(PRIVATE, LOST, "cut again", 65 * SECOND);
        assertThat(at(70 * SECOND - 1)).isEqualTo(GateState.DEGRADED);
        is(GateState.DARK, "no sign of life for 10 s", 70 * SECOND);
        assertThat(gate.allowsReduce()).isFalse();
        gate.onStream(PRIVATE, CONNECTING, "again", 71 * SECOND);
        assertThat(gate.state()).as("a sign of life").isEqualTo(GateState.DEGRADED);
        gate.onStream(PRIVATE, LOST, "cut", 72 * SECOND);
        assertThat(at(82 * SECOND - 1)).isEqualTo(GateState.DEGRADED);
        assertThat(at(82 * SECOND)).isEqualTo(GateState.DARK);
    }

    @Test
    void knowsSinceWhenThePrivateStreamIsUp() {
        assertThat(gate.privateReadySinceNanos()).isEqualTo(Long.MAX_VALUE);
        gate.onStream(PRIVATE, READY, "up", 5);
        gate.onStream(PRIVATE, READY, "still up", 9);
        gate.onStream(MARKET_DATA, READY, "up", 10);
        assertThat(gate.privateReadySinceNanos()).isEqualTo(5);
        gate.onStream(PRIVATE, SYNCING, "login", 20);
        assertThat(gate.privateReadySinceNanos()).isEqualTo(Long.MAX_VALUE);
        gate.onStream(PRIVATE, READY, "up", 30);
        assertThat(gate.privateReadySinceNanos()).isEqualTo(30);
    }

    @Test
    void s42AnOrderPathThatEndsSoonStillReduces() {
        open();
        gate.onStream(ORDER_ENTRY, SYNCING, "the login ends", SECOND);
        is(GateState.DEGRADED, "ORDER_ENTRY SYNCING: the login ends", SECOND);
        assertThat(gate.allowsReduce()).isTrue();
        gate.onStream(ORDER_ENTRY, SYNCING, "the login ends sooner", 2 * SECOND);
        assertThat(gate.allowsReduce()).as("still").isTrue();
        gate.onStream(ORDER_ENTRY, READY, "renewed", 3 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.DEGRADED);
        endsAtOnceFrom(3 * SECOND);
        gate.onStream(PRIVATE, SYNCING, "login", 9 * SECOND);
        gate.onStream(ORDER_ENTRY, LOST, "gone", 9 * SECOND);
        gate.onStream(ORDER_ENTRY, SYNCING, "login", 10 * SECOND);
        assertThat(gate.allowsReduce()).as("it comes up, it does not end").isFalse();
    }

    // ---- what orders and questions were answered with ----

    @Test
    void vn07ARateLimitHoldsEverythingForASecondAtLeast() {
        open().onError(new RateLimited(0), 7);
        is(GateState.BANNED, "sent too many orders", 7);
        assertThat(gate.allowsReduce()).isFalse();
        assertThat(gate.allowsRepair(7)).isFalse();
        assertThat(at(7 + SECOND - 1)).isEqualTo(GateState.BANNED);
        endsAt(7 + SECOND);
    }

    @Test
    void vn07ARateLimitLastsAsLongAsTheExchangeSaysAndTheLongestWins() {
        open().onError(new RateLimited(3_000), 0);
        gate.onError(new RateLimited(0), SECOND);
        assertThat(at(3 * SECOND - 1)).isEqualTo(GateState.BANNED);
        endsAt(3 * SECOND);
    }

    @Test
    void aRefusedLoginStopsEntriesForFiveSeconds() {
        open().onError(refusal(RejectionKind.AUTHENTICATION), SECOND);
        is(GateState.DEGRADED, "authentication refused with 4001", SECOND);
        endsAt(6 * SECOND);
    }

    @Test
    void aRefusedLoginOfAQuestionDoesTheSame() {
        open().onReadError(refusal(RejectionKind.AUTHENTICATION), SECOND);
        is(GateState.DEGRADED, "authentication refused with 4001", SECOND);
        endsAt(6 * SECOND);
    }

    @Test
    void nw10TooManyQuestionsStopEntriesAndNothingElse() {
        open().onReadError(new RateLimited(0), SECOND);
        is(GateState.DEGRADED, "asked too many questions", SECOND);
        assertThat(gate.allowsReduce()).isTrue();
        gate.onReadError(new RateLimited(9_000), SECOND + 1);
        gate.onReadError(new RateLimited(0), SECOND + 2);
        endsAt(10 * SECOND + 1);
    }

    @Test
    void nw10TooManyQuestionsStopEntriesForASecondAtLeast() {
        open().onReadError(new RateLimited(1), SECOND);
        endsAt(2 * SECOND);
    }

    @Test
    void otherAnswersSayNothingOfTheExchange() {
        open();
        for (ExchangeError error : new ExchangeError[] {
            refusal(RejectionKind.STRUCTURAL),
            refusal(RejectionKind.RETRYABLE),
            new ExchangeError.NotSent("no connection"),
            new ExchangeError.OutcomeUnknown("HTTP 504")
        }) {
            gate.onError(error, SECOND);
            gate.onReadError(error, SECOND);
            assertThat(gate.state()).as(error.description()).isEqualTo(GateState.OPEN);
        }
        gate.onReadError(refusal(RejectionKind.MODE), SECOND);
        assertThat(gate.state()).as("a question has no mode").isEqualTo(GateState.OPEN);
    }

    @Test
    void vn02ARefusalForTheModeIsDoubtedForFiveMinutes() {
        open().onError(refusal(RejectionKind.MODE), SECOND);
        is(GateState.CANCEL_ONLY, "the exchange refused orders for its mode", SECOND);
        gate.onOrderTaken(SECOND, 2 * SECOND);
        assertThat(gate.state()).as("sent at the same moment").isEqualTo(GateState.CANCEL_ONLY);
        gate.onOrderTaken(SECOND + 1, 2 * SECOND);
        is(GateState.DEGRADED, "the exchange refused orders for its mode less than 5 min ago", 2 * SECOND);
        gate.onOrderTaken(3 * SECOND, 3 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.DEGRADED);
        endsAt(301 * SECOND);
    }

    @Test
    void vn01ARepairAsksAgainTwoSecondsAfterTheRefusalWhateverTheModeIsCalled() {
        open().onError(new Rejected("SYSTEM_STATUS_POST_ONLY", "no", RejectionKind.MODE), SECOND);
        assertThat(gate.state()).isEqualTo(GateState.POST_ONLY);
        assertThat(gate.allowsRepair(3 * SECOND - 1)).isFalse();
        assertThat(gate.allowsRepair(3 * SECOND)).isTrue();
        gate.onStream(ORDER_ENTRY, LOST, "cut", 4 * SECOND);
        assertThat(gate.allowsRepair(4 * SECOND)).isFalse();
        gate.onStream(ORDER_ENTRY, READY, "up", 5 * SECOND);
        assertThat(gate.allowsRepair(5 * SECOND)).isTrue();
        assertThat(gate.state()).isEqualTo(GateState.DEGRADED);
    }

    @Test
    void anOrderPathThatWasThereAllTheTimeDoesNotEndTheDoubt() {
        open().onError(refusal(RejectionKind.MODE), SECOND);
        gate.onStream(ORDER_ENTRY, SYNCING, "the login ends", 2 * SECOND);
        gate.onStream(ORDER_ENTRY, READY, "renewed", 3 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.CANCEL_ONLY);
        assertThat(gate.allowsReduce()).isFalse();
    }

    @Test
    void threeUnknownOrdersWithinAMinuteStopEntriesForFive() {
        open().onUnknownOrder(0);
        gate.onUnknownOrder(30 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.OPEN);
        gate.onUnknownOrder(60 * SECOND);
        is(GateState.DEGRADED, "3 orders of unknown fate within a minute", 60 * SECOND);
        endsAt(360 * SECOND);
    }

    @Test
    void threeUnknownOrdersInMoreThanAMinuteDoNot() {
        open().onUnknownOrder(0);
        gate.onUnknownOrder(30 * SECOND);
        gate.onUnknownOrder(60 * SECOND + 1);
        assertThat(gate.state()).isEqualTo(GateState.OPEN);
        gate.onUnknownOrder(90 * SECOND);
        assertThat(gate.state()).as("the last three").isEqualTo(GateState.DEGRADED);
    }

    @Test
    void nu09ClocksThatDifferByMoreThanHalfASecondStopEntries() {
        open().onClock(500, 0, SECOND);
        assertThat(gate.state()).isEqualTo(GateState.OPEN);
        gate.onClock(501, 0, SECOND);
        is(GateState.DEGRADED, "clocks differ by 501 ms", SECOND);
        assertThat(gate.skewMillis()).isEqualTo(501);
        gate.onClock(-500, 0, 2 * SECOND);
        assertThat(gate.detail()).isEqualTo("recovered, waiting 5 s to be sure");
        gate.onClock(-501, 0, 3 * SECOND);
        is(GateState.DEGRADED, "clocks differ by -501 ms", 3 * SECOND);
        gate.onClock(0, 0, 4 * SECOND);
        endsAtOnceFrom(4 * SECOND);
    }

    @Test
    void theGravestCauseIsShown() {
        open();
        gate.onClock(900, 0, SECOND);
        gate.onReadError(new RateLimited(100_000), SECOND);
        assertThat(gate.detail()).isEqualTo("asked too many questions");
        gate.onStream(PRIVATE, LOST, "cut", SECOND);
        assertThat(gate.detail()).isEqualTo("PRIVATE LOST: cut");
        gate.onStream(MARKET_DATA, LOST, "cut", SECOND);
        gate.onStream(ORDER_ENTRY, LOST, "cut", SECOND);
        assertThat(at(20 * SECOND)).isEqualTo(GateState.DARK);
        gate.onError(refusal(RejectionKind.MODE), 20 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.CANCEL_ONLY);
        gate.onError(new RateLimited(0), 20 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.BANNED);
        assertThat(counts.unexpected()).isEmpty();
        assertThat(counts.of(GateState.CANCEL_ONLY, GateCause.RATE_LIMITED)).isEqualTo(1);
        assertThat(at(20 * SECOND + 999 * MILLI)).isEqualTo(GateState.BANNED);
    }
}
