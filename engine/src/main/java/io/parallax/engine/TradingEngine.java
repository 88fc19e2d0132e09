package io.parallax.engine;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.CommandSink;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.execution.EngineListener;
import io.parallax.execution.OperatorMode;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.Counters;
import io.parallax.telemetry.EngineSnapshot.Latencies;
import io.parallax.telemetry.LatencySummary;
import io.parallax.telemetry.SnapshotHolder;
import java.util.List;

/// One event in, commands out. Live, in simulation and in replay it is the same: what it does follows from its
/// settings and its inputs alone.
///
/// The caller says the time by [#advanceTo] before each input, hands on events, book changes, operator
/// commands, and a tick every 25 ms. Thread: engine only; [#snapshots] may be read from any.
public final class TradingEngine implements BookEventSink {
    private final EngineSettings settings;
    private final SnapshotHolder snapshots = new SnapshotHolder();
    private OperatorMode mode = OperatorMode.ARMED;
    private long nowNanos;
    private long sequence;

    /// @param commands where commands for the exchanges go
    /// @param listener where notices go
    /// @param sharedBooks where books are published for other threads; the engine registers each book when the
    ///     exchange lists its instrument
    /// @param startNanos the time of the start, monotonic
    public TradingEngine(
            EngineSettings settings,
            CommandSink commands,
            EngineListener listener,
            SharedOrderbooks sharedBooks,
            long startNanos) {
        this.settings = settings;
        this.nowNanos = startNanos;
    }

    /// Says what time it is. Time that goes backwards is ignored.
    public void advanceTo(long nowNanos) {
        this.nowNanos = Math.max(this.nowNanos, nowNanos);
    }

    /// News from an exchange.
    public void onEvent(ExchangeEvent event) {}

    /// A tick of the timer, every 25 ms.
    public void onTick() {}

    /// A command of the operator.
    public void onOperator(OperatorCommand command) {}

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {}

    @Override
    public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {}

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {}

    @Override
    public void end() {}

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {}

    /// The latest snapshots, published four times a second and on request. Thread: any.
    public SnapshotHolder snapshots() {
        return snapshots;
    }

    /// Makes and publishes a snapshot now.
    public EngineSnapshot snapshot() {
        EngineSnapshot snapshot = new EngineSnapshot(
                ++sequence,
                nowNanos,
                mode,
                isStopped(),
                0,
                List.of(),
                List.of(),
                new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                new Latencies(
                        LatencySummary.NONE,
                        LatencySummary.NONE,
                        LatencySummary.NONE,
                        LatencySummary.NONE,
                        LatencySummary.NONE));
        snapshots.publish(snapshot);
        return snapshot;
    }

    /// True when a shutdown was asked for and nothing is left to do.
    public boolean isStopped() {
        return mode == OperatorMode.SHUTTING_DOWN;
    }

    /// What the engine was told at its start.
    public EngineSettings settings() {
        return settings;
    }
}
