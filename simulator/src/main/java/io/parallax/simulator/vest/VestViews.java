package io.parallax.simulator.vest;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.core.LedgerReport.PositionReport;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.OrderState;
import io.parallax.simulator.core.OrderUpdate;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import io.parallax.simulator.core.TradingMode;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Renders the exchange's JSON (Vest API page; shapes as in its examples). Thread: simulator loop.
final class VestViews {
    private static final int RATIO_DECIMALS = 6;
    private static final long PPM = 1_000_000;
    private static final int INDEX_DECIMALS = 12;
    private static final long E12_TO_E8 = 10_000;
    private static final String NO_MONEY = "0.000000";

    private final SimulatedExchange exchange;
    private final VestSimulatorSettings settings;

    VestViews(SimulatedExchange exchange, VestSimulatorSettings settings) {
        this.exchange = exchange;
        this.settings = settings;
    }

    ObjectNode symbol(SimulatedBook book) {
        Instrument instrument = book.instrument().instrument();
        long initialE8 = FixedPoint.multiplyDivide(FixedPoint.ONE, 1, instrument.leverageMax(), Rounding.UP);
        String base = instrument.symbol().substring(0, instrument.symbol().indexOf('-'));
        return Json.object()
                .put("symbol", instrument.symbol())
                .put("displayName", instrument.symbol())
                .put("base", base)
                .put("quote", "USDC")
                .put("sizeDecimals", instrument.quantityDecimals())
                .put("priceDecimals", instrument.priceDecimals())
                .put("initMarginRatio", Json.decimal(initialE8, RATIO_DECIMALS))
                .put("maintMarginRatio", Json.decimal(maintenanceE8(initialE8, book, Rounding.DOWN), RATIO_DECIMALS))
                .put("takerFee", FixedPoint.format(instrument.takerFeePpm() * 100))
                .put("isolated", false)
                .put("asset", "crypto")
                .put("tradingStatus", status(book));
    }

    private static long maintenanceE8(long initialE8, SimulatedBook book, Rounding rounding) {
        return FixedPoint.multiplyDivide(initialE8, book.instrument().maintenancePpm(), PPM, rounding);
    }

    /// Six decimals in every sample of this version.
    static String fundingRate(long hourlyE12) {
        return Json.decimal(FixedPoint.multiplyDivide(hourlyE12, 1, E12_TO_E8, Rounding.HALF_EVEN), 6);
    }

    /// Padded to the twelve decimals of the samples.
    private static String fundingIndex(long indexE8) {
        return FixedPoint.format(indexE8, FixedPoint.DECIMALS) + "0".repeat(INDEX_DECIMALS - FixedPoint.DECIMALS);
    }

    static ObjectNode exchange() {
        return Json.object()
                .put("lp", "812345.120000")
                .put("insurance", "1500000.000000")
                .put("collateralDecimals", 6);
    }

    /// The exchange knows two states of a symbol.
    private String status(SimulatedBook book) {
        return exchange.mode(book.symbol()) == TradingMode.OPEN ? "TRADING" : "HALT";
    }

    ObjectNode ticker(SimulatedBook book) {
        return Json.object()
                .put("symbol", book.symbol())
                .put("markPrice", mark(book))
                .put("indexPrice", index(book))
                .put("imbalance", "0.0000")
                .put("oneHrFundingRate", fundingRate(book.fundingRateE12()))
                .put("cumFunding", fundingIndex(book.fundingIndexE8()))
                .put("status", status(book));
    }

    ObjectNode streamTicker(SimulatedBook book, VestHistory.Bar day) {
        return ticker(book)
                .put("priceChange", price(book, day.closeE8() - day.openE8()))
                .put("priceChangePercent", percent(day));
    }

    ObjectNode dayTicker(SimulatedBook book, VestHistory.Bar day) {
        return Json.object()
                .put("symbol", book.symbol())
                .put("openPrice", price(book, day.openE8()))
                .put("closePrice", price(book, day.closeE8()))
                .put("highPrice", price(book, day.highE8()))
                .put("lowPrice", price(book, day.lowE8()))
                .put("quoteVolume", Json.money(day.quoteVolumeE8()))
                .put("volume", quantity(book, day.volumeE8()))
                .put("priceChange", price(book, day.closeE8() - day.openE8()))
                .put("priceChangePercent", percent(day))
                .put("openTime", day.openMillis())
                .put("closeTime", exchange.loop().epochMillis());
    }

