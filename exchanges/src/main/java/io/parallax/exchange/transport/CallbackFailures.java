package io.parallax.exchange.transport;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where exceptions of tasks and listeners end: counted and logged, so that no callback can stop its loop. Thread: any.
final class CallbackFailures {
    private static final Logger LOG = LoggerFactory.getLogger(NettyIoLoop.class);

    private final AtomicLong count = new AtomicLong();

    void report(String who, Throwable failure) {
        count.incrementAndGet();
        LOG.error("{} threw; the loop goes on", who, failure);
    }

    long count() {
        return count.get();
    }

    /// The task, unable to throw.
    Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable failure) {
                report("a task", failure);
            }
        };
    }
}
