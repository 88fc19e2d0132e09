package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.risk.Blocker;
import io.parallax.risk.EdgeWatch;
import io.parallax.strategy.Confirmation;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every way in which market data can be bad, by its number in the catalogue of failures: an entry that is good in
/// all else is refused, with the reason of that way in what is logged, and taken once the data is good. What happens
/// to the bytes before is in the tests of the same name beside each adapter.
class MarketDataCasesTest extends TradingScenario {
    private static final int VEST_BOOK = 0;
    private static final int PARADEX_BOOK = 1;

    /// The entry would have been taken, and was not, for this reason alone; the log says so.
    private void isRefusedFor(Blocker blocker) {
        run(1_200);
        assertThat(vest.received).as(this::story).isEmpty();
        assertThat(paradex.received).isEmpty();
        assertThat(view().state()).isEqualTo(PairState.FLAT);
        assertThat(view().topBlocker()).as(this::story).isEqualTo(blocker);
        assertThat(reasonsTold()).contains(blocker.text());
    }

    private List<String> reasonsTold() {
        return notices.stream()
                .flatMap(notice -> switch (notice) {
                    case EngineNotice.Summary summary -> Stream.of(summary.topBlocker());
                    case EngineNotice.OpportunityDropped dropped -> Stream.of(dropped.blocker());
                    default -> Stream.<Blocker>of();
                })
                .map(Blocker::text)
                .toList();
    }

    /// The data is good again, and the same spread is taken.
    private void isTakenWhenHealed() {
        for (ScriptedExchange exchange : List.of(vest, paradex)) {
            exchange.bookSilent = false;
            exchange.repeatsItself = false;
        }
        vestIsCheap();
        await(PairState.HEDGED, 8_000);
    }

    private void silent(ScriptedExchange exchange, String bid, String ask) {
        quotes(exchange, bid, ask);
        exchange.bookSilent = true;
    }

    @Test
    void md01AFrozenBookOnALivingSocket() {
        untilFlat();
        silent(vest, "99990", "100000");
        run(1_500);
        quotes(paradex, "100300", "100310");
        isRefusedFor(Blocker.BOOK_OLD);
        isTakenWhenHealed();
    }

    @Test
    void md02ALostChange() {
        untilFlat();
        paradex.bookSilent = true;
        engine().onBookLost(PARADEX_BOOK, BookLoss.GAP, time.nowNanos());
        quotes(vest, "99000", "99010");
        isRefusedFor(Blocker.BOOK_GAP);
        isTakenWhenHealed();
    }

    /// A step backwards is a gap to the adapter, and no change is taken until the next whole book.
    @Test
    void md03AStepBackwards() {
        untilFlat();
        paradex.bookSilent = true;
        engine().onBookLost(PARADEX_BOOK, BookLoss.GAP, time.nowNanos());
        engine().beginDelta(PARADEX_BOOK, 3, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, FixedPoint.parse("100300"), FixedPoint.ONE);
        engine().onLevel(Side.SELL, FixedPoint.parse("100310"), FixedPoint.ONE);
        engine().end();
        isRefusedFor(Blocker.BOOK_GAP);
        isTakenWhenHealed();
    }

    @Test
    void md04LevelsOfTheFormerConnection() {
        untilFlat();
        paradex.bookSilent = true;
        engine().onBookLost(PARADEX_BOOK, BookLoss.DISCONNECTED, time.nowNanos());
        engine().beginDelta(PARADEX_BOOK, 0, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, FixedPoint.parse("100300"), FixedPoint.ONE);
        engine().end();
        isRefusedFor(Blocker.BOOK_DISCONNECTED);
        engine().beginSnapshot(PARADEX_BOOK, 0, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, FixedPoint.parse("99980"), FixedPoint.ONE);
        engine().onLevel(Side.SELL, FixedPoint.parse("99990"), FixedPoint.ONE);
        engine().end();
        assertThat(view().b().bidE8()).as("nothing of before is left").isEqualTo(FixedPoint.parse("99980"));
        isTakenWhenHealed();
    }

    /// Both exchanges stop telling books.
    private void bothSilent() {
        vest.bookSilent = true;
        paradex.bookSilent = true;
    }

    @Test
    void md05TheLastPriceDoesNotSurviveADisconnect() {
        untilFlat();
        paradex.bookSilent = true;
        engine().onBookLost(PARADEX_BOOK, BookLoss.DISCONNECTED, time.nowNanos());
        assertThat(view().b().bidE8()).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(view().b().askE8()).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(view().touchPpmLongA()).isEqualTo(Long.MIN_VALUE);
        quotes(vest, "99000", "99010");
        isRefusedFor(Blocker.BOOK_DISCONNECTED);
        isTakenWhenHealed();
    }

