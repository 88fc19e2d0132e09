package io.parallax.simulator.backtest;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.RandomDelay;
import io.parallax.simulator.core.SeededRandom;
import java.util.Map;

/// How long things take on the way to one exchange and back: log-normal with a median and a 90th percentile,
/// cut at the longest. Thread: any; immutable.
///
/// @param order from our decision until the order meets the book
/// @param report from there until we know
/// @param feedMillis from the moment that the recorder saw a quote until we would; 0 when we stand where it stood
public record LatencyModel(Spread order, Spread report, long feedMillis) {
    private static final long FEED_MILLIS_MAX = 60_000;

    /// Nobody measured: two thirds of a second of round trip between far continents is not reached, and a
    /// server next door is faster.
    private static final LatencyModel OTHER = new LatencyModel(new Spread(25, 75, 500), new Spread(25, 75, 500), 0);

    /// As the simulated exchanges have them (`docs/simulator.md`, "Delays"): Vest executes 90 ms after
    /// acceptance in the middle case and 250 ms in one of ten, Paradex 2 to 10 ms after it; each with a way of
    /// 10 ms.
    private static final Map<String, LatencyModel> KNOWN = Map.of(
            "vest", new LatencyModel(new Spread(110, 270, 1_500), new Spread(10, 25, 500), 0),
            "paradex", new LatencyModel(new Spread(16, 40, 500), new Spread(10, 25, 500), 0));

    /// @param medianMillis half are shorter
    /// @param p90Millis nine of ten are shorter
    /// @param maxMillis none is longer
    public record Spread(int medianMillis, int p90Millis, int maxMillis) {
        public Spread {
            if (medianMillis < 0 || p90Millis < medianMillis || maxMillis < p90Millis || maxMillis > 60_000) {
                throw new IllegalArgumentException("a latency needs 0 <= median <= p90 <= max <= 60000 ms, found "
                        + medianMillis + ", " + p90Millis + ", " + maxMillis);
            }
        }

        RandomDelay delay(SeededRandom random) {
            return medianMillis == 0
                    ? RandomDelay.uniform(random, 0, 0)
                    : RandomDelay.skewed(random, 0, medianMillis, p90Millis, maxMillis);
        }
    }

    public LatencyModel {
        if (feedMillis < 0 || feedMillis > FEED_MILLIS_MAX) {
            throw new IllegalArgumentException("the feed latency must be 0 to 60000 ms, found " + feedMillis);
        }
    }

    /// What is assumed of an exchange.
    public static LatencyModel defaultsOf(ExchangeId exchange) {
        return KNOWN.getOrDefault(exchange.name(), OTHER);
    }
}
