package io.parallax.simulator.paradex;

import io.parallax.exchange.transport.IoLoop;
import java.util.concurrent.TimeUnit;

/// The exchange's wall clock in the units of the protocol, from the loop alone. Thread: simulator loop.
final class VenueClock {
    private final IoLoop loop;
    private final long startEpochNanos;
    private final long startNanos;

    VenueClock(IoLoop loop) {
        this.loop = loop;
        this.startEpochNanos = TimeUnit.MILLISECONDS.toNanos(loop.epochMillis());
        this.startNanos = loop.nanoTime();
    }

    long epochSeconds() {
        return TimeUnit.MILLISECONDS.toSeconds(loop.epochMillis());
    }

    long epochMillis() {
        return loop.epochMillis();
    }

    /// Microseconds with the grain of milliseconds, as the exchange stamps its binary frames.
    long frameMicros() {
        return TimeUnit.MILLISECONDS.toMicros(loop.epochMillis());
    }

    /// Fine time, for `usIn` and `usOut`.
    long epochMicros() {
        return TimeUnit.NANOSECONDS.toMicros(epochNanos());
    }

    long epochNanos() {
        return startEpochNanos + loop.nanoTime() - startNanos;
    }
}