    @Test
    void md06ACrossedBook() {
        untilFlat();
        quotes(paradex, "100300", "100290");
        isRefusedFor(Blocker.BOOK_CROSSED);
        isTakenWhenHealed();
    }

    @Test
    void md06ALockedBook() {
        untilFlat();
        quotes(paradex, "100300", "100300");
        isRefusedFor(Blocker.BOOK_CROSSED);
        isTakenWhenHealed();
    }

    /// The writer keeps ask and bid one apart; a reader that saw parts of two books would see another difference.
    @Test
    void md07AQuoteIsPublishedAsOneUnit() throws InterruptedException {
        SharedOrderbooks shared = new SharedOrderbooks();
        int index = shared.register(ExchangeId.VEST, "BTC-PERP");
        OrderBook book = new OrderBook(4);
        Thread writer = new Thread(() -> {
            for (long i = 1; !Thread.currentThread().isInterrupted(); i = i % 1_000_000 + 1) {
                book.beginSnapshot(i, i, 0);
                book.onLevel(Side.BUY, i, i);
                book.onLevel(Side.SELL, i + 1, i);
                book.end();
                shared.publish(index, book);
            }
        });
        writer.start();
        try {
            for (int read = 0; read < 200_000; read++) {
                shared.orderbook(ExchangeId.VEST, "BTC-PERP").ifPresent(MarketDataCasesTest::isWhole);
            }
        } finally {
            writer.interrupt();
            writer.join();
        }
    }

    private static void isWhole(OrderbookSnapshot seen) {
        long bidE8 = seen.bestBidE8();
        assertThat(List.of(seen.bestAskE8(), seen.sequence(), seen.receivedNanos(), seen.bidQuantitiesE8()[0]))
                .isEqualTo(List.of(bidE8 + 1, bidE8, bidE8, bidE8));
    }

    /// Levels in any order make one book; asks among the bids make one that cannot be.
    @Test
    void md08LevelsInAnyOrderAndAsksAmongTheBids() {
        untilFlat();
        bothSilent();
        engine().beginSnapshot(PARADEX_BOOK, 0, time.nowNanos(), 0);
        for (String bid : List.of("99970", "99990", "99980")) {
            engine().onLevel(Side.BUY, FixedPoint.parse(bid), FixedPoint.ONE);
        }
        engine().onLevel(Side.SELL, FixedPoint.parse("100010"), FixedPoint.ONE);
        engine().onLevel(Side.SELL, FixedPoint.parse("100000"), FixedPoint.ONE);
        engine().end();
        assertThat(List.of(view().b().bidE8(), view().b().askE8()))
                .isEqualTo(List.of(FixedPoint.parse("99990"), FixedPoint.parse("100000")));
        vest.bookSilent = false;
        engine().beginDelta(PARADEX_BOOK, 0, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, FixedPoint.parse("100300"), FixedPoint.ONE);
        engine().end();
        run(200);
        assertThat(view().topBlocker()).isEqualTo(Blocker.BOOK_CROSSED);
        paradex.bookSilent = false;
        quotes(paradex, "100310", "100300");
        isRefusedFor(Blocker.BOOK_CROSSED);
        isTakenWhenHealed();
    }

    @Test
    void md09APriceThatCannotBe() {
        for (long priceE8 : new long[] {0, -1, Long.MIN_VALUE}) {
            MarketDataCasesTest world = new MarketDataCasesTest();
            world.untilFlat();
            world.paradex.bookSilent = true;
            world.engine().beginDelta(PARADEX_BOOK, 0, world.time.nowNanos(), 0);
            world.engine().onLevel(Side.BUY, priceE8, FixedPoint.ONE);
            world.engine().end();
            world.quotes(world.vest, "99000", "99010");
            world.isRefusedFor(Blocker.BOOK_BAD_DATA);
            world.isTakenWhenHealed();
        }
    }

    @Test
    void md10ASpreadThatIsTooLargeToBeTrue() {
        untilFlat();
        quotes(paradex, "101700", "101710");
        isRefusedFor(Blocker.SPREAD_UNBELIEVABLE);
    }

    /// Marks 1.7 % apart, each within 1 % of one index.
    @Test
    void md10ALargeSpreadThatBothMarksConfirmForFiveSeconds() {
        untilFlat();
        quotes(paradex, "101700", "101710");
        run(4_800);
        assertThat(vest.received).as(this::story).isEmpty();
        await(PairState.HEDGED, 600);
    }

