package io.parallax.execution;

import static io.parallax.execution.PairBench.MILLI;
import static io.parallax.execution.PairBench.SECOND;
import static io.parallax.execution.PairBench.e8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.MarketEvent.MarkReported;
import io.parallax.exchange.MarketEvent.QuoteRateReported;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.risk.EngineLimits;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.SpreadOpportunity;
import io.parallax.testing.Records;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// Whether the data of a pair is believed, and what is told about it and when.
class DataWatchTest {
    private PairBench bench = new PairBench();

    private DataWatch data() {
        return bench.pair.data;
    }

    private void tick() {
        data().onTick(bench.nowNanos);
    }

    private boolean confirms(Direction direction) {
        return data().doMarksConfirm(direction, bench.nowNanos);
    }

    /// Both marks, with indexes that contradict nothing.
    private void marks(String a, String b) {
        bench.mark(bench.pair.a, a, a);
        bench.mark(bench.pair.b, b, b);
    }

    // ---- marks that are apart ----

    @Test
    void marksThatAreApartForFiveSecondsConfirmALargeSpread() {
        marks("100000", "101500.1");
        bench.at(5 * SECOND - 1);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
        bench.at(5 * SECOND);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isTrue();
        assertThat(confirms(Direction.LONG_B_SHORT_A)).isFalse();
    }

    @Test
    void theOtherDirectionIsConfirmedInTheSameWay() {
        marks("101500.1", "100000");
        bench.at(5 * SECOND);
        assertThat(confirms(Direction.LONG_B_SHORT_A)).isTrue();
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
    }

    @Test
    void anOrdinarySpreadOfMarksConfirmsNothing() {
        marks("100000", "101500");
        bench.at(5 * SECOND);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
    }

    @Test
    void marksThatCameTogetherBeginAnew() {
        marks("100000", "102000");
        bench.at(3 * SECOND);
        marks("100000", "100000");
        marks("100000", "102000");
        bench.at(6 * SECOND);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
        bench.at(8 * SECOND);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isTrue();
    }

    @Test
    void aMarkThatWasMissingBeginsAnew() {
        marks("100000", "102000");
        bench.at(5 * SECOND + 1);
        marks("100000", "102000");
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
        bench.at(10 * SECOND);
        marks("100000", "102000");
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
        bench.at(10 * SECOND + 1);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isTrue();
    }

    @Test
    void marksThatGoOnKeepTheirBeginning() {
        marks("100000", "102000");
        bench.at(5 * SECOND);
        marks("100000", "102000");
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isTrue();
    }

    @Test
    void oneMarkOrThatOfAnotherMarketTellsNothing() {
        bench.mark(bench.pair.b, "102000", "102000");
        data().onMarket(
                        new MarkReported(ExchangeId.VEST, "ETH", e8("100000"), e8("100000"), 0, bench.nowNanos),
                        bench.nowNanos);
        bench.at(5 * SECOND);
        assertThat(confirms(Direction.LONG_A_SHORT_B)).isFalse();
        assertThat(data().blocker(bench.nowNanos)).isEqualTo(Blocker.MARK_MISSING);
    }

    // ---- what forbids entries ----

    @Test
    void marksThatAgreeLetEntriesPass() {
        assertThat(data().blocker(bench.nowNanos)).isEqualTo(Blocker.MARK_MISSING);
        bench.marks("100000");
        assertThat(data().blocker(bench.nowNanos)).isEqualTo(Blocker.NONE);
    }

    @Test
    void aRateIsNeededOnlyWhereItIsConfigured() {
        bench = new PairBench(
                settings -> settings.withData(settings.data().withQuoteRateRequired(true)),
                EngineLimits.of(e8("1000000")));
        bench.marks("100000");
        assertThat(data().blocker(bench.nowNanos)).isEqualTo(Blocker.QUOTE_RATE);
        rate("0.9951");
        assertThat(data().blocker(bench.nowNanos)).isEqualTo(Blocker.NONE);
        rate("0.9949");
        assertThat(data().blocker(bench.nowNanos)).isEqualTo(Blocker.QUOTE_RATE);
    }

    private void rate(String rate) {
        data().onMarket(new QuoteRateReported(ExchangeId.VEST, e8(rate), bench.nowNanos), bench.nowNanos);
    }

