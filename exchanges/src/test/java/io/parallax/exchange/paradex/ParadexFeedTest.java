package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.transport.VirtualWebSocket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParadexFeedTest {
    private static final String CHANNEL = "order_book.BTC-USD-PERP.deltas";

    @Test
    void followsABookFromItsSnapshot() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        assertThat(session.adapter.isStale()).isTrue();
        session.start();
        session.paradex.delta(101);
        session.paradex.delta(102);
        assertThat(session.book.take()).containsExactly("snapshot 3 100", "delta 3 101", "delta 3 102");
        assertThat(session.adapter.isStale()).isFalse();
        assertThat(session.told(StreamChanged.class).stream()
                        .filter(change -> change.stream() == Stream.MARKET_DATA)
                        .map(StreamChanged::state))
                .containsExactly(StreamState.CONNECTING, StreamState.SYNCING, StreamState.READY);
        session.paradex.pass(2_100);
        assertThat(session.adapter.isStale()).isTrue();
    }

    @Test
    void takesAFrameWithoutChangesAsPartOfTheSequence() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.send(ScriptedParadex.book(101, 1, ScriptedParadex.MARKET, new long[0][], new long[0][]));
        session.paradex.delta(102);
        assertThat(session.book.take()).containsExactly("delta 3 101", "delta 3 102");
    }

    @Test
    void voidsTheBookAtAGapAndSubscribesAgainOnTheSameConnection() {
        for (long next : new long[] {102, 100, 99, 5, Long.MIN_VALUE, Long.MAX_VALUE}) {
            ParadexSession session = ParadexSession.ready();
            VirtualWebSocket socket = session.paradex.publicSocket();
            session.paradex.bookSequence = 200;
            session.paradex.send(ScriptedParadex.book(
                    next, 1, ScriptedParadex.MARKET, new long[][] {{8_342_270, 1}}, new long[0][]));
            session.paradex.settle();
            assertThat(session.book.take()).containsExactly("lost 3 GAP", "snapshot 3 200");
            assertThat(session.paradex.take("unsubscribe")).hasSize(1);
            assertThat(session.paradex.take("subscribe"))
                    .extracting(ScriptedParadex.Request::channel)
                    .containsExactly(CHANNEL);
            assertThat(session.paradex.publicSocket()).isSameAs(socket);
            assertThat(session.count("book-gaps")).isEqualTo(1);
        }
    }

    @Test
    void pausesBetweenGapsThatFollowEachOther() {
        ParadexSession session = ParadexSession.ready();
        for (int i = 0; i < 100; i++) {
            session.paradex.delta(session.paradex.bookSequence + 2);
            session.paradex.pass(50);
        }
        assertThat(session.count("book-resubscriptions")).isBetween(4L, 7L);
    }

    @Test
    void ignoresFramesOfTheOldSubscription() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.onMethod("unsubscribe", request -> {});
        session.paradex.delta(105);
        session.paradex.delta(106);
        session.paradex.snapshot();
        assertThat(session.book.take()).containsExactly("lost 3 GAP");
    }

    @Test
    void refusesASnapshotOlderThanTheFramesBeforeItAndReconnects() {
        ParadexSession session = ParadexSession.ready();
        VirtualWebSocket socket = session.paradex.publicSocket();
        session.paradex.delta(101);
        session.paradex.bookSequence = 50;
        session.adapter.resubscribeOrderbook(ScriptedParadex.MARKET);
        session.paradex.settle();
        assertThat(session.book.take()).containsExactly("delta 3 101", "lost 3 RESUBSCRIBED");
        assertThat(socket.isOpen()).isFalse();
        session.paradex.pass(1_000);
        assertThat(session.book.take()).as("a new connection may count anew").containsExactly("snapshot 3 50");
    }

    @Test
    void takesARepeatedSnapshotAsAGap() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.snapshot();
        assertThat(session.book.take()).containsExactly("lost 3 GAP");
    }

    @Test
    void rejectsImpossibleLevels() {
        long[][] none = new long[0][];
        for (long[] level :
                new long[][] {{0, 1}, {-1, 1}, {8_342_270, -1}, {10_000_000_001L, 1}, {1, 9_000_000_000_000_000L}}) {
            for (boolean bid : new boolean[] {true, false}) {
                ParadexSession session = ParadexSession.ready();
                long[][] levels = {{8_342_000, 5}, level};
                session.paradex.bookSequence = 200;
                session.paradex.send(
                        ScriptedParadex.book(101, 1, ScriptedParadex.MARKET, bid ? levels : none, bid ? none : levels));
                assertThat(session.book.take())
                        .as("%d x %d", level[0], level[1])
                        .containsExactly("lost 3 BAD_DATA");
                session.paradex.settle();
                assertThat(session.book.take()).containsExactly("snapshot 3 200");
            }
        }
    }

    @Test
    void rejectsASnapshotWithAnEmptyLevel() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.paradex.sendNoSnapshots(true);
        session.start();
        session.paradex.send(
                ScriptedParadex.book(100, 0, ScriptedParadex.MARKET, new long[][] {{8_342_270, 0}}, new long[0][]));
        assertThat(session.book.take()).isEmpty();
        assertThat(session.count("book-bad-data")).isEqualTo(1);
        assertThat(session.count("book-resubscriptions")).isEqualTo(1);
    }

    @Test
    void skipsAndCountsWhatItDoesNotKnow() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.send(HexFormat.of()
                .parseHex(Samples.json("sbe-unknown-template.made.json")
                        .get("hex")
                        .stringValue()));
        session.paradex.send(ScriptedParadex.heartbeat());
        session.paradex.send(ScriptedParadex.book(7, 1, "ETH-USD-PERP", new long[0][], new long[0][]));
        session.paradex.send(HexFormat.of()
                .parseHex(Samples.json("sbe-bbo-v1.made.json").get("hex").stringValue()));
        session.paradex.send(ScriptedParadex.book(101, 9, ScriptedParadex.MARKET, new long[0][], new long[0][]));
        session.paradex.publicSocket().text("{\"jsonrpc\":\"2.0\",\"method\":\"news\",\"params\":{}}");
        session.paradex.publicSocket().text("{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}");
        session.paradex.delta(101);
        assertThat(session.book.take()).containsExactly("delta 3 101");
        assertThat(session.count("frames-unknown")).isEqualTo(1);
        assertThat(session.count("frames-unwanted")).isEqualTo(3);
        assertThat(session.count("values-unknown")).isEqualTo(1);
        assertThat(session.count("replies-unmatched")).isEqualTo(1);
        assertThat(session.adapter.isConnected()).isTrue();
    }

    @Test
    void closesAndReconnectsOnAGarbageFrame() {
        for (boolean binary : new boolean[] {true, false}) {
            ParadexSession session = ParadexSession.ready();
            VirtualWebSocket socket = session.paradex.publicSocket();
            if (binary) {
                socket.binary(new byte[] {1, 2, 3});
            } else {
                socket.text("<html>");
            }
            session.paradex.settle();
            assertThat(socket.isOpen()).isFalse();
            assertThat(session.book.take()).containsExactly(binary ? "lost 3 BAD_DATA" : "lost 3 DISCONNECTED");
            assertThat(session.count("frames-malformed")).isEqualTo(1);
            assertThat(session.adapter.isConnected()).isFalse();
            session.paradex.pass(1_000);
            assertThat(session.book.take()).containsExactly("snapshot 3 100");
            assertThat(session.adapter.isConnected()).isTrue();
        }
    }

    @Test
    void survivesARandomSessionOfDamagedFrames() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("ParadexFeedTest damaged frames: -Dparallax.seed=" + seed);
        Random random = new Random(seed);
        ParadexSession session = ParadexSession.ready();
        for (int i = 0; i < 3_000; i++) {
            byte[] frame = ScriptedParadex.book(
                    session.paradex.bookSequence + 1,
                    1,
                    ScriptedParadex.MARKET,
                    new long[][] {{8_342_270, 1}},
                    new long[][] {{8_345_290, 31}});
            if (random.nextInt(3) == 0) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            session.paradex.bookSequence++;
            session.paradex.send(
                    Arrays.copyOf(frame, random.nextInt(20) == 0 ? random.nextInt(frame.length) : frame.length));
            session.paradex.pass(random.nextInt(20) == 0 ? 2_000 : 10);
        }
        assertThat(session.count("listener-failures")).isZero();
        session.paradex.passBusily(60_000);
        assertThat(session.adapter.isConnected()).isTrue();
    }

    @Test
    void fallsBackToTheNextVersionOfTheEncoding() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.paradex.refuseUpgrades(2);
        session.start();
        session.paradex.pass(2_000);
        assertThat(session.adapter.isConnected()).isTrue();
        assertThat(session.loop.sockets().stream()
                        .map(socket -> socket.request().uri().getQuery())
                        .sorted())
                .containsExactly(
                        "sbeSchemaId=1&sbeSchemaVersion=1",
                        "sbeSchemaId=1&sbeSchemaVersion=1",
                        "sbeSchemaId=1&sbeSchemaVersion=2",
                        "sbeSchemaId=1&sbeSchemaVersion=2");
        assertThat(session.count("sbe-version-refused")).isEqualTo(2);
    }

    @Test
    void replacesAConnectionWhoseSubscriptionStaysSilent() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.paradex.sendNoSnapshots(true);
        session.start();
        VirtualWebSocket socket = session.paradex.publicSocket();
        session.paradex.pass(9_000);
        assertThat(socket.isOpen()).isTrue();
        session.paradex.sendNoSnapshots(false);
        session.paradex.pass(3_000);
        assertThat(socket.isOpen()).isFalse();
        assertThat(session.book.take()).containsExactly("snapshot 3 100");
    }

    @Test
    void asksAgainForABookThatWentSilent() {
        ParadexSession session = ParadexSession.ready();
        VirtualWebSocket socket = session.paradex.publicSocket();
        session.paradex.pass(2_500);
        assertThat(session.book.take()).isEmpty();
        session.paradex.pass(1_000);
        assertThat(session.book.take()).containsExactly("lost 3 RESUBSCRIBED", "snapshot 3 100");
        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void replacesAConnectionThatIsDeadToTheLastByte() {
        ParadexSession session = ParadexSession.ready();
        VirtualWebSocket socket = session.paradex.publicSocket();
        session.paradex.onMethod("unsubscribe", request -> {});
        session.loop.advanceMillis(5_600);
        assertThat(socket.pings()).isEqualTo(1);
        session.loop.advanceMillis(5_000);
        assertThat(socket.isOpen()).isFalse();
        assertThat(session.adapter.isConnected()).isFalse();
    }

    @Test
    void replacesAConnectionWithPongsAndWithoutMessages() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.adapter.connect();
        session.paradex.pass(100);
        VirtualWebSocket socket = session.loop.sockets().getFirst();
        session.paradex.pass(24_000);
        assertThat(socket.isOpen()).isTrue();
        session.paradex.pass(2_000);
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void replacesAConnectionThatDoesNotAnswerASubscription() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.paradex.onMethod("subscribe", request -> {});
        session.start();
        VirtualWebSocket socket = session.loop.sockets().getFirst();
        session.paradex.pass(6_000);
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void triesARefusedSubscriptionAgain() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.paradex.onMethod("subscribe", request -> request.error(-32600, "invalid subscribe request", "no"));
        session.start();
        assertThat(session.book.take()).isEmpty();
        ParadexSession again = new ParadexSession(ParadexSession.CONFIG);
        AtomicInteger times = new AtomicInteger();
        again.paradex.onMethod("subscribe", request -> {
            if (times.incrementAndGet() == 1) {
                request.error(100, "already subscribed", "");
            } else {
                request.result("{}");
                request.socket()
                        .binary(ScriptedParadex.book(
                                7, 0, ScriptedParadex.MARKET, new long[][] {{8_342_270, 1}}, new long[0][]));
            }
        });
        again.start();
        again.paradex.pass(1_200);
        assertThat(again.book.take()).contains("snapshot 3 7");
    }

    @Test
    void comesBackWithGrowingPausesAndNeverGivesUp() {
        ParadexSession session = new ParadexSession(ParadexSession.CONFIG);
        session.loop.onWebSocket(socket -> socket.refuse(0, "connection refused"));
        session.adapter.subscribeOrderbook(ScriptedParadex.MARKET, 3);
        session.adapter.connect();
        session.paradex.pass(10_000);
        int after10s = session.loop.sockets().size();
        session.paradex.pass(600_000);
        int after10min = session.loop.sockets().size();
        assertThat(after10s).isBetween(3, 40);
        assertThat(after10min - after10s).isBetween(20, 160);
    }

    @Test
    void voidsTheBookOnDisconnectAndStaysDown() {
        ParadexSession session = ParadexSession.ready();
        session.adapter.disconnect();
        session.paradex.pass(60_000);
        assertThat(session.book.take()).containsExactly("lost 3 DISCONNECTED");
        assertThat(session.adapter.isConnected()).isFalse();
        assertThat(session.streams()).containsExactly("MARKET_DATA LOST", "PRIVATE LOST", "ORDER_ENTRY LOST");
        session.adapter.connect();
        session.paradex.pass(1_000);
        assertThat(session.adapter.isConnected()).isTrue();
        assertThat(session.book.take()).isEqualTo(List.of("snapshot 3 100"));
    }
}
