package io.parallax.exchange.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The production [IoLoop]: one Netty event loop on one daemon thread. Sockets are the JDK's (NIO), TLS is the
/// JDK's, so there is no native code. Thread: as [IoLoop] says; `openWebSocket` and the life cycle from any
/// thread.
public final class NettyIoLoop implements IoLoop, AutoCloseable {
    private static final int CONNECTIONS_MAX = 64;
    private static final long CLOSE_MILLIS_MAX = 2_000;

    static {
        // Netty's events for Flight Recorder load that whole subsystem with the first buffer: 200 ms of processor time.
        if (System.getProperty("io.netty.jfr.enabled") == null) {
            System.setProperty("io.netty.jfr.enabled", "false");
        }
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final EventLoop eventLoop;
    private final Tls tls;
    private final CallbackFailures failures = new CallbackFailures();

    private NettyIoLoop(String threadName, Tls tls) {
        this.tls = tls;
        this.eventLoop = new SingleThreadIoEventLoop(
                null,
                task -> {
                    var thread = new FastThreadLocalThread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                },
                NioIoHandler.newFactory());
    }

    /// Starts a loop that trusts the certificate authorities of the JDK.
    public static NettyIoLoop start(String threadName) {
        return new NettyIoLoop(threadName, new Tls(List.of()));
    }

    /// Starts a loop that trusts these certificate authorities and no others, for exchanges in a private network. Takes
    /// authorities only, because the JDK checks no expiry of a certificate that is trusted itself.
    public static NettyIoLoop start(String threadName, List<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("no certificate authority to trust");
        }
        for (X509Certificate authority : authorities) {
            if (authority.getBasicConstraints() < 0) {
                throw new IllegalArgumentException(
                        authority.getSubjectX500Principal() + " is not a certificate authority");
            }
        }
        return new NettyIoLoop(threadName, new Tls(authorities));
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(failures.guarded(task));
        } catch (RejectedExecutionException e) {
            requireClosed(e);
        }
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        try {
            var future = eventLoop.schedule(failures.guarded(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            requireClosed(e);
            return () -> {};
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void openWebSocket(WebSocketRequest request, WebSocketListener listener) {
        var socket = new NettyWebSocket(this, request, listener);
        execute(socket::open);
    }

    @Override
    public HttpClient httpClient(URI base, int connections) {
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw new IllegalArgumentException(
                    "an HTTP client keeps 1 to " + CONNECTIONS_MAX + " connections, found " + connections);
        }
        return new NettyHttpClient(this, base, connections, NettyHttpClient.Patience.DEFAULT);
    }

    /// The loop beneath, for servers that live on it.
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /// How many tasks and listeners have thrown. Thread: any.
    public long callbackFailures() {
        return failures.count();
    }

    /// Closes every socket of the loop and ends its thread; waits for that unless called on the loop. Tasks given to a
    /// closed loop are dropped.
    @Override
    public void close() {
        Future<?> ended = eventLoop.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        if (!inLoop()) {
            ended.awaitUninterruptibly(CLOSE_MILLIS_MAX);
        }
    }

    Tls tls() {
        return tls;
    }

    CallbackFailures failures() {
        return failures;
    }

    void requireInLoop() {
        if (!inLoop()) {
            throw new IllegalStateException(
                    "called on thread " + Thread.currentThread().getName() + ", not on its loop");
        }
    }

    private void requireClosed(RejectedExecutionException e) {
        if (!eventLoop.isShuttingDown()) {
            throw e;
        }
    }
}
