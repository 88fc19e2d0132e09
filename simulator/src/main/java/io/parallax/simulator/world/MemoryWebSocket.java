package io.parallax.simulator.world;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.WebSocket;
import io.parallax.exchange.transport.WebSocketListener;
import io.parallax.exchange.transport.WebSocketRequest;
import io.parallax.simulator.server.DirectMount;
import io.parallax.simulator.server.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A WebSocket of a [HostLoop]. Promises what the one on sockets promises: messages in order, nothing delivered after
/// `close`, `onClosed` once and at the latest two seconds after it, pings answered by itself. Thread: its loop, except
/// the server's end, which is the exchange's.
final class MemoryWebSocket implements WebSocket {
    private enum State {
        CONNECTING,
        OPEN,
        /// A closing frame has been sent; data is no longer delivered.
        CLOSING,
        CLOSED
    }

    private static final int GOING_ABNORMALLY = 1006;
    private static final int LISTENER_FAILED = 1011;
    private static final int TOO_LARGE = 1009;
    private static final long MILLI = 1_000_000L;
    private static final long CLOSE_NANOS_MAX = 2_000_000_000L;
    private static final byte[] REPLY_START = "{\"jsonrpc\":\"2.0\",\"id\"".getBytes(StandardCharsets.US_ASCII);

    private final HostLoop loop;
    private final Wire wire;
    private final WebSocketRequest request;
    private final WebSocketListener listener;
    private final Channel channel;
    private State state = State.CONNECTING;
    private Wire.@Nullable Line line;
    private DirectMount.@Nullable ServerEnd server;
    private IoLoop.@Nullable Cancellable timer;
    private int endCode = GOING_ABNORMALLY;
    private String endReason = "the connection ended without a closing frame";

    MemoryWebSocket(HostLoop loop, Wire wire, WebSocketRequest request, WebSocketListener listener) {
        this.loop = loop;
        this.wire = wire;
        this.request = request;
        this.listener = listener;
        this.channel = loop.toString().endsWith("feed") ? Channel.BOOK : Channel.PRIVATE;
    }

    // ---- opening

    void open() {
        timer = loop.schedule(
                request.openTimeoutMillis() * MILLI,
                () -> failOpen(0, "not open within " + request.openTimeoutMillis() + " ms"));
        switch (wire.faults().onDial(wire.exchange(), channel)) {
            case CONNECTS -> {
                Wire.Line fresh = wire.line(channel, loop);
                line = fresh;
                fresh.client(this::onLineLost);
                // Connect, then upgrade.
                fresh.up(0, () -> fresh.down(0, () -> fresh.up(0, () -> upgrade(fresh))));
            }
            case REFUSED -> loop.schedule(MILLI, () -> failOpen(0, "connection refused"));
            case UNANSWERED -> {
                // The timer ends it.
            }
        }
    }

    private void upgrade(Wire.Line on) {
        DirectMount.Upgraded upgraded = wire.mount().upgrade(target(), request.headers(), new ClientEnd(on));
        upgraded.refusal().ifPresent(refusal -> on.down(0, () -> onRefused(refusal)));
        upgraded.socket().ifPresent(end -> {
            server = end;
            on.server(end::lost);
            // What the server sends from now on comes behind its answer.
            on.down(0, this::onUpgraded);
            end.opened();
        });
    }

    private String target() {
        String query = request.uri().getRawQuery();
        return request.uri().getRawPath() + (query == null ? "" : "?" + query);
    }

    private void onRefused(ServerResponse refusal) {
        failOpen(refusal.status(), "refused with " + refusal.status());
    }

    private void onUpgraded() {
        if (state != State.CONNECTING) {
            return;
        }
        cancelTimer();
        state = State.OPEN;
        wire.log().connection(wire.exchange(), channel, true, 0);
        wire.taps().onConnection(wire.exchange(), channel, true, wire.nowNanos());
        guarded(() -> listener.onOpen(this));
    }

    private void failOpen(int status, String reason) {
        if (state == State.CONNECTING) {
            state = State.CLOSED;
            cancelTimer();
            if (line != null) {
                line.reset();
            }
            guarded(() -> listener.onOpenFailed(status, reason));
        }
    }

    // ---- what comes

    /// The server's way to us.
    private final class ClientEnd implements DirectMount.ClientEnd {
        private final Wire.Line on;

        ClientEnd(Wire.Line on) {
            this.on = on;
        }

        @Override
        public void text(byte[] utf8) {
            carry(true, utf8);
        }

        @Override
        public void binary(byte[] bytes) {
            carry(false, bytes);
        }

        private void carry(boolean text, byte[] bytes) {
            boolean reply = text && startsWith(bytes, REPLY_START);
            Passage passage = wire.faults().onFrame(wire.exchange(), channel, reply, text, bytes);
            long sentNanos = wire.nowNanos();
            if (passage.arrives()) {
                byte[] told = passage.bytes().orElse(bytes);
                for (int copy = 0; copy < passage.copies(); copy++) {
                    on.down(passage, () -> onMessage(text, told, sentNanos));
                }
            }
            if (passage.resets()) {
                on.reset();
            }
        }

