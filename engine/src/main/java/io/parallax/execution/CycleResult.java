package io.parallax.execution;

import io.parallax.strategy.Direction;
import java.util.OptionalLong;

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
/// @param basisE8 what the settlement currencies' distance from par made of it, not in the net: with the gross, prices
///     made so much of the settlement currency; empty when a rate was not known
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
        long nakedNanosMax,
        OptionalLong basisE8) {

    /// Of a cycle on exchanges whose accounts are settled in the currency of their prices.
    public CycleResult(
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
        this(
                number,
                outcome,
                direction,
                quantityE8,
                entrySpreadPpm,
                grossE8,
                feesE8,
                fundingE8,
                exact,
                durationNanos,
                nakedNanosMax,
                OptionalLong.of(0));
    }

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