    private static String percent(VestHistory.Bar day) {
        return Json.decimal(
                FixedPoint.multiplyDivide(
                        day.closeE8() - day.openE8(), 100 * FixedPoint.ONE, day.openE8(), Rounding.HALF_EVEN),
                4);
    }

    ArrayNode bar(SimulatedBook book, VestHistory.Bar bar, boolean tradesAsText) {
        ArrayNode row = Json.array()
                .add(bar.openMillis())
                .add(price(book, bar.openE8()))
                .add(price(book, bar.highE8()))
                .add(price(book, bar.lowE8()))
                .add(price(book, bar.closeE8()))
                .add(bar.openMillis() + bar.spanMillis() - 1)
                .add(quantity(book, bar.volumeE8()))
                .add(Json.money(bar.quoteVolumeE8()));
        return tradesAsText ? row.add(Integer.toString(bar.trades())) : row.add(bar.trades());
    }

    ObjectNode trade(SimulatedBook book, Trade trade, boolean idAsText) {
        ObjectNode node = Json.object();
        if (idAsText) {
            node.put("id", "0x" + Long.toHexString(trade.tradeId()));
        } else {
            node.put("id", trade.tradeId());
        }
        long notionalE8 = FixedPoint.multiply(trade.priceE8(), trade.quantityE8(), Rounding.HALF_EVEN);
        return node.put("price", price(book, trade.priceE8()))
                .put("qty", quantity(book, trade.quantityE8()))
                .put("quoteQty", Json.money(notionalE8))
                .put("time", trade.epochMillis());
    }

    ObjectNode depth(SimulatedBook book, int limit) {
        ObjectNode node = Json.object();
        node.set("bids", levels(book, Side.BUY, limit));
        node.set("asks", levels(book, Side.SELL, limit));
        return node;
    }

    private static ArrayNode levels(SimulatedBook book, Side side, int limit) {
        ArrayNode rows = Json.array();
        for (SimulatedBook.Level level : book.levels(side, limit)) {
            rows.add(Json.array().add(price(book, level.priceE8())).add(quantity(book, level.quantityE8())));
        }
        return rows;
    }

    /// The account as of `shown`, valued at the marks of now.
    ObjectNode account(VestAccount account, LedgerReport shown) {
        ArrayNode positions = Json.array();
        long unrealisedE8 = 0;
        long marginE8 = 0;
        long maintenanceE8 = 0;
        for (PositionReport position : shown.positions()) {
            SimulatedBook book = book(position.symbol());
            if (book.delisted()) {
                continue;
            }
            long profitE8 = unrealisedE8(position, book);
            long positionMarginE8 = marginE8(account.core(), position, book);
            unrealisedE8 += profitE8;
            marginE8 += positionMarginE8;
            maintenanceE8 += maintenanceE8(positionMarginE8, book, Rounding.DOWN);
            if (position.quantityE8() != 0 || settings.has(VestAlternative.FLAT_POSITIONS_LISTED)) {
                positions.add(position(account.core(), position, book, profitE8, positionMarginE8));
            }
        }
        long valueE8 = shown.cashE8() + unrealisedE8 + account.core().phantomE8();
        long orderMarginE8 =
                Math.max(0, account.core().initialMarginE8() - account.core().positionMarginE8());
        ObjectNode node = Json.object().put("address", account.primary().checksummed());
        node.set("balances", Json.array().add(balance(shown.cashE8(), orderMarginE8)));
        node.put("collateral", Json.money(shown.cashE8()))
                .put("withdrawable", Json.money(Math.max(0, valueE8 - marginE8 - orderMarginE8)))
                .put("totalAccountValue", Json.money(valueE8))
                .put("openOrderMargin", Json.money(orderMarginE8))
                .put("totalMaintMargin", Json.money(maintenanceE8));
        node.set("positions", positions);
        node.set("leverages", leverages(account.core()));
        node.set(
                "lp",
                Json.object().put("balance", NO_MONEY).put("shares", NO_MONEY).put("unrealizedPnl", NO_MONEY));
        return node.put("time", exchange.loop().epochMillis())
                .putNull("twitterUsername")
                .putNull("discordUsername");
    }

