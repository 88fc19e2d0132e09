package io.parallax.execution;

import io.parallax.position.PairPosition;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What is remembered of a cycle while it runs. Thread: engine only.
final class RunningCycle {
    /// The entry spread of a position that was found.
    private static final long ADOPTED = 0;

    private final long number;
    private final Direction direction;
    private long entrySpreadPpm;
    private long layerPpm;
    private final long startNanos;
    private final long grossStartE8;
    private final long feesStartE8;
    private final long fundingStartE8;
    private final long basisStartE8;
    private final long basisUnknownsStart;
    private long hedgedMaxE8;
    private long nakedNanosMax;
    private boolean refused;

    RunningCycle(long number, Direction direction, long entrySpreadPpm, PairPosition position, long startNanos) {
        this.number = number;
        this.direction = direction;
        this.entrySpreadPpm = entrySpreadPpm;
        this.layerPpm = entrySpreadPpm;
        this.startNanos = startNanos;
        this.grossStartE8 = position.grossE8();
        this.feesStartE8 = position.feesE8();
        this.fundingStartE8 = position.fundingE8();
        this.basisStartE8 = position.knownBasisE8();
        this.basisUnknownsStart = position.basisUnknowns();
    }

    /// What is hedged beyond what was from now on was entered at this spread.
    void onLayer(long entryPpm) {
        layerPpm = entryPpm;
    }

    void onHedged(long quantityE8) {
        long moreE8 = quantityE8 - hedgedMaxE8;
        if (moreE8 <= 0) {
            return;
        }
        if (entrySpreadPpm != ADOPTED) {
            entrySpreadPpm += FixedPoint.multiplyDivide(
                    layerPpm - entrySpreadPpm, moreE8, hedgedMaxE8 + moreE8, Rounding.HALF_EVEN);
        }
        hedgedMaxE8 = quantityE8;
    }

    void onNaked(long nanos) {
        nakedNanosMax = Math.max(nakedNanosMax, nanos);
    }

    void onRefused() {
        refused = true;
    }

    boolean refused() {
        return refused;
    }

    long startNanos() {
        return startNanos;
    }

    Direction direction() {
        return direction;
    }

    long resultSoFarE8(PairPosition position) {
        return position.resultE8() - (grossStartE8 - feesStartE8 + fundingStartE8);
    }

    CycleResult finish(CycleResult.Outcome outcome, PairPosition position, long nowNanos) {
        return new CycleResult(
                number,
                outcome,
                direction,
                hedgedMaxE8,
                entrySpreadPpm,
                position.grossE8() - grossStartE8,
                position.feesE8() - feesStartE8,
                position.fundingE8() - fundingStartE8,
                position.exact(),
                nowNanos - startNanos,
                nakedNanosMax,
                position.basisE8(basisStartE8, basisUnknownsStart));
    }
}
