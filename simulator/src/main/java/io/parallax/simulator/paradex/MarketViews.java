package io.parallax.simulator.paradex;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Markets, books, trades and tickers in the exchange's own shape. Spot and external fair price are one number here,
/// the index: chosen. Thread: simulator loop.
final class MarketViews implements ExchangeListener {
    private static final int TRADES_KEPT = 1_000;
    private static final long PPM_TO_E8 = 100;
    private static final long E12_TO_E8 = 10_000;

    private final SimulatedExchange exchange;
    private final ParadexSimulatorSettings settings;
    private final VenueClock clock;
    private final Map<String, MarketHistory> histories = new HashMap<>();

    /// What a market did since the start.
    private static final class MarketHistory {
        private final Deque<Trade> trades = new ArrayDeque<>();
        private long volumeE8;
        private long firstMarkE8;
    }

    MarketViews(SimulatedExchange exchange, ParadexSimulatorSettings settings, VenueClock clock) {
        this.exchange = exchange;
        this.settings = settings;
        this.clock = clock;
        exchange.addListener(this);
    }

    @Override
    public void onTrade(Trade trade) {
        MarketHistory history = history(trade.symbol());
        history.trades.addFirst(trade);
        if (history.trades.size() > TRADES_KEPT) {
            history.trades.removeLast();
        }
        history.volumeE8 += FixedPoint.multiply(trade.priceE8(), trade.quantityE8(), Rounding.HALF_EVEN);
    }

    private MarketHistory history(String symbol) {
        return histories.computeIfAbsent(symbol, s -> new MarketHistory());
    }

    SimulatedBook book(String market) {
        return exchange.book(market)
                .orElseThrow(() -> ApiException.badRequest("MARKET_NOT_FOUND", "market: not found"));
    }

    ObjectNode market(SimulatedBook book) {
        Instrument instrument = book.instrument().instrument();
        String[] parts = book.symbol().split("-");
        ObjectNode market = Json.object()
                .put("symbol", book.symbol())
                .put("base_currency", parts[0])
                .put("quote_currency", parts.length > 1 ? parts[1] : "USD")
                .put("settlement_currency", "USDC")
                .put("order_size_increment", FixedPoint.format(instrument.lotE8()))
                .put("price_tick_size", FixedPoint.format(instrument.tickE8()))
                .put("min_notional", FixedPoint.format(instrument.notionalMinE8()))
                .put("open_at", 1_698_756_879_745L)
                .put("expiry_at", 0)
                .put("asset_kind", "PERP")
                .put("market_kind", "cross")
                .put("position_limit", limit(book.instrument().positionLimitE8()))
                .put("price_bands_width", FixedPoint.format(book.instrument().priceBandPpm() * PPM_TO_E8))
                .put("iv_bands_width", "")
                .put("max_slippage", FixedPoint.format(settings.orders().marketSlippagePpm() * PPM_TO_E8))
                .put("max_open_orders", book.instrument().openOrdersMax())
                .put("max_order_size", limit(instrument.quantityMaxE8()))
                .put("max_funding_rate", "0.02")
                .put("max_funding_rate_change", "0.0005")
                .put("max_tob_spread", "0.01")
                .put("clamp_rate", "0.0005")
                .put("interest_rate", "0.0001")
                .put("funding_period_hours", settings.funding().periodHours())
                .put("funding_multiplier", 1)
                .put("oracle_ewma_factor", "0.2")
                .put("price_feed_id", "GVXRSBjFk6e6J3NbVPXohDJetcTjaeeuykUpbQF8UoMU")
                .put("trading_mode", "STANDARD");
        market.set(
                "delta1_cross_margin_params",
                Json.object()
                        .put("imf_base", FixedPoint.format(FixedPoint.divide(1, instrument.leverageMax(), Rounding.UP)))
                        .put("imf_factor", "0")
                        .put("imf_shift", "0")
                        .put("mmf_factor", FixedPoint.format(book.instrument().maintenancePpm() * PPM_TO_E8)));
        market.set("fee_config", feeConfig(instrument));
        market.set("tags", Json.array());
        return market;
    }

    /// A market without a limit of its own gets the largest number the protocol can say.
    private static String limit(long e8) {
        return FixedPoint.format(e8 == Long.MAX_VALUE ? Long.MAX_VALUE / FixedPoint.ONE * FixedPoint.ONE : e8);
    }

