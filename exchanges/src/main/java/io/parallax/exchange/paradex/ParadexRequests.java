package io.parallax.exchange.paradex;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.units.FixedPoint;
import java.util.regex.Pattern;

/// Domain to wire: bodies of REST and frames of the WebSocket. Everything that goes in is checked to need no
/// escaping. Thread: any; stateless.
final class ParadexRequests {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.=@ -]{1,8192}");

    private ParadexRequests() {}

    /// The body of `POST /orders`, which is also the parameter of `order.create`.
    ///
    /// @param signature `["<r>","<s>"]`
    static String order(OrderRequest order, long recvWindowMillis, String signature, long timestampEpochMillis) {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"market\":\"").append(plain(order.instrument().symbol()));
        json.append("\",\"side\":\"").append(order.side());
        json.append("\",\"type\":\"LIMIT\",\"size\":\"").append(FixedPoint.format(order.quantityE8()));
        json.append("\",\"price\":\"").append(FixedPoint.format(order.limitPriceE8()));
        json.append("\",\"instruction\":\"").append(instruction(order.timeInForce()));
        json.append("\",\"client_id\":\"").append(order.id().text());
        json.append(order.reduceOnly() ? "\",\"flags\":[\"REDUCE_ONLY\"]" : "\"");
        json.append(",\"recv_window\":").append(recvWindowMillis);
        json.append(",\"signature\":\"").append(signature.replace("\"", "\\\""));
        return json.append("\",\"signature_timestamp\":")
                .append(timestampEpochMillis)
                .append('}')
                .toString();
    }

    private static String instruction(TimeInForce timeInForce) {
        return switch (timeInForce) {
            case IMMEDIATE_OR_CANCEL -> "IOC";
            case GOOD_TILL_CANCELLED -> "GTC";
        };
    }

    static String cancel(String clientId, String market) {
        return "{\"client_id\":\"" + plain(clientId) + "\",\"market\":\"" + plain(market) + "\"}";
    }

    static String cancelOnDisconnect() {
        return "{\"enabled\":true}";
    }

    static String auth(String token) {
        return "{\"bearer\":\"" + plain(token) + "\"}";
    }

    static String channel(String channel) {
        return "{\"channel\":\"" + plain(channel) + "\"}";
    }

    static String margin(int leverage) {
        return "{\"leverage\":" + leverage + ",\"margin_type\":\"CROSS\"}";
    }

    /// A JSON-RPC request.
    static String rpc(String method, String params, long id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":" + id + "}";
    }

    private static String plain(String text) {
        if (!PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected letters, digits, dots and dashes for a request, found other characters among "
                            + text.length());
        }
        return text;
    }
}
