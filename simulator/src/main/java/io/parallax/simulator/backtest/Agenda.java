package io.parallax.simulator.backtest;

import java.util.PriorityQueue;

/// What is going to happen, in the order of time; at the same time in the order in which it was planned.
/// Thread: one.
final class Agenda {
    private static final long NEVER = Long.MAX_VALUE;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long sequence;

    private record Entry(long dueNanos, long sequence, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int due = Long.compare(dueNanos, other.dueNanos);
            return due != 0 ? due : Long.compare(sequence, other.sequence);
        }
    }

    void at(long dueNanos, Runnable action) {
        entries.add(new Entry(dueNanos, sequence++, action));
    }

    /// When the next thing happens, or [Long#MAX_VALUE].
    long nextNanos() {
        Entry next = entries.peek();
        return next == null ? NEVER : next.dueNanos();
    }

    void runNext() {
        entries.remove().action().run();
    }
}