    private static ObjectNode balance(long totalE8, long lockedE8) {
        return Json.object()
                .put("asset", "USDC")
                .put("total", Json.money(totalE8))
                .put("locked", Json.money(lockedE8));
    }

    private ArrayNode leverages(Account account) {
        ArrayNode rows = Json.array();
        for (SimulatedBook book : exchange.books()) {
            rows.add(Json.object().put("symbol", book.symbol()).put("value", account.leverage(book.symbol())));
        }
        return rows;
    }

    /// Funding included (Vest API page).
    private static long unrealisedE8(PositionReport position, SimulatedBook book) {
        return position.quantityE8() == 0
                ? 0
                : FixedPoint.multiply(position.quantityE8(), book.markE8(), Rounding.FLOOR)
                        - position.costE8()
                        - FixedPoint.multiply(
                                position.quantityE8(),
                                book.fundingIndexE8() - position.fundingIndexE8(),
                                Rounding.HALF_EVEN);
    }

    private static long marginE8(Account account, PositionReport position, SimulatedBook book) {
        if (position.quantityE8() == 0) {
            return 0;
        }
        long notionalE8 = FixedPoint.multiply(Math.abs(position.quantityE8()), book.indexE8(), Rounding.UP);
        return FixedPoint.multiplyDivide(notionalE8, 1, account.leverage(position.symbol()), Rounding.UP);
    }

    private static ObjectNode position(
            Account account, PositionReport position, SimulatedBook book, long profitE8, long marginE8) {
        return Json.object()
                .put("symbol", position.symbol())
                .put("isLong", position.quantityE8() >= 0)
                .put("size", quantity(book, Math.abs(position.quantityE8())))
                .put("entryPrice", price(book, position.averageEntryE8()))
                .put("entryFunding", fundingIndex(position.fundingIndexE8()))
                .put("unrealizedPnl", Json.money(profitE8))
                .put("settledFunding", Json.money(position.fundingE8()))
                .put("markPrice", mark(book))
                .put("indexPrice", index(book))
                .put("liqPrice", price(book, Math.max(0, liquidationE8(account, position))))
                .put("initMargin", Json.money(marginE8))
                .put("maintMargin", Json.money(maintenanceE8(marginE8, book, Rounding.DOWN)))
                .put("initMarginRatio", initMarginRatio(account, position.symbol()));
    }

    private static long liquidationE8(Account account, PositionReport position) {
        return account.liquidationPriceE8(account.position(position.symbol()));
    }

    /// One over the leverage that the account has set for the symbol.
    static String initMarginRatio(Account account, String symbol) {
        return Json.decimal(FixedPoint.multiplyDivide(FixedPoint.ONE, 1, account.leverage(symbol), Rounding.UP), 4);
    }

    /// A row of `GET /orders`.
    ObjectNode order(VestOrder order, OrderUpdate update) {
        SimulatedBook book = book(order.symbol());
        String status = status(order, update);
        boolean filled = update.filledQuantityE8() > 0;
        ObjectNode node = Json.object()
                .put("id", order.id())
                .put("nonce", order.nonce())
                .put("symbol", order.symbol())
                .put("isBuy", order.buy())
                .put("orderType", order.orderType())
                .put("limitPrice", order.limitPriceText())
                .put("markPrice", mark(book))
                .put("size", order.sizeText())
                .put("status", status)
                .put("reduceOnly", order.reduceOnly())
                .put("initMarginRatio", order.initMarginRatio());
        if (status.equals("REJECTED")) {
            node.put("code", VestCode.ofRejection(update.reason()).number());
        } else {
            node.putNull("code");
        }
        node.put("lastFilledSize", filled ? quantity(book, update.lastQuantityE8()) : null)
                .put("lastFilledPrice", filled ? price(book, update.lastPriceE8()) : null);
        if (filled) {
            node.put("lastFilledTime", update.updatedEpochMillis());
        } else {
            node.putNull("lastFilledTime");
        }
        return node.put("avgFilledPrice", filled ? price(book, update.averagePriceE8()) : null)
                .put("settledFunding", filled ? Json.money(update.fundingE8()) : null)
                .put("fees", Json.money(update.feesE8()))
                .put(
                        "realizedPnl",
                        filled ? Json.money(update.realisedE8() - update.feesE8() + update.fundingE8()) : null)
                .put("postTime", order.postMillis())
                .putNull("tpPrice")
                .putNull("slPrice");
    }

