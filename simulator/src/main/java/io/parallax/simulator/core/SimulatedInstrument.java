package io.parallax.simulator.core;

import io.parallax.instrument.Instrument;

/// An instrument with the rules that only the exchange itself needs. Thread: any; immutable.
///
/// @param instrument ticks, lots, sizes, taker fee, highest leverage
/// @param priceBandPpm an aggressive price may lie this far from the mark, in millionths; 0 for no band
/// @param positionLimitE8 largest position in base currency × 10⁸; [Long#MAX_VALUE] for none
/// @param openOrdersMax resting orders per account
/// @param maintenancePpm maintenance margin of a position in millionths of its initial margin
public record SimulatedInstrument(
        Instrument instrument, long priceBandPpm, long positionLimitE8, int openOrdersMax, long maintenancePpm) {
    /// Half the initial margin: Vest, margin page; Paradex, `mmf_factor` of its perpetuals.
    private static final long MAINTENANCE_PPM = 500_000;

    public SimulatedInstrument {
        if (priceBandPpm < 0 || maintenancePpm < 0 || instrument.leverageMax() < 1) {
            throw new IllegalArgumentException(instrument.symbol()
                    + ": band and maintenance share must not be negative and leverage at least 1, found " + priceBandPpm
                    + ", " + maintenancePpm + " and " + instrument.leverageMax());
        }
    }

    /// With a maintenance margin of half the initial margin.
    public SimulatedInstrument(Instrument instrument, long priceBandPpm, long positionLimitE8, int openOrdersMax) {
        this(instrument, priceBandPpm, positionLimitE8, openOrdersMax, MAINTENANCE_PPM);
    }

    public String symbol() {
        return instrument.symbol();
    }

    public SimulatedInstrument withTickE8(long changed) {
        return with(
                changed,
                instrument.lotE8(),
                instrument.quantityMinE8(),
                instrument.notionalMinE8(),
                instrument.takerFeePpm(),
                instrument.leverageMax());
    }

    /// The smallest quantity becomes the lot too, as on both exchanges.
    public SimulatedInstrument withLotE8(long changed) {
        return with(
                instrument.tickE8(),
                changed,
                changed,
                instrument.notionalMinE8(),
                instrument.takerFeePpm(),
                instrument.leverageMax());
    }

    public SimulatedInstrument withNotionalMinE8(long changed) {
        return with(
                instrument.tickE8(),
                instrument.lotE8(),
                instrument.quantityMinE8(),
                changed,
                instrument.takerFeePpm(),
                instrument.leverageMax());
    }

    public SimulatedInstrument withTakerFeePpm(long changed) {
        return with(
                instrument.tickE8(),
                instrument.lotE8(),
                instrument.quantityMinE8(),
                instrument.notionalMinE8(),
                changed,
                instrument.leverageMax());
    }

    /// The initial margin is one over it; accounts that chose more get this much.
    public SimulatedInstrument withLeverageMax(int changed) {
        return with(
                instrument.tickE8(),
                instrument.lotE8(),
                instrument.quantityMinE8(),
                instrument.notionalMinE8(),
                instrument.takerFeePpm(),
                changed);
    }

    public SimulatedInstrument withPriceBandPpm(long changed) {
        return new SimulatedInstrument(instrument, changed, positionLimitE8, openOrdersMax, maintenancePpm);
    }

    public SimulatedInstrument withMaintenancePpm(long changed) {
        return new SimulatedInstrument(instrument, priceBandPpm, positionLimitE8, openOrdersMax, changed);
    }

    public SimulatedInstrument withPositionLimitE8(long changed) {
        return new SimulatedInstrument(instrument, priceBandPpm, changed, openOrdersMax, maintenancePpm);
    }

    private SimulatedInstrument with(
            long tickE8, long lotE8, long quantityMinE8, long notionalMinE8, long takerFeePpm, int leverageMax) {
        Instrument changed = new Instrument(
                instrument.exchange(),
                instrument.pair(),
                instrument.symbol(),
                tickE8,
                lotE8,
                quantityMinE8,
                instrument.quantityMaxE8(),
                notionalMinE8,
                takerFeePpm,
                leverageMax,
                instrument.tradable(),
                instrument.fundingMillis());
        return new SimulatedInstrument(changed, priceBandPpm, positionLimitE8, openOrdersMax, maintenancePpm);
    }
}
