package io.parallax.simulator.world;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.units.FixedPoint;
import java.util.SplittableRandom;

/// The steps and the smallest orders of the traded instrument, drawn, so that not every world has the ones of today: in
/// some no lot is a multiple of the other, in a few the bot's size is too small to be traded. Thread: any; immutable.
///
/// @param paradexNotionalMinE8 quote currency × 10⁸
record Rules(long paradexLotE8, long paradexNotionalMinE8) {
    /// Vest tells the number of decimals, so that its lots are powers of ten.
    private static final long VEST_LOT_E8 = FixedPoint.parse("0.0001");

    private static final int ODD_PERCENT = 25;
    private static final int LARGE_PERCENT = 4;

    static Rules draw(SplittableRandom random) {
        boolean odd = random.nextInt(100) < ODD_PERCENT;
        boolean large = random.nextInt(100) < LARGE_PERCENT;
        return new Rules(FixedPoint.parse(odd ? "0.00065" : "0.00001"), FixedPoint.parse(large ? "2500" : "10"));
    }

    void apply(SimulatedExchange to) {
        to.control()
                .change(
                        SimulatedWorld.symbol(ExchangeId.PARADEX),
                        rules -> rules.withLotE8(paradexLotE8).withNotionalMinE8(paradexNotionalMinE8));
    }

    long commonLotE8() {
        long x = VEST_LOT_E8;
        long y = paradexLotE8;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return VEST_LOT_E8 / x * paradexLotE8;
    }
}
