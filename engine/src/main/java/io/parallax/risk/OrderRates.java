package io.parallax.risk;

import java.util.Arrays;
import java.util.List;

/// How many orders one exchange has had, where more of them than it says cost more. Every order counts, whatever it is
/// for; only entries are held back, and they leave a part of each window to what reduces risk. Windows slide, so that
/// the exchange sees no more than its number, wherever its own windows begin. Thread: engine only.
public final class OrderRates {
    /// One order in so many of a window is kept for what reduces risk.
    private static final int KEPT_ONE_IN = 5;

    /// Orders may arrive so much closer together than they left.
    private static final long JITTER_NANOS = 250_000_000L;

    private final List<Rate> rates;
    private final long[] sentNanos;
    private long sent;

    /// @param rates none for an exchange that takes any number at one price
    public OrderRates(List<Rate> rates) {
        this.rates = List.copyOf(rates);
        this.sentNanos = new long[rates.stream().mapToInt(Rate::ordersMax).max().orElse(0)];
        Arrays.fill(sentNanos, Long.MIN_VALUE);
    }

    /// At most so many orders in any time of that length.
    ///
    /// @param millis length of the window
    public record Rate(int ordersMax, long millis) {
        public Rate {
            Bounds.require(ordersMax >= 2, "ordersMax", ordersMax, "2 or more");
            Bounds.require(millis >= 1, "millis", millis, "1 or more");
        }

        int entriesMax() {
            return ordersMax - Math.ceilDiv(ordersMax, KEPT_ONE_IN);
        }

        private long nanos() {
            return millis * 1_000_000 + JITTER_NANOS;
        }
    }

    /// Whether an entry may send one order more.
    public boolean allowsEntry(long nowNanos) {
        for (int i = 0; i < rates.size(); i++) {
            Rate rate = rates.get(i);
            // The youngest order that would have to be out of the window.
            long hindering = sent - rate.entriesMax();
            if (hindering >= 0 && nowNanos - sentNanos[(int) (hindering % sentNanos.length)] < rate.nanos()) {
                return false;
            }
        }
        return true;
    }

    /// An order left, whatever it is for.
    public void onSent(long nowNanos) {
        if (sentNanos.length > 0) {
            sentNanos[(int) (sent % sentNanos.length)] = nowNanos;
            sent++;
        }
    }
}
