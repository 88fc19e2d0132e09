package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.MarketEvent.MarkReported;
import io.parallax.exchange.transport.VirtualWebSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What bad market data of Vest becomes before the engine sees it, by its number in the catalogue of failures. What the
/// engine makes of that is in the test of the same name there.
class MarketDataCasesTest {
    private static final String BOOK = "4: BUY 0.045@90005.1 BUY 0.045@90003.75 SELL 0.045@90019.8 SELL 0.045@90021.15";
    private static final long EPOCH_MILLIS = 1_790_000_000_000L;

    private static String timed(long millis) {
        return VestWorld.DEPTH.replace("\"data\":{", "\"data\":{\"time\":" + millis + ",");
    }

    private static String tickers(String rows) {
        return "{\"channel\":\"tickers\",\"data\":[" + rows + "]}";
    }

    private static String ticker(String symbol, String mark, String index) {
        return "{\"symbol\":\"" + symbol + "\",\"markPrice\":\"" + mark + "\",\"indexPrice\":\"" + index + "\"}";
    }

    /// Time passes, and the exchange answers each ping of ours.
    private static void passAnswering(VestWorld world, int millis, int answerMillis) {
        for (int passed = 0; passed < millis; passed += 50) {
            world.loop.advanceMillis(50);
            for (String text : world.publicSocket().takeTexts()) {
                if (text.contains("PING")) {
                    world.loop.advanceMillis(answerMillis);
                    world.publicSocket().text("{\"data\":\"PONG\"}");
                }
            }
        }
    }

    @Test
    void md03MoreThanTwentyOldBooksInASecondAreAskedForAgain() {
        VestWorld world = VestWorld.ready();
        world.publicSocket().text(timed(EPOCH_MILLIS));
        world.publicSocket().takeTexts();
        world.forget();
        for (int i = 0; i < 21; i++) {
            world.publicSocket().text(timed(EPOCH_MILLIS - 60_000 + i));
        }
        assertThat(world.books).containsExactly("4: lost RESUBSCRIBED");
        assertThat(world.publicSocket().takeTexts()).anyMatch(text -> text.contains("\"SUBSCRIBE\""));
        world.publicSocket().text(timed(EPOCH_MILLIS - 60_000));
        assertThat(world.books).as("the clock was put back").last().isEqualTo(BOOK);
    }

    @Test
    void md13AnOlderWholeBookIsDroppedAndCounted() {
        VestWorld world = VestWorld.ready();
        world.publicSocket().text(timed(EPOCH_MILLIS));
        world.forget();
        world.publicSocket().text(timed(EPOCH_MILLIS - 1).replace("90005.10", "95000.00"));
        assertThat(world.books).isEmpty();
        world.publicSocket().text(timed(EPOCH_MILLIS));
        assertThat(world.books).containsExactly(BOOK);
        assertThat(world.adapter.counters()).containsEntry("books-older", 1L);
    }

    @Test
    void md16BooksAreDatedByTheLastAnsweredPing() {
        VestWorld world = VestWorld.ready();
        passAnswering(world, 1_000, 20);
        world.publicSocket().text(VestWorld.DEPTH);
        long answered = world.frameMicros;
        assertThat(world.nowMicros() - answered).isBetween(0L, 320_000L);
        world.loop.advanceMillis(2_000);
        world.publicSocket().text(VestWorld.DEPTH);
        assertThat(world.nowMicros() - world.frameMicros)
                .as("nothing proves that it did not wait")
                .isGreaterThan(2_000_000L);
    }

    @Test
    void md16AnExchangeThatStopsAnsweringPingsIsLeft() {
        VestWorld world = VestWorld.ready();
        passAnswering(world, 1_000, 20);
        VirtualWebSocket first = world.publicSocket();
        for (int second = 0; second < 13; second++) {
            world.loop.advanceMillis(1_000);
            first.text(VestWorld.DEPTH);
        }
        assertThat(first.isOpen()).isFalse();
        assertThat(world.reason(Stream.MARKET_DATA, StreamState.LOST)).contains("a ping was not answered");
    }

    @Test
    void md17ATimeOutsideTheCenturyIsNone() {
        for (long millis : List.of(1L, EPOCH_MILLIS / 1_000, EPOCH_MILLIS * 100)) {
            VestWorld world = VestWorld.ready();
            world.publicSocket().text(timed(millis));
            assertThat(Math.abs(world.nowMicros() - world.frameMicros))
                    .as("dated by our own clock")
                    .isLessThan(1_000_000L);
        }
    }

    @Test
    void md10Md22TellsMarksOfWhatIsWantedAndDropsThoseThatCannotBe() {
        VestWorld world = VestWorld.ready();
        world.forget();
        world.publicSocket()
                .text(tickers(ticker("ETH-PERP", "3000", "3001") + "," + ticker("BTC-PERP", "90012.44", "90003.1")));
        assertThat(world.seen(MarkReported.class))
                .extracting(MarkReported::symbol, MarkReported::markE8, MarkReported::indexE8)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("BTC-PERP", 9_001_244_000_000L, 9_000_310_000_000L));
        for (String bad : List.of("0", "-1", "NaN", "", "1e400")) {
            world.publicSocket().text(tickers(ticker("BTC-PERP", bad, "90003.1")));
            world.publicSocket().text(tickers(ticker("BTC-PERP", "90003.1", bad)));
        }
        assertThat(world.seen(MarkReported.class)).hasSize(1);
        assertThat(world.adapter.counters()).containsAllEntriesOf(Map.of("marks", 1L, "marks-bad", 10L));
    }

    @Test
    void md20AsksForTickersAgainThatStaySilent() {
        VestWorld world = VestWorld.ready();
        VirtualWebSocket socket = world.publicSocket();
        socket.takeTexts();
        for (int second = 0; second < 5; second++) {
            world.loop.advanceMillis(1_000);
            socket.text(VestWorld.DEPTH);
        }
        assertThat(socket.takeTexts()).anyMatch(text -> text.contains("\"SUBSCRIBE\",\"params\":[\"tickers\"]"));
        assertThat(world.publicSocket()).as("the connection stays").isSameAs(socket);
    }

    @Test
    void md23AConnectionWithoutAReadableMessageForFiveSecondsIsLeft() {
        VestWorld world = new VestWorld();
        world.loop.onWebSocket(VirtualWebSocket::accept);
        world.adapter.subscribeOrderbook("BTC-PERP", VestWorld.BOOK);
        world.adapter.connect();
        world.loop.advanceMillis(4_500);
        VirtualWebSocket first = world.publicSocket();
        assertThat(first.isOpen()).isTrue();
        world.loop.advanceMillis(1_000);
        assertThat(first.isOpen()).isFalse();
        assertThat(world.reason(Stream.MARKET_DATA, StreamState.LOST)).contains("no message that can be read");
    }
}
