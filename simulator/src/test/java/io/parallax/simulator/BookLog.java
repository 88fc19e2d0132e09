package io.parallax.simulator;

import io.parallax.exchange.BookEventSink;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.TreeMap;

/// The book as an adapter tells it: snapshots replace, deltas change, a loss voids. Thread: any.
final class BookLog implements BookEventSink {
    private final EventLog events;
    private final TreeMap<Long, Long> bids = new TreeMap<>();
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private boolean known;
    private boolean changing;

    BookLog(EventLog events) {
        this.events = events;
    }

    synchronized boolean isVoid() {
        return !known || changing;
    }

    synchronized long bestBidE8() {
        return bids.isEmpty() ? FixedPoint.NO_PRICE : bids.lastKey();
    }

    synchronized long bestAskE8() {
        return asks.isEmpty() ? FixedPoint.NO_PRICE : asks.firstKey();
    }

    @Override
    public synchronized void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        bids.clear();
        asks.clear();
        known = true;
        changing = true;
    }

    @Override
    public synchronized void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        if (!known) {
            throw new IllegalStateException("a delta came before any snapshot");
        }
        changing = true;
    }

    @Override
    public synchronized void onLevel(Side side, long priceE8, long quantityE8) {
        TreeMap<Long, Long> levels = side == Side.BUY ? bids : asks;
        if (quantityE8 == 0) {
            levels.remove(priceE8);
        } else {
            levels.put(priceE8, quantityE8);
        }
    }

    @Override
    public void end() {
        synchronized (this) {
            changing = false;
        }
        events.onChange();
    }

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        synchronized (this) {
            known = false;
            bids.clear();
            asks.clear();
        }
        events.onChange();
    }
}
