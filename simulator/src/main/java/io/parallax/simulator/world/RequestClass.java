package io.parallax.simulator.world;

import io.parallax.instrument.ExchangeId;
import java.nio.charset.StandardCharsets;

/// What a message to an exchange is for, told from its bytes alone.
public enum RequestClass {
    ORDER,
    CANCEL,
    READ_ORDER,
    READ_POSITION,
    LOGIN,
    OTHER;

    private static final byte[] CREATE = ascii("\"order.create\"");
    private static final byte[] CANCEL_ORDER = ascii("\"order.cancel");
    private static final byte[] AUTH = ascii("\"auth\"");

    static RequestClass ofHttp(ExchangeId exchange, String method, String path) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return exchange.equals(ExchangeId.VEST) ? ofVest(method, plain) : ofParadex(method, plain);
    }

    private static RequestClass ofVest(String method, String path) {
        if (path.endsWith("/orders")) {
            return method.equals("POST") ? ORDER : READ_ORDER;
        }
        if (path.endsWith("/orders/cancel")) {
            return CANCEL;
        }
        if (path.endsWith("/account")) {
            return READ_POSITION;
        }
        return path.endsWith("/register") || path.endsWith("/listenKey") ? LOGIN : OTHER;
    }

    private static RequestClass ofParadex(String method, String path) {
        if (path.contains("/orders")) {
            return switch (method) {
                case "POST" -> ORDER;
                case "DELETE" -> CANCEL;
                default -> READ_ORDER;
            };
        }
        if (path.contains("/fills")) {
            return READ_ORDER;
        }
        if (path.endsWith("/positions")) {
            return READ_POSITION;
        }
        return path.contains("/auth") ? LOGIN : OTHER;
    }

    /// Of a text on a socket.
    static RequestClass ofText(byte[] utf8) {
        if (contains(utf8, CREATE)) {
            return ORDER;
        }
        if (contains(utf8, CANCEL_ORDER)) {
            return CANCEL;
        }
        return contains(utf8, AUTH) ? LOGIN : OTHER;
    }

    /// Whether `bytes` hold `wanted` somewhere.
    public static boolean contains(byte[] bytes, byte[] wanted) {
        int last = bytes.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            int i = 0;
            while (i < wanted.length && bytes[at + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
