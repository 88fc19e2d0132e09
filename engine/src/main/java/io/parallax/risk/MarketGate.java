package io.parallax.risk;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.RejectionKind;
import java.util.Set;

/// Whether one instrument can be traded, by what its exchange refused. The others on that exchange are not concerned;
/// when it is the exchange that halts, each finds that out by one refusal. Thread: engine only.
///
/// It opens as [ExchangeGate] does after a refusal for the exchange's mode: for what reduces once an order was taken or
/// five minutes passed, for the repair of a leg without its mate every two seconds, for what increases five minutes
/// after the last refusal.
public final class MarketGate {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long CLOSED_NANOS = 300 * SECOND_NANOS;
    private static final long PROBE_NANOS = 2 * SECOND_NANOS;
    private static final long NEVER = Long.MIN_VALUE;

    /// Paradex `MARKET_NOT_OPEN`; Vest 1148 and 3024 `MARKET_CLOSED`.
    private static final Set<String> CODES = Set.of("MARKET_NOT_OPEN", "1148", "3024");

    private long refusedNanos = NEVER;
    private boolean suspected;

    /// Whether a refusal is about the instrument alone.
    public static boolean concerns(ExchangeError error) {
        return error instanceof ExchangeError.Rejected rejected
                && rejected.kind() == RejectionKind.MODE
                && CODES.contains(rejected.code());
    }

    public void onRefused(long nowNanos) {
        refusedNanos = nowNanos;
        suspected = true;
    }

    /// The exchange worked on an order of this instrument that was sent at `sentNanos`.
    public void onOrderTaken(long sentNanos) {
        if (sentNanos > refusedNanos) {
            suspected = false;
        }
    }

    private boolean isRecent(long nowNanos, long withinNanos) {
        return refusedNanos != NEVER && nowNanos - refusedNanos < withinNanos;
    }

    public boolean allowsIncrease(long nowNanos) {
        return !isRecent(nowNanos, CLOSED_NANOS);
    }

    public boolean allowsReduce(long nowNanos) {
        return !suspected || !isRecent(nowNanos, CLOSED_NANOS);
    }

    /// Whether an order may be sent that gets rid of a leg without its mate.
    public boolean allowsRepair(long nowNanos) {
        return allowsReduce(nowNanos) || !isRecent(nowNanos, PROBE_NANOS);
    }
}
