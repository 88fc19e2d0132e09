package io.parallax.app;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.parallax.exchange.BookEventSink;
import io.parallax.instrument.Side;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// Carries the book changes of one exchange from its feed thread to the engine through a bounded ring of
/// preallocated slots. When the ring is full the book of the change that did not fit is lost
/// ([BookEventSink.BookLoss#OVERFLOW]) until its next snapshot; the feed never waits. Thread: the sink methods
/// from one feed thread, [#drain] from the engine.
final class FeedProxy implements BookEventSink {
    private static final int NONE = -1;

    private final RingBuffer<BookSlot> ring;
    private final Sequence consumed = new Sequence();
    private final Runnable wakeEngine;
    /// 1 from an overflow until the engine was told; whoever takes it back tells.
    private final AtomicIntegerArray overflowed;
    private final AtomicLong overflows = new AtomicLong();
    private volatile boolean anyOverflowed;

    // Feed thread only.
    private final boolean[] awaitsSnapshot;
    private long firstClaimed = NONE;
    private long lastClaimed = NONE;
    private boolean skipping;
    private int bookIndex;

    /// @param slots a power of two
    /// @param books how many books there are in the whole engine
    /// @param wakeEngine called after each publication; cheap
    FeedProxy(int slots, int books, Runnable wakeEngine) {
        this.ring = RingBuffer.createSingleProducer(BookSlot::new, slots, new YieldingWaitStrategy());
        this.wakeEngine = wakeEngine;
        this.overflowed = new AtomicIntegerArray(books);
        this.awaitsSnapshot = new boolean[books];
        ring.addGatingSequences(consumed);
        consumed.set(ring.getCursor());
    }

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        this.bookIndex = bookIndex;
        skipping = !tellLossInOrder(receivedNanos) || !claim();
        if (!skipping) {
            slot().begin(BookSlot.Kind.SNAPSHOT, bookIndex, sequence, receivedNanos, exchangeEpochMicros);
            awaitsSnapshot[bookIndex] = false;
        }
    }

    @Override
    public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        this.bookIndex = bookIndex;
        skipping = awaitsSnapshot[bookIndex] || !claim();
        if (!skipping) {
            slot().begin(BookSlot.Kind.DELTA, bookIndex, sequence, receivedNanos, exchangeEpochMicros);
        }
    }

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {
        if (skipping) {
            return;
        }
        if (slot().isFull()) {
            if (!claim()) {
                skipping = true;
                return;
            }
            slot().begin(BookSlot.Kind.CONTINUATION, bookIndex, 0, 0, 0);
        }
        slot().add(side, priceE8, quantityE8);
    }

    @Override
    public void end() {
        if (!skipping) {
            slot().close();
        }
        publish();
    }

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        this.bookIndex = bookIndex;
        if (claim()) {
            slot().lost(bookIndex, reason, atNanos);
            publish();
        }
    }

    /// Hands at most `max` slots on to `sink`. Thread: engine only.
    ///
    /// @return how many slots there were
    int drain(BookEventSink sink, int max, long nowNanos) {
        long next = consumed.get() + 1;
        long end = Math.min(ring.getCursor(), consumed.get() + max);
        for (long sequence = next; sequence <= end; sequence++) {
            try {
                ring.get(sequence).replay(sink);
            } finally {
                consumed.set(sequence);
            }
        }
        if (anyOverflowed) {
            tellOverflows(sink, nowNanos);
        }
        return (int) (end - next + 1);
    }

    boolean isEmpty() {
        return ring.getCursor() == consumed.get() && !anyOverflowed;
    }

    /// Changes that did not fit, since the start. Thread: any.
    long overflows() {
        return overflows.get();
    }

    private void tellOverflows(BookEventSink sink, long nowNanos) {
        anyOverflowed = false;
        for (int book = 0; book < overflowed.length(); book++) {
            if (overflowed.compareAndSet(book, 1, 0)) {
                sink.onBookLost(book, BookLoss.OVERFLOW, nowNanos);
            }
        }
    }

    /// An overflow that the engine has not taken notice of goes before the snapshot that mends it, not after.
    private boolean tellLossInOrder(long atNanos) {
        if (!overflowed.compareAndSet(bookIndex, 1, 0)) {
            return true;
        }
        if (!claim()) {
            return false;
        }
        slot().lost(bookIndex, BookLoss.OVERFLOW, atNanos);
        return true;
    }

    private BookSlot slot() {
        return ring.get(lastClaimed);
    }

    /// Takes one more slot for the present change; on a full ring gives up the change and its book.
    private boolean claim() {
        if (ring.hasAvailableCapacity(1)) {
            lastClaimed = ring.next();
            firstClaimed = firstClaimed == NONE ? lastClaimed : firstClaimed;
            return true;
        }
        // Claimed slots cannot be given back; they are published as nothing.
        for (long sequence = firstClaimed; firstClaimed != NONE && sequence <= lastClaimed; sequence++) {
            ring.get(sequence).nothing();
        }
        awaitsSnapshot[bookIndex] = true;
        overflows.incrementAndGet();
        overflowed.set(bookIndex, 1);
        anyOverflowed = true;
        wakeEngine.run();
        return false;
    }

    private void publish() {
        if (firstClaimed != NONE) {
            ring.publish(firstClaimed, lastClaimed);
            firstClaimed = NONE;
            wakeEngine.run();
        }
    }
}
