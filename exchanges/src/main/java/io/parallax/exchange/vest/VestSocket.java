package io.parallax.exchange.vest;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.WebSocket;
import io.parallax.exchange.transport.WebSocketListener;
import io.parallax.exchange.transport.WebSocketRequest;
import io.parallax.exchange.vest.VestCounters.Counter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/// One connection to a Vest socket, from its opening to its end: pings, notices a dead link, unpacks frames. It
/// does not come back; its owner opens the next one. Thread: its loop.
final class VestSocket implements WebSocketListener {
    static final int GARBAGE = 1007;
    static final int VANISHED = 1006;

    private static final int FRAME_BYTES_MAX = 1 << 20;

    /// What a connection tells its owner.
    interface Owner {
        void onOpened();

        /// One message, unpacked; the buffer is valid only during the call.
        ///
        /// @return false when it is garbage: the connection then ends
        boolean onMessage(byte[] json, int offset, int length, long receivedNanos);

        /// The end, once, also when the connection never opened.
        void onDown(int code, String reason);
    }

    private final IoLoop loop;
    private final VestConfig.Timings timings;
    private final VestCounters counters;
    private final Owner owner;
    private final boolean pings;
    private @Nullable WebSocket socket;
    private boolean done;
    private long aliveNanos;
    private long lastRequestId;

    private VestSocket(IoLoop loop, VestConfig.Timings timings, VestCounters counters, Owner owner, boolean pings) {
        this.loop = loop;
        this.timings = timings;
        this.counters = counters;
        this.owner = owner;
        this.pings = pings;
    }

    static VestSocket open(URI uri, IoLoop loop, VestConfig.Timings timings, VestCounters counters, Owner owner) {
        return open(uri, loop, timings, counters, owner, true);
    }

    /// @param pings whether to ping as often as the settings say; false for an owner that does so itself
    static VestSocket open(
            URI uri, IoLoop loop, VestConfig.Timings timings, VestCounters counters, Owner owner, boolean pings) {
        VestSocket connection = new VestSocket(loop, timings, counters, owner, pings);
        loop.openWebSocket(
                new WebSocketRequest(uri, Map.of("User-Agent", "parallax"), timings.socketOpen(), FRAME_BYTES_MAX),
                connection);
        return connection;
    }

    /// A new number for a request on this connection.
    long nextRequestId() {
        return ++lastRequestId;
    }

    void send(byte[] text) {
        WebSocket open = socket;
        if (open != null && !done) {
            open.sendText(text, 0, text.length, WebSocket.WriteListener.NONE);
        }
    }

    /// Answered by [VestMessage.Pong].
    void sendPing() {
        send(VestRequests.ping(nextRequestId()));
    }

    /// Ends the connection without telling the owner.
    void close() {
        done = true;
        WebSocket open = socket;
        if (open != null) {
            open.close(1000, "");
        }
    }

    /// Ends the connection because it is of no use any more.
    void fail(int code, String reason) {
        if (!done) {
            close();
            owner.onDown(code, reason);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (done) {
            opened.close(1000, "");
            return;
        }
        aliveNanos = loop.nanoTime();
        if (pings) {
            schedule(timings.ping(), this::ping);
        }
        schedule(timings.socketSilent(), this::checkAlive);
        owner.onOpened();
    }

    @Override
    public void onOpenFailed(int httpStatus, String reason) {
        if (!done) {
            done = true;
            owner.onDown(VANISHED, httpStatus == 0 ? reason : "HTTP " + httpStatus + ": " + reason);
        }
    }

    @Override
    public void onText(WebSocket from, byte[] buffer, int offset, int length, long receivedNanos) {
        deliver(buffer, offset, length, receivedNanos);
    }

    /// Binary frames hold JSON as it is, or compressed with Brotli.
    @Override
    public void onBinary(WebSocket from, byte[] buffer, int offset, int length, long receivedNanos) {
        if (length > 0 && (buffer[offset] == '{' || buffer[offset] == '[')) {
            deliver(buffer, offset, length, receivedNanos);
        } else {
            counters.count(Counter.FRAMES_COMPRESSED);
            byte[] unpacked = unpack(buffer, offset, length);
            deliver(unpacked, 0, unpacked.length, receivedNanos);
        }
    }

    /// Empty for anything that is not Brotli, or that is too large unpacked.
    static byte[] unpack(byte[] buffer, int offset, int length) {
        try (BrotliInputStream brotli = new BrotliInputStream(new ByteArrayInputStream(buffer, offset, length))) {
            byte[] unpacked = brotli.readNBytes(FRAME_BYTES_MAX + 1);
            return unpacked.length > FRAME_BYTES_MAX ? new byte[0] : unpacked;
        } catch (IOException notBrotli) {
            return new byte[0];
        }
    }

    private void deliver(byte[] json, int offset, int length, long receivedNanos) {
        if (done) {
            return;
        }
        aliveNanos = receivedNanos;
        counters.count(Counter.FRAMES_RECEIVED);
        if (!owner.onMessage(json, offset, length, receivedNanos)) {
            counters.count(Counter.FRAMES_GARBAGE);
            fail(GARBAGE, "a frame that is not JSON");
        }
    }

    @Override
    public void onTransportAlive(WebSocket from, long receivedNanos) {
        aliveNanos = receivedNanos;
    }

    @Override
    public void onClosed(WebSocket from, int code, String reason) {
        if (!done) {
            done = true;
            owner.onDown(code, reason);
        }
    }

    private void ping() {
        sendPing();
        schedule(timings.ping(), this::ping);
    }

    private void checkAlive() {
        long silentMillis = (loop.nanoTime() - aliveNanos) / 1_000_000;
        if (silentMillis >= timings.socketSilent()) {
            fail(VANISHED, "silent for " + silentMillis + " ms");
        } else {
            schedule(timings.socketSilent() - silentMillis, this::checkAlive);
        }
    }

    private void schedule(long delayMillis, Runnable task) {
        var _ = loop.schedule(delayMillis * 1_000_000, () -> {
            if (!done) {
                task.run();
            }
        });
    }
}
