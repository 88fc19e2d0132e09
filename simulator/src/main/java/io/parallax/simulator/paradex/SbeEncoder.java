package io.parallax.simulator.paradex;

import static io.parallax.simulator.paradex.SbeMessage.NULL;

import java.util.Set;

/// Writes binary frames of SBE schema 1, versions 0 to 2, little-endian: header, block, groups, texts. A
/// reading of the schema of its own, which shares nothing with the client's decoder. Thread: one at a time.
final class SbeEncoder {
    private static final int SCHEMA_ID = 1;
    private static final int HEADER_BYTES = 8;
    private static final int UNKNOWN_BLOCK_FILL = 0xAA;
    private static final int UNKNOWN_ENTRY_FILL = 0xEE;
    private static final int BOOK_ENTRY_BYTES = 16;

    private final SbeLayout layout;
    private final SbeWriter out = new SbeWriter();

    SbeEncoder(SbeLayout layout) {
        this.layout = layout;
    }

    int version() {
        return layout.version();
    }

    byte[] encode(SbeMessage message) {
        out.clear();
        switch (message) {
            case SbeMessage.Trade trade -> trade(out, trade);
            case SbeMessage.Bbo bbo -> bbo(out, bbo);
            case SbeMessage.Book book -> book(out, book);
            case SbeMessage.MarketSummary summary -> marketSummary(out, summary);
            case SbeMessage.FundingData funding -> fundingData(out, funding);
            case SbeMessage.FundingRateComparison rates -> fundingRateComparison(out, rates);
            case SbeMessage.Order order -> order(out, order);
            case SbeMessage.Fill fill -> fill(out, fill);
            case SbeMessage.Position position -> position(out, position);
            case SbeMessage.Account account -> account(out, account);
            case SbeMessage.Heartbeat heartbeat -> endBlock(header(out, 40).i64(heartbeat.ts(), heartbeat.seq()));
            case SbeMessage.Unknown unknown ->
                endBlock(header(out, unknown.templateId()).raw(unknown.block()));
        }
        return out.toBytes();
    }

    /// Whether a version knows a template at all: funding rate comparison came with version 1.
    boolean knows(SbeMessage message) {
        return !(message instanceof SbeMessage.FundingRateComparison) || layout.version() >= 1;
    }

    private SbeWriter header(SbeWriter out, int templateId) {
        return out.u16(0).u16(templateId).u16(SCHEMA_ID).u16(layout.version());
    }

    /// Closes the block and writes its length into the header.
    private SbeWriter endBlock(SbeWriter out) {
        out.fill(layout.unknownBlockBytes(), UNKNOWN_BLOCK_FILL);
        out.u16At(0, out.size() - HEADER_BYTES);
        return out;
    }

    private void trade(SbeWriter out, SbeMessage.Trade m) {
        header(out, 1)
                .i64(m.ts(), m.seq(), m.tradeId())
                .u8(Wire.code(m.side()))
                .i64(m.priceE8(), m.sizeE8(), m.createdAt())
                .u8(m.tradeType().code());
        endBlock(out).text(m.market());
        if (layout.lateFields()) {
            out.text(m.tradeIdText());
        }
    }

    private void bbo(SbeWriter out, SbeMessage.Bbo m) {
        header(out, 2).i64(m.ts(), m.seq(), m.bidPriceE8(), m.bidSizeE8(), m.askPriceE8(), m.askSizeE8());
        endBlock(out).text(m.market());
    }

    private void book(SbeWriter out, SbeMessage.Book m) {
        SbeMessage.Tops tops = m.tops();
        header(out, 3)
                .i64(m.ts(), m.seq())
                .u8(m.snapshot() ? 0 : 1)
                .i64(tops.bestBidPriceE8(), tops.bestBidSizeE8(), tops.bestAskPriceE8(), tops.bestAskSizeE8())
                .i64(tops.relativeSpreadE8())
                .i64(tops.bestBidApiPriceE8(), tops.bestBidApiSizeE8())
                .i64(tops.bestAskApiPriceE8(), tops.bestAskApiSizeE8());
        endBlock(out);
        levels(out, m.bids());
        levels(out, m.asks());
        out.text(m.market());
    }

    private void levels(SbeWriter out, long[] pricesAndSizes) {
        out.u16(BOOK_ENTRY_BYTES + layout.unknownEntryBytes()).u16(pricesAndSizes.length / 2);
        for (int i = 0; i < pricesAndSizes.length; i += 2) {
            out.i64(pricesAndSizes[i], pricesAndSizes[i + 1]).fill(layout.unknownEntryBytes(), UNKNOWN_ENTRY_FILL);
        }
    }

    private void marketSummary(SbeWriter out, SbeMessage.MarketSummary m) {
        header(out, 4)
                .i64(m.ts(), m.seq(), m.markPriceE8(), m.indexPriceE8(), m.lastPriceE8())
                .i64(m.volumeUsd24hE8(), m.openInterestE8(), m.fundingRateE8(), m.bidE8(), m.askE8())
                .i64(m.totalVolumeE8(), m.priceChangeRate24hE8());
        impliedVolatilities(out).i64(m.deltaE8());
        greeksAfterDelta(out)
                .i64(NULL) // future funding rate
                .i64(m.externalFairPriceE8(), m.bidSizeE8(), m.askSizeE8());
        if (layout.version() >= 1) {
            out.i64(NULL, NULL, m.fundingRatePreciseE12()); // before it: forward rate, risk-free rate
        }
        endBlock(out).text(m.market());
    }

