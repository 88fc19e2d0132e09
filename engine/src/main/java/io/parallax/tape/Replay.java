package io.parallax.tape;

import io.parallax.engine.TradingEngine;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.execution.EngineNotice;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs the engine over a tape and compares each decision with the recorded one. Thread: one.
public final class Replay {
    private final TapeHeader header;
    private final Deque<Object> produced = new ArrayDeque<>();
    private final Consumer<String> log;
    private final TradingEngine engine;
    private final TapePlayer player;
    private long decisions;
    private @Nullable Divergence divergence;

    /// The first decision that is not the recorded one. Thread: any; immutable.
    ///
    /// @param number of the decision, from 1
    /// @param afterNanos since the recorded start
    /// @param recorded in the words of the decision log; empty when nothing more was recorded for this input
    /// @param now what was decided instead; empty when nothing was
    public record Divergence(long number, long afterNanos, String recorded, String now) {}

    /// @param log gets a line for each decision of this replay
    public Replay(TapeHeader header, Consumer<String> log) {
        this.header = header;
        this.log = log;
        engine = new TradingEngine(
                header.settings(), this::onCommand, this::onNotice, new SharedOrderbooks(), header.startNanos());
        this.player = new TapePlayer(header, engine, new Comparison());
    }

    /// One line of a decision log. The same for the same decision, in every process.
    public static String line(TapeHeader header, long nowNanos, Object decision) {
        return nowNanos - header.startNanos() + " " + decision;
    }

    private void onCommand(ExchangeCommand command) {
        produce(command);
    }

    private void onNotice(EngineNotice notice) {
        produce(notice);
    }

    private void produce(Object decision) {
        produced.addLast(decision);
        log.accept(line(header, player.nowNanos(), decision));
    }

    private final class Comparison implements TapePlayer.Recorded {
        @Override
        public void onInput() {
            if (!produced.isEmpty()) {
                differ("", produced.getFirst().toString());
                produced.clear();
            }
        }

        @Override
        public void onCommand(ExchangeCommand command) {
            compare(command);
        }

        @Override
        public void onNotice(EngineNotice notice) {
            compare(notice);
        }

        private void compare(Object recorded) {
            decisions++;
            Object now = produced.pollFirst();
            if (!recorded.equals(now)) {
                differ(recorded.toString(), now == null ? "" : now.toString());
            }
        }
    }

    private void differ(String recorded, String now) {
        if (divergence == null) {
            divergence = new Divergence(
                    now.isEmpty() || !recorded.isEmpty() ? decisions : decisions + 1,
                    player.nowNanos() - header.startNanos(),
                    recorded,
                    now);
        }
    }

    /// Plays the next chunk.
    public void play(ByteBuffer chunk) throws TapeFormatException {
        player.play(chunk);
    }

    /// After the last chunk.
    ///
    /// @param torn whether the tape ends in the middle, so that its last decisions may be missing
    public void end(boolean torn) {
        if (!torn && !produced.isEmpty()) {
            differ("", produced.getFirst().toString());
        }
    }

    /// The first difference; empty while there is none.
    public Optional<Divergence> divergence() {
        return Optional.ofNullable(divergence);
    }

    /// Recorded decisions so far.
    public long decisions() {
        return decisions;
    }

    /// The engine as it stands now.
    public EngineSnapshot snapshot() {
        return engine.snapshot();
    }

    public TapePlayer player() {
        return player;
    }
}
