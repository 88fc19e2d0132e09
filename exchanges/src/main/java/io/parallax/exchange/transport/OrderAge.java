package io.parallax.exchange.transport;

import java.util.Optional;

/// How old an order may be when it is signed: a process that stood still between the decision and the gateway's turn
/// must not give a decision of before a fresh time of signing. Pure: time is given. Thread: any; stateless.
public final class OrderAge {
    /// As long as the engine may stand still before it trusts nothing of before.
    static final long INCREASING_NANOS_MAX = 250_000_000L;

    /// What only shrinks a position is wanted late rather than never; its price bound still holds.
    static final long REDUCING_NANOS_MAX = 2_000_000_000L;

    private OrderAge() {}

    /// Why an order may not be signed any more; empty when it may. Then it was never sent.
    ///
    /// @param handedNanos when the engine handed it over, monotonic
    public static Optional<String> obstacle(boolean reduceOnly, long handedNanos, long nowNanos) {
        long maxNanos = reduceOnly ? REDUCING_NANOS_MAX : INCREASING_NANOS_MAX;
        long ageNanos = nowNanos - handedNanos;
        return ageNanos <= maxNanos
                ? Optional.empty()
                : Optional.of(
                        "decided " + ageNanos / 1_000_000 + " ms ago, " + maxNanos / 1_000_000 + " ms are allowed");
    }
}