    /// Of mark, bid, ask and last.
    private static SbeWriter impliedVolatilities(SbeWriter out) {
        return out.i64(NULL, NULL, NULL, NULL);
    }

    /// Gamma, vega, theta, rho, volga, vanna.
    private static SbeWriter greeksAfterDelta(SbeWriter out) {
        return out.i64(NULL, NULL, NULL, NULL, NULL, NULL);
    }

    private void fundingData(SbeWriter out, SbeMessage.FundingData m) {
        header(out, 5)
                .i64(m.ts(), m.seq(), m.fundingRateE8(), m.fundingIndexE8(), m.createdAt())
                .i64(m.fundingPremiumE8(), m.fundingRate8hE8())
                .u16(m.fundingPeriodHours());
        if (layout.version() >= 1) {
            out.i64(m.impactPremiumRateE8());
        }
        endBlock(out).text(m.market());
    }

    private void fundingRateComparison(SbeWriter out, SbeMessage.FundingRateComparison m) {
        header(out, 6)
                .i64(m.ts(), m.lastUpdatedAt(), m.hourlyFundingRateE12())
                .u8(m.assetKind())
                .u8(m.source());
        endBlock(out).text(m.market());
    }

    private void order(SbeWriter out, SbeMessage.Order m) {
        header(out, 20)
                .i64(m.ts(), m.seq())
                .u8(m.status().code())
                .u8(Wire.code(m.side()))
                .u8(m.orderType().code())
                .u8(m.timeInForce().code())
                .i64(m.priceE8(), m.triggerPriceE8(), m.sizeE8(), m.sizeOpenE8(), m.avgFillPriceE8())
                .i64(m.createdAt(), m.updatedAt())
                .account(m.account())
                .i64(m.receivedAt(), m.publishedAt())
                .u8(m.stp().code())
                .u8(orderFlags(m.flags()));
        if (layout.lateFields()) {
            out.u8(m.requestStatus().code()).u8(m.requestType().code());
        }
        endBlock(out).text(m.orderId()).text(m.clientOrderId()).text(m.market()).text(m.cancelReason());
        if (layout.lateFields()) {
            out.text(m.requestId()).text(m.requestMessage());
        }
    }

    /// Market-maker protection has a bit from version 2 on.
    private int orderFlags(Set<Wire.OrderFlag> flags) {
        int bits = bits(flags);
        return layout.version() >= 2 ? bits : bits & ~Wire.OrderFlag.MMP.code();
    }

    private static int bits(Set<? extends Wire.Coded> flags) {
        int bits = 0;
        for (Wire.Coded flag : flags) {
            bits |= flag.code();
        }
        return bits;
    }

    private void fill(SbeWriter out, SbeMessage.Fill m) {
        header(out, 21)
                .i64(m.ts(), m.seq())
                .u8(m.fillType().code())
                .u8(Wire.code(m.side()))
                .u8(m.liquidity().code())
                .i64(m.priceE8(), m.sizeE8(), m.feeE8(), m.realizedPnlE8(), m.createdAt())
                .account(m.account())
                .i64(m.underlyingPriceE8(), m.realizedFundingE8());
        if (layout.version() >= 2) {
            out.u8(bits(m.flags())).i64(m.orderbookSeqNo());
        }
        endBlock(out)
                .text(m.fillId())
                .text(m.orderId())
                .text(m.clientOrderId())
                .text(m.tradeId())
                .text(m.market());
        if (layout.version() >= 2) {
            out.text(m.feeCurrency());
        }
    }

    private void position(SbeWriter out, SbeMessage.Position m) {
        header(out, 22)
                .i64(m.ts(), m.seq())
                .u8(Wire.code(m.side()))
                .i64(m.sizeE8(), m.avgEntryPriceE8(), m.unrealizedPnlE8(), m.realizedPnlE8())
                .i64(NULL) // mark price: the exchange always leaves it out
                .i64(m.liquidationPriceE8(), m.leverageE8(), m.updatedAt())
                .account(m.account())
                .i64(m.avgEntryPriceUsdE8(), m.costE8(), m.costUsdE8(), m.cachedFundingIndexE8())
                .i64(m.unrealizedFundingPnlE8())
                .u8(m.status().code());
        endBlock(out).text(m.market()).text(m.lastFillId());
    }

    private void account(SbeWriter out, SbeMessage.Account m) {
        header(out, 23)
                .i64(m.ts(), m.seq(), m.totalCollateralE8(), m.freeCollateralE8(), m.initialMarginReqE8())
                .i64(m.maintenanceMarginReqE8(), m.accountValueE8())
                .i64(NULL) // unrealized result: the exchange always leaves it out
                .i64(m.updatedAt())
                .account(m.account())
                .i64(m.marginCushionE8())
                .u8(m.status().code());
        if (layout.lateFields()) {
            out.i64(m.lastSeenNotification());
        }
        endBlock(out).text(m.settlementAsset());
    }
}
