package io.parallax.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.NettyIoLoop;
import io.parallax.exchange.transport.RecordingListener;
import io.parallax.exchange.transport.WebSocket;
import io.parallax.exchange.transport.WebSocketRequest;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopbackServerTest {
    private final EchoFrontEnd frontEnd = new EchoFrontEnd();
    private NettyIoLoop serverLoop;
    private NettyIoLoop loop;
    private LoopbackServer server;

    @BeforeEach
    void start() {
        serverLoop = NettyIoLoop.start("simulator");
        loop = NettyIoLoop.start("client");
        server = LoopbackServer.start(frontEnd, "127.0.0.1", 0, serverLoop);
    }

    @AfterEach
    void stop() {
        server.close();
        loop.close();
        serverLoop.close();
    }

    @Test
    void answersRequestsOnOneKeptConnection() throws InterruptedException {
        HttpClient client = loop.httpClient(server.httpUri(), 1);
        for (int i = 0; i < 5; i++) {
            var listener = post(client, "/orders?b=2&a=%31", "order " + i);
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).isEqualTo("response 200 POST /orders {a=1, b=2} yes order " + i);
        }
        assertThat(server.connections()).isOne();
    }

    @Test
    void answersPipelinedRequestsInOrderHoweverLate() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String requests = "GET /park HTTP/1.1\r\n\r\nGET /second HTTP/1.1\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            assertThat(frontEnd.events.poll(10, TimeUnit.SECONDS)).isEqualTo("parked");
            assertThat(frontEnd.requests).hasValue(1);
            serverLoop.execute(() -> frontEnd.parked.remove().respond(ServerResponse.json(201, "late")));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answers).containsSubsequence("HTTP/1.1 201 ", "late", "HTTP/1.1 200 ", "GET /second");
        }
    }

    @Test
    void endsAConnectionThatSendsGarbage() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("\u0001\u0002 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
        assertThat(frontEnd.requests).hasValue(0);
    }

    @Test
    void answersWithAnErrorWhenTheFrontEndThrows() throws InterruptedException {
        HttpClient client = loop.httpClient(server.httpUri(), 1);
        var listener = get(client, "/throw");
        assertThat(listener.next()).isEqualTo("written");
        assertThat(listener.next()).isEqualTo("response 500 ");
        var after = get(client, "/empty");
        assertThat(after.next()).isEqualTo("written");
        assertThat(after.next()).isEqualTo("response 204 ");
    }

    @Test
    void leavesTheClientWaitingWhenTheFrontEndStaysSilent() throws InterruptedException {
        HttpClient client = loop.httpClient(server.httpUri(), 1);
        var listener = new RecordingListener();
        loop.execute(() -> client.send(HttpRequest.get("/silent", Map.of(), 200), listener));
        assertThat(listener.next()).isEqualTo("written");
        assertThat(listener.next()).isEqualTo("maybe sent: no response within 200 ms");
        var after = get(client, "/empty");
        assertThat(after.next()).isEqualTo("written");
        assertThat(after.next()).isEqualTo("response 204 ");
    }

    @Test
    void refusesABodyAboveTheLimit() throws InterruptedException {
        HttpClient client = loop.httpClient(server.httpUri(), 1);
        var listener = post(client, "/orders", "x".repeat(LoopbackServer.BODY_BYTES_MAX + 1));
        String event = listener.next();
        if (event.equals("written")) {
            event = listener.next();
        }
        assertThat(event).matches("response 413 .*|maybe sent: .*");
        assertThat(frontEnd.requests).hasValue(0);
    }

    @Test
    void echoesTextAndBinaryOfEverySize() throws InterruptedException {
        var listener = new RecordingListener();
        WebSocket socket = open("/", listener);
        for (int size : new int[] {0, 1, 125, 126, 127, 1_000, 65_535, 65_536, 300_000}) {
            send(socket, "é".repeat(size / 2) + "x".repeat(size % 2));
            String expected = "é".repeat(Math.min(64, size / 2));
            assertThat(listener.next()).startsWith("text " + expected);
        }
    }

    @Test
    void speaksFirstWhenTheFrontEndDoes() throws InterruptedException {
        var listener = new RecordingListener();
        open("/greeting?name=vest", listener);
        assertThat(listener.next()).isEqualTo("text hello vest");
    }

    @Test
    void passesOnTheStatusOfARefusedUpgrade() throws InterruptedException {
        var listener = new RecordingListener();
        loop.openWebSocket(request("/refused"), listener);
        assertThat(listener.next()).isEqualTo("open failed 400 refused with 400 Bad Request: {\"code\":4003}");
    }

    @Test
    void answersPingsOnBothSides() throws InterruptedException {
        var listener = new RecordingListener();
        WebSocket socket = open("/", listener);
        loop.execute(socket::sendPing);
        assertThat(listener.next()).isEqualTo("alive");
        send(socket, "ping");
        assertThat(listener.next()).isEqualTo("alive");
        assertThat(frontEnd.events.poll(10, TimeUnit.SECONDS)).isEqualTo("pong");
    }

    @Test
    void tellsBothSidesTheCodeOfAnOrderlyEnd() throws InterruptedException {
        var listener = new RecordingListener();
        WebSocket socket = open("/", listener);
        send(socket, "close");
        assertThat(listener.next()).isEqualTo("closed 4005 as asked");
        assertThat(frontEnd.events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 4005 open false");

        WebSocket other = open("/", listener);
        loop.execute(() -> other.close(1000, "done"));
        assertThat(listener.next()).startsWith("closed 1000");
        assertThat(frontEnd.events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1000 open false");
    }

    @Test
    void anAbruptEndIs1006() throws InterruptedException {
        var listener = new RecordingListener();
        WebSocket socket = open("/", listener);
        send(socket, "abort");
        assertThat(listener.next()).startsWith("closed 1006");
        assertThat(frontEnd.events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1006 open false");
    }

    @Test
    void endsOnlyTheConnectionWhoseHandlerThrows() throws InterruptedException {
        var listener = new RecordingListener();
        var bystander = new RecordingListener();
        WebSocket socket = open("/", listener);
        WebSocket other = open("/", bystander);
        send(socket, "throw");
        assertThat(listener.next()).isEqualTo("closed 1011 internal error");
        send(other, "still here");
        assertThat(bystander.next()).isEqualTo("text still here");
    }

    @Test
    void closesManyConnectionsWithoutLeavingOne() throws InterruptedException {
        var listeners = new ArrayList<RecordingListener>();
        for (int i = 0; i < 200; i++) {
            var listener = new RecordingListener();
            listeners.add(listener);
            open("/", listener);
        }
        assertThat(server.connections()).isEqualTo(200);
        server.close();
        for (var listener : listeners) {
            assertThat(listener.next()).startsWith("closed 1006");
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly() {
        assertThatThrownBy(() -> LoopbackServer.start(frontEnd, "0.0.0.0", 0, serverLoop))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0.0.0.0");
    }

    @Test
    void saysWhichPortIsTaken() {
        assertThatThrownBy(() -> LoopbackServer.start(frontEnd, "127.0.0.1", server.port(), serverLoop))
                .hasMessageContaining("cannot listen on 127.0.0.1 port " + server.port());
    }

    @Test
    void givesItsPortBackAtOnce() {
        for (int i = 0; i < 300; i++) {
            int port = server.port();
            server.close();
            server = LoopbackServer.start(frontEnd, "127.0.0.1", port, serverLoop);
            assertThat(server.port()).isEqualTo(port);
        }
    }

    private RecordingListener get(HttpClient client, String path) {
        var listener = new RecordingListener();
        loop.execute(() -> client.send(HttpRequest.get(path, Map.of(), 10_000), listener));
        return listener;
    }

    private RecordingListener post(HttpClient client, String path, String body) {
        var listener = new RecordingListener();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        loop.execute(() -> client.send(HttpRequest.post(path, Map.of("X-Test", "yes"), bytes, 10_000), listener));
        return listener;
    }

    private WebSocketRequest request(String target) {
        return new WebSocketRequest(URI.create(server.webSocketUri() + target), Map.of(), 5_000, 1 << 20);
    }

    private WebSocket open(String target, RecordingListener listener) throws InterruptedException {
        loop.openWebSocket(request(target), listener);
        return listener.opened();
    }

    private void send(WebSocket socket, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        loop.execute(() -> socket.sendText(bytes, 0, bytes.length, WebSocket.WriteListener.NONE));
    }
}
