package io.parallax.exchange.vest;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what telemetry shows. Thread: any.
final class VestCounters {
    /// What is counted.
    enum Counter {
        FRAMES_RECEIVED,
        FRAMES_COMPRESSED,
        FRAMES_GARBAGE,
        FRAMES_UNKNOWN,
        BOOK_SNAPSHOTS,
        BOOKS_UNSORTED,
        BOOKS_BAD,
        BOOKS_UNWANTED,
        BOOKS_OLDER,
        MARKS,
        MARKS_BAD,
        MARK_RESUBSCRIPTIONS,
        RESUBSCRIPTIONS,
        RECONNECTIONS,
        ORDERS_SENT,
        ORDERS_OUTCOME_UNKNOWN,
        ROWS_STALE,
        ROWS_FOREIGN,
        VALUES_UNKNOWN,
        REQUESTS_FAILED,
        RATE_LIMITED,
        REGISTRATIONS
    }

    private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

    VestCounters() {
        for (Counter counter : Counter.values()) {
            counts.put(counter, new LongAdder());
        }
    }

    void count(Counter counter) {
        adder(counter).increment();
    }

    long get(Counter counter) {
        return adder(counter).sum();
    }

    /// All counts now, by name: `frames-received`.
    Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new TreeMap<>();
        for (Counter counter : Counter.values()) {
            snapshot.put(counter.name().toLowerCase(Locale.ROOT).replace('_', '-'), get(counter));
        }
        return snapshot;
    }

    private LongAdder adder(Counter counter) {
        return Objects.requireNonNull(counts.get(counter), counter::name);
    }
}
