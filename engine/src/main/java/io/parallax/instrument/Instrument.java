package io.parallax.instrument;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// One perpetual future on one exchange, with the rules an order must keep. Thread: any; immutable.
///
/// @param exchange where it trades
/// @param pair its name in our configuration, the same on every exchange: `BTC-PERP`
/// @param symbol its name on this exchange: `BTC-PERP` on Vest, `BTC-USD-PERP` on Paradex
/// @param tickE8 price step × 10⁸
/// @param lotE8 quantity step in base currency × 10⁸
/// @param quantityMinE8 smallest order in base currency × 10⁸
/// @param quantityMaxE8 largest order in base currency × 10⁸; [Long#MAX_VALUE] when the exchange names none
/// @param notionalMinE8 smallest order value in quote currency × 10⁸; 0 when the exchange names none
/// @param takerFeePpm taker fee in millionths of notional, as the exchange tells it
/// @param leverageMax highest leverage the exchange allows
/// @param tradable false while the exchange says that the instrument is halted
/// @param fundingMillis what a funding rate of this instrument is for: an hour on Vest, mostly eight on Paradex
public record Instrument(
        ExchangeId exchange,
        String pair,
        String symbol,
        long tickE8,
        long lotE8,
        long quantityMinE8,
        long quantityMaxE8,
        long notionalMinE8,
        long takerFeePpm,
        int leverageMax,
        boolean tradable,
        long fundingMillis) {
    private static final long HOUR_MILLIS = 3_600_000L;

    public Instrument {
        if (tickE8 <= 0 || lotE8 <= 0) {
            throw new IllegalArgumentException(exchange + " " + symbol + ": tick and lot must be positive, found tick "
                    + FixedPoint.format(tickE8) + ", lot " + FixedPoint.format(lotE8));
        }
        if (fundingMillis <= 0) {
            throw new IllegalArgumentException(
                    exchange + " " + symbol + ": the funding interval must be positive, found " + fundingMillis);
        }
    }

    /// An instrument whose funding rate is told by the hour.
    public Instrument(
            ExchangeId exchange,
            String pair,
            String symbol,
            long tickE8,
            long lotE8,
            long quantityMinE8,
            long quantityMaxE8,
            long notionalMinE8,
            long takerFeePpm,
            int leverageMax,
            boolean tradable) {
        this(
                exchange,
                pair,
                symbol,
                tickE8,
                lotE8,
                quantityMinE8,
                quantityMaxE8,
                notionalMinE8,
                takerFeePpm,
                leverageMax,
                tradable,
                HOUR_MILLIS);
    }

    /// Digits after the point that a price of this instrument has: 0.1 has one, 0.5 has one, 5 has none.
    public int priceDecimals() {
        return decimals(tickE8);
    }

    /// Digits after the point that a quantity of this instrument has.
    public int quantityDecimals() {
        return decimals(lotE8);
    }

    private static int decimals(long stepE8) {
        int decimals = FixedPoint.DECIMALS;
        for (long rest = stepE8; decimals > 0 && rest % 10 == 0; rest /= 10) {
            decimals--;
        }
        return decimals;
    }

    /// The limit price on the tick grid that is no worse for us than `priceE8`: a buy rounds down, a sell up.
    public long strictLimitE8(Side side, long priceE8) {
        return FixedPoint.roundToMultiple(priceE8, tickE8, side == Side.BUY ? Rounding.FLOOR : Rounding.CEILING);
    }

    /// The largest tradable quantity not above `quantityE8`.
    public long roundDownToLotE8(long quantityE8) {
        return FixedPoint.roundToMultiple(quantityE8, lotE8, Rounding.DOWN);
    }
}
