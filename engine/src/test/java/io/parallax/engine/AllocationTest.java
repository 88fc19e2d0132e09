package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.parallax.execution.PairState;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// In steady state the engine makes no garbage: from a book change to the decision not to trade, flat or hedged.
class AllocationTest extends TradingScenario {
    private static final int CHANGES = 50_000;
    private static final int ROUNDS_MAX = 30;

    /// Less than a byte a change: the smallest object has sixteen.
    private static final long BYTES_MAX = CHANGES;

    private long nowNanos;
    private long sequence;

    @Test
    void makesNoGarbagePerBookChangeWhileItWaitsForAnEntry() {
        untilFlat();
        assertThat(bytesPerRound(PairState.FLAT)).isLessThanOrEqualTo(BYTES_MAX);
    }

    @Test
    void makesNoGarbagePerBookChangeWhileItWaitsForTheExit() {
        untilHedged();
        assertThat(bytesPerRound(PairState.HEDGED)).isLessThanOrEqualTo(BYTES_MAX);
    }

    /// Until the compiler is done there is garbage of its making: the first clean round counts, and there must be one.
    private long bytesPerRound(PairState state) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        nowNanos = time.nowNanos();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; bytes > BYTES_MAX && round < ROUNDS_MAX; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CHANGES; i++) {
                change(i);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(view().state()).isEqualTo(state);
        }
        return bytes;
    }

    private void change(int i) {
        // A tenth of a microsecond at a time: both books stay young, and all rounds together stay far from any timer.
        nowNanos += 100;
        engine().advanceTo(nowNanos);
        int book = EngineSettings.bookIndex(0, (i & 1) == 0 ? Leg.A : Leg.B);
        engine().beginDelta(book, ++sequence, nowNanos, 0);
        engine().onLevel(Side.BUY, FixedPoint.parse("99990"), (1 + (i & 7)) * FixedPoint.ONE);
        engine().onLevel(Side.SELL, FixedPoint.parse("100000"), (1 + (i & 7)) * FixedPoint.ONE);
        engine().end();
    }
}
