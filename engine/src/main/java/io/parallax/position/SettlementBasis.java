package io.parallax.position;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What the settlement currency's distance from par makes of one leg's result, where prices are told in another
/// currency than accounts are settled in. It runs beside the [LegLedger], which counts one as the other, and takes
/// the same shares: each execution is worth its value in the currency of prices divided by the rate of its moment,
/// and what that is more or less than the plain value is kept with the cost of what is held, or realised. With a
/// rate of exactly 1 every part is exactly 0. An execution without a rate makes what it touches unknown. Money is
/// settlement currency × 10⁸. Thread: engine only. Allocates nothing.
final class SettlementBasis {
    private static final long UNKNOWN = 0;

    private final boolean apart;
    private long rateE8 = UNKNOWN;
    private boolean read;
    private long costE8;
    private boolean costKnown = true;
    private long realisedE8;
    private long unknowns;

    /// @param apart whether accounts are settled in another currency than prices are told in
    SettlementBasis(boolean apart) {
        this.apart = apart;
        this.read = !apart;
    }

    /// @param rateE8 what one unit of the settlement currency is worth, × 10⁸; 0 when that is not known
    void rate(long rateE8) {
        this.rateE8 = Math.max(UNKNOWN, rateE8);
        read |= rateE8 > UNKNOWN;
    }

    /// What an execution was worth more than its plain value; 0 too when that is not known.
    ///
    /// @param signedE8 plain value: positive when it was bought
    long ofE8(long signedE8) {
        return !apart || rateE8 == UNKNOWN
                ? 0
                : FixedPoint.multiplyDivide(signedE8, FixedPoint.ONE - rateE8, rateE8, Rounding.HALF_EVEN);
    }

    private boolean isUnknown() {
        return apart && rateE8 == UNKNOWN;
    }

    void open(long worthE8) {
        costE8 = Math.addExact(costE8, worthE8);
        costKnown &= !isUnknown();
    }

    /// @param closedE8 of the `heldE8`, both without sign
    /// @param paidE8 what the closing execution was worth more
    void close(long heldE8, long closedE8, long paidE8) {
        long shareE8 =
                closedE8 == heldE8 ? costE8 : FixedPoint.multiplyDivide(costE8, closedE8, heldE8, Rounding.HALF_EVEN);
        realisedE8 = Math.subtractExact(realisedE8, Math.addExact(paidE8, shareE8));
        costE8 -= shareE8;
        if (isUnknown() || !costKnown) {
            unknowns++;
        }
        if (closedE8 == heldE8) {
            costKnown = true;
        }
    }

    /// The position is the exchange's word from now on: what it was worth when it was entered is not known.
    void adopt(boolean flat) {
        costE8 = 0;
        costKnown = flat || !apart;
    }

    /// Whether a rate was ever told, or none is needed.
    boolean isRead() {
        return read;
    }

    /// What is known to be realised so far; only as much as that while [#unknowns] is not 0.
    long realisedE8() {
        return realisedE8;
    }

    /// Closes so far whose part is not known.
    long unknowns() {
        return unknowns;
    }
}
