package io.parallax.exchange.transport;

import java.net.URI;
import java.util.concurrent.Executor;

/// One thread with its sockets, timers and clock. All callbacks of everything made by a loop run on that loop, so code
/// that lives on one loop needs no locks. Thread: `execute`, `schedule` and the clocks from any thread; everything else
/// on the loop.
public interface IoLoop extends Executor {
    /// Runs `task` on the loop, soon. A task that throws is logged and does not stop the loop.
    @Override
    void execute(Runnable task);

    /// Runs `task` on the loop after `delayNanos`.
    Cancellable schedule(long delayNanos, Runnable task);

    /// Monotonic time. Only ever subtracted.
    long nanoTime();

    /// Wall clock, milliseconds since 1970. Only ever shown or sent.
    long epochMillis();

    /// Whether the caller is on this loop.
    boolean inLoop();

    /// Opens a WebSocket. Exactly one of `onOpen` and `onOpenFailed` follows, then, after `onOpen`, exactly one
    /// `onClosed`.
    void openWebSocket(WebSocketRequest request, WebSocketListener listener);

    /// Makes a client with its own persistent connections to one host.
    ///
    /// @param base scheme, host, port and a path that is put before every request's path
    /// @param connections how many connections it keeps
    HttpClient httpClient(URI base, int connections);

    /// A task that has not run yet can be called off.
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }
}
