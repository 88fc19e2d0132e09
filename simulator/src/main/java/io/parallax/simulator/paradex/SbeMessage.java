package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;
import java.util.Set;

/// One message of the binary stream, before it is bytes. Field names are those of the schema; decimals are
/// scaled by 10⁸, `…E12` by 10¹², times are microseconds since 1970, and [#NULL] is an absent value. Thread:
/// any; immutable.
sealed interface SbeMessage {
    /// Stands for "no value" in fields that may be null. On the wire it is the same number.
    long NULL = Long.MIN_VALUE;

    /// @param tradeId the low 64 bits of the real id
    record Trade(
            long ts,
            long seq,
            long tradeId,
            Side side,
            long priceE8,
            long sizeE8,
            long createdAt,
            Wire.FillType tradeType,
            String market,
            String tradeIdText)
            implements SbeMessage {}

    record Bbo(long ts, long seq, long bidPriceE8, long bidSizeE8, long askPriceE8, long askSizeE8, String market)
            implements SbeMessage {}

    /// @param bids price and size in turns
    /// @param asks price and size in turns
    record Book(long ts, long seq, boolean snapshot, Tops tops, long[] bids, long[] asks, String market)
            implements SbeMessage {}

    /// The nine optional fields of a book message; plain books leave them all out.
    record Tops(
            long bestBidPriceE8,
            long bestBidSizeE8,
            long bestAskPriceE8,
            long bestAskSizeE8,
            long relativeSpreadE8,
            long bestBidApiPriceE8,
            long bestBidApiSizeE8,
            long bestAskApiPriceE8,
            long bestAskApiSizeE8) {
        static final Tops NONE = new Tops(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    }

    /// The option fields of this template are always absent for perpetuals, except a delta of one.
    record MarketSummary(
            long ts,
            long seq,
            long markPriceE8,
            long indexPriceE8,
            long lastPriceE8,
            long volumeUsd24hE8,
            long openInterestE8,
            long fundingRateE8,
            long bidE8,
            long askE8,
            long totalVolumeE8,
            long priceChangeRate24hE8,
            long deltaE8,
            long externalFairPriceE8,
            long bidSizeE8,
            long askSizeE8,
            long fundingRatePreciseE12,
            String market)
            implements SbeMessage {}

    record FundingData(
            long ts,
            long seq,
            long fundingRateE8,
            long fundingIndexE8,
            long createdAt,
            long fundingPremiumE8,
            long fundingRate8hE8,
            int fundingPeriodHours,
            long impactPremiumRateE8,
            String market)
            implements SbeMessage {}

    record FundingRateComparison(
            long ts, long lastUpdatedAt, long hourlyFundingRateE12, int assetKind, int source, String market)
            implements SbeMessage {}

    record Order(
            long ts,
            long seq,
            Wire.Status status,
            Side side,
            Wire.OrderType orderType,
            Wire.Instruction timeInForce,
            long priceE8,
            long triggerPriceE8,
            long sizeE8,
            long sizeOpenE8,
            long avgFillPriceE8,
            long createdAt,
            long updatedAt,
            String account,
            long receivedAt,
            long publishedAt,
            Wire.Stp stp,
            Set<Wire.OrderFlag> flags,
            Wire.RequestStatus requestStatus,
            Wire.RequestType requestType,
            String orderId,
            String clientOrderId,
            String market,
            String cancelReason,
            String requestId,
            String requestMessage)
            implements SbeMessage {}

    record Fill(
            long ts,
            long seq,
            Wire.FillType fillType,
            Side side,
            Wire.Liquidity liquidity,
            long priceE8,
            long sizeE8,
            long feeE8,
            long realizedPnlE8,
            long createdAt,
            String account,
            long underlyingPriceE8,
            long realizedFundingE8,
            Set<Wire.FillFlag> flags,
            long orderbookSeqNo,
            String fillId,
            String orderId,
            String clientOrderId,
            String tradeId,
            String market,
            String feeCurrency)
            implements SbeMessage {}

    /// @param side buy for a long position
    /// @param sizeE8 without sign, unlike the JSON form
    record Position(
            long ts,
            long seq,
            Side side,
            long sizeE8,
            long avgEntryPriceE8,
            long unrealizedPnlE8,
            long realizedPnlE8,
            long liquidationPriceE8,
            long leverageE8,
            long updatedAt,
            String account,
            long avgEntryPriceUsdE8,
            long costE8,
            long costUsdE8,
            long cachedFundingIndexE8,
            long unrealizedFundingPnlE8,
            Wire.PositionStatus status,
            String market,
            String lastFillId)
            implements SbeMessage {}

    record Account(
            long ts,
            long seq,
            long totalCollateralE8,
            long freeCollateralE8,
            long initialMarginReqE8,
            long maintenanceMarginReqE8,
            long accountValueE8,
            long updatedAt,
            String account,
            long marginCushionE8,
            Wire.AccountStatus status,
            long lastSeenNotification,
            String settlementAsset)
            implements SbeMessage {}

    record Heartbeat(long ts, long seq) implements SbeMessage {}

    /// A template that no schema names yet: what a later server may send at any time.
    record Unknown(int templateId, byte[] block) implements SbeMessage {}
}
