package io.parallax.app;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.ExchangeEventSink;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries order reports and other news of all exchanges to the engine. No report may be lost: when the ring is
/// full [#lost] says so for ever and the engine thread stops trading. Thread: [#onEvent] from any adapter thread,
/// [#drain] from the engine.
final class ReportQueue implements ExchangeEventSink {
    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;
    private final EventPoller.Handler<Slot> handler = (slot, _, _) -> handOn(slot);
    private final Runnable wakeEngine;
    private final Consumer<ExchangeEvent> consumer;
    private final AtomicLong lost = new AtomicLong();

    /// @param slots a power of two
    /// @param wakeEngine called after each publication; cheap
    /// @param consumer where [#drain] hands the news on to
    ReportQueue(int slots, Runnable wakeEngine, Consumer<ExchangeEvent> consumer) {
        this.ring = RingBuffer.createMultiProducer(Slot::new, slots, new YieldingWaitStrategy());
        this.wakeEngine = wakeEngine;
        this.consumer = consumer;
        this.poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    @Override
    public void onEvent(ExchangeEvent event) {
        try {
            long sequence = ring.tryNext();
            ring.get(sequence).event = event;
            ring.publish(sequence);
        } catch (InsufficientCapacityException _) {
            lost.incrementAndGet();
        }
        wakeEngine.run();
    }

    /// Hands everything that is there to the consumer.
    ///
    /// @return whether there was anything
    boolean drain() {
        try {
            return poller.poll(handler) == EventPoller.PollState.PROCESSING;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the poller threw what no handler throws", e);
        }
    }

    private boolean handOn(Slot slot) {
        ExchangeEvent event = slot.event;
        // Emptied first: an event whose handling fails is not handled again.
        slot.event = null;
        if (event != null) {
            consumer.accept(event);
        }
        return true;
    }

    boolean isEmpty() {
        return ring.getCursor() == poller.getSequence().get();
    }

    /// How many reports did not fit, since the start. Anything but 0 means that the engine's picture is
    /// incomplete.
    long lost() {
        return lost.get();
    }

    private static final class Slot {
        private @Nullable ExchangeEvent event;
    }
}
