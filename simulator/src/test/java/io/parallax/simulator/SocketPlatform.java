package io.parallax.simulator;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.NettyIoLoop;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.LoopbackServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Real loops, real sockets of the loopback interface, real time.
final class SocketPlatform implements Platform {
    private final List<NettyIoLoop> loops = new ArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private @Nullable LoopbackServer server;
    private @Nullable FrontEnd served;
    private @Nullable NettyIoLoop serving;

    @Override
    public IoLoop loop(String name) {
        NettyIoLoop loop = NettyIoLoop.start(name);
        loops.add(loop);
        return loop;
    }

    @Override
    public void serve(FrontEnd frontEnd, IoLoop loop) {
        served = frontEnd;
        serving = (NettyIoLoop) loop;
        server = LoopbackServer.start(frontEnd, "127.0.0.1", 0, serving);
    }

    @Override
    public void stopServing() {
        server().close();
    }

    @Override
    public void serveAgain() {
        if (served != null && serving != null) {
            server = LoopbackServer.start(served, "127.0.0.1", server().port(), serving);
        }
    }

    private LoopbackServer server() {
        if (server == null) {
            throw new IllegalStateException("serve() comes first");
        }
        return server;
    }

    @Override
    public URI http() {
        return server().httpUri();
    }

    @Override
    public URI webSocket() {
        return server().webSocketUri();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause() {
        try {
            boolean _ = news.tryAcquire(10, TimeUnit.MILLISECONDS);
            news.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    @Override
    public void onNews() {
        news.release();
    }

    @Override
    public long failures() {
        return loops.stream().mapToLong(NettyIoLoop::callbackFailures).sum();
    }

    @Override
    public void close() {
        server().close();
        loops.reversed().forEach(NettyIoLoop::close);
    }
}
