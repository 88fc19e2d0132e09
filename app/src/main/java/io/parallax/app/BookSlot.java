package io.parallax.app;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Side;

/// One preallocated place in the ring of book changes: up to 64 levels. A larger change goes on in the following
/// slots. Thread: the feed writes before publication, the engine reads after it.
final class BookSlot {
    static final int LEVELS_MAX = 64;

    private Kind kind = Kind.NOTHING;
    private boolean last;
    private int bookIndex;
    private long sequence;
    private long receivedNanos;
    private long exchangeEpochMicros;
    private BookLoss loss = BookLoss.OVERFLOW;
    private int levels;
    /// Bit i is set when level i is a bid.
    private long bids;

    private final long[] pricesE8 = new long[LEVELS_MAX];
    private final long[] quantitiesE8 = new long[LEVELS_MAX];

    /// What a slot holds.
    enum Kind {
        SNAPSHOT,
        DELTA,
        /// More levels of the change in the slot before.
        CONTINUATION,
        LOST,
        /// Claimed for a change that did not fit; to be skipped.
        NOTHING
    }

    void begin(Kind kind, int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        this.kind = kind;
        this.last = false;
        this.bookIndex = bookIndex;
        this.sequence = sequence;
        this.receivedNanos = receivedNanos;
        this.exchangeEpochMicros = exchangeEpochMicros;
        this.levels = 0;
        this.bids = 0;
    }

    void lost(int bookIndex, BookLoss loss, long atNanos) {
        begin(Kind.LOST, bookIndex, 0, atNanos, 0);
        this.loss = loss;
    }

    void nothing() {
        kind = Kind.NOTHING;
    }

    void close() {
        last = true;
    }

    boolean isFull() {
        return levels == LEVELS_MAX;
    }

    void add(Side side, long priceE8, long quantityE8) {
        pricesE8[levels] = priceE8;
        quantitiesE8[levels] = quantityE8;
        if (side == Side.BUY) {
            bids |= 1L << levels;
        }
        levels++;
    }

    /// Hands the content on, as the feed told it.
    void replay(BookEventSink sink) {
        switch (kind) {
            case SNAPSHOT -> sink.beginSnapshot(bookIndex, sequence, receivedNanos, exchangeEpochMicros);
            case DELTA -> sink.beginDelta(bookIndex, sequence, receivedNanos, exchangeEpochMicros);
            case LOST -> {
                sink.onBookLost(bookIndex, loss, receivedNanos);
                return;
            }
            case NOTHING -> {
                return;
            }
            case CONTINUATION -> {}
        }
        for (int i = 0; i < levels; i++) {
            sink.onLevel((bids >>> i & 1) == 1 ? Side.BUY : Side.SELL, pricesE8[i], quantitiesE8[i]);
        }
        if (last) {
            sink.end();
        }
    }
}
