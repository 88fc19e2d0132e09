package io.parallax.execution;

import io.parallax.strategy.Direction;

/// One finished cycle of a pair, in figures. Thread: any; immutable. Money is quote currency × 10⁸.
///
/// @param number counts the cycles of this pair from 1, failed ones included
/// @param outcome how it ended
/// @param quantityE8 the largest hedged quantity, base currency × 10⁸
/// @param entrySpreadPpm executable spread at the entry decision; 0 when adopted
/// @param grossE8 realised result of both legs before fees
/// @param feesE8 fees of both legs, positive when paid
/// @param fundingE8 funding of both legs, positive when received
/// @param exact false when part of the position came from before this run, so that its cost is the exchange's
///     word
/// @param nakedNanosMax longest time with one lot or more unhedged, by our best knowledge
public record CycleResult(
        long number,
        Outcome outcome,
        Direction direction,
        long quantityE8,
        long entrySpreadPpm,
        long grossE8,
        long feesE8,
        long fundingE8,
        boolean exact,
        long durationNanos,
        long nakedNanosMax) {

    public long netE8() {
        return grossE8 - feesE8 + fundingE8;
    }

    /// How a cycle ended.
    public enum Outcome {
        /// Entered, hedged, exited.
        COMPLETED,
        /// Nothing was executed.
        NOTHING_FILLED,
        /// A leg was refused, or had to be unwound.
        FAILED
    }
}
