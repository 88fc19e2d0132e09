package io.parallax.simulator.backtest;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// The exchange's own account of us in one instrument, kept apart from the engine's so that both can be
/// compared. Money × 10⁸. Thread: one.
final class PaperLedger {
    private final long startE8;
    private long quantityE8;
    /// What was received for sales less what was paid for purchases.
    private long flowE8;
    /// Signed like the position.
    private long costE8;
    private long feesE8;
    private long fundingE8;

    PaperLedger(long startE8) {
        this.startE8 = startE8;
    }

    void fill(Side side, long priceE8, long filledE8, long feeE8) {
        long notionalE8 = FixedPoint.multiply(priceE8, filledE8, Rounding.HALF_EVEN);
        long signedE8 = side.sign() * filledE8;
        boolean closes = Long.signum(quantityE8) == -side.sign();
        long closedE8 = closes ? Math.min(filledE8, Math.abs(quantityE8)) : 0;
        if (closedE8 > 0) {
            long releasedE8 = closedE8 == Math.abs(quantityE8)
                    ? costE8
                    : FixedPoint.multiplyDivide(costE8, closedE8, Math.abs(quantityE8), Rounding.HALF_EVEN);
            costE8 -= releasedE8;
        }
        if (filledE8 > closedE8) {
            costE8 += side.sign() * FixedPoint.multiply(priceE8, filledE8 - closedE8, Rounding.HALF_EVEN);
        }
        quantityE8 += signedE8;
        flowE8 -= side.sign() * notionalE8;
        feesE8 += feeE8;
    }

    void funding(long receivedE8) {
        fundingE8 += receivedE8;
    }

    long quantityE8() {
        return quantityE8;
    }

    long entryPriceE8() {
        return quantityE8 == 0 ? 0 : FixedPoint.divide(costE8, quantityE8, Rounding.HALF_EVEN);
    }

    /// Settled: what was realised, less fees, with funding.
    long cashE8() {
        return startE8 + flowE8 + costE8 - feesE8 + fundingE8;
    }

    /// With what is held, at that price.
    long equityE8(long priceE8) {
        return cashE8() - costE8 + valueE8(priceE8);
    }

    /// Signed value of what is held.
    long valueE8(long priceE8) {
        return quantityE8 == 0 ? 0 : FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
    }

    long feesE8() {
        return feesE8;
    }

    long fundingE8() {
        return fundingE8;
    }

    long startE8() {
        return startE8;
    }
}
