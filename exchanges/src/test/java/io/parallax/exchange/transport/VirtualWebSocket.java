package io.parallax.exchange.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Both ends of a WebSocket in memory: the client's is the port, the other methods play the server. Buffers are
/// overwritten after each delivery, so a listener that keeps one is found out. Thread: the test's.
public final class VirtualWebSocket implements WebSocket {
    private enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private static final int MARGIN = 7;

    private final VirtualIoLoop loop;
    private final WebSocketRequest request;
    private final WebSocketListener listener;
    private final IoLoop.Cancellable openTimeout;
    private final List<String> texts = new ArrayList<>();
    private State state = State.CONNECTING;
    private boolean writesFail;
    private boolean failedWritesMayLeave;
    private int pings;
    private int closeCode;

    VirtualWebSocket(VirtualIoLoop loop, WebSocketRequest request, WebSocketListener listener) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.openTimeout = loop.schedule(
                request.openTimeoutMillis() * 1_000_000,
                () -> refuse(0, "not open within " + request.openTimeoutMillis() + " ms"));
    }

    public WebSocketRequest request() {
        return request;
    }

    // ---- the server's side

    public void accept() {
        if (state == State.CONNECTING) {
            openTimeout.cancel();
            state = State.OPEN;
            listener.onOpen(this);
        }
    }

    /// @param httpStatus 0 for a connection that failed before any answer
    public void refuse(int httpStatus, String reason) {
        if (state == State.CONNECTING) {
            openTimeout.cancel();
            state = State.CLOSED;
            listener.onOpenFailed(httpStatus, reason);
        }
    }

    /// Delivers a text message now.
    public void text(String message) {
        if (isDelivering()) {
            byte[] buffer = padded(message.getBytes(StandardCharsets.UTF_8));
            listener.onText(this, buffer, MARGIN, buffer.length - 2 * MARGIN, loop.nanoTime());
            Arrays.fill(buffer, (byte) 0xEE);
        }
    }

    /// Delivers a binary message now.
    public void binary(byte[] message) {
        if (isDelivering()) {
            byte[] buffer = padded(message);
            listener.onBinary(this, buffer, MARGIN, message.length, loop.nanoTime());
            Arrays.fill(buffer, (byte) 0xEE);
        }
    }

    /// A ping of the server, or its pong.
    public void transportAlive() {
        if (isDelivering()) {
            listener.onTransportAlive(this, loop.nanoTime());
        }
    }

    /// The server ends the connection; 1006 for one that vanishes without a closing frame.
    public void closeFromServer(int code, String reason) {
        if (state == State.OPEN || state == State.CLOSING) {
            state = State.CLOSED;
            listener.onClosed(this, code, reason);
        }
    }

    /// From now on writes fail.
    public void failWrites(boolean mayHaveLeft) {
        writesFail = true;
        failedWritesMayLeave = mayHaveLeft;
    }

    /// What the client has sent since the last call.
    public List<String> takeTexts() {
        List<String> taken = List.copyOf(texts);
        texts.clear();
        return taken;
    }

    public int pings() {
        return pings;
    }

    /// The code the client closed with; 0 when it did not.
    public int closeCode() {
        return closeCode;
    }

    // ---- the client's side

    @Override
    public void sendText(byte[] utf8, int offset, int length, WriteListener onWritten) {
        if (state != State.OPEN) {
            loop.execute(() -> onWritten.onWriteFailed(false, "not open"));
        } else if (writesFail) {
            loop.execute(() -> onWritten.onWriteFailed(failedWritesMayLeave, "write failed"));
        } else {
            texts.add(new String(utf8, offset, length, StandardCharsets.UTF_8));
            onWritten.onWritten(loop.nanoTime());
        }
    }

    @Override
    public void sendPing() {
        if (state == State.OPEN) {
            pings++;
        }
    }

    @Override
    public void close(int code, String reason) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            closeCode = code;
            loop.execute(() -> closeFromServer(code, reason));
        }
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /// Nothing is delivered after the client closed.
    private boolean isDelivering() {
        return state == State.OPEN;
    }

    private static byte[] padded(byte[] message) {
        byte[] buffer = new byte[message.length + 2 * MARGIN];
        System.arraycopy(message, 0, buffer, MARGIN, message.length);
        return buffer;
    }
}
