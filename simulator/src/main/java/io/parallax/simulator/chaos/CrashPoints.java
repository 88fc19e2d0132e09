package io.parallax.simulator.chaos;

import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.oracle.Oracle;
import io.parallax.simulator.server.ServerResponse;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.FaultPoints;
import io.parallax.simulator.world.HostMoment;
import io.parallax.simulator.world.Passage;
import io.parallax.simulator.world.ProcessKilled;
import io.parallax.simulator.world.RequestClass;
import java.util.ArrayList;
import java.util.List;

/// Counts the points at which the first process of a world could end, and ends it at one of them. Other faults come
/// through. Thread: the world's.
final class CrashPoints implements FaultPoints {
    /// Kills nobody.
    static final int NEVER = -1;

    private final Chaos chaos;
    private final Oracle oracle;
    private final int killAt;
    private final List<Point> points = new ArrayList<>();
    private int count;
    private boolean over;

    /// @param state of the pair
    /// @param atNanos monotonic
    record Point(int index, HostMoment moment, PairState state, long atNanos) {}

    CrashPoints(Chaos chaos, Oracle oracle, int killAt) {
        this.chaos = chaos;
        this.oracle = oracle;
        this.killAt = killAt;
    }

    @Override
    public void onHost(HostMoment moment) {
        if (over) {
            return;
        }
        if (count == killAt) {
            over = true;
            throw new ProcessKilled();
        }
        if (killAt == NEVER) {
            points.add(new Point(count, moment, oracle.state(), chaos.nowNanos()));
        }
        count++;
    }

    /// All points so far; empty when one of them kills.
    List<Point> points() {
        return points;
    }

    @Override
    public Passage onRequest(ExchangeId exchange, RequestClass kind, boolean http, byte[] body) {
        return chaos.onRequest(exchange, kind, http, body);
    }

    @Override
    public Passage onReply(ExchangeId exchange, RequestClass kind, ServerResponse response) {
        return chaos.onReply(exchange, kind, response);
    }

    @Override
    public Passage onFrame(ExchangeId exchange, Channel channel, boolean reply, boolean text, byte[] bytes) {
        return chaos.onFrame(exchange, channel, reply, text, bytes);
    }

    @Override
    public Dialling onDial(ExchangeId exchange, Channel channel) {
        return chaos.onDial(exchange, channel);
    }

    @Override
    public long engineExtraNanos() {
        return chaos.engineExtraNanos();
    }
}
