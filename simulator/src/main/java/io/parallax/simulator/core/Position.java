package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Ledger of one account in one instrument: position, exact cost, realised profit, fees. Money × 10⁸.
///
/// Cost is signed like the position. A close takes its share of the cost, rounded half-even to 10⁻⁸, and the
/// last close takes all that is left; so at any time `realised − cost` equals what was sold minus what was
/// bought, to the last digit, and no rounding remains in a flat position. Thread: simulator loop.
public final class Position {
    private final String symbol;
    private long quantityE8;
    private long costE8;
    private long realisedE8;
    private long feesE8;
    private long tradedFlowE8;
    private long lastFillId;
    private long openedEpochMillis;
    private long updatedEpochMillis;

    Position(String symbol) {
        this.symbol = symbol;
    }

    /// Books one fill and returns what it realised, before its fee.
    long fill(Side side, long filledE8, long notionalE8, long feeE8, long fillId, long epochMillis) {
        long realised = 0;
        long openedE8 = filledE8;
        long openedNotionalE8 = notionalE8;
        boolean closes = Long.signum(quantityE8) == -side.sign();
        if (closes) {
            long closedE8 = Math.min(filledE8, Math.abs(quantityE8));
            long closedNotionalE8 = closedE8 == filledE8
                    ? notionalE8
                    : FixedPoint.multiplyDivide(notionalE8, closedE8, filledE8, Rounding.HALF_EVEN);
            realised = close(side, closedE8, closedNotionalE8);
            openedE8 = filledE8 - closedE8;
            openedNotionalE8 = notionalE8 - closedNotionalE8;
        }
        if (quantityE8 == 0) {
            openedEpochMillis = epochMillis;
        }
        quantityE8 = Math.addExact(quantityE8, side.sign() * openedE8);
        costE8 = Math.addExact(costE8, side.sign() * openedNotionalE8);
        tradedFlowE8 = Math.subtractExact(tradedFlowE8, side.sign() * notionalE8);
        feesE8 = Math.addExact(feesE8, feeE8);
        lastFillId = fillId;
        updatedEpochMillis = epochMillis;
        return realised;
    }

    private long close(Side side, long closedE8, long closedNotionalE8) {
        long heldE8 = Math.abs(quantityE8);
        long releasedE8 =
                closedE8 == heldE8 ? costE8 : FixedPoint.multiplyDivide(costE8, closedE8, heldE8, Rounding.HALF_EVEN);
        long realised = -side.sign() * closedNotionalE8 - releasedE8;
        quantityE8 += side.sign() * closedE8;
        costE8 -= releasedE8;
        realisedE8 = Math.addExact(realisedE8, realised);
        return realised;
    }

    /// Profit if all were closed at `markE8`, before fees.
    public long unrealisedE8(long markE8) {
        return FixedPoint.multiply(quantityE8, markE8, Rounding.FLOOR) - costE8;
    }

    /// Average entry price, rounded half-even; 0 when flat.
    public long averageEntryE8() {
        return quantityE8 == 0 ? 0 : FixedPoint.divide(costE8, quantityE8, Rounding.HALF_EVEN);
    }

    public String symbol() {
        return symbol;
    }

    /// Positive is long.
    public long quantityE8() {
        return quantityE8;
    }

    public boolean flat() {
        return quantityE8 == 0;
    }

    /// What the open part was bought for; negative for a short.
    public long costE8() {
        return costE8;
    }

    /// Profit of everything closed, before fees.
    public long realisedE8() {
        return realisedE8;
    }

    public long feesE8() {
        return feesE8;
    }

    /// Everything ever sold minus everything ever bought.
    public long tradedFlowE8() {
        return tradedFlowE8;
    }

    public long lastFillId() {
        return lastFillId;
    }

    public long openedEpochMillis() {
        return openedEpochMillis;
    }

    public long updatedEpochMillis() {
        return updatedEpochMillis;
    }
}
