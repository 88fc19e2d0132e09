package io.parallax.exchange.paradex;

import static io.parallax.exchange.paradex.SbeField.account;
import static io.parallax.exchange.paradex.SbeField.decimal;
import static io.parallax.exchange.paradex.SbeField.decimal12;
import static io.parallax.exchange.paradex.SbeField.enumeration;
import static io.parallax.exchange.paradex.SbeField.flags;
import static io.parallax.exchange.paradex.SbeField.int16;
import static io.parallax.exchange.paradex.SbeField.int64;
import static io.parallax.exchange.paradex.SbeField.time;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The layout of one kind of binary frame: Paradex SBE schema id 1, versions 0 to 2 (schema file of September
/// 2026). Fields beyond the block length that a frame announces are absent from it, whatever its version says:
/// two layouts of version 2 are in use. Thread: any; immutable.
///
/// @param id the template id on the wire
/// @param blockLengthMin the block of the oldest version; a shorter one lacks required fields
/// @param groups repeating groups between block and strings
/// @param stringsMin strings that every version has
/// @param strings names of all strings known to us, in order
record SbeTemplate(
        int id,
        String name,
        int blockLengthMin,
        int groups,
        int stringsMin,
        List<SbeField> fields,
        List<String> strings) {

    static final SbeField TIMESTAMP = time("ts", 0);
    static final SbeField SEQUENCE = int64("seq", 8);

    private static final String[] SIDES = {"", "BUY", "SELL"};
    private static final String[] TRADE_TYPES = {
        "", "FILL", "LIQUIDATION", "UNWIND_TRANSFER", "SETTLE_MARKET", "RPI", "BLOCK_TRADE"
    };

    /// A public trade.
    static final SbeTemplate TRADE = template(
            1,
            "TradeEvent",
            50,
            1,
            List.of("market", "tradeIdStr"),
            TIMESTAMP,
            SEQUENCE,
            int64("tradeId", 16),
            enumeration("side", 24, SIDES),
            decimal("price", 25),
            decimal("size", 33),
            time("createdAt", 41),
            enumeration("tradeType", 49, TRADE_TYPES));

    /// Best bid and ask.
    static final class Bbo {
        static final int ID = 2;
        static final SbeField BID_PRICE = decimal("bidPrice", 16);
        static final SbeField BID_SIZE = decimal("bidSize", 24);
        static final SbeField ASK_PRICE = decimal("askPrice", 32);
        static final SbeField ASK_SIZE = decimal("askSize", 40);
        static final int MARKET = 0;
        static final SbeTemplate TEMPLATE = template(
                ID,
                "BboEvent",
                48,
                1,
                List.of("market"),
                TIMESTAMP,
                SEQUENCE,
                BID_PRICE,
                BID_SIZE,
                ASK_PRICE,
                ASK_SIZE);

        private Bbo() {}
    }

    /// A book or a change to it.
    static final class Book {
        static final int ID = 3;
        static final SbeField PACKAGE = enumeration("pkgType", 16, "SNAPSHOT", "DELTA");
        static final int SNAPSHOT = 0;
        static final int DELTA = 1;
        static final int MARKET = 0;
        static final SbeTemplate TEMPLATE = new SbeTemplate(
                ID,
                "BookEvent",
                89,
                2,
                1,
                List.of(
                        TIMESTAMP,
                        SEQUENCE,
                        PACKAGE,
                        decimal("bestBidPrice", 17),
                        decimal("bestBidSize", 25),
                        decimal("bestAskPrice", 33),
                        decimal("bestAskSize", 41),
                        decimal("relativeSpread", 49),
                        decimal("bestBidApiPrice", 57),
                        decimal("bestBidApiSize", 65),
                        decimal("bestAskApiPrice", 73),
                        decimal("bestAskApiSize", 81)),
                List.of("market"));

        private Book() {}
    }

    /// Ticker, mark price and funding rate.
    static final class Summary {
        static final int ID = 4;
        static final SbeField MARK_PRICE = decimal("markPrice", 16);
        static final SbeField FUNDING_RATE = decimal("fundingRate", 56);
        static final SbeField INDEX_PRICE = decimal("indexPrice", 24);
        static final int MARKET = 0;
        static final SbeTemplate TEMPLATE = template(
                ID,
                "MarketSummaryEvent",
                216,
                1,
                List.of("market"),
                inEights(
                        "markPrice",
                        "indexPrice",
                        "lastPrice",
                        "volumeUsd24h",
                        "openInterest",
                        "fundingRate",
                        "bid",
                        "ask",
                        "totalVolume",
                        "priceChangeRate24h",
                        "markIv",
                        "bidIv",
                        "askIv",
                        "lastIv",
                        "delta",
                        "gamma",
                        "vega",
                        "theta",
                        "rho",
                        "volga",
                        "vanna",
                        "futureFundingRate",
                        "externalFairPrice",
                        "bidSize",
                        "askSize",
                        "forwardRate",
                        "riskFreeRate"));

        private Summary() {}
    }

    /// Funding of one market.
    static final SbeTemplate FUNDING_DATA = template(
            5,
            "FundingDataEvent",
            58,
            1,
            List.of("market"),
            TIMESTAMP,
            SEQUENCE,
            decimal("fundingRate", 16),
            decimal("fundingIndex", 24),
            time("createdAt", 32),
            decimal("fundingPremium", 40),
            decimal("fundingRate8h", 48),
            int16("fundingPeriodHours", 56),
            decimal("impactPremiumRate", 58));

    /// Hourly funding of several exchanges.
    static final SbeTemplate FUNDING_RATE_COMPARISON = template(
            6,
            "FundingRateComparisonEvent",
            26,
            1,
            List.of("market"),
            TIMESTAMP,
            time("lastUpdatedAt", 8),
            decimal12("hourlyFundingRate", 16),
            enumeration("assetKind", 24, "UNSPECIFIED", "PERPETUAL", "OPTION", "SPOT"),
            enumeration(
                    "source",
                    25,
                    "",
                    "PARADEX",
                    "BINANCE",
                    "BYBIT",
                    "OKX",
                    "DERIBIT",
                    "DERIVE",
                    "HYPERLIQUID",
                    "LIGHTER"));

    /// The state of an own order.
    static final class Order {
        static final int ID = 20;
        static final SbeField STATUS = enumeration("status", 16, "", "NEW", "UNTRIGGERED", "OPEN", "CLOSED");
        static final SbeField SIDE = enumeration("side", 17, SIDES);
        static final SbeField SIZE = decimal("size", 36);
        static final SbeField SIZE_OPEN = decimal("sizeOpen", 44);
        static final SbeField ACCOUNT = account(76);
        static final SbeField FLAGS = flags(
                "flags",
                125,
                "REDUCE_ONLY",
                "STOP_CONDITION_BELOW_TRIGGER",
                "STOP_CONDITION_ABOVE_TRIGGER",
                "INTERACTIVE",
                "TARGET_STRATEGY_VWAP",
                "MMP");
        /// The bit of [#FLAGS] that says the order is treated as a retail order.
        static final int INTERACTIVE = 1 << 3;
        static final int ORDER_ID = 0;
        static final int CLIENT_ID = 1;
        static final int MARKET = 2;
        static final int CANCEL_REASON = 3;
        static final SbeTemplate TEMPLATE = template(
                ID,
                "OrderEvent",
                126,
                4,
                List.of("orderId", "clientOrderId", "market", "cancelReason", "requestId", "requestMessage"),
                TIMESTAMP,
                SEQUENCE,
                STATUS,
                SIDE,
                enumeration(
                        "orderType",
                        18,
                        "",
                        "LIMIT",
                        "MARKET",
                        "STOP_LIMIT",
                        "STOP_MARKET",
                        "TAKE_PROFIT_LIMIT",
                        "TAKE_PROFIT_MARKET",
                        "STOP_LOSS_LIMIT",
                        "STOP_LOSS_MARKET"),
                enumeration("timeInForce", 19, "", "GTC", "IOC", "POST_ONLY", "RPI"),
                decimal("price", 20),
                decimal("triggerPrice", 28),
                SIZE,
                SIZE_OPEN,
                decimal("avgFillPrice", 52),
                time("createdAt", 60),
                time("updatedAt", 68),
                ACCOUNT,
                time("receivedAt", 108),
                time("publishedAt", 116),
                enumeration("stp", 124, "NONE", "EXPIRE_MAKER", "EXPIRE_TAKER", "EXPIRE_BOTH"),
                FLAGS,
                enumeration("requestStatus", 126, "UNSPECIFIED", "PENDING", "PROCESSED", "REJECTED", "SUCCESS"),
                enumeration("requestType", 127, "UNSPECIFIED", "MODIFY_ORDER"));

        private Order() {}
    }

    /// An own execution.
    static final class Fill {
        static final int ID = 21;
        static final SbeField TYPE = enumeration("fillType", 16, TRADE_TYPES);
        static final SbeField PRICE = decimal("price", 19);
        static final SbeField SIZE = decimal("size", 27);
        static final SbeField FEE = decimal("fee", 35);
        static final SbeField CREATED_AT = time("createdAt", 51);
        static final SbeField ACCOUNT = account(59);
        static final SbeField REALIZED_FUNDING = decimal("realizedFunding", 99);
        static final int FILL_ID = 0;
        static final int ORDER_ID = 1;
        static final int CLIENT_ID = 2;
        static final int MARKET = 4;
        static final int FEE_CURRENCY = 5;
        static final SbeTemplate TEMPLATE = template(
                ID,
                "FillEvent",
                107,
                5,
                List.of("fillId", "orderId", "clientOrderId", "tradeId", "market", "feeCurrency"),
                TIMESTAMP,
                SEQUENCE,
                TYPE,
                enumeration("side", 17, SIDES),
                enumeration("liquidity", 18, "", "MAKER", "TAKER"),
                PRICE,
                SIZE,
                FEE,
                decimal("realizedPnl", 43),
                CREATED_AT,
                ACCOUNT,
                decimal("underlyingPrice", 91),
                REALIZED_FUNDING,
                flags("flags", 107, "INTERACTIVE", "RPI", "FASTFILL", "", "", "", "", "UNKNOWN"),
                int64("orderbookSeqNo", 108));

        private Fill() {}
    }

    /// An own position. Unlike in JSON the size has no sign.
    static final class Position {
        static final int ID = 22;
        static final SbeField SIDE = enumeration("side", 16, SIDES);
        static final SbeField SIZE = decimal("size", 17);
        static final SbeField UNREALIZED_PNL = decimal("unrealizedPnl", 33);
        static final SbeField LIQUIDATION_PRICE = decimal("liquidationPrice", 57);
        static final SbeField ACCOUNT = account(81);
        static final SbeField ENTRY_PRICE_USD = decimal("avgEntryPriceUsd", 113);
        static final SbeField STATUS = enumeration("status", 153, "", "OPEN", "CLOSED", "UNSPECIFIED");
        static final int MARKET = 0;
        static final SbeTemplate TEMPLATE = template(
                ID,
                "PositionEvent",
                154,
                2,
                List.of("market", "lastFillId"),
                TIMESTAMP,
                SEQUENCE,
                SIDE,
                SIZE,
                decimal("avgEntryPrice", 25),
                UNREALIZED_PNL,
                decimal("realizedPnl", 41),
                decimal("markPrice", 49),
                LIQUIDATION_PRICE,
                decimal("leverage", 65),
                time("updatedAt", 73),
                ACCOUNT,
                ENTRY_PRICE_USD,
                decimal("cost", 121),
                decimal("costUsd", 129),
                decimal("cachedFundingIndex", 137),
                decimal("unrealizedFundingPnl", 145),
                STATUS);

        private Position() {}
    }

    /// The account's summary.
    static final class Account {
        static final int ID = 23;
        static final SbeField ACCOUNT = account(72);
        static final SbeField STATUS = enumeration("status", 112, "", "ACTIVE", "LIQUIDATION");
        static final SbeTemplate TEMPLATE = template(
                ID,
                "AccountEvent",
                113,
                1,
                List.of("settlementAsset"),
                TIMESTAMP,
                SEQUENCE,
                decimal("totalCollateral", 16),
                decimal("freeCollateral", 24),
                decimal("initialMarginReq", 32),
                decimal("maintenanceMarginReq", 40),
                decimal("accountValue", 48),
                decimal("unrealizedPnl", 56),
                time("updatedAt", 64),
                ACCOUNT,
                decimal("marginCushion", 104),
                STATUS,
                time("lastSeenNotification", 113));

        private Account() {}
    }

    static final int HEARTBEAT_ID = 40;

    /// Sent after 20 s of silence.
    static final SbeTemplate HEARTBEAT = template(HEARTBEAT_ID, "Heartbeat", 16, 0, List.of(), TIMESTAMP, SEQUENCE);

    private static final @Nullable SbeTemplate[] BY_ID = new SbeTemplate[64];

    static {
        for (SbeTemplate template : List.of(
                TRADE,
                Bbo.TEMPLATE,
                Book.TEMPLATE,
                Summary.TEMPLATE,
                FUNDING_DATA,
                FUNDING_RATE_COMPARISON,
                Order.TEMPLATE,
                Fill.TEMPLATE,
                Position.TEMPLATE,
                Account.TEMPLATE,
                HEARTBEAT)) {
            BY_ID[template.id] = template;
        }
    }

    /// The layout of a template id, or null when we know none.
    static @Nullable SbeTemplate byId(int id) {
        return id < BY_ID.length ? BY_ID[id] : null;
    }

    private static SbeTemplate template(
            int id, String name, int blockLengthMin, int stringsMin, List<String> strings, SbeField... fields) {
        return new SbeTemplate(id, name, blockLengthMin, 0, stringsMin, List.of(fields), strings);
    }

    /// Time and sequence, then decimals of eight bytes one after the other, then one of the finer grain.
    private static SbeField[] inEights(String... names) {
        SbeField[] fields = Arrays.copyOf(new SbeField[] {TIMESTAMP, SEQUENCE}, names.length + 3);
        for (int i = 0; i < names.length; i++) {
            fields[i + 2] = decimal(names[i], 16 + 8 * i);
        }
        fields[names.length + 2] = decimal12("fundingRatePrecise", 16 + 8 * names.length);
        return fields;
    }
}
