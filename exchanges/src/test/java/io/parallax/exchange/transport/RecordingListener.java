package io.parallax.exchange.transport;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes down what a socket or a request reports, one line per callback, for tests that wait for it. Thread: callbacks
/// on
/// the loop, the rest on the test's thread.
public final class RecordingListener implements WebSocketListener, HttpClient.HttpListener, WebSocket.WriteListener {
    private static final long PATIENCE_SECONDS = 10;
    private static final int SHOWN_MAX = 64;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
    private volatile @Nullable HttpResponse lastResponse;
    private volatile long lastReceivedNanos;

    /// The next event, waited for.
    public String next() throws InterruptedException {
        String event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return event == null ? "nothing within " + PATIENCE_SECONDS + " s" : event;
    }

    /// The socket that opened, waited for; its event is taken, too.
    public WebSocket opened() throws InterruptedException {
        String event = next();
        WebSocket socket = opened.poll();
        if (socket == null) {
            throw new AssertionError("expected an open socket, found: " + event);
        }
        return socket;
    }

    /// Whether nothing more was reported so far.
    public boolean isQuiet() {
        return events.isEmpty();
    }

    public HttpResponse lastResponse() {
        HttpResponse response = lastResponse;
        if (response == null) {
            throw new AssertionError("no response yet");
        }
        return response;
    }

    public long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    @Override
    public void onOpen(WebSocket socket) {
        opened.add(socket);
        events.add("open");
    }

    @Override
    public void onOpenFailed(int httpStatus, String reason) {
        events.add("open failed " + httpStatus + " " + reason);
    }

    @Override
    public void onText(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos) {
        lastReceivedNanos = receivedNanos;
        events.add("text " + shown(new String(buffer, offset, length, StandardCharsets.UTF_8), length));
    }

    @Override
    public void onBinary(WebSocket socket, byte[] buffer, int offset, int length, long receivedNanos) {
        lastReceivedNanos = receivedNanos;
        events.add("binary " + shown(HexFormat.of().formatHex(buffer, offset, offset + length), length));
    }

    private static String shown(String text, int length) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "... " + length + " bytes";
    }

    @Override
    public void onTransportAlive(WebSocket socket, long receivedNanos) {
        events.add("alive");
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        events.add("closed " + code + " " + reason);
    }

    @Override
    public void onWritten(long writtenNanos) {
        events.add("written");
    }

    @Override
    public void onWriteFailed(boolean mayHaveLeft, String reason) {
        events.add("write failed " + mayHaveLeft + " " + reason);
    }

    @Override
    public void onResponse(HttpResponse response) {
        lastResponse = response;
        events.add("response " + response.status() + " "
                + shown(new String(response.body(), StandardCharsets.UTF_8), response.body().length));
    }

    @Override
    public void onFailed(boolean mayHaveBeenSent, String reason) {
        events.add((mayHaveBeenSent ? "maybe sent: " : "not sent: ") + reason);
    }
}