    @Test
    void md10AMarkThatTakesBackTheSpreadBeginsTheFiveSecondsAnew() {
        untilFlat();
        quotes(paradex, "101700", "101710");
        run(4_500);
        paradex.markE8 = FixedPoint.parse("101000");
        run(300);
        paradex.markE8 = 0;
        run(4_500);
        assertThat(vest.received).as(this::story).isEmpty();
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void md10AMiddleFarFromItsMark() {
        untilFlat();
        paradex.markE8 = FixedPoint.parse("98900");
        paradex.indexE8 = FixedPoint.parse("99500");
        vestIsCheap();
        isRefusedFor(Blocker.MARK_BAND);
        paradex.markE8 = 0;
        paradex.indexE8 = 0;
        isTakenWhenHealed();
    }

    @Test
    void md10AMarkFarFromItsIndex() {
        untilFlat();
        vest.markE8 = FixedPoint.parse("100800");
        vest.indexE8 = FixedPoint.parse("99700");
        vestIsCheap();
        isRefusedFor(Blocker.INDEX_BAND);
        vest.markE8 = 0;
        vest.indexE8 = 0;
        isTakenWhenHealed();
    }

    @Test
    void md10IndexesFarFromEachOther() {
        untilFlat();
        vest.indexE8 = FixedPoint.parse("99400");
        paradex.indexE8 = FixedPoint.parse("100500");
        vestIsCheap();
        isRefusedFor(Blocker.INDEX_BAND);
        vest.indexE8 = 0;
        isTakenWhenHealed();
    }

    @Test
    void md10APriceThatJumped() {
        untilFlat();
        quotes(paradex, "97000", "97010");
        run(200);
        vestIsCheap();
        run(1_500);
        assertThat(vest.received).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.BOOK_JUMPED);
        assertThat(reasonsTold()).contains(Blocker.BOOK_JUMPED.text());
        await(PairState.HEDGED, 1_000);
    }

    /// One quote, and then both exchanges tell what they told before, again and again.
    @Test
    void md11ASpikeOfOneQuote() {
        untilFlat();
        vest.repeatsItself = true;
        paradex.repeatsItself = true;
        calm();
        run(1_000);
        quotes(paradex, "100300", "100310");
        isRefusedFor(Blocker.UNCONFIRMED);
        isTakenWhenHealed();
    }

    @Test
    void md11OneExchangeStandsStillWhileTheOtherTicks() {
        untilFlat();
        vest.repeatsItself = true;
        quotes(vest, "99990", "100000");
        quotes(paradex, "100300", "100310");
        isRefusedFor(Blocker.UNCONFIRMED);
        isTakenWhenHealed();
    }

    @Test
    void md11ADirectionThatFlips() {
        untilFlat();
        for (int flip = 0; flip < 20; flip++) {
            vest.bookSilent = true;
            quotes(paradex, "100300", "100310");
            run(30);
            quotes(paradex, "99600", "99610");
            run(30);
        }
        assertThat(vest.received).as(this::story).isEmpty();
        assertThat(reasonsTold()).contains(Blocker.UNCONFIRMED.text());
        isTakenWhenHealed();
    }

    @Test
    void md11AsManyQuotesAsConfigured() {
        bot(settings -> settings.withData(settings.data().withConfirmation(new Confirmation(10, 300))));
        untilFlat();
        vestIsCheap();
        isRefusedFor(Blocker.UNCONFIRMED);
        bot(settings -> settings.withData(settings.data().withConfirmation(new Confirmation(1, 1_000))));
        MarketDataCasesTest first = new MarketDataCasesTest();
        first.bots(botsNow());
        first.untilFlat();
        first.quotes(first.paradex, "100300", "100310");
        assertThat(first.vest.received).as("the first quote is taken").hasSize(1);
    }

    /// A mark of another instrument is nobody's, and so this exchange has told none.
    @Test
    void md12AMarkOfAnotherInstrument() {
        untilFlat();
        paradex.marksSilent = true;
        run(6_000);
        paradex.tellEverybody(new MarketEvent.MarkReported(
                paradex.id,
                "ETH-USD-PERP",
                FixedPoint.parse("100305"),
                FixedPoint.parse("100000"),
                0,
                time.nowNanos()));
        vestIsCheap();
        isRefusedFor(Blocker.MARK_MISSING);
        paradex.marksSilent = false;
        isTakenWhenHealed();
    }