    String takerFee(Instrument instrument) {
        return FixedPoint.format(instrument.takerFeePpm() * PPM_TO_E8);
    }

    String makerFee() {
        return FixedPoint.format(exchange.rules().makerFeePpm() * PPM_TO_E8);
    }

    private ObjectNode feeConfig(Instrument instrument) {
        ObjectNode config = Json.object();
        config.set("api_fee", fees(makerFee(), takerFee(instrument)));
        config.set("interactive_fee", interactiveFees(instrument));
        return config;
    }

    private ObjectNode interactiveFees(Instrument instrument) {
        OptionalLong ppm = settings.orders().retailFeePpm();
        if (ppm.isEmpty()) {
            return fees(makerFee(), takerFee(instrument));
        }
        String fee = FixedPoint.format(ppm.getAsLong() * PPM_TO_E8);
        return fees(fee, fee);
    }

    private static ObjectNode fees(String maker, String taker) {
        ObjectNode fees = Json.object();
        fees.set("maker_fee", Json.object().put("fee", maker));
        fees.set("taker_fee", Json.object().put("fee", taker));
        return fees;
    }

    ObjectNode summary(SimulatedBook book) {
        SbeMessage.MarketSummary summary = summaryMessage(book);
        return Json.object()
                .put("symbol", book.symbol())
                .put("mark_price", FixedPoint.format(summary.markPriceE8()))
                .put("underlying_price", FixedPoint.format(summary.indexPriceE8()))
                .put("last_traded_price", FixedPoint.format(summary.lastPriceE8()))
                .put("bid", Json.decimal(summary.bidE8()))
                .put("bid_size", Json.decimal(summary.bidSizeE8()))
                .put("ask", Json.decimal(summary.askE8()))
                .put("ask_size", Json.decimal(summary.askSizeE8()))
                .put("volume_24h", FixedPoint.format(summary.volumeUsd24hE8()))
                .put("total_volume", FixedPoint.format(summary.totalVolumeE8()))
                .put("open_interest", FixedPoint.format(summary.openInterestE8()))
                .put("funding_rate", FixedPoint.format(summary.fundingRateE8()))
                .put("price_change_rate_24h", FixedPoint.format(summary.priceChangeRate24hE8()))
                .put("external_fair_price", FixedPoint.format(summary.externalFairPriceE8()))
                .put("created_at", clock.epochMillis());
    }

    SbeMessage.MarketSummary summaryMessage(SimulatedBook book) {
        MarketHistory history = history(book.symbol());
        long markE8 = book.hasMark() ? book.markE8() : 0;
        long indexE8 = book.hasMark() ? book.indexE8() : 0;
        if (history.firstMarkE8 == 0) {
            history.firstMarkE8 = markE8;
        }
        Trade last = history.trades.peekFirst();
        Level bid = best(book, Side.BUY);
        Level ask = best(book, Side.SELL);
        return new SbeMessage.MarketSummary(
                clock.frameMicros(),
                0,
                markE8,
                indexE8,
                last == null ? markE8 : last.priceE8(),
                history.volumeE8,
                openInterestE8(book.symbol()),
                periodRateE8(book),
                bid.priceE8(),
                ask.priceE8(),
                history.volumeE8,
                changeE8(history.firstMarkE8, markE8),
                FixedPoint.ONE,
                indexE8,
                bid.quantityE8(),
                ask.quantityE8(),
                book.fundingRateE12() * settings.funding().periodHours(),
                book.symbol());
    }

    private static long changeE8(long fromE8, long toE8) {
        return fromE8 == 0 ? 0 : FixedPoint.divide(toE8 - fromE8, fromE8, Rounding.HALF_EVEN);
    }

    /// Of the accounts here: what they hold long.
    private long openInterestE8(String symbol) {
        return exchange.ledgers().stream()
                .flatMap(ledger -> ledger.positions().stream())
                .filter(position -> position.symbol().equals(symbol))
                .mapToLong(position -> Math.max(0, position.quantityE8()))
                .sum();
    }

    /// The best level, or one of absent numbers.
    static Level best(SimulatedBook book, Side side) {
        List<Level> levels = book.levels(side, 1);
        return levels.isEmpty() ? new Level(SbeMessage.NULL, SbeMessage.NULL) : levels.getFirst();
    }

