package io.parallax.marketdata;

import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.instrument.Side;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// One published book behind a sequence lock: the writer makes the version odd, writes, and makes it even again; a
/// reader that saw an odd or a changed version looks again. Thread: one writer, any readers.
///
/// The order of accesses follows H.-J. Boehm, "Can seqlocks get along with programming language memory models?" (2012):
/// data are opaque, the first version store is kept before them by a fence, and the reader's second version load is
/// kept
/// behind them by another.
final class SharedOrderbook {
    private static final VarHandle VERSION;
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(SharedOrderbook.class, "version", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int USABLE = 0;
    private static final int SEQUENCE = 1;
    private static final int RECEIVED = 2;
    private static final int BIDS = 3;
    private static final int ASKS = 4;
    private static final int HEADER = 5;

    private final String symbol;
    private final int levels;
    private final long[] cells;

    @SuppressWarnings("UnusedVariable") // accessed through VERSION
    private long version;

    SharedOrderbook(String symbol, int levels) {
        this.symbol = symbol;
        this.levels = levels;
        this.cells = new long[HEADER + 4 * levels];
    }

    void publish(OrderBook book) {
        long next = (long) VERSION.getOpaque(this) + 1;
        VERSION.setOpaque(this, next);
        VarHandle.storeStoreFence();
        int bids = Math.min(levels, book.depth(Side.BUY));
        int asks = Math.min(levels, book.depth(Side.SELL));
        CELL.setOpaque(cells, USABLE, book.state() == BookState.LIVE ? 1L : 0L);
        CELL.setOpaque(cells, SEQUENCE, book.sequence());
        CELL.setOpaque(cells, RECEIVED, book.receivedNanos());
        CELL.setOpaque(cells, BIDS, (long) bids);
        CELL.setOpaque(cells, ASKS, (long) asks);
        write(book, Side.BUY, bids, HEADER);
        write(book, Side.SELL, asks, HEADER + 2 * levels);
        VERSION.setRelease(this, next + 1);
    }

    private void write(OrderBook book, Side side, int count, int offset) {
        for (int level = 0; level < count; level++) {
            CELL.setOpaque(cells, offset + 2 * level, book.priceE8(side, level));
            CELL.setOpaque(cells, offset + 2 * level + 1, book.quantityE8(side, level));
        }
    }

    /// Empty until the first publication.
    Optional<OrderbookSnapshot> read() {
        while (true) {
            long before = (long) VERSION.getAcquire(this);
            if (before == 0) {
                return Optional.empty();
            }
            if ((before & 1) == 0) {
                long[] copy = new long[cells.length];
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = (long) CELL.getOpaque(cells, i);
                }
                VarHandle.acquireFence();
                if ((long) VERSION.getOpaque(this) == before) {
                    return Optional.of(snapshot(copy));
                }
            }
            Thread.onSpinWait();
        }
    }

    private OrderbookSnapshot snapshot(long[] copy) {
        int bids = (int) copy[BIDS];
        int asks = (int) copy[ASKS];
        int askOffset = HEADER + 2 * levels;
        return new OrderbookSnapshot(
                symbol,
                copy[USABLE] == 1,
                copy[SEQUENCE],
                copy[RECEIVED],
                column(copy, HEADER, bids),
                column(copy, HEADER + 1, bids),
                column(copy, askOffset, asks),
                column(copy, askOffset + 1, asks));
    }

    private static long[] column(long[] copy, int offset, int count) {
        long[] column = new long[count];
        for (int i = 0; i < count; i++) {
            column[i] = copy[offset + 2 * i];
        }
        return column;
    }
}
