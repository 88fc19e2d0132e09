package io.parallax.exchange.paradex;

import io.parallax.exchange.paradex.ParadexConfig.Timings;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.transport.Backoff;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.WebSocket;
import io.parallax.exchange.transport.WebSocketListener;
import io.parallax.exchange.transport.WebSocketRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// One WebSocket to Paradex that is kept open: asks for the binary versions in turn, comes back with jittered
/// back-off, watches for silence, and matches JSON-RPC answers to requests. What is garbage ends the
/// connection; nothing throws out of it. Thread: its loop only.
final class ParadexSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ParadexSocket.class);
    private static final int FRAME_BYTES_MAX = 1 << 20;
    private static final int HTTP_BAD_REQUEST = 400;
    private static final int CLOSE_NORMAL = 1_000;
    private static final int CLOSE_BAD_DATA = 1_003;
    private static final int CLOSE_GOING_AWAY = 1_001;
    private static final long WATCH_NANOS = 500_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long LATE_REPLY_NANOS = 60_000_000_000L;
    private static final long STABLE_NANOS = 10_000_000_000L;

    /// Hears the connection. Thread: the loop.
    interface Handler {
        void onConnecting();

        void onOpen();

        /// A text message that is no answer to a request.
        void onMessage(JsonNode message, long receivedNanos) throws MalformedMessageException;

        void onBinary(byte[] buffer, int offset, int length, long receivedNanos) throws MalformedMessageException;

        /// The connection, if it was open, is gone; the next attempt is already planned unless it was stopped.
        void onDown(String reason, long atNanos);

        /// Now and then while the connection is open.
        default void onWatch(long nowNanos) {}
    }

    /// Hears what became of a request. After [#onDeadline] any other call may still follow. Thread: the loop.
    interface ReplyHandler {
        default void onWritten(long writtenNanos) {}

        void onResult(JsonNode result, long receivedNanos) throws MalformedMessageException;

        void onError(long code, String message, String data, long receivedNanos);

        /// No answer in time. One may still come.
        void onDeadline();

        /// No answer will come: the connection ended, or the request could not be written.
        ///
        /// @param mayHaveLeft false only when certainly no byte left
        void onLost(boolean mayHaveLeft, String reason);
    }

    private final IoLoop loop;
    private final String name;
    private final URI base;
    private final List<Integer> versions;
    private final Timings timings;
    private final ParadexCounters counters;
    private final Handler handler;
    private final Backoff backoff;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private @Nullable Attempt current;
    private IoLoop.@Nullable Cancellable nextAttempt;
    private boolean wanted;
    private int versionIndex;
    private long nextRequestId = 1;

    ParadexSocket(IoLoop loop, String name, ParadexConfig config, ParadexCounters counters, Handler handler) {
        this.loop = loop;
        this.name = name;
        this.base = config.webSocketBase();
        this.versions = config.sbeVersions();
        this.timings = config.timings();
        this.counters = counters;
        this.handler = handler;
        this.backoff = new Backoff(
                timings.backOffMin(),
                timings.backOffMax(),
                new SplittableRandom(loop.nanoTime() ^ loop.epochMillis() ^ name.hashCode()));
    }

    /// Opens, and from then on keeps open. Idempotent.
    void start() {
        if (!wanted) {
            wanted = true;
            open();
        }
    }

    /// Closes and stays down. Idempotent.
    void stop(String reason) {
        wanted = false;
        cancelNextAttempt();
        end(reason, CLOSE_NORMAL);
    }

    /// Gives the present connection up and opens another after a back-off.
    void replace(String reason) {
        if (current != null) {
            end(reason, CLOSE_GOING_AWAY);
            planNextAttempt();
        }
    }

    boolean isOpen() {
        return current != null && current.socket != null && current.socket.isOpen();
    }

    /// Sends a request.
    void request(String method, String params, long deadlineMillis, ReplyHandler replyHandler) {
        if (current == null || current.socket == null || !current.socket.isOpen()) {
            replyHandler.onLost(false, "the " + name + " connection is not open");
            return;
        }
        long id = nextRequestId++;
        Pending request = new Pending(replyHandler);
        pending.put(id, request);
        request.timer = loop.schedule(deadlineMillis * NANOS_PER_MILLI, () -> onDeadline(id));
        byte[] frame = ParadexCodec.utf8(ParadexRequests.rpc(method, params, id));
        current.socket.sendText(frame, 0, frame.length, new WebSocket.WriteListener() {
            @Override
            public void onWritten(long writtenNanos) {
                replyHandler.onWritten(writtenNanos);
            }

            @Override
            public void onWriteFailed(boolean mayHaveLeft, String reason) {
                if (pending.remove(id) != null) {
                    request.cancelTimer();
                    replyHandler.onLost(mayHaveLeft, "the request could not be written: " + reason);
                }
            }
        });
    }

    private void onDeadline(long id) {
        Pending request = pending.get(id);
        if (request != null) {
            request.timer = loop.schedule(LATE_REPLY_NANOS, () -> pending.remove(id));
            request.handler.onDeadline();
        }
    }

    private void open() {
        nextAttempt = null;
        Attempt attempt = new Attempt();
        current = attempt;
        handler.onConnecting();
        URI uri = URI.create(base + "?sbeSchemaId=1&sbeSchemaVersion=" + versions.get(versionIndex));
        loop.openWebSocket(
                new WebSocketRequest(
                        uri, Map.of("User-Agent", ParadexRest.USER_AGENT), timings.socketOpen(), FRAME_BYTES_MAX),
                attempt);
    }

    private void planNextAttempt() {
        if (wanted && nextAttempt == null) {
            nextAttempt = loop.schedule(backoff.nextDelayNanos(), this::open);
        }
    }

    private void cancelNextAttempt() {
        if (nextAttempt != null) {
            nextAttempt.cancel();
            nextAttempt = null;
        }
    }

    /// Ends the present attempt, whatever its state, and tells everybody who waits.
    private void end(String reason, int code) {
        Attempt attempt = current;
        if (attempt == null) {
            return;
        }
        current = null;
        attempt.cancelTimers();
        if (attempt.socket != null) {
            counters.count(Counter.CONNECTIONS_LOST);
            if (attempt.socket.isOpen()) {
                attempt.socket.close(code, "");
            }
        }
        List<Pending> lost = List.copyOf(pending.values());
        pending.clear();
        for (Pending request : lost) {
            request.cancelTimer();
            // A request that is not yet written may still be in the transport's hands.
            request.handler.onLost(true, "the " + name + " connection ended: " + reason);
        }
        LOG.info("Paradex {} connection down: {}", name, reason);
        handler.onDown(reason, loop.nanoTime());
    }

    /// A request that waits for its answer.
    private static final class Pending {
        private final ReplyHandler handler;
        private IoLoop.@Nullable Cancellable timer;

        private Pending(ReplyHandler handler) {
            this.handler = handler;
        }

        private void cancelTimer() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    /// One connection from its opening to its end; deaf once it is not the present one any more.
    private final class Attempt implements WebSocketListener {
        private @Nullable WebSocket socket;
        private IoLoop.@Nullable Cancellable watch;
        private IoLoop.@Nullable Cancellable stable;
        private long lastByteNanos;
        private long lastMessageNanos;
        private long lastPingNanos;

        private boolean isPresent() {
            return current == this;
        }

        private void cancelTimers() {
            if (watch != null) {
                watch.cancel();
            }
            if (stable != null) {
                stable.cancel();
            }
        }

        @Override
        public void onOpen(WebSocket opened) {
            if (!isPresent()) {
                opened.close(CLOSE_NORMAL, "");
                return;
            }
            socket = opened;
            counters.count(Counter.CONNECTIONS_OPENED);
            long now = loop.nanoTime();
            lastByteNanos = now;
            lastMessageNanos = now;
            lastPingNanos = now;
            watch = loop.schedule(WATCH_NANOS, this::watch);
            stable = loop.schedule(STABLE_NANOS, backoff::reset);
            LOG.info("Paradex {} connection open, binary version {}", name, versions.get(versionIndex));
            handler.onOpen();
        }

        @Override
        public void onOpenFailed(int httpStatus, String reason) {
            if (!isPresent()) {
                return;
            }
            if (httpStatus == HTTP_BAD_REQUEST) {
                counters.count(Counter.SBE_VERSION_REFUSED);
                versionIndex = (versionIndex + 1) % versions.size();
            }
            end("could not connect" + (httpStatus > 0 ? ", HTTP " + httpStatus : "") + ": " + reason, CLOSE_NORMAL);
            planNextAttempt();
        }

        @Override
        public void onText(WebSocket from, byte[] buffer, int offset, int length, long receivedNanos) {
            if (!isPresent()) {
                return;
            }
            heard(receivedNanos);
            try {
                JsonNode message = ParadexCodec.parse(buffer, offset, length);
                if (message.path("method").isString()) {
                    handler.onMessage(message, receivedNanos);
                } else {
                    onReply(message, receivedNanos);
                }
            } catch (MalformedMessageException e) {
                onMalformed(e);
            } catch (RuntimeException e) {
                onFailure(e);
            }
        }

        /// The path of every book frame: makes no garbage.
        @Override
        public void onBinary(WebSocket from, byte[] buffer, int offset, int length, long receivedNanos) {
            if (!isPresent()) {
                return;
            }
            heard(receivedNanos);
            try {
                handler.onBinary(buffer, offset, length, receivedNanos);
            } catch (MalformedMessageException e) {
                onMalformed(e);
            } catch (RuntimeException e) {
                onFailure(e);
            }
        }

        private void heard(long receivedNanos) {
            lastByteNanos = receivedNanos;
            lastMessageNanos = receivedNanos;
        }

        private void onMalformed(MalformedMessageException e) {
            counters.count(Counter.FRAMES_MALFORMED);
            giveUp("unreadable message: " + e.getMessage());
        }

        /// Our own bug, met on bytes we did not choose: the connection is replaced so that all state is
        /// rebuilt.
        private void onFailure(RuntimeException e) {
            counters.count(Counter.LISTENER_FAILURES);
            LOG.error("Paradex {} connection: failure while reading a message", name, e);
            giveUp("failure while reading a message: " + e);
        }

        private void giveUp(String reason) {
            if (isPresent()) {
                end(reason, CLOSE_BAD_DATA);
                planNextAttempt();
            }
        }

        private void onReply(JsonNode message, long receivedNanos) throws MalformedMessageException {
            JsonNode id = message.path("id");
            Pending request = id.isIntegralNumber() ? pending.remove(id.asLong(0)) : null;
            if (request == null) {
                counters.count(Counter.REPLIES_UNMATCHED);
                return;
            }
            request.cancelTimer();
            JsonNode error = message.path("error");
            if (error.isObject()) {
                JsonNode data = error.path("data");
                request.handler.onError(
                        error.path("code").asLong(0),
                        ParadexErrors.cut(ParadexCodec.textOrEmpty(error, "message")),
                        ParadexErrors.cut(
                                data.isString() ? data.stringValue() : data.isMissingNode() ? "" : data.toString()),
                        receivedNanos);
            } else {
                request.handler.onResult(message.path("result"), receivedNanos);
            }
        }

        @Override
        public void onTransportAlive(WebSocket from, long receivedNanos) {
            lastByteNanos = receivedNanos;
        }

        @Override
        public void onClosed(WebSocket from, int code, String reason) {
            if (isPresent()) {
                end("closed with " + code + (reason.isEmpty() ? "" : " " + ParadexErrors.cut(reason)), CLOSE_NORMAL);
                planNextAttempt();
            }
        }

        private void watch() {
            if (!isPresent() || socket == null) {
                return;
            }
            long now = loop.nanoTime();
            if (now - lastByteNanos >= timings.transportSilent() * NANOS_PER_MILLI) {
                replace("no byte for " + timings.transportSilent() + " ms");
                return;
            }
            if (now - lastMessageNanos >= timings.dataSilent() * NANOS_PER_MILLI) {
                replace("no message for " + timings.dataSilent() + " ms");
                return;
            }
            if (now - lastPingNanos >= timings.ping() * NANOS_PER_MILLI) {
                lastPingNanos = now;
                socket.sendPing();
            }
            watch = loop.schedule(WATCH_NANOS, this::watch);
            handler.onWatch(now);
        }
    }
}
