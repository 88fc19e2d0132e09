package io.parallax.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees whether the engine's thread goes on. Standing still for two seconds is told with where it stands, for thirty
/// ends the process, so that a supervisor starts it anew. Counts its own looks instead of reading the clock: when the
/// whole process was stopped, it stood still together with the engine. Thread: its own; [#look] from tests.
final class EngineWatchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatchdog.class);
    private static final long LOOK_MILLIS = 250;
    private static final long ALERT_MILLIS = 2_000;
    private static final long END_MILLIS = 30_000;

    private final LongSupplier turns;
    private final Supplier<String> stack;
    private final Runnable end;
    private final Thread thread = new Thread(this::run, "watchdog");
    private volatile boolean closing;
    private long turnsSeen;
    private long stillMillis;

    /// @param turns grows while the engine is alive; 0 before it was started
    /// @param stack where the engine's thread is
    /// @param end ends the process; called once
    EngineWatchdog(LongSupplier turns, Supplier<String> stack, Runnable end) {
        this.turns = turns;
        this.stack = stack;
        this.end = end;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closing && stillMillis < END_MILLIS) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            look();
        }
    }

    /// One look; the next one is a quarter of a second later.
    void look() {
        long now = turns.getAsLong();
        if (now != turnsSeen || now == 0 || closing) {
            if (stillMillis >= ALERT_MILLIS) {
                LOG.warn("the engine goes on after {} ms", stillMillis);
            }
            turnsSeen = now;
            stillMillis = 0;
            return;
        }
        stillMillis += LOOK_MILLIS;
        if (stillMillis == ALERT_MILLIS) {
            LOG.error(
                    "ALERT the engine stands still for {} ms; in {} s the process ends. It is at\n{}",
                    ALERT_MILLIS,
                    TimeUnit.MILLISECONDS.toSeconds(END_MILLIS - ALERT_MILLIS),
                    stack.get());
        } else if (stillMillis == END_MILLIS) {
            LOG.error("the engine stood still for {} ms: ending with code 1. It is at\n{}", END_MILLIS, stack.get());
            end.run();
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
    }
}
