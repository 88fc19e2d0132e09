package io.parallax.risk;

/// How long an exchange took to answer the orders of the last minute. Thread: engine only.
public final class ReplyTimes {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final int KEPT = 256;

    private final long slowNanos;
    private final long[] atNanos = new long[KEPT];
    private final boolean[] slow = new boolean[KEPT];
    private long count;
    private boolean tooSlow;

    /// @param p99MillisMax what the slowest of a hundred answers may take
    public ReplyTimes(long p99MillisMax) {
        this.slowNanos = p99MillisMax * 1_000_000;
    }

    /// An order was answered for the first time.
    public void onReply(long latencyNanos, long nowNanos) {
        int slot = (int) (count % KEPT);
        atNanos[slot] = nowNanos;
        slow[slot] = latencyNanos > slowNanos;
        count++;
        refresh(nowNanos);
    }

    /// Brings the figure up to date; time passes without answers.
    public void refresh(long nowNanos) {
        int recent = 0;
        int late = 0;
        for (long back = 1; back <= Math.min(count, KEPT); back++) {
            int slot = (int) ((count - back) % KEPT);
            if (nowNanos - atNanos[slot] >= WINDOW_NANOS) {
                break;
            }
            recent++;
            late += slow[slot] ? 1 : 0;
        }
        // The 99th percentile is above the limit when more answers are than may be above it.
        tooSlow = late > recent - Math.ceilDiv(99 * recent, 100);
    }

    /// Whether the 99th percentile of the last minute is above the limit. Fewer than a hundred answers: the slowest.
    public boolean tooSlow() {
        return tooSlow;
    }
}
