package io.parallax.simulator.world;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.Platform;
import io.parallax.simulator.server.DirectMount;
import io.parallax.simulator.server.FrontEnd;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Loops, network and time of the deterministic simulation, without faults.
public final class MemoryPlatform implements Platform {
    private static final long PAUSE_NANOS = 10_000_000L;

    private final VirtualTime time = new VirtualTime(1, 1_000_000_000L);
    private final WallClock clock = new WallClock(time.nowNanos(), 0, 0);
    private final EventLog log = new EventLog(time, false);
    private final List<HostLoop> loops = new ArrayList<>();
    private final ExchangeId exchange;
    private @Nullable Wire wire;
    private boolean serving;

    public MemoryPlatform(ExchangeId exchange) {
        this.exchange = exchange;
    }

    @Override
    public IoLoop loop(String name) {
        HostLoop loop = new HostLoop(name, time, clock, host -> wire());
        loops.add(loop);
        return loop;
    }

    Wire wire() {
        if (wire == null) {
            throw new IllegalStateException("serve() comes first");
        }
        return wire;
    }

    @Override
    public void serve(FrontEnd frontEnd, IoLoop loop) {
        serving = true;
        FaultPoints dials = new FaultPoints() {
            @Override
            public Dialling onDial(ExchangeId to, Channel channel) {
                return serving ? Dialling.CONNECTS : Dialling.REFUSED;
            }
        };
        wire = new Wire(
                exchange,
                new DirectMount(frontEnd, loop),
                (HostLoop) loop,
                time,
                new SplittableRandom(1),
                dials,
                new Taps() {},
                log);
    }

    @Override
    public void stopServing() {
        serving = false;
        for (Channel channel : Channel.values()) {
            wire().reset(channel);
        }
    }

    @Override
    public void serveAgain() {
        serving = true;
    }

    @Override
    public URI http() {
        return URI.create("http://exchange.simulated");
    }

    @Override
    public URI webSocket() {
        return URI.create("ws://exchange.simulated");
    }

    @Override
    public long nanoTime() {
        return time.nowNanos();
    }

    @Override
    public void pause() {
        time.runUntil(time.nowNanos() + PAUSE_NANOS, () -> false);
    }

    @Override
    public void onNews() {}

    @Override
    public long failures() {
        return loops.stream().mapToLong(loop -> loop.failures().size()).sum();
    }

    @Override
    public void close() {
        pause();
    }
}
