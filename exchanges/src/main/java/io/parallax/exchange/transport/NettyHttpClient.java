package io.parallax.exchange.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Keeps connections to one host and gives each request to the free one that was used last, because it is the least
/// likely to have been closed by the server. A request that finds none waits, up to a bound, and fails as not sent when
/// its own deadline comes first. Once warmed, lost connections are reopened with back-off and idle ones replaced before
/// the usual idle limits of servers (60 s) strike: the new one is opened first. Thread: loop only; `warm` and `close`
/// any.
final class NettyHttpClient implements HttpClient {
    private static final int QUEUE_MAX = 64;
    private static final long CONNECT_MILLIS = 3_000;
    private static final int HEADER_BYTES_MAX = 32_768;
    private static final int CHUNK_BYTES = 65_536;

    private final NettyIoLoop loop;
    private final Endpoint endpoint;
    private final String basePath;
    private final int connections;
    private final Patience patience;
    private final ArrayDeque<HttpConnection> free = new ArrayDeque<>();
    private final ArrayDeque<HttpCall> queue = new ArrayDeque<>();
    private final Set<HttpConnection> open = new HashSet<>();
    private final Set<Dial> dials = new HashSet<>();
    private final Backoff backoff = new Backoff(250, 30_000, new SplittableRandom());
    private IoLoop.@Nullable Cancellable care;
    private IoLoop.@Nullable Cancellable reopening;
    private boolean warm;
    private boolean closed;

    /// How long a connection may be idle: replaced after `replaceNanos`, never used after `distrustNanos`, looked at
    /// every `careNanos`, one replacement at a time.
    record Patience(long replaceNanos, long distrustNanos, long careNanos) {
        static final Patience DEFAULT = new Patience(35_000_000_000L, 45_000_000_000L, 5_000_000_000L);
    }

    NettyHttpClient(NettyIoLoop loop, URI base, int connections, Patience patience) {
        this.loop = loop;
        this.endpoint = Endpoint.of(base);
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.connections = connections;
        this.patience = patience;
    }

    NettyIoLoop loop() {
        return loop;
    }

    @Override
    public void send(HttpRequest request, HttpListener listener) {
        loop.requireInLoop();
        var call = new HttpCall(loop, request, listener);
        if (closed) {
            call.fail("the client is closed");
            return;
        }
        HttpConnection connection = takeFree();
        if (connection != null) {
            start(connection, call);
        } else if (queue.size() >= QUEUE_MAX) {
            call.fail(QUEUE_MAX + " requests are waiting for a connection");
            return;
        } else {
            queue.add(call);
            openForQueue();
        }
        if (!call.isDone()) {
            call.startDeadline(() -> onDeadline(call));
        }
    }

    @Override
    public void warm() {
        loop.execute(() -> {
            if (!closed && !warm) {
                warm = true;
                fill();
                care = loop.schedule(patience.careNanos(), this::takeCare);
            }
        });
    }

    @Override
    public void close() {
        if (loop.inLoop()) {
            closeNow();
        } else {
            loop.execute(this::closeNow);
        }
    }

    private void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        cancel(care);
        cancel(reopening);
        List.copyOf(dials).forEach(Dial::cancel);
        dials.clear();
        failQueue("the client is closed");
        List.copyOf(open).forEach(connection -> connection.close("the client is closed"));
    }

    private void start(HttpConnection connection, HttpCall call) {
        try {
            connection.start(call, basePath + call.request().path(), endpoint.authority());
        } catch (IllegalArgumentException e) {
            call.fail("unusable request: " + Reasons.of(e));
            onFree(connection);
        }
    }

    /// The connection's last request was answered, and the server keeps the connection.
    void onAnswered(HttpConnection connection) {
        backoff.reset();
        onFree(connection);
    }

    private void onFree(HttpConnection connection) {
        if (closed || !connection.isFree()) {
            return;
        }
        HttpCall next = queue.poll();
        if (next != null) {
            start(connection, next);
        } else {
            free.addLast(connection);
            dropSurplus();
        }
    }

    /// The connection is no more.
    void onGone(HttpConnection connection) {
        free.remove(connection);
        if (open.remove(connection) && !closed) {
            openForQueue();
            reopenLater();
        }
    }

    private @Nullable HttpConnection takeFree() {
        for (HttpConnection last = free.pollLast(); last != null; last = free.pollLast()) {
            if (loop.nanoTime() - last.usedNanos() > patience.distrustNanos()) {
                last.close("idle too long to be trusted");
            } else if (last.isFree()) {
                return last;
            }
        }
        return null;
    }

    private void onDeadline(HttpCall call) {
        String reason = "no response within " + call.request().timeoutMillis() + " ms";
        HttpConnection connection = call.connection();
        if (connection == null) {
            queue.remove(call);
            call.fail("no free connection within " + call.request().timeoutMillis() + " ms");
        } else {
            connection.close(reason);
        }
    }

    private void openForQueue() {
        while (dials.size() < queue.size() && open.size() + dials.size() < connections) {
            dial();
        }
    }

    private void fill() {
        while (open.size() + dials.size() < connections) {
            dial();
        }
    }

    private void dial() {
        var dialing = new ArrayList<Dial>(1);
        var outcome = new Dial.Outcome() {
            private @Nullable HttpConnection connection;

            void addHandlers(ChannelPipeline pipeline) {
                var fresh = new HttpConnection(NettyHttpClient.this);
                connection = fresh;
                pipeline.addLast(new HttpResponseDecoder(new HttpDecoderConfig()
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxInitialLineLength(HttpConnection.STATUS_LINE_BYTES_MAX)
                        .setMaxChunkSize(CHUNK_BYTES)));
                pipeline.addLast(fresh);
            }

            @Override
            public void onConnected(Channel channel) {
                dialing.forEach(dials::remove);
                if (connection == null || !channel.isActive()) {
                    reopenLater();
                } else {
                    open.add(connection);
                    onFree(connection);
                }
            }

            @Override
            public void onFailed(String reason) {
                dialing.forEach(dials::remove);
                if (open.isEmpty() && dials.isEmpty()) {
                    failQueue(reason);
                }
                reopenLater();
            }
        };
        Dial dial = Dial.start(loop, endpoint, CONNECT_MILLIS, outcome::addHandlers, outcome);
        dialing.add(dial);
        dials.add(dial);
    }

    private void reopenLater() {
        if (warm && !closed && reopening == null && open.size() + dials.size() < connections) {
            reopening = loop.schedule(backoff.nextDelayNanos(), () -> {
                reopening = null;
                fill();
            });
        }
    }

    private void takeCare() {
        HttpConnection oldest = free.peekFirst();
        boolean ages = oldest != null && loop.nanoTime() - oldest.usedNanos() > patience.replaceNanos();
        if (ages && dials.isEmpty()) {
            dial();
        }
        care = loop.schedule(patience.careNanos(), this::takeCare);
    }

    private void dropSurplus() {
        while (open.size() > connections && free.size() > 1) {
            HttpConnection oldest = free.removeFirst();
            open.remove(oldest);
            oldest.close("replaced");
        }
    }

    private void failQueue(String reason) {
        for (HttpCall call = queue.poll(); call != null; call = queue.poll()) {
            call.fail(reason);
        }
    }

    private static void cancel(IoLoop.@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
