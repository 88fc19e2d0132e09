package io.parallax.strategy;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Where closing a held pair leaves neither a gain nor a loss, everything that was paid and is still to be paid
/// counted. With `q` held on both legs, `S` the result so far (fees and funding included, what is open excluded), `C`
/// what the long leg cost less what the short leg brought, `b` what buying the short leg back costs now and `f` the
/// taker fees, the price `s` of selling the long leg solves
///
/// `S − C + s·q·(1 − f_long) − b·q·(1 + f_short) = 0`
///
/// and the exit spread is `(s − b) / b`. Thread: any; stateless.
public final class BreakEven {
    private static final long PPM = 1_000_000;

    private BreakEven() {}

    /// The price at which the long leg must be sold, rounded up; quote currency × 10⁸.
    ///
    /// @param quantityE8 positive, base currency × 10⁸
    /// @param openCostE8 what the long leg cost less what the short leg brought
    /// @param resultSoFarE8 of this cycle, fees and funding included
    /// @param buyPriceE8 what the short leg is bought back at
    public static long sellPriceE8(
            long quantityE8,
            long openCostE8,
            long resultSoFarE8,
            long buyPriceE8,
            long longTakerFeePpm,
            long shortTakerFeePpm) {
        long buyE8 = FixedPoint.multiply(buyPriceE8, quantityE8, Rounding.CEILING);
        long paidE8 = FixedPoint.multiplyDivide(buyE8, PPM + shortTakerFeePpm, PPM, Rounding.CEILING);
        long neededE8 = Math.subtractExact(Math.addExact(paidE8, openCostE8), resultSoFarE8);
        long proceedsE8 = FixedPoint.multiplyDivide(neededE8, PPM, PPM - longTakerFeePpm, Rounding.CEILING);
        return FixedPoint.divide(proceedsE8, quantityE8, Rounding.CEILING);
    }

    /// The exit spread there, in ppm and rounded up: at this spread or above closing costs nothing.
    public static long exitPpm(long sellPriceE8, long buyPriceE8) {
        return FixedPoint.multiplyDivide(sellPriceE8 - buyPriceE8, PPM, buyPriceE8, Rounding.CEILING);
    }
}
