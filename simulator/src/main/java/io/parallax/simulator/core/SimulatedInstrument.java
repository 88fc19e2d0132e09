package io.parallax.simulator.core;

import io.parallax.instrument.Instrument;

/// An instrument with the rules that only the exchange itself needs. Thread: any; immutable.
///
/// @param instrument ticks, lots, sizes, taker fee, highest leverage
/// @param priceBandPpm an aggressive price may lie this far from the mark, in millionths; 0 for no band
/// @param positionLimitE8 largest position in base currency × 10⁸; [Long#MAX_VALUE] for none
/// @param openOrdersMax resting orders per account
public record SimulatedInstrument(Instrument instrument, long priceBandPpm, long positionLimitE8, int openOrdersMax) {
    public String symbol() {
        return instrument.symbol();
    }
}
