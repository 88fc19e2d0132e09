package io.parallax.simulator.paradex;

import io.parallax.exchange.transport.IoLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Token buckets with steady refill, one set per key. Thread: simulator loop.
final class RateLimiter {
    private final IoLoop loop;
    private final List<Window> windows;
    private final Map<String, List<Bucket>> buckets = new HashMap<>();

    /// So many units per so many seconds.
    record Window(int units, long seconds) {
        String text() {
            return seconds == 60 ? "1m" : seconds + "s";
        }
    }

    /// What is left after a request, for the headers.
    ///
    /// @param resetEpochSeconds when the next unit comes free; the exchange does not document this field:
    /// chosen
    record Verdict(boolean allowed, Window window, long remaining, long resetEpochSeconds, long retryAfterSeconds) {}

    RateLimiter(IoLoop loop, Window... windows) {
        this.loop = loop;
        this.windows = List.of(windows);
    }

    /// Takes one unit from every window of `key`, or none.
    Verdict take(String key) {
        List<Bucket> own = buckets.computeIfAbsent(
                key,
                k -> windows.stream()
                        .map(window -> new Bucket(window, loop.nanoTime()))
                        .toList());
        long now = loop.nanoTime();
        own.forEach(bucket -> bucket.refill(now));
        Bucket tightest = own.get(0);
        for (Bucket bucket : own) {
            if (bucket.units < tightest.units) {
                tightest = bucket;
            }
        }
        boolean allowed = tightest.units >= 1;
        if (allowed) {
            own.forEach(bucket -> bucket.units -= 1);
        }
        return tightest.verdict(allowed, loop.epochMillis());
    }

    private static final class Bucket {
        private final Window window;
        private double units;
        private long filledNanos;

        Bucket(Window window, long nowNanos) {
            this.window = window;
            this.units = window.units();
            this.filledNanos = nowNanos;
        }

        void refill(long nowNanos) {
            double seconds = (nowNanos - filledNanos) / (double) TimeUnit.SECONDS.toNanos(1);
            units = Math.min(window.units(), units + seconds * window.units() / window.seconds());
            filledNanos = nowNanos;
        }

        Verdict verdict(boolean allowed, long epochMillis) {
            double missing = Math.max(0, 1 - units);
            double waitSeconds = missing * window.seconds() / window.units();
            long retryAfter = Math.max(1, (long) Math.ceil(waitSeconds));
            long reset = (long) Math.ceil(epochMillis / 1e3 + waitSeconds);
            return new Verdict(allowed, window, (long) Math.floor(units), reset, retryAfter);
        }
    }
}
