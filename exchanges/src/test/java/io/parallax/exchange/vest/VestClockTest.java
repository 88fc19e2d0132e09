package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.VirtualIoLoop;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The exchange's clock is 700 ms behind ours, and its answers come 20 ms after the question.
class VestClockTest {
    private static final long SKEW_MILLIS = -700;
    private static final long MILLI = 1_000_000L;

    private final VirtualIoLoop loop = new VirtualIoLoop();
    private final VestClock clock = new VestClock(loop);
    private long steppedMillis;

    private ClockMeasured answer(long lateMillis) {
        return answer(lateMillis, 20);
    }

    /// @param lateMillis how far the copy that answers lies behind
    private ClockMeasured answer(long lateMillis, long roundTripMillis) {
        long sentNanos = loop.nanoTime();
        loop.advanceMillis(roundTripMillis / 2);
        long told = exchangeMillis() - lateMillis;
        loop.advanceMillis(roundTripMillis / 2);
        return clock.sample(told, sentNanos, new HttpResponse(200, Map.of(), new byte[0], loop.nanoTime()))
                .orElseThrow();
    }

    private long exchangeMillis() {
        return loop.epochMillis() - steppedMillis + SKEW_MILLIS;
    }

    @Test
    void oursUntilAnythingWasMeasured() {
        assertThat(clock.epochMillis()).isEqualTo(loop.epochMillis());
        assertThat(clock.sample(0, loop.nanoTime(), new HttpResponse(200, Map.of(), new byte[0], loop.nanoTime())))
                .as("no time is no measurement")
                .isEmpty();
    }

    @Test
    void measuresToHalfTheRoundTrip() {
        ClockMeasured measured = answer(0);
        assertThat(measured.skewMillis()).isEqualTo(SKEW_MILLIS);
        assertThat(measured.uncertaintyMillis()).isEqualTo(11);
        assertThat(clock.epochMillis()).isEqualTo(exchangeMillis());
    }

    @Test
    void nu09AStepOfOurClockMovesTheMeasureAndNotTheExchangesTime() {
        answer(0);
        loop.stepWallClock(3_600_000);
        steppedMillis = 3_600_000;
        assertThat(clock.epochMillis()).as("before it is measured again").isEqualTo(exchangeMillis());
        assertThat(answer(0).skewMillis()).isEqualTo(SKEW_MILLIS - 3_600_000);
    }

    @Test
    void ps05AnAnswerFromACopyThatLiesBehindDoesNotSetTheClockBack() {
        answer(0);
        assertThat(answer(5_000, 2).skewMillis()).isEqualTo(SKEW_MILLIS);
        loop.advanceMillis(299_000);
        assertThat(answer(5_000, 2).skewMillis()).isEqualTo(SKEW_MILLIS);
        loop.advanceMillis(1_000);
        assertThat(answer(5_000, 2).skewMillis())
                .as("nothing newer for five minutes")
                .isEqualTo(SKEW_MILLIS - 5_000);
    }

    @Test
    void ps05AnAnswerThatProvesTheEstimateTooEarlyIsBelievedAtOnce() {
        assertThat(answer(1_500, 2).skewMillis()).isEqualTo(SKEW_MILLIS - 1_500);
        assertThat(answer(0, 400).skewMillis()).as("though less exact").isEqualTo(SKEW_MILLIS);
    }

    @Test
    void aMoreExactAnswerReplacesALessExactOne() {
        answer(0, 400);
        assertThat(answer(0).uncertaintyMillis()).isEqualTo(11);
        assertThat(answer(0, 40).uncertaintyMillis()).as("no worse one does").isEqualTo(11);
        assertThat(clock.epochMillis() * MILLI).isEqualTo(exchangeMillis() * MILLI);
    }
}