        @Override
        public void ping() {
            on.down(0, () -> {
                if (state == State.OPEN) {
                    on.up(0, () -> serverEnd().ifPresent(DirectMount.ServerEnd::receivePong));
                    transportAlive();
                }
            });
        }

        @Override
        public void pong() {
            on.down(0, MemoryWebSocket.this::transportAlive);
        }

        @Override
        public void close(int code, String reason) {
            on.down(0, () -> onCloseFrame(code, reason));
        }

        @Override
        public void reset() {
            on.reset();
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private Optional<DirectMount.ServerEnd> serverEnd() {
        return Optional.ofNullable(server);
    }

    private void onMessage(boolean text, byte[] bytes, long sentNanos) {
        if (state != State.OPEN) {
            return;
        }
        if (bytes.length > request.frameBytesMax()) {
            fail(TOO_LARGE, "a message of " + bytes.length + " bytes");
            return;
        }
        wire.log().frame(wire.exchange(), channel, bytes);
        wire.taps().onFrame(wire.exchange(), channel, bytes, sentNanos, wire.nowNanos());
        guarded(() -> {
            if (text) {
                listener.onText(this, bytes, 0, bytes.length, loop.nanoTime());
            } else {
                listener.onBinary(this, bytes, 0, bytes.length, loop.nanoTime());
            }
        });
    }

    private void transportAlive() {
        if (state == State.OPEN) {
            guarded(() -> listener.onTransportAlive(this, loop.nanoTime()));
        }
    }

    private void onCloseFrame(int code, String reason) {
        endCode = code;
        endReason = reason;
        if (state == State.OPEN && line != null) {
            state = State.CLOSING;
            line.up(0, () -> serverEnd().ifPresent(end -> end.receiveClose(code)));
        }
        closed();
    }

    private void onLineLost() {
        if (state == State.CONNECTING) {
            failOpen(0, "the server closed before the upgrade was complete");
        } else {
            closed();
        }
    }

    private void closed() {
        if (state != State.CLOSED && state != State.CONNECTING) {
            state = State.CLOSED;
            cancelTimer();
            if (line != null) {
                line.retire();
            }
            wire.log().connection(wire.exchange(), channel, false, endCode);
            wire.taps().onConnection(wire.exchange(), channel, false, wire.nowNanos());
            try {
                listener.onClosed(this, endCode, endReason);
            } catch (RuntimeException e) {
                loop.fail(e);
            }
        }
    }

    // ---- what goes

    @Override
    public void sendText(byte[] utf8, int offset, int length, WriteListener onWritten) {
        Wire.Line on = line;
        if (state != State.OPEN || on == null) {
            loop.execute(() -> onWritten.onWriteFailed(false, "the connection is not open"));
            return;
        }
        wire.faults().onHost(HostMoment.SEND);
        byte[] copy = Arrays.copyOfRange(utf8, offset, offset + length);
        RequestClass kind = RequestClass.ofText(copy);
        wire.log().request(wire.exchange(), kind, "text", "", copy);
        wire.taps().onSent(wire.exchange(), kind, "", copy, wire.nowNanos());
        Passage passage = wire.faults().onRequest(wire.exchange(), kind, false, copy);
        if (passage.arrives()) {
            for (int i = 0; i < passage.copies(); i++) {
                on.up(passage.extraNanos(), () -> {
                    wire.taps().onArrived(wire.exchange(), kind, "", copy, wire.nowNanos());
                    serverEnd().ifPresent(end -> end.receiveText(copy));
                });
            }
        }
        if (passage.resets()) {
            if (passage.arrives()) {
                on.up(0, on::reset);
            } else {
                on.reset();
            }
        }
        onWritten.onWritten(loop.nanoTime());
    }

    @Override
    public void sendPing() {
        if (state == State.OPEN && line != null) {
            line.up(0, () -> serverEnd().ifPresent(DirectMount.ServerEnd::receivePing));
        }
    }

    @Override
    public void close(int code, String reason) {
        if (state == State.OPEN) {
            endReason = "closed by us with " + code + "; the server did not answer";
            sendClose(code);
        }
    }

    private void sendClose(int code) {
        state = State.CLOSING;
        timer = loop.schedule(CLOSE_NANOS_MAX, () -> {
            if (line != null) {
                line.reset();
            }
        });
        if (line != null) {
            line.up(0, () -> serverEnd().ifPresent(end -> end.receiveClose(code)));
        }
    }

    private void fail(int code, String reason) {
        if (state == State.OPEN) {
            sendClose(code);
            endCode = code;
            endReason = reason;
            closed();
        }
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | AssertionError e) {
            loop.fail(e);
            fail(LISTENER_FAILED, "our listener failed");
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public String toString() {
        return request + " " + state;
    }
}
