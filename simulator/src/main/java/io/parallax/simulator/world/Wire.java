package io.parallax.simulator.world;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.server.DirectMount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// The network between one host and one exchange: connections in which order is kept, as TCP keeps it, with a delay
/// of its own for every message, and where faults may reach in. Thread: the world's.
public final class Wire {
    /// One way, chosen: a host in the same region as the exchange, with a tail.
    private static final long LATENCY_NANOS_MIN = 400_000;

    private static final double LATENCY_NANOS_MEAN_ABOVE = 600_000;
    private static final long LATENCY_NANOS_MAX = 40_000_000;

    private final ExchangeId exchange;
    private final DirectMount mount;
    private final HostLoop far;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final FaultPoints faults;
    private final Taps taps;
    private final EventLog log;
    private final Set<Line> lines = new LinkedHashSet<>();

    Wire(
            ExchangeId exchange,
            DirectMount mount,
            HostLoop far,
            VirtualTime time,
            SplittableRandom random,
            FaultPoints faults,
            Taps taps,
            EventLog log) {
        this.exchange = exchange;
        this.mount = mount;
        this.far = far;
        this.time = time;
        this.random = random;
        this.faults = faults;
        this.taps = taps;
        this.log = log;
    }

    ExchangeId exchange() {
        return exchange;
    }

    DirectMount mount() {
        return mount;
    }

    FaultPoints faults() {
        return faults;
    }

    Taps taps() {
        return taps;
    }

    EventLog log() {
        return log;
    }

    long nowNanos() {
        return time.nowNanos();
    }

    private long latencyNanos() {
        double above = -StrictMath.log(1 - random.nextDouble()) * LATENCY_NANOS_MEAN_ABOVE;
        return Math.min(LATENCY_NANOS_MAX, LATENCY_NANOS_MIN + (long) above);
    }

    /// Breaks every connection of a kind: both ends hear of it.
    public void reset(Channel channel) {
        each(channel).forEach(Line::reset);
    }

    /// From now on nothing comes through on the present connections of a kind, and nobody is told.
    public void deafen(Channel channel) {
        each(channel).forEach(line -> line.deaf = true);
    }

    /// The host's process ended: what it had handed to the network still arrives, then the exchange hears of the end.
    void hostDied() {
        for (Line line : List.copyOf(lines)) {
            lines.remove(line);
            endAfterLast(line);
        }
    }

    /// What is handed over in the instant of the end still counts, however late it is.
    private void endAfterLast(Line line) {
        long seenNanos = line.upNanos;
        far.at(Math.max(seenNanos, time.nowNanos()) + LATENCY_NANOS_MAX + LATENCY_NANOS_MIN, () -> {
            if (line.upNanos != seenNanos) {
                endAfterLast(line);
                return;
            }
            line.cut = true;
            line.server.onLineLost();
        });
    }

    private List<Line> each(Channel channel) {
        List<Line> found = new ArrayList<>();
        for (Line line : lines) {
            if (line.channel == channel) {
                found.add(line);
            }
        }
        return found;
    }

    Line line(Channel channel, HostLoop near) {
        Line line = new Line(channel, near);
        lines.add(line);
        return line;
    }

    /// Hears that a connection ended without a word.
    interface LineEnd {
        void onLineLost();
    }

    /// One connection.
    final class Line {
        private static final LineEnd NOBODY = () -> {};

        private final Channel channel;
        private final HostLoop near;
        private LineEnd client = NOBODY;
        private LineEnd server = NOBODY;
        private long upNanos;
        private long downNanos;
        private boolean deaf;
        private boolean cut;

        private Line(Channel channel, HostLoop near) {
            this.channel = channel;
            this.near = near;
        }

        void client(LineEnd end) {
            client = end;
        }

        void server(LineEnd end) {
            server = end;
        }

        /// Carries something to the exchange.
        void up(long extraNanos, Runnable arrival) {
            upNanos = Math.max(upNanos, time.nowNanos() + latencyNanos() + extraNanos);
            far.at(upNanos, () -> {
                if (!cut && !deaf) {
                    arrival.run();
                }
            });
        }

        /// Carries something to the host as a passage says.
        void down(Passage passage, Runnable arrival) {
            if (passage.overtaken()) {
                near.at(time.nowNanos() + latencyNanos() + passage.extraNanos(), () -> {
                    if (!cut && !deaf) {
                        arrival.run();
                    }
                });
            } else {
                down(passage.extraNanos(), arrival);
            }
        }

        /// Carries something to the host.
        void down(long extraNanos, Runnable arrival) {
            downNanos = Math.max(downNanos, time.nowNanos() + latencyNanos() + extraNanos);
            near.at(downNanos, () -> {
                if (!cut && !deaf) {
                    arrival.run();
                }
            });
        }

        /// Breaks it. Both ends hear of it; what is on its way is lost.
        void reset() {
            if (!cut) {
                cut = true;
                lines.remove(this);
                long at = time.nowNanos() + latencyNanos();
                near.at(at, () -> client.onLineLost());
                far.at(at, () -> server.onLineLost());
            }
        }

        /// Ends it in good order: nobody is told, both know.
        void end() {
            cut = true;
            lines.remove(this);
        }

        /// Both ends have closed it; what is on its way still arrives.
        void retire() {
            lines.remove(this);
        }
    }
}
