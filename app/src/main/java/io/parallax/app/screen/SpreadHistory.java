package io.parallax.app.screen;

import io.parallax.strategy.Direction;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The executable entry spreads of the last minutes, one sample a second, for a chart. Thread: the screen's.
final class SpreadHistory {
    static final int SAMPLES = 300;

    private static final long SECOND = 1_000_000_000L;

    private final Map<String, Deque<long[]>> samples = new HashMap<>();
    private long sampledNanos = Long.MIN_VALUE;

    /// Takes note of a snapshot when the last one noted is a second old.
    void add(EngineSnapshot snapshot) {
        if (sampledNanos != Long.MIN_VALUE && snapshot.nowNanos() - sampledNanos < SECOND) {
            return;
        }
        sampledNanos = snapshot.nowNanos();
        for (BotView bot : snapshot.bots()) {
            Deque<long[]> of = samples.computeIfAbsent(bot.id(), _ -> new ArrayDeque<>());
            of.addLast(new long[] {bot.executablePpmLongA(), bot.executablePpmLongB()});
            if (of.size() > SAMPLES) {
                of.removeFirst();
            }
        }
    }

    /// The newest samples of a direction, oldest first; [io.parallax.strategy.SpreadCalculator#NO_SPREAD] where
    /// there was none.
    long[] newest(String bot, Direction direction, int count) {
        long[] all = samples.getOrDefault(bot, new ArrayDeque<>()).stream()
                .mapToLong(sample -> direction == Direction.LONG_A_SHORT_B ? sample[0] : sample[1])
                .toArray();
        return Arrays.copyOfRange(all, Math.max(0, all.length - count), all.length);
    }
}