    /// The quote that opened the spread, delivered twice, is one quote.
    @Test
    void md13AQuoteDeliveredTwice() {
        untilFlat();
        vest.repeatsItself = true;
        paradex.repeatsItself = true;
        quotes(vest, "99990", "100000");
        quotes(paradex, "100300", "100310");
        publish(paradex);
        publish(paradex);
        isRefusedFor(Blocker.UNCONFIRMED);
        isTakenWhenHealed();
    }

    /// What is left of a book after its best levels went is all there is.
    @Test
    void md14TheTopOfABookIsRemoved() {
        untilFlat();
        bothSilent();
        engine().beginSnapshot(PARADEX_BOOK, 0, time.nowNanos(), 0);
        engine().onLevel(Side.SELL, FixedPoint.parse("100320"), FixedPoint.ONE);
        for (int level = 0; level < 15; level++) {
            engine().onLevel(Side.BUY, FixedPoint.parse("100300") - level * FixedPoint.ONE, FixedPoint.ONE / 100);
        }
        engine().end();
        engine().beginDelta(PARADEX_BOOK, 0, time.nowNanos(), 0);
        for (int level = 0; level < 14; level++) {
            engine().onLevel(Side.BUY, FixedPoint.parse("100300") - level * FixedPoint.ONE, 0);
        }
        engine().end();
        assertThat(view().b().bidE8()).isEqualTo(FixedPoint.parse("100286"));
        publish(vest);
        vest.bookSilent = false;
        publish(vest);
        assertThat(vest.received).as(this::story).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.DEPTH);
        assertThat(reasonsTold()).contains(Blocker.DEPTH.text());
        isTakenWhenHealed();
    }

    @Test
    void md15FramesThatWaitBeforeWeReadThem() {
        paradex.stampsFrames = true;
        untilFlat();
        paradex.frameDelayMillis = 600;
        vestIsCheap();
        isRefusedFor(Blocker.FEED_LAG);
        assertThat(alerts()).as("more than a second apart, and it is told").isNotEmpty();
        paradex.frameDelayMillis = 0;
        isTakenWhenHealed();
    }

    @Test
    void md15FourHundredMillisecondsAreToldAndFiveHundredBlock() {
        paradex.stampsFrames = true;
        untilFlat();
        paradex.frameDelayMillis = 390;
        run(300);
        assertThat(alerts()).isEmpty();
        paradex.frameDelayMillis = 450;
        run(300);
        assertThat(alerts()).hasSize(1).first().asString().contains("the feed of paradex is 450 ms later than usual");
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void md16AFeedThatIsSteadilySecondsBehind() {
        vest.stampsFrames = true;
        untilFlat();
        vest.frameDelayMillis = 5_000;
        vestIsCheap();
        isRefusedFor(Blocker.FEED_LAG);
        run(8 * 60_000);
        assertThat(vest.received).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.FEED_LAG);
        vest.frameDelayMillis = 0;
        isTakenWhenHealed();
    }

    @Test
    void md17TimesThatStandStillOrStop() {
        vest.stampsFrames = true;
        untilFlat();
        vest.stampsFrames = false;
        vestIsCheap();
        isRefusedFor(Blocker.FEED_LAG);
        vest.stampsFrames = true;
        isTakenWhenHealed();
    }

    @Test
    void md17AClockThatIsWrongButSteadyIsNoLag() {
        vest.stampsFrames = true;
        vest.frameDelayMillis = -86_400_000;
        untilFlat();
        isTakenWhenHealed();
    }

    @Test
    void md18ATouchThatHoldsATenthOfOurOrder() {
        untilFlat();
        paradex.quote(
                "BTC-USD-PERP",
                new ScriptedExchange.Quote(FixedPoint.parse("100300"), FixedPoint.parse("100310"), 1_500_000));
        publish(paradex);
        publish(vest);
        isRefusedFor(Blocker.DEPTH);
        isTakenWhenHealed();
    }

    /// A book that came with one side only.
    @Test
    void md19AMissingSide() {
        untilFlat();
        paradex.bookSilent = true;
        engine().beginSnapshot(PARADEX_BOOK, 0, time.nowNanos(), 0);
        engine().onLevel(Side.BUY, FixedPoint.parse("100300"), FixedPoint.ONE);
        engine().end();
        vest.bookSilent = false;
        run(300);
        assertThat(vest.received).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.BOOK_MISSING);
        operator(new OperatorCommand.Pause());
        operator(new OperatorCommand.Resume("looks at it again"));
        paradex.unquote("BTC-USD-PERP");
        engine().onBookLost(PARADEX_BOOK, BookLoss.RESUBSCRIBED, time.nowNanos());
        isRefusedFor(Blocker.BOOK_MISSING);
        isTakenWhenHealed();
    }

    @Test
    void md20ABookThatWasSubscribedAndNeverCame() {
        calm();
        paradex.unquote("BTC-USD-PERP");
        start();
        run(3_000);
        isRefusedFor(Blocker.BOOK_MISSING);
        isTakenWhenHealed();
    }

    @Test
    void md20MarksThatWereSubscribedAndNeverCame() {
        vest.marksSilent = true;
        untilFlat();
        vestIsCheap();
        isRefusedFor(Blocker.MARK_MISSING);
        vest.marksSilent = false;
        isTakenWhenHealed();
    }

    @Test
    void md21ARateOfTheSettlementCurrencyThatIsMissingOldOrOff() {
        bot(settings -> settings.withData(settings.data().withQuoteRateRequired(true)));
        untilFlat();
        vestIsCheap();
        isRefusedFor(Blocker.QUOTE_RATE);
        for (String rate : List.of("0", "0.994", "1.006", "-1")) {
            rate(rate);
            isRefusedFor(Blocker.QUOTE_RATE);
        }
        calm();
        rate("1.0001");
        run(61_000);
        vestIsCheap();
        isRefusedFor(Blocker.QUOTE_RATE);
        rate("0.9999");
        isTakenWhenHealed();
    }

    private void rate(String rate) {
        paradex.tellEverybody(new MarketEvent.QuoteRateReported(paradex.id, FixedPoint.parse(rate), time.nowNanos()));
    }

    @Test
    void md22MarksThatStop() {
        untilFlat();
        paradex.marksSilent = true;
        run(4_500);
        assertThat(view().topBlocker()).isEqualTo(Blocker.SPREAD);
        run(600);
        vestIsCheap();
        isRefusedFor(Blocker.MARK_MISSING);
        paradex.marksSilent = false;
        isTakenWhenHealed();
    }

    @Test
    void md22ExitsGoOnWithoutMarks() {
        untilHedged();
        vest.marksSilent = true;
        paradex.marksSilent = true;
        run(10_000);
        paradexIsCheap();
        await(PairState.COOLDOWN, 3_000);
        isFlat();
    }

    /// Frames that cannot be read end the connection; what was known before is void.
    @Test
    void md23AConnectionWhoseFramesCannotBeRead() {
        untilFlat();
        vest.bookSilent = true;
        engine().onBookLost(VEST_BOOK, BookLoss.DISCONNECTED, time.nowNanos());
        quotes(paradex, "100300", "100310");
        isRefusedFor(Blocker.BOOK_DISCONNECTED);
        isTakenWhenHealed();
    }

    /// The books promise 30 bps each way and the fills give next to nothing: one exchange follows the other.
    @Test
    void md24AnEdgeThatIsNotEarned() {
        untilFlat();
        for (int cycle = 0; cycle < EdgeWatch.CYCLES; cycle++) {
            assertThat(view().topBlocker()).as("after %d cycles", cycle).isEqualTo(Blocker.SPREAD);
            vestIsCheap();
            quotes(vest, "100090", "100100");
            quotes(paradex, "100200", "100210");
            await(PairState.HEDGED, 3_000);
            calm();
            run(500);
            paradexIsCheap();
            quotes(vest, "100150", "100160");
            quotes(paradex, "100140", "100150");
            await(PairState.COOLDOWN, 3_000);
            calm();
            await(PairState.FLAT, 10_000);
            run(500);
        }
        assertThat(results()).hasSize(EdgeWatch.CYCLES);
        vest.received.clear();
        paradex.received.clear();
        vestIsCheap();
        isRefusedFor(Blocker.EDGE_UNREAL);
        assertThat(alerts()).last().asString().contains("that the books promised; no entries until resume");
        operator(new OperatorCommand.Resume("reviewed"));
        isTakenWhenHealed();
    }

    /// The leading exchange moved; the other one must speak after that, and not only be read.
    @Test
    void md24TheExchangeThatLagsHasNotSpokenSinceTheOtherMoved() {
        untilFlat();
        run(50);
        vest.bookSilent = true;
        quotes(paradex, "100300", "100310");
        publish(paradex);
        publish(paradex);
        run(400);
        assertThat(vest.received).as(this::story).isEmpty();
        assertThat(view().topBlocker()).isEqualTo(Blocker.UNCONFIRMED);
        isTakenWhenHealed();
    }
}
