package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.transport.VirtualWebSocket;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VestFeedTest {
    private static final String BOOK = "4: BUY 0.045@90005.1 BUY 0.045@90003.75 SELL 0.045@90019.8 SELL 0.045@90021.15";
    /// The depth frame of [VestWorld#DEPTH] in Brotli, made with zlib of Node.js.
    private static final byte[] BROTLI = HexFormat.of()
            .parseHex(
                    "1b8f00a82c0aec86e5738d352ce00ddcdedfd034518b6c91eded16a021283ab7d49fdd7754a6104d4dab915660e9ead345525469"
                            + "1ce380f41b7999640058f4fe8c48313e3b914e31ee6fd0885fde7b852c21c96982444d1792707079a55bbf080b6eee46cb03");
    /// JSON of 8 MiB, a long text, in 37 bytes of Brotli.
    private static final byte[] BOMB =
            HexFormat.of().parseHex("cbffff3ff88dd460cd9863a588ce5e85e1c56d81c0d9fbbf15380008616161616161227d03");

    @Test
    void subscribesAndDeliversWholeBooks() {
        VestWorld world = new VestWorld();
        assertThat(world.adapter.isStale()).isTrue();
        world.becomeReady();
        assertThat(world.publicSocket().request().uri())
                .hasToString("ws://vest.test/ws-api?version=1.0&xwebsocketserver=restserver0");
        assertThat(world.books).containsExactly(BOOK);
        assertThat(world.course(Stream.MARKET_DATA)).isEqualTo("CONNECTING SYNCING READY");
        assertThat(world.adapter.isStale()).isFalse();
        assertThat(world.adapter.isConnected()).isTrue();
        assertThat(world.adapter.counters()).containsEntry("book-snapshots", 1L).containsEntry("frames-garbage", 0L);
        world.loop.advanceMillis(2_001);
        assertThat(world.adapter.isStale()).isTrue();
    }

    @Test
    void readsTextBinaryAndBrotliFrames() {
        VestWorld world = VestWorld.ready();
        world.forget();
        world.publicSocket().binary(VestSamples.utf8(VestWorld.DEPTH));
        world.publicSocket().binary(BROTLI);
        assertThat(world.books).containsExactly(BOOK, BOOK);
        assertThat(world.adapter.counters()).containsEntry("frames-compressed", 1L);
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        VestWorld world = VestWorld.ready();
        world.forget();
        for (String name : new String[] {"ws-pong.json", "ws-trades.json", "ws-tickers.json", "ws-kline.json"}) {
            world.publicSocket().text(VestSamples.text(name));
        }
        world.publicSocket().text(VestWorld.DEPTH.replace("BTC", "ETH"));
        world.publicSocket().text("{\"result\":null,\"id\":{}}");
        assertThat(world.books).isEmpty();
        assertThat(world.adapter.counters())
                .containsEntry("frames-unknown", 3L)
                .containsEntry("marks", 1L)
                .containsEntry("books-unwanted", 1L)
                .containsEntry("frames-garbage", 0L);
        assertThat(world.publicSocket().isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "<html>", "{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[["})
    void closesAndReconnectsOnGarbage(String garbage) {
        VestWorld world = VestWorld.ready();
        world.forget();
        VirtualWebSocket first = world.publicSocket();
        first.text(garbage);
        assertThat(world.books).containsExactly("4: lost DISCONNECTED");
        assertThat(first.isOpen()).isFalse();
        first.text(VestWorld.DEPTH);
        world.loop.advanceMillis(600);
        world.publicSocket().text(VestWorld.DEPTH);
        assertThat(world.publicSocket()).isNotSameAs(first);
        assertThat(world.books).containsExactly("4: lost DISCONNECTED", BOOK);
        assertThat(world.course(Stream.MARKET_DATA)).isEqualTo("LOST CONNECTING SYNCING READY");
        assertThat(world.adapter.counters()).containsEntry("frames-garbage", 1L).containsEntry("reconnections", 1L);
    }

    @Test
    void closesAndReconnectsOnBinaryGarbageAndOnBombs() {
        for (byte[] garbage : new byte[][] {{1, 2, 3, 4}, {}, BOMB}) {
            VestWorld world = VestWorld.ready();
            world.publicSocket().binary(garbage);
            assertThat(world.publicSocket().isOpen()).isFalse();
            assertThat(world.adapter.counters()).containsEntry("frames-garbage", 1L);
        }
    }

    @Test
    void voidsABookThatCannotBeBelievedUntilTheNextOne() {
        VestWorld world = VestWorld.ready();
        world.forget();
        world.publicSocket().text(VestWorld.DEPTH.replace("90003.75", "0.00"));
        world.publicSocket().text(VestWorld.DEPTH.replace("90003.75", "NaN"));
        assertThat(world.books).containsExactly("4: lost BAD_DATA");
        assertThat(world.adapter.isConnected()).isFalse();
        world.publicSocket().text(VestWorld.DEPTH);
        assertThat(world.books).containsExactly("4: lost BAD_DATA", BOOK);
        assertThat(world.course(Stream.MARKET_DATA)).isEqualTo("SYNCING READY");
        assertThat(world.adapter.counters()).containsEntry("books-bad", 2L);
        assertThat(world.adapter.isConnected()).isTrue();
    }

    @Test
    void asksAgainForASilentBookThoughPongsAndOtherBooksKeepComing() {
        VestWorld world = VestWorld.ready();
        world.adapter.subscribeOrderbook("ETH-PERP", 7);
        world.loop.runReady();
        VirtualWebSocket first = world.publicSocket();
        first.takeTexts();
        world.forget();
        for (int second = 0; second < 5; second++) {
            world.loop.advanceMillis(1_000);
            first.text("{\"data\":\"PONG\"}");
            first.text(VestWorld.DEPTH.replace("BTC", "ETH"));
        }
        assertThat(world.books).contains("4: lost RESUBSCRIBED");
        assertThat(first.takeTexts())
                .anyMatch(text -> text.contains("\"UNSUBSCRIBE\",\"params\":[\"BTC-PERP@depth\"]"))
                .anyMatch(text -> text.contains("\"SUBSCRIBE\",\"params\":[\"BTC-PERP@depth\"]"));
        for (int second = 0; second < 6; second++) {
            world.loop.advanceMillis(1_000);
            first.text(VestWorld.DEPTH.replace("BTC", "ETH"));
        }
        world.loop.advanceMillis(600);
        assertThat(world.publicSocket()).isNotSameAs(first);
        assertThat(world.books).contains("7: lost DISCONNECTED");
        assertThat(world.reason(Stream.MARKET_DATA, StreamState.LOST)).contains("no book of BTC-PERP for 10");
    }

    @Test
    void pingsAndReplacesADeadLink() {
        VestWorld world = new VestWorld();
        world.adapter.connect();
        world.loop.advanceMillis(5);
        VirtualWebSocket first = world.publicSocket();
        assertThat(world.course(Stream.MARKET_DATA)).isEqualTo("CONNECTING SYNCING READY");
        world.loop.advanceMillis(20_000);
        assertThat(first.takeTexts()).containsExactly("{\"method\":\"PING\",\"params\":[],\"id\":1}");
        first.transportAlive();
        world.loop.advanceMillis(20_000);
        assertThat(world.publicSocket()).isSameAs(first);
        world.loop.advanceMillis(11_000);
        assertThat(world.publicSocket()).isNotSameAs(first);
        assertThat(world.reason(Stream.MARKET_DATA, StreamState.LOST)).contains("silent for 30");
    }

    @Test
    void backsOffFromAnExchangeThatClosesAtOnce() {
        VestWorld world = new VestWorld();
        world.loop.onWebSocket(socket -> {
            socket.accept();
            socket.closeFromServer(1012, "restart");
        });
        world.adapter.subscribeOrderbook("BTC-PERP", 0);
        world.adapter.connect();
        world.loop.advanceMillis(300_000);
        long publicSockets = world.loop.sockets().stream()
                .filter(socket -> !socket.request().uri().toString().contains("listenKey"))
                .count();
        assertThat(publicSockets).isBetween(15L, 60L);
        world.loop.onWebSocket(socket -> {
            socket.accept();
            socket.text("{\"result\":null,\"id\":1}");
        });
        world.loop.advanceMillis(60_000);
        assertThat(world.publicSocket().isOpen()).isTrue();
    }

    @Test
    void resubscribesOnRequestAndKeepsBooksAcrossReconnections() {
        VestWorld world = VestWorld.ready();
        world.forget();
        world.adapter.resubscribeOrderbook("BTC-PERP");
        world.adapter.resubscribeOrderbook("UNKNOWN-PERP");
        world.loop.runReady();
        assertThat(world.books).containsExactly("4: lost RESUBSCRIBED");
        world.publicSocket().text(VestWorld.DEPTH);
        world.adapter.reconnect();
        world.loop.advanceMillis(5);
        assertThat(world.books).containsExactly("4: lost RESUBSCRIBED", BOOK, "4: lost DISCONNECTED");
        world.publicSocket().text(VestWorld.DEPTH);
        assertThat(world.books).last().isEqualTo(BOOK);
        assertThat(world.adapter.isConnected()).isTrue();
    }

    @Test
    void staysDownAfterDisconnect() {
        VestWorld world = VestWorld.ready();
        world.adapter.disconnect();
        world.loop.advanceMillis(200_000);
        assertThat(world.publicSocket().isOpen()).isFalse();
        assertThat(world.loop.sockets()).hasSize(2);
        assertThat(world.adapter.isConnected()).isFalse();
        assertThat(world.books).last().isEqualTo("4: lost DISCONNECTED");
    }
}