    @Test
    void booksAreTrustedForTheirOwnTime() {
        assertThat(data().bookBlocker(bench.pair.b, bench.nowNanos + 500 * MILLI))
                .isEqualTo(Blocker.NONE);
        assertThat(data().bookBlocker(bench.pair.b, bench.nowNanos + 500 * MILLI + 1))
                .isEqualTo(Blocker.BOOK_OLD);
        assertThat(data().bookBlocker(bench.pair.a, bench.nowNanos + 1_200 * MILLI))
                .isEqualTo(Blocker.NONE);
        assertThat(data().bookBlocker(bench.pair.a, bench.nowNanos + 1_200 * MILLI + 1))
                .isEqualTo(Blocker.BOOK_OLD);
    }

    // ---- what is told ----

    private void lateBy(LegDesk desk, long millis) {
        desk.book().beginSnapshot(0, bench.nowNanos, bench.nowNanos / 1_000 - millis * 1_000);
        desk.book().onLevel(Side.BUY, e8("99990"), FixedPoint.ONE);
        desk.book().onLevel(Side.SELL, e8("100000"), FixedPoint.ONE);
        desk.book().end();
    }

    @Test
    void aLateFeedIsToldOnceAMinute() {
        lateBy(bench.pair.a, 0);
        lateBy(bench.pair.a, 400);
        tick();
        assertThat(bench.alerts()).isEmpty();
        lateBy(bench.pair.a, 401);
        tick();
        assertThat(bench.alerts())
                .containsExactly("the feed of vest is 401 ms later than usual; above 500 ms no entries");
        assertThat(data().bookBlocker(bench.pair.a, bench.nowNanos)).isEqualTo(Blocker.NONE);
        bench.at(60 * SECOND - 1);
        lateBy(bench.pair.a, 450);
        tick();
        assertThat(bench.alerts()).hasSize(1);
        bench.at(60 * SECOND);
        lateBy(bench.pair.a, 450);
        tick();
        assertThat(bench.alerts()).hasSize(2);
    }

    @Test
    void theFeedOfTheOtherLegIsWatchedTooButNotAfterItsEnd() {
        lateBy(bench.pair.b, 0);
        lateBy(bench.pair.b, 600);
        bench.at(501 * MILLI);
        tick();
        assertThat(bench.alerts()).as("an old book is another matter").isEmpty();
        bench.at(500 * MILLI);
        tick();
        assertThat(bench.alerts())
                .containsExactly("the feed of paradex is 600 ms later than usual; above 500 ms no entries");
    }

    @Test
    void aBookFarFromItsMarkForAMinuteIsToldOnceAMinute() {
        bandAt(0);
        bandAt(59 * SECOND + 999 * MILLI);
        assertThat(bench.alerts()).isEmpty();
        bandAt(60 * SECOND);
        assertThat(bench.alerts()).hasSize(1);
        assertThat(bench.alerts().getFirst())
                .startsWith(Blocker.MARK_BAND.text())
                .endsWith(", for 60 s; no entries");
        bandAt(119 * SECOND + 999 * MILLI);
        assertThat(bench.alerts()).hasSize(1);
        bandAt(120 * SECOND);
        assertThat(bench.alerts()).hasSize(2);
    }

    private void bandAt(long nanos) {
        bench.at(nanos);
        bench.calm();
        bench.marks("102000");
        tick();
    }

    @Test
    void aBandThatIsKeptForAMomentBeginsAnew() {
        bandAt(0);
        bench.at(30 * SECOND);
        bench.calm();
        bench.marks("100000");
        tick();
        bandAt(31 * SECOND);
        bandAt(90 * SECOND);
        assertThat(bench.alerts()).isEmpty();
        bench.at(91 * SECOND);
        bench.marks("102000");
        bench.calm();
        bench.pair.a.book().onLost(BookLoss.GAP);
        tick();
        assertThat(bench.alerts()).as("no book").isEmpty();
        bandAt(92 * SECOND);
        bandAt(152 * SECOND);
        assertThat(bench.alerts()).hasSize(1);
    }

