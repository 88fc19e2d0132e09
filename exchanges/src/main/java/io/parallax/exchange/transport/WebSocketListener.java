package io.parallax.exchange.transport;

/// Hears a WebSocket. Thread: the loop. Buffers belong to the transport and are valid only during the call. A listener
/// that throws closes its own connection with 1011 and is counted; it never stops the loop. Protocol pings are answered
/// by the transport; fragmented messages arrive whole.
public interface WebSocketListener {
    void onOpen(WebSocket socket);

    /// The connection or the upgrade failed.
    ///
    /// @param httpStatus the answer to the upgrade, 0 when there was none
    void onOpenFailed(int httpStatus, String reason);

    void onText(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos);

    void onBinary(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos);

    /// A ping or pong came: the transport is alive, which says nothing about data.
    void onTransportAlive(WebSocket socket, long receivedNanos);

    /// The end, once. 1006 when there was no closing frame.
    void onClosed(WebSocket socket, int code, String reason);
}
