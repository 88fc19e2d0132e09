package io.parallax.exchange.transport;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The HTTP client of a [VirtualIoLoop]: every request becomes a [VirtualExchange]. Thread: the test's.
public final class VirtualHttpClient implements HttpClient {
    private final VirtualIoLoop loop;
    private final URI base;
    private final int connections;
    private @Nullable String refusal;
    private boolean warmed;

    VirtualHttpClient(VirtualIoLoop loop, URI base, int connections) {
        this.loop = loop;
        this.base = base;
        this.connections = connections;
    }

    public URI base() {
        return base;
    }

    public int connections() {
        return connections;
    }

    public boolean isWarmed() {
        return warmed;
    }

    /// From now on every request fails as certainly not sent, as with a server that refuses connections; `null` ends
    /// it.
    public void refuseConnections(@Nullable String reason) {
        refusal = reason;
    }

    @Override
    public void send(HttpRequest request, HttpListener listener) {
        String reason = refusal;
        if (reason != null) {
            loop.execute(() -> listener.onFailed(false, reason));
        } else {
            var exchange = new VirtualExchange(loop, base, request, listener);
            loop.accept(exchange);
            listener.onWritten(loop.nanoTime());
        }
    }

    @Override
    public void warm() {
        warmed = true;
    }

    @Override
    public void close() {
        refusal = "client closed";
    }
}
