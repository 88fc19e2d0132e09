package io.parallax.simulator.core;

import java.util.List;

/// One account's ledger at one moment; money and quantities × 10⁸. Thread: any; immutable.
///
/// @param realisedE8 profit of everything closed, before fees
/// @param feesE8 positive is paid
/// @param fundingE8 realised funding, positive is received
/// @param transfersE8 collateral moved in less what was moved out
public record LedgerReport(
        String exchange,
        String account,
        long startingBalanceE8,
        long cashE8,
        long realisedE8,
        long feesE8,
        long fundingE8,
        long transfersE8,
        long orders,
        long fills,
        int openOrders,
        List<PositionReport> positions) {

    /// One instrument of it.
    ///
    /// @param costE8 what the open part was bought for; negative for a short
    /// @param fundingE8 realised funding, positive is received
    /// @param fundingIndexE8 the instrument's index up to which funding is settled
    /// @param tradedFlowE8 everything sold minus everything bought; equals realised minus cost
    public record PositionReport(
            String symbol,
            long quantityE8,
            long costE8,
            long averageEntryE8,
            long realisedE8,
            long feesE8,
            long fundingE8,
            long fundingIndexE8,
            long tradedFlowE8) {}

    public LedgerReport {
        positions = List.copyOf(positions);
    }

    /// What trading brought, fees and funding paid.
    public long netE8() {
        return realisedE8 - feesE8 + fundingE8;
    }

    public boolean flat() {
        return positions.stream().allMatch(position -> position.quantityE8() == 0);
    }
}
