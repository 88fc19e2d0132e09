package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.function.LongUnaryOperator;

/// Ledger of one account in one instrument: position, exact cost, realised profit, fees, funding. Money × 10⁸.
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
    private long fundingE8;
    /// The instrument's index up to which funding is settled.
    private long fundingIndexE8;
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

    /// Realises what funding has accrued since the last time; returns what was received.
    long settleFunding(long indexE8, LongUnaryOperator rounding) {
        long received = rounding.applyAsLong(unrealisedFundingE8(indexE8));
        fundingE8 = Math.addExact(fundingE8, received);
        fundingIndexE8 = indexE8;
        return received;
    }

    /// Funding since the last settlement, rounded half-even; longs pay while the index grows.
    public long unrealisedFundingE8(long indexE8) {
        return -FixedPoint.multiply(quantityE8, indexE8 - fundingIndexE8, Rounding.HALF_EVEN);
    }

    /// Undoes a fill. For the last one everything is as before. Where later fills were booked on top of it,
    /// quantity, fees and flow are exact all the same, and the cost of what is left becomes what makes
    /// realised − cost equal the flow; if that is no price, the open part counts as bought at the price of the
    /// fill that is undone.
    void bust(Fill fill, long epochMillis) {
        int sign = fill.order().side().sign();
        boolean opened = quantityE8 == 0;
        quantityE8 = Math.subtractExact(quantityE8, sign * fill.quantityE8());
        feesE8 = Math.subtractExact(feesE8, fill.feeE8());
        tradedFlowE8 = Math.addExact(tradedFlowE8, sign * fill.notionalE8());
        realisedE8 = Math.subtractExact(realisedE8, fill.realisedE8());
        costE8 = realisedE8 - tradedFlowE8;
        if (Long.signum(costE8) != Long.signum(quantityE8)) {
            costE8 = FixedPoint.multiply(quantityE8, fill.priceE8(), Rounding.HALF_EVEN);
            realisedE8 = tradedFlowE8 + costE8;
        }
        openedEpochMillis = opened ? epochMillis : openedEpochMillis;
        updatedEpochMillis = epochMillis;
    }

    Position copy() {
        Position copy = new Position(symbol);
        copy.restore(this);
        return copy;
    }

    /// Becomes what `other` is.
    void restore(Position other) {
        quantityE8 = other.quantityE8;
        costE8 = other.costE8;
        realisedE8 = other.realisedE8;
        feesE8 = other.feesE8;
        tradedFlowE8 = other.tradedFlowE8;
        fundingE8 = other.fundingE8;
        fundingIndexE8 = other.fundingIndexE8;
        lastFillId = other.lastFillId;
        openedEpochMillis = other.openedEpochMillis;
        updatedEpochMillis = other.updatedEpochMillis;
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

    /// Funding realised so far; positive is received.
    public long fundingE8() {
        return fundingE8;
    }

    /// The instrument's index up to which funding is settled.
    public long fundingIndexE8() {
        return fundingIndexE8;
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
