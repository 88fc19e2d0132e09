package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NettyHttpClientTest {
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello";

    private final NettyIoLoop loop = NettyIoLoop.start("client");

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void isCertainlyNotSentWhenNobodyListens() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        HttpClient client = loop.httpClient(URI.create("http://127.0.0.1:" + port), 2);
        var listener = post(client, "/orders", "order", 5_000);
        assertThat(listener.next()).startsWith("not sent: no connection to 127.0.0.1:" + port + ": Connection refused");
    }

    @Test
    void isCertainlyNotSentWhenTheNameDoesNotResolve() throws Exception {
        HttpClient client = loop.httpClient(URI.create("http://exchange.invalid"), 1);
        assertThat(post(client, "/orders", "order", 30_000).next())
                .isEqualTo("not sent: the name exchange.invalid does not resolve");
    }

    @Test
    void isCertainlyNotSentWhenTlsNeverAnswers() throws Exception {
        try (var server = HostileServer.start(HostileServer.Connection::holdUntilClosed)) {
            HttpClient client =
                    loop.httpClient(URI.create("https://" + server.http().getAuthority()), 1);
            assertThat(post(client, "/orders", "order", 700).next())
                    .isEqualTo("not sent: no free connection within 700 ms");
        }
    }

    @Test
    void closesTheConnectionAtTheDeadlineBecauseTheOutcomeIsUnknown() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var listener = post(client, "/orders", "order", 200);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).isEqualTo("maybe sent: no response within 200 ms");
            assertThat(server.nextNote()).isEqualTo("client closed");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void countsTheWholeResponseAgainstTheDeadline(String beginning) throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write(beginning);
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var listener = post(client, "/orders", "order", 200);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).isEqualTo("maybe sent: no response within 200 ms");
            assertThat(server.nextNote()).isEqualTo("client closed");
        }
    }

    @Test
    void opensANewConnectionAfterTheServerClosedTheIdleOneAndSendsNothingTwice() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.answer(200, "from " + connection.number());
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            for (int i = 1; i <= 20; i++) {
                var listener = post(client, "/orders/" + i, "order", 5_000);
                assertThat(listener.next()).isEqualTo("written");
                // A request that meets the closing connection has an unknown outcome; it is never sent again.
                assertThat(listener.next()).matches("response 200 from \\d+|maybe sent: .*");
                assertThat(listener.isQuiet()).isTrue();
            }
            var paths = new ArrayList<String>();
            server.requests().forEach(head -> paths.add(head.split(" ")[1]));
            assertThat(paths).doesNotHaveDuplicates();
        }
    }

    @Test
    void noticesAnIdleConnectionThatTheServerCloses() throws Exception {
        var close = new CountDownLatch(1);
        var reopened = new CountDownLatch(2);
        try (var server = HostileServer.start(connection -> {
            reopened.countDown();
            connection.readRequest();
            connection.answer(200, "from " + connection.number());
            await(close);
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            client.warm();
            var first = post(client, "/orders/1", "order", 5_000);
            assertThat(first.next()).isEqualTo("written");
            assertThat(first.next()).isEqualTo("response 200 from 1");
            close.countDown();
            await(reopened);
            var second = post(client, "/orders/2", "order", 5_000);
            assertThat(second.next()).isEqualTo("written");
            assertThat(second.next()).isEqualTo("response 200 from 2");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void hasAnUnknownOutcomeWhenTheServerClosesWithoutAByte() throws Exception {
        try (var server = HostileServer.start(HostileServer.Connection::readRequest)) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var listener = post(client, "/orders", "order", 5_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).startsWith("maybe sent: ");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void givesNoPartOfAResponseThatBreaksOffAnywhere() throws Exception {
        byte[] whole = RESPONSE.getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= whole.length; cut++) {
            byte[] part = java.util.Arrays.copyOf(whole, cut);
            boolean resets = cut % 2 == 0;
            try (var server = HostileServer.start(connection -> {
                connection.readRequest();
                connection.write(part);
                if (resets && part.length < whole.length) {
                    connection.reset();
                }
            })) {
                HttpClient client = loop.httpClient(server.http(), 1);
                var listener = post(client, "/orders", "order", 5_000);
                assertThat(listener.next()).isEqualTo("written");
                assertThat(listener.next()).startsWith(cut < whole.length ? "maybe sent: " : "response 200 hello");
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002garbage\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\n\r\nno length",
                "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
            })
    void hasAnUnknownOutcomeOnAResponseThatCannotBeTaken(String response) throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write(response);
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var listener = post(client, "/orders", "order", 5_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).startsWith("maybe sent: ").doesNotContain("within");
            assertThat(server.nextNote()).isEqualTo("client closed");
        }
    }

    @Test
    void takesNoEndlessHeadersAndNoEndlessBody() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 1_000_000; i++) {
                connection.write("x-" + i + ": 0123456789012345678901234567890123456789\r\n");
            }
        })) {
            var listener = post(loop.httpClient(server.http(), 1), "/", "", 30_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).startsWith("maybe sent: unreadable response: HTTP header is larger than 32768");
        }
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 1_000; i++) {
                connection.write(chunk);
            }
        })) {
            var listener = post(loop.httpClient(server.http(), 1), "/", "", 30_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).isEqualTo("maybe sent: a response above 4194304 bytes");
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        String body = "x".repeat(HttpConnection.BODY_BYTES_MAX);
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.answer(200, body);
            connection.holdUntilClosed();
        })) {
            var listener = post(loop.httpClient(server.http(), 1), "/", "", 30_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).endsWith("4194304 bytes");
        }
    }

    @Test
    void neverTakesBytesBehindABodyForTheNextAnswer() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write(RESPONSE + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
            connection.readRequest();
            connection.answer(200, "desync");
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var first = post(client, "/orders/1", "order", 5_000);
            var second = post(client, "/orders/2", "order", 5_000);
            assertThat(first.next()).isEqualTo("written");
            assertThat(first.next()).isEqualTo("response 200 hello");
            assertThat(second.next()).isEqualTo("written");
            assertThat(second.next()).isEqualTo("response 200 hello");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void followsNoRedirectAndJoinsRepeatedHeaders() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
            connection.write("HTTP/1.1 307 X\r\nLocation: /else\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n");
            connection.holdUntilClosed();
        })) {
            var listener = post(loop.httpClient(server.http(), 1), "/orders", "order", 5_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).isEqualTo("response 307 ");
            HttpResponse response = listener.lastResponse();
            assertThat(response.headers()).containsEntry("location", "/else").containsEntry("x-a", "1, 2");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void leavesAConnectionThatTheServerDoesNotKeep() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n" + connection.number());
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            for (int i = 1; i <= 3; i++) {
                var listener = post(client, "/", "", 5_000);
                assertThat(listener.next()).isEqualTo("written");
                assertThat(listener.next()).isEqualTo("response 200 " + i);
            }
        }
    }

    @Test
    void writesTheRequestAsStatedAndNothingElse() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.note(connection.readRequest());
            connection.answer(200, "");
        })) {
            HttpClient client = loop.httpClient(URI.create(server.http() + "/v1/"), 1);
            var listener = new RecordingListener();
            byte[] body = "{\"size\":\"0.01\"}".getBytes(StandardCharsets.UTF_8);
            loop.execute(() -> client.send(
                    HttpRequest.post("/orders?x=%20", Map.of("Authorization", "Bearer t"), body, 5_000), listener));
            assertThat(listener.next()).isEqualTo("written");
            assertThat(server.nextNote()).isEqualTo("{\"size\":\"0.01\"}");
            assertThat(server.requests().remove())
                    .isEqualTo("POST /v1/orders?x=%20 HTTP/1.1\r\nhost: "
                            + server.http().getAuthority()
                            + "\r\nAuthorization: Bearer t\r\ncontent-length: 15\r\n\r\n");
        }
    }

    @Test
    void sendsNothingOfARequestThatCouldSmuggleAnother() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.answer(200, "good");
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            for (HttpRequest bad : new HttpRequest[] {
                HttpRequest.get("/a b", Map.of(), 5_000),
                HttpRequest.get("/a\r\nX: y", Map.of(), 5_000),
                HttpRequest.get("nowhere", Map.of(), 5_000),
                HttpRequest.get("/", Map.of("X", "a\r\nY: b"), 5_000),
                HttpRequest.get("/", Map.of("X Y", "a"), 5_000),
                HttpRequest.get("/", Map.of("Content-Length", "5"), 5_000),
                HttpRequest.get("/ä", Map.of(), 5_000)
            }) {
                var listener = new RecordingListener();
                loop.execute(() -> client.send(bad, listener));
                assertThat(listener.next()).startsWith("not sent: unusable request: ");
            }
            var good = post(client, "/", "", 5_000);
            assertThat(good.next()).isEqualTo("written");
            assertThat(good.next()).isEqualTo("response 200 good");
            assertThat(server.accepted()).isOne();
        }
    }

    @Test
    void letsSixtyFourRequestsWaitAndRefusesMore() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var carried = post(client, "/", "", 60_000);
            assertThat(carried.next()).isEqualTo("written");
            var waiting = new ArrayList<RecordingListener>();
            for (int i = 0; i < 64; i++) {
                waiting.add(post(client, "/", "", 60_000));
            }
            assertThat(post(client, "/", "", 60_000).next())
                    .isEqualTo("not sent: 64 requests are waiting for a connection");
            client.close();
            assertThat(carried.next()).isEqualTo("maybe sent: the client is closed");
            for (var listener : waiting) {
                assertThat(listener.next()).isEqualTo("not sent: the client is closed");
            }
            assertThat(post(client, "/", "", 60_000).next()).isEqualTo("not sent: the client is closed");
        }
    }

    @Test
    void aRequestThatNeverLeftTheQueueIsNotSent() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.holdUntilClosed();
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var carried = post(client, "/", "", 60_000);
            assertThat(carried.next()).isEqualTo("written");
            assertThat(post(client, "/", "", 100).next()).isEqualTo("not sent: no free connection within 100 ms");
            assertThat(carried.isQuiet()).isTrue();
        }
    }

    @Test
    void prefersTheConnectionUsedLast() throws Exception {
        var bothOpen = new CountDownLatch(2);
        try (var server = HostileServer.start(connection -> {
            bothOpen.countDown();
            while (true) {
                connection.readRequest();
                connection.answer(200, "from " + connection.number());
            }
        })) {
            HttpClient client = loop.httpClient(server.http(), 2);
            client.warm();
            await(bothOpen);
            var first = post(client, "/", "", 5_000);
            assertThat(first.next()).isEqualTo("written");
            String answer = first.next();
            for (int i = 0; i < 10; i++) {
                var next = post(client, "/", "", 5_000);
                assertThat(next.next()).isEqualTo("written");
                assertThat(next.next()).isEqualTo(answer);
            }
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void replacesAnIdleConnectionBeforeTheServerWouldCloseIt() throws Exception {
        var accepted = new CountDownLatch(3);
        try (var server = HostileServer.start(connection -> {
            accepted.countDown();
            connection.readRequest();
            connection.answer(200, "from " + connection.number());
            connection.holdUntilClosed();
        })) {
            long second = 1_000_000_000L;
            var patience = new NettyHttpClient.Patience(second / 10, 60 * second, second / 50);
            HttpClient client = new NettyHttpClient(loop, server.http(), 1, patience);
            client.warm();
            await(accepted);
            var listener = post(client, "/", "", 5_000);
            assertThat(listener.next()).isEqualTo("written");
            // The server has seen the third connection; the client may be about to. What matters: not the first.
            assertThat(listener.next()).matches("response 200 from ([2-9]|\\d\\d+)");
        }
    }

    @Test
    void doesNotTrustAConnectionThatWasIdleTooLong() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.answer(200, "from " + connection.number());
            connection.holdUntilClosed();
        })) {
            HttpClient client =
                    new NettyHttpClient(loop, server.http(), 1, new NettyHttpClient.Patience(0, 0, 1_000_000_000L));
            for (int i = 1; i <= 3; i++) {
                var listener = post(client, "/", "", 5_000);
                assertThat(listener.next()).isEqualTo("written");
                assertThat(listener.next()).isEqualTo("response 200 from " + i);
            }
        }
    }

    @Test
    void reopensWarmConnectionsThatWereLost() throws Exception {
        var accepted = new CountDownLatch(5);
        try (var server = HostileServer.start(connection -> {
            accepted.countDown();
            if (connection.number() > 3) {
                connection.holdUntilClosed();
            }
        })) {
            HttpClient client = loop.httpClient(server.http(), 2);
            client.warm();
            await(accepted);
            assertThat(server.accepted()).isEqualTo(5);
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobodyElse() throws Exception {
        try (var server = HostileServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.answer(200, "from " + connection.number());
            }
        })) {
            HttpClient client = loop.httpClient(server.http(), 1);
            var thrown = new CountDownLatch(1);
            loop.execute(() -> client.send(HttpRequest.get("/", Map.of(), 5_000), new HttpClient.HttpListener() {
                @Override
                public void onWritten(long writtenNanos) {
                    throw new IllegalStateException("as asked");
                }

                @Override
                public void onResponse(HttpResponse response) {
                    thrown.countDown();
                    throw new IllegalStateException("as asked");
                }

                @Override
                public void onFailed(boolean mayHaveBeenSent, String reason) {}
            }));
            await(thrown);
            var listener = post(client, "/", "", 5_000);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).isEqualTo("response 200 from 1");
            assertThat(loop.callbackFailures()).isEqualTo(2);
        }
    }

    @Test
    void tellsTheListenerWhenTheLoopEnds() throws Exception {
        try (var server = HostileServer.start(connection -> {
            connection.readRequest();
            connection.holdUntilClosed();
        })) {
            var listener = post(loop.httpClient(server.http(), 1), "/", "", 60_000);
            assertThat(listener.next()).isEqualTo("written");
            loop.close();
            assertThat(listener.next()).startsWith("maybe sent: ");
        }
    }

    @Test
    void refusesUseFromAnotherThread() {
        HttpClient client = loop.httpClient(URI.create("http://127.0.0.1:1"), 1);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> client.send(HttpRequest.get("/", Map.of(), 1_000), new RecordingListener()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not on its loop");
    }

    private RecordingListener post(HttpClient client, String path, String body, long timeoutMillis) {
        var listener = new RecordingListener();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        loop.execute(() -> client.send(HttpRequest.post(path, Map.of(), bytes, timeoutMillis), listener));
        return listener;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("waited 10 s");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