    SbeMessage.Bbo bboMessage(SimulatedBook book) {
        Level bid = best(book, Side.BUY);
        Level ask = best(book, Side.SELL);
        return new SbeMessage.Bbo(
                clock.frameMicros(),
                book.sequence(),
                bid.priceE8(),
                bid.quantityE8(),
                ask.priceE8(),
                ask.quantityE8(),
                book.symbol());
    }

    ObjectNode bbo(SimulatedBook book) {
        Level bid = best(book, Side.BUY);
        Level ask = best(book, Side.SELL);
        return Json.object()
                .put("market", book.symbol())
                .put("seq_no", book.sequence())
                .put("ask", Json.decimal(ask.priceE8()))
                .put("ask_size", Json.decimal(ask.quantityE8()))
                .put("bid", Json.decimal(bid.priceE8()))
                .put("bid_size", Json.decimal(bid.quantityE8()))
                .put("last_updated_at", clock.epochMillis());
    }

    ObjectNode orderBook(SimulatedBook book, int depth, boolean interactive) {
        ObjectNode node = Json.object()
                .put("market", book.symbol())
                .put("seq_no", book.sequence())
                .put("last_updated_at", clock.epochMillis());
        node.set("asks", levels(book.levels(Side.SELL, depth)));
        node.set("bids", levels(book.levels(Side.BUY, depth)));
        if (interactive) {
            node.set("best_ask_api", level(best(book, Side.SELL)));
            node.set("best_bid_api", level(best(book, Side.BUY)));
        }
        return node;
    }

    private static ArrayNode levels(List<Level> levels) {
        return Json.arrayOf(levels.stream().map(MarketViews::level).toList());
    }

    private static ArrayNode level(Level level) {
        return Json.array().add(Json.decimal(level.priceE8())).add(Json.decimal(level.quantityE8()));
    }

    /// Newest first.
    List<Trade> trades(String market) {
        return List.copyOf(history(market).trades);
    }

    static ObjectNode trade(Trade trade) {
        return Json.object()
                .put("id", Identifiers.tradeId(trade.epochMillis(), trade.tradeId()))
                .put("market", trade.symbol())
                .put("side", trade.takerSide().name())
                .put("size", FixedPoint.format(trade.quantityE8()))
                .put("price", FixedPoint.format(trade.priceE8()))
                .put("created_at", trade.epochMillis())
                .put("trade_type", Wire.FillType.FILL.name());
    }

    SbeMessage.Trade tradeMessage(Trade trade) {
        String id = Identifiers.tradeId(trade.epochMillis(), trade.tradeId());
        return new SbeMessage.Trade(
                clock.frameMicros(),
                trade.bookSequence(),
                new BigInteger(id).longValue(),
                trade.takerSide(),
                trade.priceE8(),
                trade.quantityE8(),
                TimeUnit.MILLISECONDS.toMicros(trade.epochMillis()),
                Wire.FillType.FILL,
                trade.symbol(),
                id);
    }

    ObjectNode funding(SimulatedBook book) {
        SbeMessage.FundingData funding = fundingMessage(book);
        return Json.object()
                .put("market", book.symbol())
                .put("funding_index", FixedPoint.format(funding.fundingIndexE8()))
                .put("funding_premium", FixedPoint.format(funding.fundingPremiumE8()))
                .put("funding_rate", FixedPoint.format(funding.fundingRateE8()))
                .put("funding_rate_8h", FixedPoint.format(funding.fundingRate8hE8()))
                .put("funding_period_hours", funding.fundingPeriodHours())
                .put("impact_premium_rate", FixedPoint.format(funding.impactPremiumRateE8()))
                .put("created_at", clock.epochMillis());
    }

    private long periodRateE8(SimulatedBook book) {
        return FixedPoint.multiplyDivide(
                book.fundingRateE12(), settings.funding().periodHours(), E12_TO_E8, Rounding.HALF_EVEN);
    }

    SbeMessage.FundingData fundingMessage(SimulatedBook book) {
        int hours = settings.funding().periodHours();
        return new SbeMessage.FundingData(
                clock.frameMicros(),
                0,
                periodRateE8(book),
                book.fundingIndexE8(),
                clock.frameMicros(),
                book.fundingPremiumE8() * hours,
                FixedPoint.multiplyDivide(book.fundingRateE12(), 8, E12_TO_E8, Rounding.HALF_EVEN),
                hours,
                0,
                book.symbol());
    }
}
