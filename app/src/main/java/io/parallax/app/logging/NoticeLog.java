package io.parallax.app.logging;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Puts the engine's notices into words and into the log, on a thread of its own, so that the engine formats no
/// text. When the ring is full a notice is dropped and counted: nothing depends on anyone listening. Thread:
/// [#onNotice] from the engine, the rest from any.
public final class NoticeLog implements EngineListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.parallax.engine");
    private static final int SLOTS = 4_096;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CLOSE_MILLIS = 1_000;

    private final RingBuffer<Slot> ring = RingBuffer.createSingleProducer(Slot::new, SLOTS, new YieldingWaitStrategy());
    private final EventPoller<Slot> poller = ring.newPoller();
    private final Thread thread = new Thread(this::run, "notices");
    private volatile boolean closing;
    private long dropped;

    /// Begins to write.
    public NoticeLog() {
        ring.addGatingSequences(poller.getSequence());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onNotice(EngineNotice notice) {
        if (!ring.hasAvailableCapacity(1)) {
            dropped++;
            return;
        }
        long sequence = ring.next();
        ring.get(sequence).notice = notice;
        ring.get(sequence).droppedBefore = dropped;
        dropped = 0;
        ring.publish(sequence);
    }

    /// Writes what is there and ends.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = closing;
            try {
                if (poller.poll((slot, _, _) -> write(slot)) != EventPoller.PollState.PROCESSING && !last) {
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                }
            } catch (Exception e) {
                LOG.error("a notice could not be written", e);
            }
        }
    }

    private static boolean write(Slot slot) {
        EngineNotice notice = slot.notice;
        slot.notice = null;
        if (slot.droppedBefore > 0) {
            LOG.warn("{} notices did not fit the queue of the log", slot.droppedBefore);
        }
        if (notice != null) {
            LOG.atLevel(level(notice))
                    .addKeyValue("notice", notice.getClass().getSimpleName())
                    .addKeyValue("bot", notice.bot())
                    .log(NoticeText.of(notice));
        }
        return true;
    }

    private static Level level(EngineNotice notice) {
        return switch (notice) {
            case EngineNotice.Alert _ -> Level.WARN;
            case EngineNotice.RepairDecided _ -> Level.WARN;
            case EngineNotice.OrderWritten _ -> Level.TRACE;
            case EngineNotice.OrderPlaced _,
                    EngineNotice.OrderChanged _,
                    EngineNotice.OpportunityDropped _,
                    EngineNotice.Exposed _ -> Level.DEBUG;
            case EngineNotice.StateChanged _,
                    EngineNotice.OpportunityTaken _,
                    EngineNotice.ExitDecided _,
                    EngineNotice.OrderFilled _,
                    EngineNotice.CycleFinished _,
                    EngineNotice.Summary _ -> Level.INFO;
        };
    }

    private static final class Slot {
        private @Nullable EngineNotice notice;
        private long droppedBefore;
    }
}
