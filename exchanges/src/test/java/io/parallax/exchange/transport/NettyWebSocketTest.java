package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class NettyWebSocketTest {
    private static final int FRAME_BYTES_MAX = 100_000;

    private final NettyIoLoop loop = NettyIoLoop.start("client");

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void failsToOpenWhenNobodyListens() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThat(open(URI.create("ws://127.0.0.1:" + port), 5_000).next())
                .startsWith("open failed 0 no connection to 127.0.0.1:" + port + ": Connection refused");
    }

    @Test
    void failsToOpenWhenTheServerSaysNothing() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.holdUntilClosed();
        })) {
            assertThat(open(server.webSocket(), 150).next()).isEqualTo("open failed 0 not open within 150 ms");
            assertThat(server.nextNote()).isEqualTo("client closed");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 Hello~content-length: 2~~ok                     | open failed 200 refused with 200 Hello: ok",
                "503 Busy~~                                          | open failed 503 refused with 503 Busy",
                "403 No~content-length: 9~~forb                      | open failed 403 the server closed before",
                "101 Go~upgrade: websocket~connection: upgrade~~     | open failed 101 the server's answer does not fit",
                "101 Go~connection: upgrade~~                        | open failed 101 status 101 without an upgrade",
                "garbage~~                                           | open failed 0 unreadable answer",
            })
    void tellsWhyAnUpgradeFailed(String answer, String expected) throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 " + answer.replace("~", "\r\n"));
        })) {
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).startsWith(expected);
            assertThat(listener.isQuiet()).isTrue();
        }
    }

    @Test
    void sendsTheHeadersOfTheRequestAndOffersNoCompression() throws Exception {
        try (var server = HostileServer.start(HostileServer.Connection::readRequest)) {
            var listener = new RecordingListener();
            loop.openWebSocket(
                    new WebSocketRequest(
                            URI.create(server.webSocket() + "v1/ws?listenKey=a%20b"),
                            Map.of("Authorization", "Bearer t"),
                            5_000,
                            1_000),
                    listener);
            assertThat(listener.next()).startsWith("open failed 0 ");
            assertThat(server.requests().remove())
                    .startsWith("GET /v1/ws?listenKey=a%20b HTTP/1.1\r\nhost: "
                            + server.webSocket().getAuthority() + "\r\n")
                    .contains("\r\nAuthorization: Bearer t\r\n", "\r\nsec-websocket-version: 13\r\n")
                    .doesNotContainIgnoringCase("extensions");
        }
    }

    @Test
    void deliversWhatCameWithTheAnswerToTheUpgrade() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade(bytes("8105", "hello".getBytes(StandardCharsets.UTF_8)));
            connection.holdUntilClosed();
        })) {
            long beforeNanos = System.nanoTime();
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).isEqualTo("open");
            assertThat(listener.next()).isEqualTo("text hello");
            assertThat(listener.lastReceivedNanos()).isBetween(beforeNanos, System.nanoTime());
        }
    }

    @Test
    void joinsFragmentsWhereverTheStreamIsCut() throws Exception {
        byte[] stream =
                HexFormat.of().parseHex("0103" + "4cc3a9" + "8900" + "0001c3" + "8002a921" + "8202cafe" + "8101ff");
        for (int cut = 1; cut < stream.length - 3; cut++) {
            byte[] head = Arrays.copyOf(stream, cut);
            byte[] tail = Arrays.copyOfRange(stream, cut, stream.length - 3);
            var headRead = new CountDownLatch(1);
            try (var server = HostileServer.start(connection -> {
                connection.upgrade();
                connection.write(head);
                awaitOrFail(headRead);
                connection.write(tail);
                connection.noteFrame();
                connection.holdUntilClosed();
            })) {
                var listener = open(server.webSocket(), 5_000);
                assertThat(listener.next()).isEqualTo("open");
                headRead.countDown();
                assertThat(listener.next()).isEqualTo("alive");
                assertThat(listener.next()).isEqualTo("text Lé" + "é!");
                assertThat(listener.next()).isEqualTo("binary cafe");
                assertThat(server.nextNote()).as("the pong").isEqualTo("10 ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c10161, 1002, a reserved bit",
        "818161, 1002, a masked frame",
        "8300, 1002, an unknown opcode",
        "8b00, 1002, an unknown control opcode",
        "0900, 1002, a fragmented control frame",
        "897e007e, 1002, a long control frame",
        "8000, 1002, a continuation of nothing",
        "01008101, 1002, a message inside another",
        "8101ff, 1007, text that is not UTF-8",
        "880103, 1002, half a close code",
        "880203ee, 1002, close code 1006",
        "880203e7, 1002, close code 999",
        "880303e8ff, 1007, a close reason that is not UTF-8",
        "827f0000000040000000, 1009, a declared length of 1 GiB",
        "827fffffffffffffffff, 1002, a negative length",
        "827f00000000000186a1, 1009, one byte too many"
    })
    void closesOnAFrameThatBreaksTheProtocolOrALimit(String frame, int code, String what) throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.write(HexFormat.of().parseHex(frame));
            connection.noteFrame();
            connection.holdUntilClosed();
        })) {
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).isEqualTo("open");
            assertThat(listener.next()).as(what).startsWith("closed " + code);
            assertThat(server.nextNote()).isEqualTo("close " + code);
            assertThat(server.nextNote()).isEqualTo("client closed");
        }
    }

    @Test
    void takesAMessageOfExactlyTheLimitAndNoEndlessFragments() throws Exception {
        byte[] whole = bytes("827f00000000000186a0", new byte[FRAME_BYTES_MAX]);
        byte[] fragments = new byte[2 * 300];
        Arrays.fill(fragments, (byte) 0);
        fragments[0] = 2;
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.write(whole);
            connection.write(fragments);
            connection.noteFrame();
        })) {
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).isEqualTo("open");
            assertThat(listener.next()).endsWith("... 100000 bytes");
            assertThat(listener.next()).isEqualTo("closed 1009 a message of more than 256 fragments");
        }
    }

    @Test
    void fragmentsTogetherCannotExceedTheLimit() throws Exception {
        byte[] half = bytes("027f000000000000ea60", new byte[60_000]);
        byte[] rest = bytes("807f000000000000ea60", new byte[60_000]);
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.write(half);
            connection.write(rest);
            connection.holdUntilClosed();
        })) {
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).isEqualTo("open");
            assertThat(listener.next()).isEqualTo("closed 1009 a message above 100000 bytes");
        }
    }

    @Test
    void deliversNoPartOfAFrameThatIsCutOff() throws Exception {
        for (boolean resets : new boolean[] {false, true}) {
            try (var server = HostileServer.start(connection -> {
                connection.upgrade(HexFormat.of().parseHex("8105" + "6865"));
                if (resets) {
                    connection.reset();
                }
            })) {
                var listener = open(server.webSocket(), 5_000);
                String event = listener.next();
                if (event.equals("open")) {
                    event = listener.next();
                    assertThat(event).startsWith("closed 1006 ");
                } else {
                    assertThat(event).startsWith("open failed 0 ");
                }
                assertThat(listener.isQuiet()).isTrue();
            }
        }
    }

    @Test
    void answersACloseWithTheSameCode() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade(bytes("880d03f4", "going away!".getBytes(StandardCharsets.UTF_8)));
            connection.noteFrame();
            connection.holdUntilClosed();
        })) {
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).isEqualTo("open");
            assertThat(listener.next()).isEqualTo("closed 1012 going away!");
            assertThat(server.nextNote()).isEqualTo("close 1012");
            assertThat(server.nextNote()).isEqualTo("client closed");
        }
    }

    @Test
    void endsAfterTwoSecondsWhenTheServerIgnoresOurClose() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.noteFrame();
            connection.write(HexFormat.of().parseHex("810161"));
            connection.holdUntilClosed();
        })) {
            var listener = open(server.webSocket(), 5_000);
            WebSocket socket = listener.opened();
            long startNanos = System.nanoTime();
            loop.execute(() -> {
                socket.close(1000, "enough");
                socket.close(1000, "twice");
                socket.sendPing();
                assertThat(socket.isOpen()).isFalse();
            });
            assertThat(server.nextNote()).isEqualTo("close 1000");
            assertThat(listener.next()).isEqualTo("closed 1006 closed by us with 1000; the server did not answer");
            assertThat(System.nanoTime() - startNanos).isGreaterThan(1_900_000_000L);
            assertThat(loop.callbackFailures()).isZero();
        }
    }

    @Test
    void aListenerThatThrowsLosesItsOwnConnectionOnly() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.write(HexFormat.of().parseHex("810161" + "810162"));
            connection.noteFrame();
            connection.holdUntilClosed();
        })) {
            var bystander = open(server.webSocket(), 5_000);
            assertThat(bystander.next()).isEqualTo("open");
            var record = new RecordingListener();
            loop.openWebSocket(request(server.webSocket(), 5_000), new Throwing(record));
            assertThat(record.next()).isEqualTo("text a");
            assertThat(record.next()).isEqualTo("closed 1011 our listener failed");
            assertThat(server.nextNote()).isEqualTo("close 1011");
            assertThat(bystander.next()).isEqualTo("text a");
            assertThat(bystander.next()).isEqualTo("text b");
            assertThat(bystander.isQuiet()).isTrue();
            assertThat(loop.callbackFailures()).isOne();
        }
    }

    @Test
    void tellsWhenATextWasWritten() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.noteFrame();
            connection.holdUntilClosed();
        })) {
            var listener = open(server.webSocket(), 5_000);
            WebSocket socket = listener.opened();
            byte[] buffer = "xxorderxx".getBytes(StandardCharsets.UTF_8);
            loop.execute(() -> socket.sendText(buffer, 2, 5, listener));
            assertThat(listener.next()).isEqualTo("written");
            assertThat(server.nextNote()).isEqualTo("1 order");
            loop.execute(() -> {
                socket.close(1000, "");
                socket.sendText(buffer, 2, 5, listener);
            });
            assertThat(listener.next()).isEqualTo("write failed false the connection is not open");
        }
    }

    @Test
    void knowsThatATextDidNotLeaveWhenTheServerDoesNotRead() throws Exception {
        var done = new CountDownLatch(1);
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            awaitOrFail(done);
        })) {
            var listener = open(server.webSocket(), 5_000);
            WebSocket socket = listener.opened();
            byte[] text = new byte[1 << 19];
            var refused = new RecordingListener();
            loop.execute(() -> {
                for (int i = 0; i < 64; i++) {
                    socket.sendText(text, 0, text.length, WebSocket.WriteListener.NONE);
                }
                socket.sendText(text, 0, text.length, refused);
            });
            assertThat(refused.next()).isEqualTo("write failed false the server has left 1048576 bytes unread");
            done.countDown();
            assertThat(listener.next()).startsWith("closed 1006");
        }
    }

    @Test
    void answersAFloodOfPingsWithoutGrowing() throws Exception {
        byte[] pings = new byte[2 * 50_000];
        for (int i = 0; i < pings.length; i += 2) {
            pings[i] = (byte) 0x89;
        }
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.write(pings);
            connection.write(HexFormat.of().parseHex("810161"));
            connection.holdUntilClosed();
        })) {
            var seen = new CountDownLatch(1);
            loop.openWebSocket(request(server.webSocket(), 5_000), new Counting(seen));
            assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tellsTheListenerWhenTheLoopEnds() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.holdUntilClosed();
        })) {
            var listener = open(server.webSocket(), 5_000);
            assertThat(listener.next()).isEqualTo("open");
            loop.close();
            assertThat(listener.next()).startsWith("closed 1006");
            assertThat(server.nextNote()).isEqualTo("client closed");
        }
    }

    @Test
    void comesBackFromManyEndsWithoutLeavingAThread() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.upgrade();
            connection.reset();
        })) {
            int before = Thread.activeCount();
            for (int i = 0; i < 300; i++) {
                var listener = open(server.webSocket(), 5_000);
                assertThat(listener.next()).matches("open|open failed 0 .*");
            }
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
        }
    }

    @Test
    void refusesAnAddressOfAnotherScheme() {
        assertThatThrownBy(() -> open(URI.create("ftp://127.0.0.1"), 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found scheme \"ftp\"");
    }

    private RecordingListener open(URI uri, long timeoutMillis) {
        var listener = new RecordingListener();
        loop.openWebSocket(request(uri, timeoutMillis), listener);
        return listener;
    }

    private static WebSocketRequest request(URI uri, long timeoutMillis) {
        return new WebSocketRequest(uri, Map.of(), timeoutMillis, FRAME_BYTES_MAX);
    }

    private static byte[] bytes(String headerHex, byte[] payload) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(HexFormat.of().parseHex(headerHex));
        all.writeBytes(payload);
        return all.toByteArray();
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited 10 s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Throwing(RecordingListener record) implements WebSocketListener {
        @Override
        public void onOpen(WebSocket socket) {}

        @Override
        public void onOpenFailed(int httpStatus, String reason) {
            record.onOpenFailed(httpStatus, reason);
        }

        @Override
        public void onText(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos) {
            record.onText(socket, buffer, offset, length, receivedNanos);
            throw new IllegalStateException("as asked");
        }

        @Override
        public void onBinary(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos) {}

        @Override
        public void onTransportAlive(WebSocket socket, long receivedNanos) {}

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            record.onClosed(socket, code, reason);
        }
    }

    private record Counting(CountDownLatch texts) implements WebSocketListener {
        @Override
        public void onOpen(WebSocket socket) {}

        @Override
        public void onOpenFailed(int httpStatus, String reason) {}

        @Override
        public void onText(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos) {
            texts.countDown();
        }

        @Override
        public void onBinary(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos) {}

        @Override
        public void onTransportAlive(WebSocket socket, long receivedNanos) {}

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {}
    }
}
