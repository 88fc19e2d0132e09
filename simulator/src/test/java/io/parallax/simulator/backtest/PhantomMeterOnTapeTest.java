package io.parallax.simulator.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.strategy.Direction;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.PhantomMeter.Age;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On recorded quotes of two exchanges that are tied closely: what is done to one of the feeds is found again.
class PhantomMeterOnTapeTest {
    private static final Percentage TOLERANCE = Percentage.withPercentage(20);
    private static final MarketTape TAPE = Recorded.bitcoin();
    private static final long THRESHOLD_PPM = usualPpm();

    /// What the spread of the untouched tape hardly ever reaches, in its better direction.
    private static long usualPpm() {
        TapeStatistics untouched = TapeStatistics.of(pair(TAPE), 0);
        long usual = Long.MIN_VALUE;
        for (Direction direction : Direction.values()) {
            usual = Math.max(usual, untouched.of(direction).byTime().quantile(999_000));
        }
        return usual;
    }

    private static PairTape pair(MarketTape tape) {
        return new PairTape(tape, Recorded.USDM, Recorded.COINM);
    }

    /// The first of these exchanges leads the other by itself; what is added to that is found again.
    @ParameterizedTest
    @ValueSource(longs = {100, 300, 1_000})
    void aFeedThatIsLateIsFoundWithItsDelay(long millis) {
        long untouchedMillis =
                TapeStatistics.of(pair(TAPE), THRESHOLD_PPM).leadLag().lagMillis();
        assertThat(untouchedMillis).isBetween(-60L, 0L);
        TapeStatistics lateB = TapeStatistics.of(pair(TAPE.delayed(Recorded.COINM, 1_000 * millis)), THRESHOLD_PPM);
        assertThat(untouchedMillis - lateB.leadLag().lagMillis()).isCloseTo(millis, TOLERANCE);
        assertThat(lateB.leadLag().agreementPercent()).isGreaterThan(10);
        TapeStatistics lateA = TapeStatistics.of(pair(TAPE.delayed(Recorded.USDM, 1_000 * millis)), THRESHOLD_PPM);
        assertThat(lateA.leadLag().lagMillis() - untouchedMillis).isCloseTo(millis, TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 300, 1_000})
    void aFeedThatIsTheOtherOneLaterIsFoundExactly(long millis) {
        MarketTape.Builder builder = new MarketTape.Builder(TAPE.symbol());
        for (int event : TAPE.eventsOf(Recorded.USDM)) {
            TAPE.copyTo(builder, event, TAPE.receivedMicros(event));
            builder.begin(Recorded.COINM, TAPE.receivedMicros(event) + 1_000 * millis, 0);
            for (Side side : Side.values()) {
                builder.level(side, TAPE.priceE8(event, side, 0), TAPE.quantityE8(event, side, 0));
            }
            builder.end();
        }
        TapeStatistics statistics = TapeStatistics.of(pair(builder.build()), THRESHOLD_PPM);
        assertThat(statistics.leadLag().lagMillis()).isEqualTo(-millis);
        assertThat(statistics.leadLag().agreementPercent()).isEqualTo(100);
    }

    /// For a fifth of the time one feed stands still, so long each time from one of its quotes on, and then
    /// tells the latest of what it missed.
    ///
    /// @param repeats whether it goes on to tell the quote that it stands at
    private static MarketTape frozen(long millis, boolean repeats) {
        MarketTape.Builder builder = new MarketTape.Builder(TAPE.symbol());
        long nextMicros = TAPE.receivedMicros(0) + 5_000 * millis;
        long untilMicros = Long.MIN_VALUE;
        int stands = -1;
        int missed = -1;
        for (int event = 0; event < TAPE.size(); event++) {
            long at = TAPE.receivedMicros(event);
            if (missed >= 0 && at >= untilMicros) {
                TAPE.copyTo(builder, missed, untilMicros);
                missed = -1;
            }
            boolean ofFrozen = TAPE.exchanges().get(TAPE.exchange(event)).equals(Recorded.COINM);
            if (ofFrozen && at < untilMicros) {
                missed = event;
                if (repeats) {
                    TAPE.copyTo(builder, stands, at);
                }
                continue;
            }
            TAPE.copyTo(builder, event, at);
            if (ofFrozen && at >= nextMicros) {
                stands = event;
                untilMicros = at + 1_000 * millis;
                nextMicros = at + 5_000 * millis;
            }
        }
        return builder.build();
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 300, 1_000})
    void aFeedThatFallsSilentIsFoundWithItsSilence(long millis) {
        TapeStatistics statistics = TapeStatistics.of(pair(frozen(millis, false)), THRESHOLD_PPM);
        assertThat(statistics.phantom().frozenMillis(Age.RECEIPT, Leg.B)).isCloseTo(millis, TOLERANCE);
        assertThat(statistics.phantom().frozenMillis(Age.CHANGE, Leg.B)).isCloseTo(millis, TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 300, 1_000})
    void aFeedThatRepeatsAFrozenQuoteIsFoundByItsChangesAlone(long millis) {
        TapeStatistics statistics = TapeStatistics.of(pair(frozen(millis, true)), THRESHOLD_PPM);
        assertThat(statistics.phantom().frozenMillis(Age.CHANGE, Leg.B)).isCloseTo(millis, TOLERANCE);
        // By receipt most of it looks young.
        int narrowest = PhantomMeter.limits() - 1;
        assertThat(statistics.phantom().edgeTime(Age.RECEIPT, narrowest))
                .isGreaterThan(3 * statistics.phantom().edgeTime(Age.CHANGE, narrowest) / 2);
    }

    @Test
    void edgeBehindFrozenQuotesVanishesWithTheAgeThatIsAllowed() {
        TapeStatistics statistics = TapeStatistics.of(pair(frozen(1_000, false)), THRESHOLD_PPM);
        long before = 0;
        for (int limit = 0; limit < PhantomMeter.limits(); limit++) {
            long vanished = statistics.phantom().vanishedPpm(Age.RECEIPT, limit);
            assertThat(vanished).isGreaterThanOrEqualTo(before);
            before = vanished;
        }
        assertThat(before).isCloseTo(1_000_000, within(100_000L));
        assertThat(statistics.phantom().suggestedMillis(Age.RECEIPT)).isLessThanOrEqualTo(100);
    }
}
