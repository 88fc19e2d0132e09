package io.parallax.benchmarks;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.strategy.Confirmation;
import io.parallax.strategy.Direction;
import io.parallax.strategy.MonitoringTask;
import io.parallax.strategy.OpportunitySlot;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.Thresholds;
import io.parallax.units.FixedPoint;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one book change costs inside the engine, step by step, on books of 100 levels a side with changes near the
/// touch as recorded books have them. No I/O, no decoding. Expect 0 B/op everywhere (`-prof gc`).
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BookBenchmark {
    private static final int CHANGES = 4_096;
    private static final long TICK = FixedPoint.parse("0.1");
    private static final long MID = FixedPoint.parse("61800");
    private static final long QUANTITY = FixedPoint.parse("0.01");

    private final OrderBook a = new OrderBook();
    private final OrderBook b = new OrderBook();
    private final SharedOrderbooks shared = new SharedOrderbooks();
    private final MonitoringTask monitoring = new MonitoringTask(
            a,
            b,
            Thresholds.fixed(1_500, 0),
            QUANTITY,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Confirmation.DEFAULTS,
            new OpportunitySlot());
    private final boolean[] bids = new boolean[CHANGES];
    private final long[] prices = new long[CHANGES];
    private final long[] quantities = new long[CHANGES];
    private int next;
    private int index;

    /// Fills both books and prepares the changes, from a fixed seed.
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        fill(a, random);
        fill(b, random);
        index = shared.register(ExchangeId.PARADEX, "BTC-USD-PERP");
        for (int i = 0; i < CHANGES; i++) {
            bids[i] = random.nextBoolean();
            long depth = 1 + (long) (Math.abs(random.nextGaussian()) * 8);
            prices[i] = MID + (bids[i] ? -depth : depth) * TICK;
            quantities[i] = depth > 1 && random.nextInt(4) == 0 ? 0 : random.nextLong(QUANTITY / 4, QUANTITY);
        }
    }

    private static void fill(OrderBook book, SplittableRandom random) {
        book.beginSnapshot(0, 0, 0);
        for (int i = 1; i <= 100; i++) {
            book.onLevel(Side.BUY, MID - i * TICK, random.nextLong(QUANTITY / 4, QUANTITY));
            book.onLevel(Side.SELL, MID + i * TICK, random.nextLong(QUANTITY / 4, QUANTITY));
        }
        book.end();
    }

    private void change() {
        int i = next;
        next = (i + 1) & (CHANGES - 1);
        a.beginDelta(i, i, 0);
        a.onLevel(bids[i] ? Side.BUY : Side.SELL, prices[i], quantities[i]);
        a.end();
    }

    /// One level set, replaced or removed near the touch.
    @Benchmark
    public long applyDelta() {
        change();
        return a.changes();
    }

    /// Average price of buying 0.01 BTC over the two to four levels it takes.
    @Benchmark
    public long executablePrice() {
        return a.executablePriceE8(Side.BUY, QUANTITY);
    }

    /// The formula of the design document on the touch of both books: its "under 200 ns".
    @Benchmark
    public long spreadAtTouch() {
        return SpreadCalculator.entryPpm(Direction.LONG_A_SHORT_B, a, b);
    }

    /// One change applied, then both directions evaluated at the touch and at our size.
    @Benchmark
    public long onBookChange() {
        change();
        monitoring.evaluate(next, next);
        return monitoring.executableEntryPpm(Direction.LONG_A_SHORT_B);
    }

    /// Publication of 20 levels a side to readers outside the engine.
    @Benchmark
    public void publish() {
        shared.publish(index, a);
    }
}
