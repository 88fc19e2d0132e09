package io.parallax.simulator.market;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedExchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Plays a tape into the books of two exchanges: an order book that carries the recorded touch, and a quote
/// curve that carries the recorded spread. Books are quoted from construction on; time begins with [#start].
/// Both series of a pair are walked forward, then backward, and so on, each at its own length, so no price ever
/// jumps. Thread: simulator loop.
public final class MarketPlayer {
    /// When the loop is further behind than this (the machine slept), the market waits for it instead of
    /// rushing.
    private static final long LAG_MICROS_MAX = TimeUnit.SECONDS.toMicros(20);

    private final IoLoop loop;
    private final double speed;
    private final List<PairPlayer> players = new ArrayList<>();
    private boolean started;
    private boolean stopped;
    private long startNanos;

    /// With as many levels as the depth model draws.
    ///
    /// @param speed market seconds per second of the loop
    /// @param random decides sizes and the rhythm of the curve's snapshots
    public MarketPlayer(
            Tape tape,
            SimulatedExchange bookExchange,
            SimulatedExchange curveExchange,
            IoLoop loop,
            double speed,
            SeededRandom random) {
        this(tape, bookExchange, curveExchange, loop, speed, Integer.MAX_VALUE, random);
    }

    /// @param speed market seconds per second of the loop
    /// @param levelsMax no more levels than these on each side of a book; the cost of a refresh grows with them
    /// @param random decides sizes and the rhythm of the curve's snapshots
    public MarketPlayer(
            Tape tape,
            SimulatedExchange bookExchange,
            SimulatedExchange curveExchange,
            IoLoop loop,
            double speed,
            int levelsMax,
            SeededRandom random) {
        if (!(speed > 0 && speed <= 1_000)) {
            throw new IllegalArgumentException("the speed must be above 0 and at most 1000, found " + speed);
        }
        if (levelsMax < 1) {
            throw new IllegalArgumentException("a book needs at least one level a side, found " + levelsMax);
        }
        this.loop = loop;
        this.speed = speed;
        for (Tape.Pair pair : tape.pairs()) {
            players.add(new PairPlayer(pair, bookExchange, curveExchange, levelsMax, random.split(pair.name())));
        }
        playUntil(0);
    }

    /// Lets market time begin; later calls do nothing.
    public void start() {
        if (!started) {
            started = true;
            startNanos = loop.nanoTime();
            scheduleNext();
        }
    }

    public void stop() {
        stopped = true;
    }

    /// Market time since the start.
    public long marketMicros() {
        return started ? (long) (TimeUnit.NANOSECONDS.toMicros(loop.nanoTime() - startNanos) * speed) : 0;
    }

    private void scheduleNext() {
        long waitMicros = Math.max(0, next().nextMicros() - marketMicros());
        loop.schedule((long) (TimeUnit.MICROSECONDS.toNanos(waitMicros) / speed) + 1, this::wake);
    }

    private void wake() {
        if (stopped) {
            return;
        }
        long now = marketMicros();
        long lag = now - next().nextMicros();
        if (lag > LAG_MICROS_MAX) {
            startNanos += (long) (TimeUnit.MICROSECONDS.toNanos(lag) / speed);
            now = marketMicros();
        }
        playUntil(now);
        scheduleNext();
    }

    private void playUntil(long marketMicros) {
        for (PairPlayer player = next(); player.nextMicros() <= marketMicros; player = next()) {
            player.step();
        }
    }

    private PairPlayer next() {
        return players.stream()
                .min(Comparator.comparingLong(PairPlayer::nextMicros))
                .orElseThrow();
    }
}
