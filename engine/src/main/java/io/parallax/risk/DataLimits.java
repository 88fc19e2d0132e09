package io.parallax.risk;

import static io.parallax.risk.Bounds.require;

import io.parallax.strategy.Confirmation;

/// What market data must look like before an entry rests on it. Thread: any; immutable.
///
/// @param confirmation how many new quotes must show a spread
/// @param lagWarnMillis a feed this much later than usual is told
/// @param lagMillis a feed this much later than usual blocks entries
/// @param markAgeMillis without a mark for longer entries are blocked
/// @param bandPpm how far a book's middle may be from its mark, a mark from its index, and an index from the other
///     exchange's, in ppm
/// @param quoteRateRequired whether entries need a rate of the settlement currency; without it, it counts as 1
/// @param edgePercent what of the expected edge the last cycles must have earned, in percent; 0 asks for nothing
public record DataLimits(
        Confirmation confirmation,
        long lagWarnMillis,
        long lagMillis,
        long markAgeMillis,
        long bandPpm,
        boolean quoteRateRequired,
        int edgePercent) {
    private static final long BAND_PPM_LARGE = 10_000;
    private static final long BAND_PPM_OTHER = 20_000;

    public DataLimits {
        require(lagMillis >= 50 && lagMillis <= 5_000, "lagMillis", lagMillis, "50 to 5000");
        require(lagWarnMillis >= 0 && lagWarnMillis <= lagMillis, "lagWarnMillis", lagWarnMillis, "0 to lagMillis");
        require(markAgeMillis >= 500 && markAgeMillis <= 60_000, "markAgeMillis", markAgeMillis, "500 to 60000");
        require(bandPpm >= 100 && bandPpm <= 100_000, "bandPpm", bandPpm, "100 to 100000");
        require(edgePercent >= 0 && edgePercent <= 100, "edgePercent", edgePercent, "0 to 100");
    }

    /// The defaults: bands of 1 % for Bitcoin and Ether and 2 % for everything else.
    ///
    /// @param pair the instrument's name in our configuration
    public static DataLimits of(String pair) {
        boolean large = pair.startsWith("BTC-") || pair.startsWith("ETH-");
        return new DataLimits(
                Confirmation.DEFAULTS, 400, 500, 5_000, large ? BAND_PPM_LARGE : BAND_PPM_OTHER, false, 50);
    }

    public DataLimits withConfirmation(Confirmation other) {
        return new DataLimits(other, lagWarnMillis, lagMillis, markAgeMillis, bandPpm, quoteRateRequired, edgePercent);
    }

    public DataLimits withBandPpm(long other) {
        return new DataLimits(
                confirmation, lagWarnMillis, lagMillis, markAgeMillis, other, quoteRateRequired, edgePercent);
    }

    public DataLimits withQuoteRateRequired(boolean required) {
        return new DataLimits(confirmation, lagWarnMillis, lagMillis, markAgeMillis, bandPpm, required, edgePercent);
    }
}
