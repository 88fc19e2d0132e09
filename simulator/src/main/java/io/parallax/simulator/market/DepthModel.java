package io.parallax.simulator.market;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.List;

/// The synthetic depth behind a recorded touch, drawn from the seed: no recording of it exists for these
/// exchanges. Thread: simulator loop.
final class DepthModel {
    private static final long PPM = 1_000_000;

    // Order book: 15 to 40 levels a side on a grid of a fifth of a basis point with holes; thin at the touch.
    private static final int LEVELS_MIN = 15;
    private static final int LEVELS_MAX = 40;
    private static final long LEVEL_COUNT_MILLIS = 10_000;
    private static final long GRID_PPM = 20;
    private static final int GRID_HOLES_ONE_IN = 3;
    private static final int TOUCH_QUOTE_MIN = 1_500;
    private static final int TOUCH_QUOTE_SPAN = 30_000;
    private static final int LEVEL_QUOTE_MIN = 3_000;
    private static final int LEVEL_QUOTE_SPAN = 90_000;
    private static final int LEVEL_LIFE_MILLIS = 6_000;

    // Quote curve: 20 levels a side, sizes whole multiples of one unit, both sides alike.
    private static final int CURVE_LEVELS = 20;
    private static final int CURVE_UNIT_QUOTE = 3_000;
    private static final int CURVE_STEP_PPM_MIN = 10;
    private static final int CURVE_STEP_PPM_SPAN = 40;

    private final SeededRandom random;
    private final SimulatedBook book;
    private final int levelsMax;
    private final long unitE8;

    /// @param book whose rules the depth keeps, also when they change
    /// @param levelsMax no more levels than these, a side
    /// @param firstPriceE8 sets the unit of the quote curve
    DepthModel(SeededRandom random, SimulatedBook book, int levelsMax, long firstPriceE8) {
        this.random = random;
        this.book = book;
        this.levelsMax = levelsMax;
        this.unitE8 = quantityE8(CURVE_UNIT_QUOTE, firstPriceE8);
    }

    /// One side of an order book from its touch outward.
    List<Level> bookSide(Side side, long touchE8, long marketMillis) {
        int drawn = LEVELS_MIN
                + random.hashed(7 * (marketMillis / LEVEL_COUNT_MILLIS) + side.sign(), LEVELS_MAX - LEVELS_MIN + 1);
        int count = Math.min(levelsMax, drawn);
        Instrument instrument = instrument();
        List<Level> levels = new ArrayList<>(count);
        levels.add(new Level(
                touchE8, quoteE8(touchE8, TOUCH_QUOTE_MIN, TOUCH_QUOTE_SPAN, 31 * marketMillis + side.sign())));
        long gridE8 = FixedPoint.roundToMultiple(
                FixedPoint.multiplyDivide(touchE8, GRID_PPM, PPM, Rounding.DOWN), instrument.tickE8(), Rounding.UP);
        int outward = -side.sign();
        long priceE8 =
                FixedPoint.roundToMultiple(touchE8, gridE8, side == Side.BUY ? Rounding.FLOOR : Rounding.CEILING);
        while (levels.size() < count && priceE8 > gridE8) {
            boolean hole = random.hashed(priceE8, GRID_HOLES_ONE_IN) == 0;
            if (priceE8 != touchE8 && !hole) {
                levels.add(new Level(priceE8, levelQuantityE8(priceE8, marketMillis)));
            }
            priceE8 += outward * gridE8;
        }
        return levels;
    }

    /// Stays the same for some seconds, so that a moving touch does not change the whole book.
    private long levelQuantityE8(long priceE8, long marketMillis) {
        long age = (marketMillis + random.hashed(priceE8, LEVEL_LIFE_MILLIS)) / LEVEL_LIFE_MILLIS;
        return quoteE8(priceE8, LEVEL_QUOTE_MIN, LEVEL_QUOTE_SPAN, priceE8 + 131 * age);
    }

    private long quoteE8(long priceE8, int quoteMin, int quoteSpan, long key) {
        return quantityE8(quoteMin + random.hashed(key, quoteSpan), priceE8);
    }

    private long quantityE8(int quote, long priceE8) {
        long wantedE8 = FixedPoint.divide(quote * FixedPoint.ONE, priceE8, Rounding.DOWN);
        return Math.max(instrument().lotE8(), instrument().roundDownToLotE8(wantedE8));
    }

    private Instrument instrument() {
        return book.instrument().instrument();
    }

    /// One side of a quote curve. The other side has the same quantities and, in parts of the price, the same
    /// steps.
    List<Level> curveSide(Side side, long touchE8, long snapshot) {
        int count = Math.min(levelsMax, CURVE_LEVELS);
        long tickE8 = instrument().tickE8();
        List<Level> levels = new ArrayList<>(count);
        long priceE8 = touchE8;
        for (int level = 0; level < count; level++) {
            int units = 1 + level / 4 + random.hashed(level, 2);
            levels.add(new Level(
                    priceE8, Math.max(instrument().lotE8(), instrument().roundDownToLotE8(units * unitE8))));
            int stepPpm = CURVE_STEP_PPM_MIN + random.hashed(snapshot * CURVE_LEVELS + level, CURVE_STEP_PPM_SPAN);
            long stepE8 = Math.max(
                    tickE8,
                    FixedPoint.roundToMultiple(
                            FixedPoint.multiplyDivide(touchE8, stepPpm, PPM, Rounding.DOWN), tickE8, Rounding.DOWN));
            priceE8 -= side.sign() * stepE8;
        }
        return levels;
    }
}
