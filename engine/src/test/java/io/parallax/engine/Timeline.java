package io.parallax.engine;

import java.util.Comparator;
import java.util.PriorityQueue;

/// Virtual time: things happen when they are due, in the order they were planned for the same moment.
final class Timeline {
    private record Planned(long atNanos, long number, Runnable what) {}

    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(Comparator.comparingLong(Planned::atNanos).thenComparingLong(Planned::number));
    private long nowNanos = 1_000_000_000L;
    private long number;

    long nowNanos() {
        return nowNanos;
    }

    void in(double millis, Runnable what) {
        planned.add(new Planned(nowNanos + Math.round(millis * 1e6), number++, what));
    }

    /// Lets everything happen that is due within `millis`.
    void run(long millis) {
        long endNanos = nowNanos + millis * 1_000_000;
        while (!planned.isEmpty() && planned.peek().atNanos() <= endNanos) {
            Planned next = planned.remove();
            nowNanos = Math.max(nowNanos, next.atNanos());
            next.what().run();
        }
        nowNanos = endNanos;
    }

    /// Time passes and nothing happens: the process was stopped.
    void skip(long millis) {
        nowNanos += millis * 1_000_000;
    }
}
