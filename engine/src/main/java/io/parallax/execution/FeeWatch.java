package io.parallax.execution;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What an execution on one leg costs: what the exchange says it takes, or what it took last where that was more. An
/// account may be on another schedule than the market's published one, and premiums come on top. Thread: engine only.
final class FeeWatch {
    private static final long PPM = 1_000_000;
    private static final long NONE = Long.MIN_VALUE;
    /// Below this value the rounding of a fee is too much of it.
    private static final long NOTIONAL_MIN_E8 = FixedPoint.ONE;

    private long chargedPpm = NONE;

    /// @param feeE8 positive when it was paid
    void onFill(long priceE8, long quantityE8, long feeE8) {
        long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        if (notionalE8 >= NOTIONAL_MIN_E8) {
            chargedPpm = FixedPoint.multiplyDivide(feeE8, PPM, notionalE8, Rounding.HALF_EVEN);
        }
    }

    /// What to count with, ppm of an execution's value; negative is a rebate.
    ///
    /// @param toldPpm what the exchange says
    long takerFeePpm(long toldPpm) {
        return Math.max(toldPpm, chargedPpm);
    }
}
