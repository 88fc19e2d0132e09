package io.parallax.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.NettyIoLoop;
import io.parallax.exchange.transport.RecordingListener;
import io.parallax.exchange.transport.TestCertificate;
import io.parallax.exchange.transport.WebSocket;
import io.parallax.exchange.transport.WebSocketRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TlsTest {
    private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    private static final TestCertificate AUTHORITY = TestCertificate.authority();

    private final EchoFrontEnd frontEnd = new EchoFrontEnd();
    private final NettyIoLoop serverLoop = NettyIoLoop.start("simulator");

    @AfterEach
    void stop() {
        serverLoop.close();
    }

    @Test
    void speaksOverAVerifiedChannel() throws InterruptedException {
        TestCertificate certificate = AUTHORITY.issue(LOOPBACK);
        try (var server = start(certificate.serverContext());
                var loop = NettyIoLoop.start("client", List.of(AUTHORITY.certificate()))) {
            HttpClient client = loop.httpClient(server.httpUri(), 1);
            for (int i = 0; i < 3; i++) {
                var response = post(loop, client, "order");
                assertThat(response.next()).isEqualTo("written");
                assertThat(response.next()).isEqualTo("response 200 POST /orders {} - order");
            }
            assertThat(server.connections()).isOne();
            var listener = open(loop, server);
            WebSocket socket = listener.opened();
            byte[] text = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            loop.execute(() -> socket.sendText(text, 0, text.length, listener));
            assertThat(listener.next()).isEqualTo("written");
            assertThat(listener.next()).endsWith("... 100000 bytes");
            byte[] abort = "abort".getBytes(StandardCharsets.UTF_8);
            loop.execute(() -> socket.sendText(abort, 0, abort.length, WebSocket.WriteListener.NONE));
            assertThat(listener.next()).startsWith("closed 1006");
        }
    }

    @Test
    void sendsNothingToAServerThatNobodyTrusts() throws InterruptedException {
        try (var server = start(AUTHORITY.issue(LOOPBACK).serverContext());
                var loop = NettyIoLoop.start("client")) {
            expectNoTls(loop, server, "unable to find valid certification path");
        }
    }

    @Test
    void sendsNothingToAServerOfAnotherName() throws InterruptedException {
        TestCertificate certificate = AUTHORITY.issue(new GeneralName(GeneralName.dNSName, "exchange.test"));
        try (var server = start(certificate.serverContext());
                var loop = NettyIoLoop.start("client", List.of(AUTHORITY.certificate()))) {
            expectNoTls(loop, server, "No subject alternative names matching IP address 127.0.0.1");
        }
    }

    @Test
    void sendsNothingToAServerWhoseCertificateHasExpired() throws InterruptedException {
        TestCertificate certificate = AUTHORITY.issue(LOOPBACK, Instant.now().minus(Duration.ofDays(1)));
        try (var server = start(certificate.serverContext());
                var loop = NettyIoLoop.start("client", List.of(AUTHORITY.certificate()))) {
            expectNoTls(loop, server, "(certificate_expired)");
        }
    }

    @Test
    void trustsAuthoritiesAndNoSingleServer() {
        TestCertificate server = AUTHORITY.issue(LOOPBACK);
        assertThatThrownBy(() -> NettyIoLoop.start("client", List.of(server.certificate())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CN=Parallax test server is not a certificate authority");
    }

    private void expectNoTls(NettyIoLoop loop, LoopbackServer server, String reason) throws InterruptedException {
        assertThat(post(loop, loop.httpClient(server.httpUri(), 1), "order").next())
                .startsWith("not sent: no TLS with 127.0.0.1:")
                .contains(reason);
        assertThat(open(loop, server).next())
                .startsWith("open failed 0 no TLS with 127.0.0.1:")
                .contains(reason);
        assertThat(frontEnd.requests).hasValue(0);
    }

    private LoopbackServer start(SSLContext context) {
        return LoopbackServer.startTls(frontEnd, "127.0.0.1", 0, serverLoop, context);
    }

    private static RecordingListener post(NettyIoLoop loop, HttpClient client, String body) {
        var listener = new RecordingListener();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        loop.execute(() -> client.send(HttpRequest.post("/orders", Map.of(), bytes, 10_000), listener));
        return listener;
    }

    private static RecordingListener open(NettyIoLoop loop, LoopbackServer server) {
        var listener = new RecordingListener();
        loop.openWebSocket(
                new WebSocketRequest(URI.create(server.webSocketUri() + "/"), Map.of(), 10_000, 1 << 20), listener);
        return listener;
    }
}
