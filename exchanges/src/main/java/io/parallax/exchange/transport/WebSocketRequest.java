package io.parallax.exchange.transport;

import java.net.URI;
import java.util.Map;

/// How to open a WebSocket. Thread: any; immutable.
///
/// @param uri `ws` or `wss`, with query; may hold a listen key, so `toString` leaves the query out
/// @param headers sent with the upgrade
/// @param openTimeoutMillis connect, TLS and upgrade together
/// @param frameBytesMax a larger message closes the connection with 1009
public record WebSocketRequest(URI uri, Map<String, String> headers, long openTimeoutMillis, int frameBytesMax) {
    public WebSocketRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "WebSocketRequest[" + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath() + "]";
    }
}
