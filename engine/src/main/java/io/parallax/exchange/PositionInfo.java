package io.parallax.exchange;

/// A position as the exchange tells it. Thread: any; immutable.
///
/// @param symbol the exchange's name of the instrument
/// @param quantityE8 signed: positive is long; base currency × 10⁸
/// @param entryPriceE8 average entry price × 10⁸; 0 when flat
/// @param unrealisedE8 the exchange's figure, quote currency × 10⁸
/// @param liquidationPriceE8 where the exchange would liquidate it, × 10⁸; 0 when it does not say or there is none
public record PositionInfo(
        String symbol, long quantityE8, long entryPriceE8, long unrealisedE8, long liquidationPriceE8) {
    public PositionInfo(String symbol, long quantityE8, long entryPriceE8, long unrealisedE8) {
        this(symbol, quantityE8, entryPriceE8, unrealisedE8, 0);
    }

    public static PositionInfo flat(String symbol) {
        return new PositionInfo(symbol, 0, 0, 0);
    }

    public boolean isFlat() {
        return quantityE8 == 0;
    }
}
