package io.parallax.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// One clock and one queue for everything that happens in a world. What is due in the same nanosecond for different
/// owners happens in an order that the seed decides; what one owner submitted happens in the order of submission, as
/// an event loop promises. Thread: the world's.
public final class VirtualTime {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    /// When more than this many entries were called off, and more than half of all, they are swept out.
    private static final int DEAD_MAX = 4_096;

    private final long seed;
    private final PriorityQueue<Entry> queue = new PriorityQueue<>(1_024);
    private long nowNanos;
    private long sequence;
    private int owners;
    private int dead;
    private long steps;

    VirtualTime(long seed, long startNanos) {
        this.seed = seed;
        this.nowNanos = startNanos;
    }

    /// Something that is going to happen, unless it is called off.
    static final class Entry implements Comparable<Entry> {
        private final long dueNanos;
        private final long tie;
        private final long sequence;
        private final Runnable action;
        private boolean over;

        private Entry(long dueNanos, long tie, long sequence, Runnable action) {
            this.dueNanos = dueNanos;
            this.tie = tie;
            this.sequence = sequence;
            this.action = action;
        }

        @Override
        public int compareTo(Entry other) {
            int due = Long.compare(dueNanos, other.dueNanos);
            if (due != 0) {
                return due;
            }
            int owner = Long.compare(tie, other.tie);
            return owner != 0 ? owner : Long.compare(sequence, other.sequence);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }
    }

    /// A number for one more owner.
    int newOwner() {
        return ++owners;
    }

    public long nowNanos() {
        return nowNanos;
    }

    /// How much has happened so far.
    public long steps() {
        return steps;
    }

    /// Lets `action` happen at `dueNanos`, at the earliest now.
    Entry at(long dueNanos, int owner, Runnable action) {
        long due = Math.max(dueNanos, nowNanos);
        Entry entry = new Entry(due, mix(seed ^ mix(due + owner * GOLDEN_GAMMA)), sequence++, action);
        queue.add(entry);
        return entry;
    }

    /// Calls something off; nothing happens when it has happened already.
    void cancel(Entry entry) {
        if (!entry.over) {
            entry.over = true;
            dead++;
            if (dead > DEAD_MAX && dead > queue.size() / 2) {
                List<Entry> alive = new ArrayList<>(queue.size());
                queue.forEach(each -> {
                    if (!each.over) {
                        alive.add(each);
                    }
                });
                queue.clear();
                queue.addAll(alive);
                dead = 0;
            }
        }
    }

    /// Lets everything happen that is due until `endNanos`, or until `ended` says so; then it is `endNanos`.
    ///
    /// @param ended looked at after each step
    void runUntil(long endNanos, java.util.function.BooleanSupplier ended) {
        for (Entry next = queue.peek(); next != null && next.dueNanos <= endNanos; next = queue.peek()) {
            queue.poll();
            if (next.over) {
                dead--;
                continue;
            }
            next.over = true;
            nowNanos = next.dueNanos;
            steps++;
            next.action.run();
            if (ended.getAsBoolean()) {
                return;
            }
        }
        nowNanos = Math.max(nowNanos, endNanos);
    }

    /// David Stafford's variant 13 of the finaliser of MurmurHash3.
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
