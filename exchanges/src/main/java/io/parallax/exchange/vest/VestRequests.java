package io.parallax.exchange.vest;

import io.parallax.exchange.signing.EthereumAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Our messages to Vest's: bodies of requests and of socket messages. The texts of an order stand in the body
/// exactly as they were signed. No value can hold a character that JSON would have to escape: names and ids are
/// checked. Thread: any.
final class VestRequests {
    private VestRequests() {}

    static byte[] order(VestOrderTicket ticket, long recvWindowMillis, String signature) {
        StringBuilder body = new StringBuilder(512)
                .append("{\"order\":{\"time\":")
                .append(ticket.timeEpochMillis())
                .append(",\"nonce\":")
                .append(ticket.nonce())
                .append(",\"symbol\":\"")
                .append(safe(ticket.symbol()))
                .append("\",\"isBuy\":")
                .append(ticket.isBuy())
                .append(",\"size\":\"")
                .append(ticket.size())
                .append("\",\"orderType\":\"")
                .append(ticket.orderType())
                .append("\",\"limitPrice\":\"")
                .append(ticket.limitPrice())
                .append("\",\"reduceOnly\":")
                .append(ticket.reduceOnly());
        ticket.timeInForce()
                .ifPresent(timeInForce ->
                        body.append(",\"timeInForce\":\"").append(timeInForce).append('"'));
        return utf8(body.append("},\"recvWindow\":")
                .append(recvWindowMillis)
                .append(",\"signature\":\"")
                .append(signature)
                .append("\"}"));
    }

    static byte[] cancel(
            long timeEpochMillis, long nonce, String exchangeOrderId, long recvWindowMillis, String signature) {
        return utf8(new StringBuilder(384)
                .append("{\"order\":{\"time\":")
                .append(timeEpochMillis)
                .append(",\"nonce\":")
                .append(nonce)
                .append(",\"id\":\"")
                .append(safe(exchangeOrderId))
                .append("\"},\"recvWindow\":")
                .append(recvWindowMillis)
                .append(",\"signature\":\"")
                .append(signature)
                .append("\"}"));
    }

    /// Addresses go in lower case.
    static byte[] registration(
            EthereumAddress signing, EthereumAddress primary, String signature, long expiryEpochMillis, int network) {
        return utf8(new StringBuilder(384)
                .append("{\"signingAddr\":\"")
                .append(signing)
                .append("\",\"primaryAddr\":\"")
                .append(primary)
                .append("\",\"signature\":\"")
                .append(signature)
                .append("\",\"expiryTime\":")
                .append(expiryEpochMillis)
                .append(",\"networkType\":")
                .append(network)
                .append('}'));
    }

    static byte[] leverage(long timeEpochMillis, String symbol, int leverage) {
        return utf8(new StringBuilder(96)
                .append("{\"time\":")
                .append(timeEpochMillis)
                .append(",\"symbol\":\"")
                .append(safe(symbol))
                .append("\",\"value\":")
                .append(leverage)
                .append('}'));
    }

    static byte[] ping(long requestId) {
        return utf8(new StringBuilder("{\"method\":\"PING\",\"params\":[],\"id\":")
                .append(requestId)
                .append('}'));
    }

    static byte[] subscribe(List<String> channels, long requestId) {
        return subscription("SUBSCRIBE", channels, requestId);
    }

    static byte[] unsubscribe(List<String> channels, long requestId) {
        return subscription("UNSUBSCRIBE", channels, requestId);
    }

    private static byte[] subscription(String method, List<String> channels, long requestId) {
        StringBuilder body = new StringBuilder("{\"method\":\"").append(method).append("\",\"params\":[");
        for (int i = 0; i < channels.size(); i++) {
            body.append(i == 0 ? "\"" : ",\"").append(safe(channels.get(i))).append('"');
        }
        return utf8(body.append("],\"id\":").append(requestId).append('}'));
    }

    /// Throws [IllegalArgumentException] for a text that could not stand in JSON as it is.
    static String safe(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\')) {
            throw new IllegalArgumentException("a symbol or an order id has visible ASCII characters without quotes");
        }
        return text;
    }

    private static byte[] utf8(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
