package io.parallax.simulator.world;

import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.WebSocketListener;
import io.parallax.exchange.transport.WebSocketRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// One event loop of one machine in virtual time. Can be paused, as by a garbage collection or a stopped process, and
/// can die with its process: then nothing of it happens any more. Thread: the world's.
public final class HostLoop implements IoLoop {
    private final String name;
    private final VirtualTime time;
    private final WallClock clock;
    private final Network network;
    private final int owner;
    private final List<Throwable> failures = new ArrayList<>();
    private boolean running;
    private boolean dead;
    private long pausedUntilNanos = Long.MIN_VALUE;

    HostLoop(String name, VirtualTime time, WallClock clock, Network network) {
        this.name = name;
        this.time = time;
        this.clock = clock;
        this.network = network;
        this.owner = time.newOwner();
    }

    /// Where connections of this loop lead to.
    interface Network {
        Network NONE = host -> {
            throw new IllegalStateException("no network leads to " + host);
        };

        Wire wire(String host);
    }

    @Override
    public void execute(Runnable task) {
        at(time.nowNanos(), task);
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        VirtualTime.Entry entry = at(time.nowNanos() + Math.max(0, delayNanos), task);
        return () -> time.cancel(entry);
    }

    VirtualTime.Entry at(long dueNanos, Runnable task) {
        return time.at(dueNanos, owner, new Task(task));
    }

    /// A task is a class of its own, so that a pause can put it off without wrapping it again.
    private final class Task implements Runnable {
        private final Runnable action;

        Task(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (dead) {
                return;
            }
            if (time.nowNanos() < pausedUntilNanos) {
                time.at(pausedUntilNanos, owner, this);
                return;
            }
            running = true;
            try {
                action.run();
            } catch (RuntimeException | AssertionError e) {
                // A real loop logs it and lives on; whoever judges looks at failures().
                failures.add(e);
            } finally {
                running = false;
            }
        }
    }

    @Override
    public long nanoTime() {
        return time.nowNanos();
    }

    @Override
    public long epochMillis() {
        return clock.epochMillis(time.nowNanos());
    }

    @Override
    public boolean inLoop() {
        return running;
    }

    @Override
    public void openWebSocket(WebSocketRequest request, WebSocketListener listener) {
        new MemoryWebSocket(this, network.wire(request.uri().getHost()), request, listener).open();
    }

    @Override
    public HttpClient httpClient(URI base, int connections) {
        return new MemoryHttpClient(this, network.wire(base.getHost()), base, connections);
    }

    /// What tasks threw; a real loop would have logged it.
    public List<Throwable> failures() {
        return failures;
    }

    void fail(Throwable failure) {
        failures.add(failure);
    }

    /// Lets nothing happen before `untilNanos`; what is due before happens then.
    void pause(long untilNanos) {
        pausedUntilNanos = Math.max(pausedUntilNanos, untilNanos);
    }

    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public String toString() {
        return name;
    }
}
