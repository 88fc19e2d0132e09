package io.parallax.simulator.world;

import io.parallax.exchange.BookEventSink;
import io.parallax.instrument.Side;
import java.util.ArrayDeque;
import java.util.Arrays;

/// Carries book changes from a feed's loop to the engine's, with the rules of the ring in production: bounded; what
/// does not fit voids its book until the next snapshot, and the feed never waits. Thread: the world's.
final class BookQueue implements BookEventSink {
    private static final int CHANGES_MAX = 4_096;

    private final Runnable wakeEngine;
    private final ArrayDeque<Change> waiting = new ArrayDeque<>();
    private final ArrayDeque<Change> spare = new ArrayDeque<>();
    private final boolean[] overflowed;
    private final boolean[] awaitsSnapshot;
    private Change current = new Change();
    private boolean skipping;

    private enum Kind {
        SNAPSHOT,
        DELTA,
        LOST
    }

    /// One change, kept and used again.
    private static final class Change {
        private Kind kind = Kind.LOST;
        private int book;
        private long sequence;
        private long receivedNanos;
        private long exchangeEpochMicros;
        private BookLoss loss = BookLoss.OVERFLOW;
        private int length;
        private long[] levels = new long[64];

        void add(Side side, long priceE8, long quantityE8) {
            if (length + 3 > levels.length) {
                levels = Arrays.copyOf(levels, 2 * levels.length);
            }
            levels[length++] = side.sign();
            levels[length++] = priceE8;
            levels[length++] = quantityE8;
        }

        void replay(BookEventSink sink) {
            switch (kind) {
                case SNAPSHOT -> sink.beginSnapshot(book, sequence, receivedNanos, exchangeEpochMicros);
                case DELTA -> sink.beginDelta(book, sequence, receivedNanos, exchangeEpochMicros);
                case LOST -> {
                    sink.onBookLost(book, loss, receivedNanos);
                    return;
                }
            }
            for (int i = 0; i < length; i += 3) {
                sink.onLevel(levels[i] > 0 ? Side.BUY : Side.SELL, levels[i + 1], levels[i + 2]);
            }
            sink.end();
        }
    }

    BookQueue(int books, Runnable wakeEngine) {
        this.wakeEngine = wakeEngine;
        this.overflowed = new boolean[books];
        this.awaitsSnapshot = new boolean[books];
    }

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        begin(Kind.SNAPSHOT, bookIndex, sequence, receivedNanos, exchangeEpochMicros);
        if (!skipping) {
            awaitsSnapshot[bookIndex] = false;
        }
    }

    @Override
    public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        begin(Kind.DELTA, bookIndex, sequence, receivedNanos, exchangeEpochMicros);
        skipping |= awaitsSnapshot[bookIndex];
    }

    private void begin(Kind kind, int book, long sequence, long receivedNanos, long exchangeEpochMicros) {
        skipping = waiting.size() >= CHANGES_MAX;
        if (skipping) {
            overflowed[book] = true;
            awaitsSnapshot[book] = true;
        }
        Change free = spare.pollLast();
        current = free == null ? new Change() : free;
        current.kind = kind;
        current.book = book;
        current.sequence = sequence;
        current.receivedNanos = receivedNanos;
        current.exchangeEpochMicros = exchangeEpochMicros;
        current.length = 0;
    }

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {
        current.add(side, priceE8, quantityE8);
    }

    @Override
    public void end() {
        if (skipping) {
            spare.add(current);
        } else {
            waiting.add(current);
        }
        wakeEngine.run();
    }

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        begin(Kind.LOST, bookIndex, 0, atNanos, 0);
        current.loss = reason;
        end();
    }

    /// Hands at most `max` changes on.
    void drain(BookEventSink sink, int max, long nowNanos) {
        for (int i = 0; i < max && !waiting.isEmpty(); i++) {
            Change next = waiting.removeFirst();
            next.replay(sink);
            spare.add(next);
        }
        for (int book = 0; book < overflowed.length; book++) {
            if (overflowed[book]) {
                overflowed[book] = false;
                sink.onBookLost(book, BookLoss.OVERFLOW, nowNanos);
            }
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
