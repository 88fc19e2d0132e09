package io.parallax.strategy;

import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// The two formulas of the design document, for long A and short B:
///
/// - entry: `(BID_B − ASK_A) / ASK_A`
/// - exit: `(BID_A − ASK_B) / ASK_B`
///
/// For long B and short A the exchanges change places, so the entry of one direction is the exit of the other. Results
/// are in ppm (0.15 % is 1500), rounded down: an expected gain is never rounded up. Thread: any; stateless.
public final class SpreadCalculator {
    /// Says that a spread cannot be computed because a price is missing.
    public static final long NO_SPREAD = Long.MIN_VALUE;

    private static final long PPM = 1_000_000;

    private SpreadCalculator() {}

    /// `(bid − ask) / ask` in ppm, rounded down; [#NO_SPREAD] when either price is [FixedPoint#NO_PRICE].
    public static long spreadPpm(long bidE8, long askE8) {
        if (bidE8 == FixedPoint.NO_PRICE || askE8 == FixedPoint.NO_PRICE) {
            return NO_SPREAD;
        }
        return FixedPoint.multiplyDivide(bidE8 - askE8, PPM, askE8, Rounding.FLOOR);
    }

    /// What opening `direction` would pay at the touch.
    public static long entryPpm(Direction direction, OrderBook a, OrderBook b) {
        return direction == Direction.LONG_A_SHORT_B
                ? spreadPpm(b.bestBidE8(), a.bestAskE8())
                : spreadPpm(a.bestBidE8(), b.bestAskE8());
    }

    /// What closing a position of `direction` would pay at the touch.
    public static long exitPpm(Direction direction, OrderBook a, OrderBook b) {
        return entryPpm(direction.opposite(), a, b);
    }

    /// What opening `direction` would really pay for `quantityE8`: executable prices instead of the touch.
    public static long executableEntryPpm(Direction direction, OrderBook a, OrderBook b, long quantityE8) {
        OrderBook bought = direction == Direction.LONG_A_SHORT_B ? a : b;
        OrderBook sold = direction == Direction.LONG_A_SHORT_B ? b : a;
        return spreadPpm(sold.executablePriceE8(Side.SELL, quantityE8), bought.executablePriceE8(Side.BUY, quantityE8));
    }

    /// What closing a position of `direction` would really pay for `quantityE8`.
    public static long executableExitPpm(Direction direction, OrderBook a, OrderBook b, long quantityE8) {
        return executableEntryPpm(direction.opposite(), a, b, quantityE8);
    }
}
