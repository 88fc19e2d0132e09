package io.parallax.exchange.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/// The key of one WebSocket upgrade and the check of the server's answer to it (RFC 6455, section 4). It proves
/// that the server speaks WebSocket and is no secret. Thread: any; immutable.
record UpgradeKey(String value) {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    static UpgradeKey random() {
        byte[] bytes = new byte[KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return new UpgradeKey(Base64.getEncoder().encodeToString(bytes));
    }

    /// The headers of the request. No extension is offered, so frames come uncompressed.
    String headers() {
        return "upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: " + value
                + "\r\n";
    }

    /// What is wrong with an answer of status 101; empty when nothing is.
    String fault(HttpHeaders answer) {
        if (!answer.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !answer.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return "status 101 without an upgrade to websocket";
        }
        if (!accept().equals(answer.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
            return "the server's answer does not fit our key";
        }
        if (answer.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
                || answer.contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            return "the server chose an extension or protocol that was not offered";
        }
        return "";
    }

    private String accept() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((value + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
