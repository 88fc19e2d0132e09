package io.parallax.exchange.transport;

import org.jspecify.annotations.Nullable;

/// One request on its way: tells its listener the end exactly once, and knows whether a byte may have left. Thread:
/// loop
/// only.
final class HttpCall {
    private final NettyIoLoop loop;
    private final HttpRequest request;
    private final HttpClient.HttpListener listener;
    private IoLoop.@Nullable Cancellable deadline;
    private @Nullable HttpConnection connection;
    private boolean done;

    HttpCall(NettyIoLoop loop, HttpRequest request, HttpClient.HttpListener listener) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
    }

    HttpRequest request() {
        return request;
    }

    void startDeadline(Runnable onDeadline) {
        deadline = loop.schedule(request.timeoutMillis() * 1_000_000, onDeadline);
    }

    /// From here on a byte may have left.
    void sendOn(HttpConnection carrier) {
        connection = carrier;
    }

    @Nullable
    HttpConnection connection() {
        return connection;
    }

    boolean isDone() {
        return done;
    }

    void written(long writtenNanos) {
        if (done) {
            return;
        }
        try {
            listener.onWritten(writtenNanos);
        } catch (Throwable failure) {
            loop.failures().report("an HTTP listener", failure);
        }
    }

    void succeed(HttpResponse response) {
        if (finish()) {
            try {
                listener.onResponse(response);
            } catch (Throwable failure) {
                loop.failures().report("an HTTP listener", failure);
            }
        }
    }

    void fail(String reason) {
        if (finish()) {
            boolean mayHaveBeenSent = connection != null;
            loop.execute(() -> listener.onFailed(mayHaveBeenSent, reason));
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
