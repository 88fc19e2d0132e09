package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Turns the decoded values beside a sample frame into a message.
final class SbeSamples {
    private SbeSamples() {}

    static SbeMessage message(int template, JsonNode v) {
        return switch (template) {
            case 1 -> trade(v);
            case 2 ->
                new SbeMessage.Bbo(
                        ts(v),
                        seq(v),
                        e8(v, "bidPrice"),
                        e8(v, "bidSize"),
                        e8(v, "askPrice"),
                        e8(v, "askSize"),
                        text(v, "market"));
            case 3 -> book(v);
            case 4 -> summary(v);
            case 5 -> funding(v);
            case 20 -> order(v);
            case 21 -> fill(v);
            case 22 -> position(v);
            case 23 -> account(v);
            case 40 -> new SbeMessage.Heartbeat(ts(v), seq(v));
            default -> throw new IllegalArgumentException("no such template: " + template);
        };
    }

    private static SbeMessage trade(JsonNode v) {
        return new SbeMessage.Trade(
                ts(v),
                seq(v),
                number(v, "tradeId"),
                Side.valueOf(text(v, "side")),
                e8(v, "price"),
                e8(v, "size"),
                number(v, "createdAt"),
                Wire.FillType.valueOf(text(v, "tradeType")),
                text(v, "market"),
                text(v, "tradeIdStr"));
    }

    private static SbeMessage book(JsonNode v) {
        SbeMessage.Tops tops = new SbeMessage.Tops(
                e8(v, "bestBidPrice"),
                e8(v, "bestBidSize"),
                e8(v, "bestAskPrice"),
                e8(v, "bestAskSize"),
                e8(v, "relativeSpread"),
                e8(v, "bestBidApiPrice"),
                e8(v, "bestBidApiSize"),
                e8(v, "bestAskApiPrice"),
                e8(v, "bestAskApiSize"));
        return new SbeMessage.Book(
                ts(v),
                seq(v),
                text(v, "pkgType").equals("SNAPSHOT"),
                tops,
                levels(v.path("bids")),
                levels(v.path("asks")),
                text(v, "market"));
    }

    private static long[] levels(JsonNode entries) {
        long[] levels = new long[entries.size() * 2];
        for (int i = 0; i < entries.size(); i++) {
            levels[2 * i] = FixedPoint.parse(entries.get(i).get(0).asString());
            levels[2 * i + 1] = FixedPoint.parse(entries.get(i).get(1).asString());
        }
        return levels;
    }

    private static SbeMessage summary(JsonNode v) {
        JsonNode precise = v.path("fundingRatePrecise");
        return new SbeMessage.MarketSummary(
                ts(v),
                seq(v),
                e8(v, "markPrice"),
                e8(v, "indexPrice"),
                e8(v, "lastPrice"),
                e8(v, "volumeUsd24h"),
                e8(v, "openInterest"),
                e8(v, "fundingRate"),
                e8(v, "bid"),
                e8(v, "ask"),
                e8(v, "totalVolume"),
                e8(v, "priceChangeRate24h"),
                e8(v, "delta"),
                e8(v, "externalFairPrice"),
                e8(v, "bidSize"),
                e8(v, "askSize"),
                precise.isString()
                        ? new BigDecimal(precise.asString()).movePointRight(12).longValueExact()
                        : SbeMessage.NULL,
                text(v, "market"));
    }

    private static SbeMessage funding(JsonNode v) {
        return new SbeMessage.FundingData(
                ts(v),
                seq(v),
                e8(v, "fundingRate"),
                e8(v, "fundingIndex"),
                number(v, "createdAt"),
                e8(v, "fundingPremium"),
                e8(v, "fundingRate8h"),
                v.path("fundingPeriodHours").asInt(),
                e8(v, "impactPremiumRate"),
                text(v, "market"));
    }

