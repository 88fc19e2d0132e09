package io.parallax.exchange.paradex;

import io.parallax.exchange.BookEventSink;
import io.parallax.instrument.Side;
import java.util.ArrayList;
import java.util.List;

/// Writes book events down in words. Thread: the test's.
final class RecordedBook implements BookEventSink {
    private final List<String> events = new ArrayList<>();

    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        events.add("snapshot " + bookIndex + " " + sequence);
    }

    @Override
    public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        events.add("delta " + bookIndex + " " + sequence);
    }

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {}

    @Override
    public void end() {}

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        events.add("lost " + bookIndex + " " + reason);
    }
}
