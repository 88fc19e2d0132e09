package io.parallax.exchange.transport;

/// Persistent HTTP/1.1 connections to one host. Never retries, never follows a redirect, never sends a request twice.
/// Thread: its loop only.
public interface HttpClient extends AutoCloseable {
    /// Sends a request. Exactly one of `onResponse` and `onFailed` follows, after at most one `onWritten`. `onWritten`
    /// may come before this returns; the other two never do.
    void send(HttpRequest request, HttpListener listener);

    /// Opens the connections ahead of the first request.
    void warm();

    @Override
    void close();

    /// Hears one exchange of request and response. Thread: the loop.
    interface HttpListener {
        /// The last byte of the request was handed to the operating system.
        default void onWritten(long writtenNanos) {}

        void onResponse(HttpResponse response);

        /// @param mayHaveBeenSent false only when certainly no byte left
        void onFailed(boolean mayHaveBeenSent, String reason);
    }
}
