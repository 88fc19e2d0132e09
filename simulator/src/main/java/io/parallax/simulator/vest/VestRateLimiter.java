package io.parallax.simulator.vest;

import java.util.HashMap;
import java.util.Map;

/// A bucket of requests per client. Thread: simulator loop.
final class VestRateLimiter {
    private static final int CLIENTS_MAX = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int burst;
    private final int perSecond;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private record Bucket(double tokens, long atNanos) {}

    VestRateLimiter(int burst, int perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /// Whether the client may make this request.
    boolean allows(String client, long nowNanos) {
        if (buckets.size() > CLIENTS_MAX) {
            buckets.clear();
        }
        Bucket bucket = buckets.getOrDefault(client, new Bucket(burst, nowNanos));
        double tokens = Math.min(burst, bucket.tokens + (nowNanos - bucket.atNanos) / NANOS_PER_SECOND * perSecond);
        boolean allowed = tokens >= 1;
        buckets.put(client, new Bucket(allowed ? tokens - 1 : tokens, nowNanos));
        return allowed;
    }
}
