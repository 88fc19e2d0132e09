package io.parallax.simulator.world;

import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.server.ServerResponse;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP client of a [HostLoop]. Promises what the client on sockets promises: a bounded number of connections, one
/// request at a time on each, the one used last goes first, at most 64 requests wait, nothing is retried, and a request
/// without an answer in time takes its connection with it. Thread: its loop.
final class MemoryHttpClient implements HttpClient {
    private static final int QUEUE_MAX = 64;
    private static final long CONNECT_NANOS_MAX = 3_000_000_000L;
    private static final long REOPEN_NANOS = 500_000_000L;
    private static final long MILLI = 1_000_000L;

    private final HostLoop loop;
    private final Wire wire;
    private final String basePath;
    private final int connections;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Call> queue = new ArrayDeque<>();
    private final List<Connection> open = new ArrayList<>();
    private int dials;
    private boolean warm;
    private boolean reopening;
    private boolean closed;

    MemoryHttpClient(HostLoop loop, Wire wire, URI base, int connections) {
        this.loop = loop;
        this.wire = wire;
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.connections = connections;
    }

    @Override
    public void send(HttpRequest request, HttpListener listener) {
        Call call = new Call(request, listener);
        Connection connection = closed ? null : free.pollLast();
        if (closed) {
            call.fail("the client is closed");
        } else if (connection != null) {
            connection.start(call);
        } else if (queue.size() >= QUEUE_MAX) {
            call.fail(QUEUE_MAX + " requests are waiting for a connection");
        } else {
            queue.add(call);
            openForQueue();
        }
        if (!call.done) {
            call.deadline = loop.schedule(request.timeoutMillis() * MILLI, call::expire);
        }
    }

    @Override
    public void warm() {
        loop.execute(() -> {
            if (!closed) {
                warm = true;
                fill();
            }
        });
    }

    @Override
    public void close() {
        loop.execute(() -> {
            if (!closed) {
                closed = true;
                failQueue("the client is closed");
                List.copyOf(open).forEach(connection -> connection.close("the client is closed"));
            }
        });
    }

    private void openForQueue() {
        while (dials < queue.size() && open.size() + dials < connections) {
            dial();
        }
    }

    private void fill() {
        while (open.size() + dials < connections) {
            dial();
        }
    }

    private void dial() {
        dials++;
        new Dial().start();
    }

    /// One attempt to connect: it succeeds, fails or is given up, whichever comes first.
    private final class Dial {
        private IoLoop.@Nullable Cancellable deadline;
        private Wire.@Nullable Line line;
        private boolean over;

        void start() {
            deadline = loop.schedule(CONNECT_NANOS_MAX, () -> fail("no connection within 3000 ms"));
            switch (wire.faults().onDial(wire.exchange(), Channel.HTTP)) {
                case CONNECTS -> {
                    Wire.Line fresh = wire.line(Channel.HTTP, loop);
                    line = fresh;
                    fresh.client(() -> fail("reset while connecting"));
                    // A handshake is one way there and one back.
                    fresh.up(0, () -> fresh.down(0, () -> succeed(fresh)));
                }
                case REFUSED -> loop.schedule(MILLI, () -> fail("connection refused"));
                case UNANSWERED -> {
                    // The deadline ends it.
                }
            }
        }

        private void succeed(Wire.Line connected) {
            if (!finish()) {
                return;
            }
            if (closed) {
                connected.end();
                return;
            }
            Connection connection = new Connection(connected);
            connected.client(() -> connection.close("the server closed the connection"));
            open.add(connection);
            connection.onFree();
        }

        private void fail(String reason) {
            if (!finish()) {
                return;
            }
            if (line != null) {
                line.end();
            }
            if (open.isEmpty() && dials == 0) {
                failQueue(reason);
            }
            reopenLater();
        }

        private boolean finish() {
            if (over) {
                return false;
            }
            over = true;
            dials--;
            if (deadline != null) {
                deadline.cancel();
            }
            return true;
        }
    }

    private void failQueue(String reason) {
        for (Call call = queue.poll(); call != null; call = queue.poll()) {
            call.fail(reason);
        }
    }

    private void reopenLater() {
        if (warm && !closed && !reopening && open.size() + dials < connections) {
            reopening = true;
            loop.schedule(REOPEN_NANOS, () -> {
                reopening = false;
                if (!closed) {
                    fill();
                }
            });
        }
    }

    /// One connection, one request at a time.
    private final class Connection {
        private final Wire.Line line;
        private @Nullable Call call;
        private boolean closing;

        Connection(Wire.Line line) {
            this.line = line;
        }