    /// The `args` of a private ORDER event.
    ObjectNode orderEvent(VestOrder order, OrderUpdate update) {
        String status = status(order, update);
        if (status.equals("CANCELLED") || status.equals("REJECTED")) {
            ObjectNode node = Json.object().put("id", order.id()).put("status", status);
            if (status.equals("REJECTED")) {
                node.put("code", VestCode.ofRejection(update.reason()).number());
            }
            return node.put("postTime", order.postMillis()).put("nonce", order.nonce());
        }
        ObjectNode node = Json.object()
                .put("id", order.id())
                .put("symbol", order.symbol())
                .put("isBuy", order.buy())
                .put("orderType", order.orderType())
                .put("limitPrice", order.limitPriceText())
                .put("size", order.sizeText())
                .put("reduceOnly", order.reduceOnly())
                .put("initMarginRatio", order.initMarginRatio())
                .put("status", status);
        if (update.filledQuantityE8() > 0) {
            SimulatedBook book = book(order.symbol());
            node.put("lastFilledSize", quantity(book, update.lastQuantityE8()))
                    .put("lastFilledPrice", price(book, update.lastPriceE8()))
                    .put("lastFilledTime", update.updatedEpochMillis())
                    .put("avgFilledPrice", price(book, update.averagePriceE8()))
                    .put("cumFunding", Json.money(update.fundingE8()))
                    .put("fees", Json.money(update.feesE8()));
        }
        return node.put("postTime", order.postMillis()).put("nonce", order.nonce());
    }

    /// The documented status of an order, alternatives considered.
    String status(VestOrder order, OrderUpdate update) {
        return switch (update.state()) {
            case NEW, UNTRIGGERED, OPEN -> update.filledQuantityE8() > 0 ? "PARTIALLY_FILLED" : "NEW";
            case FILLED -> "FILLED";
            case CANCELLED ->
                settings.has(VestAlternative.FOK_REJECTS) && unfillable(update) ? "REJECTED" : "CANCELLED";
            case REJECTED ->
                settings.has(VestAlternative.PRICE_CHECK_CANCELS)
                                && order.orderType().equals("MARKET")
                                && VestCode.ofRejection(update.reason()) == VestCode.PRICE_CHECK_FAILED
                        ? "CANCELLED"
                        : "REJECTED";
        };
    }

    private static boolean unfillable(OrderUpdate update) {
        return update.state() == OrderState.CANCELLED
                && update.reason() == EndReason.FOK_NOT_FILLABLE
                && update.order().instruction() == NewOrder.Instruction.FOK;
    }

    private SimulatedBook book(String symbol) {
        return exchange.bookEverListed(symbol).orElseThrow();
    }

    private static String mark(SimulatedBook book) {
        return book.hasMark() ? price(book, book.markE8()) : price(book, 0);
    }

    private static String index(SimulatedBook book) {
        return book.hasMark() ? price(book, book.indexE8()) : price(book, 0);
    }

    static String price(SimulatedBook book, long priceE8) {
        return Json.decimal(priceE8, book.instrument().instrument().priceDecimals());
    }

    static String quantity(SimulatedBook book, long quantityE8) {
        return Json.decimal(quantityE8, book.instrument().instrument().quantityDecimals());
    }

    static ObjectNode envelope(String channel, JsonNode data) {
        ObjectNode node = Json.object().put("channel", channel);
        node.set("data", data);
        return node;
    }
}
