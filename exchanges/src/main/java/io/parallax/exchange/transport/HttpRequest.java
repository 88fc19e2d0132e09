package io.parallax.exchange.transport;

import java.util.Map;

/// One request. Thread: any; immutable (the body array must not be written after construction). `toString` shows
/// neither headers, query nor body: they may hold secrets.
///
/// @param path path and query, put behind the client's base
/// @param headers besides `Host` and `Content-Length`, which the client writes
/// @param body empty for none
/// @param timeoutMillis from `send` to the last byte of the response; then the connection is closed and the outcome
/// unknown
public record HttpRequest(String method, String path, Map<String, String> headers, byte[] body, long timeoutMillis) {
    private static final byte[] NO_BODY = {};

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    public static HttpRequest get(String path, Map<String, String> headers, long timeoutMillis) {
        return new HttpRequest("GET", path, headers, NO_BODY, timeoutMillis);
    }

    public static HttpRequest post(String path, Map<String, String> headers, byte[] body, long timeoutMillis) {
        return new HttpRequest("POST", path, headers, body, timeoutMillis);
    }

    @Override
    public String toString() {
        int query = path.indexOf('?');
        return "HttpRequest[" + method + " " + (query < 0 ? path : path.substring(0, query)) + "]";
    }
}
