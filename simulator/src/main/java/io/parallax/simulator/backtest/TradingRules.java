package io.parallax.simulator.backtest;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.units.FixedPoint;
import java.util.Map;

/// Steps of price and quantity, and taker fees, of the exchanges that recordings are about. The table is printed in
/// `docs/backtest.md` with where each number is from; every fee can be set otherwise. Everything is treated as
/// a linear perpetual, also spot and coin-margined contracts. Thread: any; stateless.
public final class TradingRules {
    private static final int LEVERAGE_MAX = 50;
    private static final long FEE_PPM_OTHER = 500;

    /// Taker fees of the lowest tier, in ppm of the value.
    private static final Map<String, Long> FEES_PPM = Map.ofEntries(
            Map.entry("vest", 100L),
            Map.entry("paradex", 450L),
            Map.entry("lighter", 0L),
            Map.entry("hyperliquid", 450L),
            Map.entry("binance-usdm", 500L),
            Map.entry("binance-coinm", 500L),
            Map.entry("binance-spot", 1_000L),
            Map.entry("binance", 1_000L),
            Map.entry("okx", 1_000L),
            Map.entry("bybit", 1_000L),
            Map.entry("kraken", 4_000L),
            Map.entry("coinbase", 6_000L));

    private static final Map<String, String> TICKS = Map.ofEntries(
            Map.entry("binance-usdm BTC", "0.1"),
            Map.entry("binance-coinm BTC", "0.1"),
            Map.entry("okx BTC", "0.1"),
            Map.entry("kraken BTC", "0.1"),
            Map.entry("bybit BTC", "0.1"),
            Map.entry("paradex BTC", "0.1"),
            Map.entry("hyperliquid BTC", "1"),
            Map.entry("hyperliquid ETH", "0.1"));

    private static final String TICK_OTHER = "0.01";
    private static final Map<String, String> LOTS = Map.of("BTC", "0.0001", "ETH", "0.001", "SOL", "0.01");
    private static final String LOT_OTHER = "0.01";

    private TradingRules() {}

    /// Taker fee of an exchange, in ppm of the value.
    public static long takerFeePpm(ExchangeId exchange) {
        return FEES_PPM.getOrDefault(exchange.name(), FEE_PPM_OTHER);
    }

    /// The instrument of a tape on an exchange, as the engine is told of it.
    public static Instrument instrument(MarketTape tape, ExchangeId exchange, long takerFeePpm) {
        String symbol = tape.symbol();
        long tickE8 = tape.builtTickE8() > 0
                ? tape.builtTickE8()
                : FixedPoint.parse(TICKS.getOrDefault(exchange.name() + " " + symbol, TICK_OTHER));
        long lotE8 = FixedPoint.parse(LOTS.getOrDefault(symbol, LOT_OTHER));
        return new Instrument(
                exchange,
                pair(symbol),
                symbol,
                tickE8,
                lotE8,
                lotE8,
                Long.MAX_VALUE,
                0,
                takerFeePpm,
                LEVERAGE_MAX,
                true);
    }

    /// The name of a coin's pair in our configuration.
    public static String pair(String symbol) {
        return symbol + "-PERP";
    }
}
