package io.parallax.exchange.transport;

/// An open WebSocket. Thread: its loop only.
public interface WebSocket {
    /// Sends one text message.
    ///
    /// @param onWritten told when the last byte was handed to the operating system, perhaps before this returns; or
    /// that it could not be, never before this returns
    void sendText(byte[] utf8, int offset, int length, WriteListener onWritten);

    void sendPing();

    /// Starts the closing handshake. No message is delivered any more; `onClosed` follows, at the latest after two
    /// seconds.
    void close(int code, String reason);

    boolean isOpen();

    /// Hears what became of a write. Thread: the loop.
    interface WriteListener {
        WriteListener NONE = new WriteListener() {
            @Override
            public void onWritten(long writtenNanos) {}

            @Override
            public void onWriteFailed(boolean mayHaveLeft, String reason) {}
        };

        void onWritten(long writtenNanos);

        /// @param mayHaveLeft false only when certainly no byte left
        void onWriteFailed(boolean mayHaveLeft, String reason);
    }
}
