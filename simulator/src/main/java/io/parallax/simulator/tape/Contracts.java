package io.parallax.simulator.tape;

import io.parallax.instrument.ExchangeId;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What one unit of a recorded size is worth, where it is not the base currency. Thread: any; stateless.
///
/// Binance COIN-M perpetuals count contracts of 100 USD for Bitcoin and of 10 USD for every other coin (its
/// contract specifications; the recordings' description says the same).
final class Contracts {
    private static final ExchangeId COIN_MARGINED = new ExchangeId("binance-coinm");
    private static final long BITCOIN_QUOTE = 100;
    private static final long OTHER_QUOTE = 10;

    private Contracts() {}

    /// A recorded size as base currency × 10⁸, rounded down.
    static long baseE8(ExchangeId exchange, String symbol, long sizeE8, long priceE8) {
        if (!exchange.equals(COIN_MARGINED)) {
            return sizeE8;
        }
        long quoteE8 = Math.multiplyExact(sizeE8, symbol.equals("BTC") ? BITCOIN_QUOTE : OTHER_QUOTE);
        return FixedPoint.divide(quoteE8, priceE8, Rounding.DOWN);
    }
}