    @Test
    void anIndexFarFromItsMarkIsToldToo() {
        for (long second = 0; second <= 60; second += 60) {
            bench.at(second * SECOND);
            bench.calm();
            bench.marks("100000");
            bench.mark(bench.pair.b, "100000", "102000");
            tick();
        }
        assertThat(bench.alerts()).hasSize(1);
        assertThat(bench.alerts().getFirst()).startsWith(Blocker.INDEX_BAND.text());
    }

    @Test
    void aCurrencyThatLosesItsPegIsToldOnceAMinute() {
        rate("0.98");
        tick();
        assertThat(bench.alerts()).isEmpty();
        rate("0.97");
        tick();
        tick();
        assertThat(bench.alerts()).containsExactly("the settlement currency is worth 0.97 of the currency of prices");
        bench.at(60 * SECOND - 1);
        tick();
        assertThat(bench.alerts()).hasSize(1);
        bench.at(60 * SECOND);
        tick();
        assertThat(bench.alerts()).hasSize(2);
    }

    // ---- what was promised ----

    /// A spread of 300 for 0.01 promises 3, and an exit of 1 000 ppm on 1 000 promises 1.
    private CycleResult cycle(String gross) {
        return new CycleResult(
                1, Outcome.COMPLETED, Direction.LONG_A_SHORT_B, e8("0.01"), 3_000, e8(gross), 0, 0, true, 1, 0);
    }

    private void entry() {
        data().onEntry(
                        new SpreadOpportunity(
                                Direction.LONG_A_SHORT_B, 3_000, e8("0.01"), e8("100000"), e8("100300"), 0, 0),
                        e8("0.01"));
    }

    private void cycles(int count, CycleResult result) {
        for (int number = 0; number < count; number++) {
            entry();
            data().onExit(1_000, e8("0.01"));
            data().onExit(50_000, e8("0.01"));
            data().onCycle(result, bench.nowNanos);
        }
    }

    private Blocker edge() {
        bench.marks("100000");
        return data().blocker(bench.nowNanos);
    }

    @Test
    void twentyCyclesThatEarnLessThanHalfOfWhatWasPromisedStopEntriesUntilSomebodyLooked() {
        cycles(19, cycle("0"));
        assertThat(edge()).isEqualTo(Blocker.NONE);
        cycles(1, cycle("39.99"));
        assertThat(edge()).isEqualTo(Blocker.EDGE_UNREAL);
        assertThat(bench.alerts())
                .containsExactly(
                        "the last 20 cycles earned 39.99 of 80 that the books promised; no entries until resume");
        cycles(1, cycle("0"));
        assertThat(bench.alerts()).as("told once").hasSize(1);
        data().onReview();
        assertThat(edge()).isEqualTo(Blocker.NONE);
    }

    @Test
    void halfOfThePromiseIsEnough() {
        cycles(20, cycle("2"));
        assertThat(edge()).isEqualTo(Blocker.NONE);
    }

    @Test
    void onlyCyclesWhosePromiseIsKnownAreJudged() {
        cycles(40, Records.with(cycle("0"), "exact", false));
        cycles(40, Records.with(cycle("0"), "entrySpreadPpm", 0L));
        cycles(40, Records.with(cycle("0"), "outcome", Outcome.NOTHING_FILLED));
        for (int number = 0; number < 40; number++) {
            data().onCycle(cycle("0"), bench.nowNanos);
            entry();
            data().onExit(SpreadCalculator.NO_SPREAD, e8("0.01"));
            data().onCycle(cycle("0"), bench.nowNanos);
        }
        assertThat(edge()).isEqualTo(Blocker.NONE);
        bench.pair.a.book().onLost(BookLoss.GAP);
        cycles(40, cycle("0"));
        bench.calm();
        assertThat(edge()).as("no price at the exit").isEqualTo(Blocker.NONE);
        cycles(20, Records.with(cycle("0"), "outcome", Outcome.FAILED));
        assertThat(edge()).isEqualTo(Blocker.EDGE_UNREAL);
    }

    @Test
    void anEntryThatWasNeverLeftPromisedItsEntry() {
        for (int number = 0; number < 20; number++) {
            entry();
            data().onCycle(cycle("1.49"), bench.nowNanos);
        }
        assertThat(bench.alerts()).hasSize(1);
        assertThat(bench.alerts().getFirst()).startsWith("the last 20 cycles earned 29.8 of 60 ");
    }
}