        void start(Call next) {
            wire.faults().onHost(HostMoment.SEND);
            call = next;
            next.connection = this;
            byte[] body = next.request.body();
            String target = basePath + next.request.path();
            wire.log().request(wire.exchange(), next.kind, next.request.method(), target, body);
            wire.taps().onSent(wire.exchange(), next.kind, target, body, wire.nowNanos());
            Passage passage = wire.faults().onRequest(wire.exchange(), next.kind, true, body);
            next.written();
            if (passage.answer().isPresent()) {
                ServerResponse answer = passage.answer().get();
                line.up(0, () -> {
                    long askedNanos = wire.nowNanos();
                    line.down(0, () -> onResponse(next, target, askedNanos, answer));
                });
            } else if (passage.arrives()) {
                for (int copy = 0; copy < passage.copies(); copy++) {
                    line.up(passage.extraNanos(), () -> arrive(next, target));
                }
            }
            if (passage.resets()) {
                // What arrives, arrives before the end of the connection.
                if (passage.arrives()) {
                    line.up(0, line::reset);
                } else {
                    line.reset();
                }
            }
        }

        private void arrive(Call asked, String target) {
            long askedNanos = wire.nowNanos();
            wire.taps().onArrived(wire.exchange(), asked.kind, target, asked.request.body(), askedNanos);
            wire.mount()
                    .request(
                            asked.request.method(),
                            target,
                            asked.request.headers(),
                            asked.request.body(),
                            response -> reply(asked, target, askedNanos, response));
        }

        private void reply(Call asked, String target, long askedNanos, ServerResponse response) {
            Passage passage = wire.faults().onReply(wire.exchange(), asked.kind, response);
            if (passage.arrives()) {
                ServerResponse told = passage.answer().orElse(response);
                line.down(passage.extraNanos(), () -> onResponse(asked, target, askedNanos, told));
            }
            if (passage.resets()) {
                line.reset();
            }
        }

        private void onResponse(Call asked, String target, long askedNanos, ServerResponse response) {
            if (call != asked || asked.done) {
                return;
            }
            call = null;
            wire.log().reply(wire.exchange(), asked.kind, target, response.status(), response.body());
            wire.taps()
                    .onReply(
                            wire.exchange(),
                            asked.kind,
                            target,
                            asked.request.body(),
                            response.status(),
                            response.body(),
                            askedNanos,
                            wire.nowNanos());
            asked.succeed(new HttpResponse(
                    response.status(), lowerCase(response.headers()), response.body(), loop.nanoTime()));
            onFree();
        }

        void onFree() {
            if (closed || closing) {
                return;
            }
            Call next = queue.poll();
            if (next != null) {
                start(next);
            } else {
                free.addLast(this);
            }
        }

        void close(String reason) {
            if (!closing) {
                closing = true;
                line.reset();
                Call waiting = call;
                call = null;
                if (waiting != null) {
                    waiting.fail(reason);
                }
                free.remove(this);
                open.remove(this);
                if (!closed) {
                    openForQueue();
                    reopenLater();
                }
            }
        }
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    /// One request on its way: tells its listener the end exactly once.
    private final class Call {
        private final HttpRequest request;
        private final HttpListener listener;
        private final RequestClass kind;
        private IoLoop.@Nullable Cancellable deadline;
        private @Nullable Connection connection;
        private boolean done;

        Call(HttpRequest request, HttpListener listener) {
            this.request = request;
            this.listener = listener;
            this.kind = RequestClass.ofHttp(wire.exchange(), request.method(), request.path());
        }

        void written() {
            try {
                listener.onWritten(loop.nanoTime());
            } catch (RuntimeException e) {
                loop.fail(e);
            }
        }

        void succeed(HttpResponse response) {
            if (finish()) {
                try {
                    listener.onResponse(response);
                } catch (RuntimeException e) {
                    loop.fail(e);
                }
            }
        }

        void fail(String reason) {
            if (finish()) {
                boolean mayHaveLeft = connection != null;
                wire.taps().onNoReply(wire.exchange(), kind, request.body(), mayHaveLeft, wire.nowNanos());
                loop.execute(() -> listener.onFailed(mayHaveLeft, reason));
            }
        }

        void expire() {
            Connection carrier = connection;
            if (carrier == null) {
                queue.remove(this);
                fail("no free connection within " + request.timeoutMillis() + " ms");
            } else {
                carrier.close("no response within " + request.timeoutMillis() + " ms");
            }
        }

        private boolean finish() {
            if (done) {
                return false;
            }
            done = true;
            if (deadline != null) {
                deadline.cancel();
            }
            return true;
        }
    }
}
