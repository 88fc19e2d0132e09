package io.parallax.simulator;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.core.ExchangeRules;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.SimulatedInstrument;
import io.parallax.units.FixedPoint;
import java.util.List;

/// What the two exchanges list, and their rules and fees. Thread: any; stateless.
public final class ExchangeCatalogue {
    /// Vest, fees (official page, 2025): one basis point on every trade.
    private static final long VEST_TAKER_PPM = 100;
    /// Paradex, fee page: perpetuals, pro profile, lowest volume tier, since 2026-07-03.
    private static final long PARADEX_TAKER_PPM = 450;

    private static final long PARADEX_MAKER_PPM = 30;
    private static final int VEST_FEE_DECIMALS = 6;
    private static final int PARADEX_FEE_DECIMALS = 8;
    private static final int LEVERAGE_MAX = 50;
    /// Paradex, instrument pages, August 2026: five per cent around the mark.
    private static final long PARADEX_BAND_PPM = 50_000;

    private static final int PARADEX_OPEN_ORDERS_MAX = 150;
    private static final int VEST_OPEN_ORDERS_MAX = 1_000;
    private static final long PARADEX_FIRST_SEQUENCE = 1_000_000;

    private ExchangeCatalogue() {}

    /// Sizes as production listed them in February 2026. Vest publishes no largest order; the bound here only
    /// keeps amounts within what arithmetic can hold.
    public static SimulatedExchange vest(IoLoop loop, long startingBalanceE8, boolean trimsReduceOnly) {
        return new SimulatedExchange(
                new ExchangeRules(
                        ExchangeId.VEST,
                        Execution.COUNTERPARTY,
                        0,
                        VEST_FEE_DECIMALS,
                        trimsReduceOnly,
                        startingBalanceE8),
                List.of(vest("BTC-PERP", "0.01", "0.0001", "1000"), vest("ETH-PERP", "0.001", "0.001", "20000")),
                loop,
                0);
    }

    private static SimulatedInstrument vest(String symbol, String tick, String lot, String quantityMax) {
        return new SimulatedInstrument(
                new Instrument(
                        ExchangeId.VEST,
                        symbol,
                        symbol,
                        FixedPoint.parse(tick),
                        FixedPoint.parse(lot),
                        FixedPoint.parse(lot),
                        FixedPoint.parse(quantityMax),
                        0,
                        VEST_TAKER_PPM,
                        LEVERAGE_MAX,
                        true),
                0,
                Long.MAX_VALUE,
                VEST_OPEN_ORDERS_MAX);
    }

    /// Values of the instrument pages, August 2026.
    public static SimulatedExchange paradex(IoLoop loop, long startingBalanceE8) {
        return new SimulatedExchange(
                new ExchangeRules(
                        ExchangeId.PARADEX,
                        Execution.ORDER_BOOK,
                        PARADEX_MAKER_PPM,
                        PARADEX_FEE_DECIMALS,
                        false,
                        startingBalanceE8),
                List.of(
                        paradex("BTC-PERP", "BTC-USD-PERP", "0.1", "0.00001", "100", "300"),
                        paradex("ETH-PERP", "ETH-USD-PERP", "0.01", "0.0001", "1000", "9000")),
                loop,
                PARADEX_FIRST_SEQUENCE);
    }

    private static SimulatedInstrument paradex(
            String pair, String symbol, String tick, String lot, String quantityMax, String positionLimit) {
        return new SimulatedInstrument(
                new Instrument(
                        ExchangeId.PARADEX,
                        pair,
                        symbol,
                        FixedPoint.parse(tick),
                        FixedPoint.parse(lot),
                        FixedPoint.parse(lot),
                        FixedPoint.parse(quantityMax),
                        FixedPoint.parse("10"),
                        PARADEX_TAKER_PPM,
                        LEVERAGE_MAX,
                        true),
                PARADEX_BAND_PPM,
                FixedPoint.parse(positionLimit),
                PARADEX_OPEN_ORDERS_MAX);
    }
}