    private static SbeMessage order(JsonNode v) {
        return new SbeMessage.Order(
                ts(v),
                seq(v),
                Wire.Status.valueOf(text(v, "status")),
                Side.valueOf(text(v, "side")),
                Wire.OrderType.valueOf(text(v, "orderType")),
                Wire.Instruction.valueOf(text(v, "timeInForce")),
                e8(v, "price"),
                e8(v, "triggerPrice"),
                e8(v, "size"),
                e8(v, "sizeOpen"),
                e8(v, "avgFillPrice"),
                number(v, "createdAt"),
                number(v, "updatedAt"),
                text(v, "account"),
                number(v, "receivedAt"),
                number(v, "publishedAt"),
                Wire.Stp.valueOf(text(v, "stp")),
                flags(v, Wire.OrderFlag.class),
                Wire.RequestStatus.valueOf(v.path("requestStatus").asString("UNSPECIFIED")),
                Wire.RequestType.valueOf(v.path("requestType").asString("UNSPECIFIED")),
                text(v, "orderId"),
                text(v, "clientOrderId"),
                text(v, "market"),
                text(v, "cancelReason"),
                text(v, "requestId"),
                text(v, "requestMessage"));
    }

    private static SbeMessage fill(JsonNode v) {
        return new SbeMessage.Fill(
                ts(v),
                seq(v),
                Wire.FillType.valueOf(text(v, "fillType")),
                Side.valueOf(text(v, "side")),
                Wire.Liquidity.valueOf(text(v, "liquidity")),
                e8(v, "price"),
                e8(v, "size"),
                e8(v, "fee"),
                e8(v, "realizedPnl"),
                number(v, "createdAt"),
                text(v, "account"),
                e8(v, "underlyingPrice"),
                e8(v, "realizedFunding"),
                flags(v, Wire.FillFlag.class),
                v.path("orderbookSeqNo").asLong(0),
                text(v, "fillId"),
                text(v, "orderId"),
                text(v, "clientOrderId"),
                text(v, "tradeId"),
                text(v, "market"),
                text(v, "feeCurrency"));
    }

    private static SbeMessage position(JsonNode v) {
        return new SbeMessage.Position(
                ts(v),
                seq(v),
                Side.valueOf(text(v, "side")),
                e8(v, "size"),
                e8(v, "avgEntryPrice"),
                e8(v, "unrealizedPnl"),
                e8(v, "realizedPnl"),
                e8(v, "liquidationPrice"),
                e8(v, "leverage"),
                number(v, "updatedAt"),
                text(v, "account"),
                e8(v, "avgEntryPriceUsd"),
                e8(v, "cost"),
                e8(v, "costUsd"),
                e8(v, "cachedFundingIndex"),
                e8(v, "unrealizedFundingPnl"),
                Wire.PositionStatus.valueOf(text(v, "status")),
                text(v, "market"),
                text(v, "lastFillId"));
    }

    private static SbeMessage account(JsonNode v) {
        return new SbeMessage.Account(
                ts(v),
                seq(v),
                e8(v, "totalCollateral"),
                e8(v, "freeCollateral"),
                e8(v, "initialMarginReq"),
                e8(v, "maintenanceMarginReq"),
                e8(v, "accountValue"),
                number(v, "updatedAt"),
                text(v, "account"),
                e8(v, "marginCushion"),
                Wire.AccountStatus.valueOf(text(v, "status")),
                v.path("lastSeenNotification").asLong(SbeMessage.NULL),
                text(v, "settlementAsset"));
    }

    private static long ts(JsonNode v) {
        return number(v, "ts");
    }

    private static long seq(JsonNode v) {
        return number(v, "seq");
    }

    private static long number(JsonNode v, String field) {
        JsonNode value = v.path(field);
        return value.isNull() ? SbeMessage.NULL : value.asLong();
    }

    private static long e8(JsonNode v, String field) {
        JsonNode value = v.path(field);
        return value.isString() ? FixedPoint.parse(value.asString()) : SbeMessage.NULL;
    }

    private static String text(JsonNode v, String field) {
        return v.path(field).asString("");
    }

    private static <E extends Enum<E>> Set<E> flags(JsonNode v, Class<E> type) {
        Set<E> flags = EnumSet.noneOf(type);
        for (JsonNode flag : v.path("flags")) {
            flags.add(Enum.valueOf(type, flag.asString()));
        }
        return flags;
    }
}
