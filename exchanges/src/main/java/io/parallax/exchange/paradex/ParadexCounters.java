package io.parallax.exchange.paradex;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what telemetry shows. Thread: any.
final class ParadexCounters {
    /// What is counted.
    enum Counter {
        BOOK_SNAPSHOTS,
        BOOK_DELTAS,
        BOOK_GAPS,
        BOOK_BAD_DATA,
        BOOK_RESUBSCRIPTIONS,
        MARKS,
        MARKS_BAD,
        MARK_RESUBSCRIPTIONS,
        FRAMES_MALFORMED,
        FRAMES_UNKNOWN,
        FRAMES_UNWANTED,
        VALUES_UNKNOWN,
        REPLIES_UNMATCHED,
        CONNECTIONS_OPENED,
        CONNECTIONS_LOST,
        SBE_VERSION_REFUSED,
        LISTENER_FAILURES,
        LOGINS,
        LOGINS_FAILED,
        ORDERS_SENT,
        ORDERS_NOT_SENT,
        ORDERS_REFUSED,
        ORDERS_OUTCOME_UNKNOWN,
        ORDERS_DUPLICATE_ID,
        ORDERS_NOT_RETAIL,
        FEES_IN_OTHER_CURRENCY,
        REQUESTS_FAILED,
        RATE_LIMITED,
        FOREIGN_ACTIVITY,
        INSTRUMENTS_UNREADABLE
    }

    private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

    ParadexCounters() {
        for (Counter counter : Counter.values()) {
            counts.put(counter, new LongAdder());
        }
    }

    void count(Counter counter) {
        LongAdder adder = counts.get(counter);
        if (adder != null) {
            adder.increment();
        }
    }

    long get(Counter counter) {
        LongAdder adder = counts.get(counter);
        return adder == null ? 0 : adder.sum();
    }

    /// All counts now, by name: `book-gaps`.
    Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new TreeMap<>();
        for (Counter counter : Counter.values()) {
            snapshot.put(counter.name().toLowerCase(Locale.ROOT).replace('_', '-'), get(counter));
        }
        return snapshot;
    }
}
