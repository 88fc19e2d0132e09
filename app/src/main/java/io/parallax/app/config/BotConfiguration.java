package io.parallax.app.config;

import io.parallax.execution.LegOrder;
import io.parallax.instrument.ExchangeId;
import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.ThresholdSettings;

/// One bot: one pair on two exchanges. Thread: any; immutable.
///
/// @param id the operator's name of it
/// @param pair `BTC-PERP`
/// @param dexA where leg A trades
/// @param dexB where leg B trades
/// @param spreadEntryPpm entry threshold, millionths
/// @param spreadExitPpm exit threshold, millionths
/// @param leverage set on both exchanges before the first order
/// @param positionSizeE8 quantity of each leg, base currency × 10⁸
/// @param thresholds what the two thresholds are measured from
/// @param legOrder in which order the legs of an entry leave
/// @param layers in how many steps a position is built up
public record BotConfiguration(
        String id,
        String pair,
        ExchangeId dexA,
        ExchangeId dexB,
        long spreadEntryPpm,
        long spreadExitPpm,
        int leverage,
        long positionSizeE8,
        ThresholdSettings thresholds,
        LegOrder legOrder,
        LayerSettings layers) {

    /// A bot whose thresholds are spreads.
    public BotConfiguration(
            String id,
            String pair,
            ExchangeId dexA,
            ExchangeId dexB,
            long spreadEntryPpm,
            long spreadExitPpm,
            int leverage,
            long positionSizeE8) {
        this(
                id,
                pair,
                dexA,
                dexB,
                spreadEntryPpm,
                spreadExitPpm,
                leverage,
                positionSizeE8,
                ThresholdSettings.DEFAULTS,
                LegOrder.CONCURRENT,
                LayerSettings.NONE);
    }
}
