package io.parallax.simulator.vest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The documented interval names. A month counts 30 days here. Thread: any; stateless.
final class VestIntervals {
    private static final Map<String, Long> MILLIS = Map.ofEntries(
            Map.entry("1m", TimeUnit.MINUTES.toMillis(1)),
            Map.entry("3m", TimeUnit.MINUTES.toMillis(3)),
            Map.entry("5m", TimeUnit.MINUTES.toMillis(5)),
            Map.entry("15m", TimeUnit.MINUTES.toMillis(15)),
            Map.entry("30m", TimeUnit.MINUTES.toMillis(30)),
            Map.entry("1h", TimeUnit.HOURS.toMillis(1)),
            Map.entry("2h", TimeUnit.HOURS.toMillis(2)),
            Map.entry("4h", TimeUnit.HOURS.toMillis(4)),
            Map.entry("6h", TimeUnit.HOURS.toMillis(6)),
            Map.entry("8h", TimeUnit.HOURS.toMillis(8)),
            Map.entry("12h", TimeUnit.HOURS.toMillis(12)),
            Map.entry("1d", TimeUnit.DAYS.toMillis(1)),
            Map.entry("3d", TimeUnit.DAYS.toMillis(3)),
            Map.entry("1w", TimeUnit.DAYS.toMillis(7)),
            Map.entry("1M", TimeUnit.DAYS.toMillis(30)));

    private VestIntervals() {}

    static Optional<Long> millis(String interval) {
        return Optional.ofNullable(MILLIS.get(interval));
    }
}
