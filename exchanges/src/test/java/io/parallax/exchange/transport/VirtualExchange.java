package io.parallax.exchange.transport;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One request on a [VirtualIoLoop], to be answered by the test, at most once; later answers are lost, as on a closed
/// connection. Without an answer the request's own deadline ends it with an unknown outcome. Thread: the test's.
public final class VirtualExchange {
    private final VirtualIoLoop loop;
    private final URI base;
    private final HttpRequest request;
    private final HttpClient.HttpListener listener;
    private final IoLoop.Cancellable deadline;
    private boolean done;

    VirtualExchange(VirtualIoLoop loop, URI base, HttpRequest request, HttpClient.HttpListener listener) {
        this.loop = loop;
        this.base = base;
        this.request = request;
        this.listener = listener;
        this.deadline = loop.schedule(
                request.timeoutMillis() * 1_000_000,
                () -> fail(true, "no response within " + request.timeoutMillis() + " ms"));
    }

    public HttpRequest request() {
        return request;
    }

    public URI base() {
        return base;
    }

    /// The request's body as text.
    public String body() {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    public boolean isDone() {
        return done;
    }

    public void answer(int status, String body) {
        answer(status, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    /// @param headers names in lower case
    public void answer(int status, Map<String, String> headers, byte[] body) {
        if (finish()) {
            listener.onResponse(new HttpResponse(status, headers, body, loop.nanoTime()));
        }
    }

    public void fail(boolean mayHaveBeenSent, String reason) {
        if (finish()) {
            listener.onFailed(mayHaveBeenSent, reason);
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        deadline.cancel();
        return true;
    }
}
