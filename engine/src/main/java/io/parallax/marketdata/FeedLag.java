package io.parallax.marketdata;

import java.util.Arrays;

/// By how much a feed is later than usual: receive time minus exchange time, over the smallest such difference of the
/// last ten minutes. Two clocks that differ make no lag, and neither does a long way; frames that wait somewhere do,
/// whether they come in one heap or steadily. A delay that was there from the first frame on looks like a long way.
/// Thread: engine only. Allocates nothing after construction.
final class FeedLag {
    /// Frames of this feed carried a time before and the last one did not.
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final int BUCKETS = 10;
    private static final long BUCKET_NANOS = 60_000_000_000L;
    private static final long NONE = Long.MAX_VALUE;

    private final long[] smallestNanos = new long[BUCKETS];
    private boolean told;
    private long bucket;
    private long lagNanos;

    /// @param exchangeEpochMicros 0 when the frame tells no time
    void onFrame(long receivedNanos, long exchangeEpochMicros) {
        if (exchangeEpochMicros == 0) {
            lagNanos = told ? UNKNOWN : 0;
            return;
        }
        turnTo(Math.floorDiv(receivedNanos, BUCKET_NANOS));
        long differenceNanos = receivedNanos - exchangeEpochMicros * 1_000;
        int at = (int) Math.floorMod(bucket, (long) BUCKETS);
        smallestNanos[at] = Math.min(smallestNanos[at], differenceNanos);
        long smallest = NONE;
        for (long each : smallestNanos) {
            smallest = Math.min(smallest, each);
        }
        lagNanos = differenceNanos - smallest;
    }

    private void turnTo(long now) {
        if (!told || now - bucket >= BUCKETS) {
            told = true;
            bucket = now;
            Arrays.fill(smallestNanos, NONE);
        }
        while (bucket < now) {
            bucket++;
            smallestNanos[(int) Math.floorMod(bucket, (long) BUCKETS)] = NONE;
        }
    }

    /// Of the last frame: 0 while no frame has told a time, [#UNKNOWN] when frames stopped telling it.
    long lagNanos() {
        return lagNanos;
    }
}
