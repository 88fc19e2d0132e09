package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;

/// What an exchange says about a market beside its book. Thread: any; immutable. Adapters tell plausible values alone:
/// prices are positive, an exchange's time outside 2020 to 2100 is told as 0.
public sealed interface MarketEvent extends ExchangeEvent {
    /// The price that the exchange values positions with, and the price it takes from other markets.
    ///
    /// @param markE8 quote currency × 10⁸
    /// @param indexE8 quote currency × 10⁸; 0 when the exchange tells none
    /// @param exchangeEpochMicros the exchange's own time of it; 0 when it tells none
    record MarkReported(
            ExchangeId exchange, String symbol, long markE8, long indexE8, long exchangeEpochMicros, long receivedNanos)
            implements MarketEvent {}

    /// What one unit of the currency that accounts are settled in is worth in the currency that prices are told in.
    ///
    /// @param rateE8 × 10⁸: 1 is 100 000 000
    record QuoteRateReported(ExchangeId exchange, long rateE8, long receivedNanos) implements MarketEvent {}

    /// What holding a position costs: positive when longs pay shorts.
    ///
    /// @param rateE8 fraction of a position's value × 10⁸, per funding interval of the instrument
    record FundingRateReported(ExchangeId exchange, String symbol, long rateE8, long receivedNanos)
            implements MarketEvent {}
}
