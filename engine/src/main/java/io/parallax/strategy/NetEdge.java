package io.parallax.strategy;

/// What a cycle would really earn, step by step from what two screens show. All in ppm of the price paid for
/// the long leg:
///
/// ```
///   gross    entry spread at the touch + exit threshold
/// − fees     taker fees of both legs, in and out
/// − depth    what our size costs beyond the touch, on both books
/// + funding  expected over the expected time of holding
/// − basis    how far the settlement currency is from the currency of prices
/// − buffer   what the market is expected to move against us while orders travel
/// = net
/// ```
///
/// The exit counts with its threshold, because that is where it happens or better; it is compared with
/// executable prices then, so its depth is inside. Costs round up and gains down. Thread: engine only; changes
/// in place.
public final class NetEdge {
    private static final long PPM = 1_000_000;

    private static final NetEdge NOTHING = new NetEdge();

    private long touchPpm;
    private long exitPpm;
    private long feesPpm;
    private long depthPpm;
    private long fundingPpm;
    private long basisPpm;
    private long bufferPpm;

    /// The same figures, to keep. Parameters as in the sum above; the exit threshold apart from the entry.
    /// Thread: any; immutable.
    public record Breakdown(
            long touchPpm, long exitPpm, long feesPpm, long depthPpm, long fundingPpm, long basisPpm, long bufferPpm) {

        public long grossPpm() {
            return touchPpm + exitPpm;
        }

        public long netPpm() {
            return grossPpm() - feesPpm - depthPpm + fundingPpm - basisPpm - bufferPpm;
        }
    }

    /// The entry: what the touch shows, and what our size gets.
    public NetEdge spreads(long touchPpm, long executablePpm, long exitPpm) {
        this.touchPpm = touchPpm;
        this.depthPpm = touchPpm - executablePpm;
        this.exitPpm = exitPpm;
        return this;
    }

    /// @param takerFeePpmA of one execution; negative is a rebate
    public NetEdge fees(long takerFeePpmA, long takerFeePpmB) {
        feesPpm = 2 * (takerFeePpmA + takerFeePpmB);
        return this;
    }

    /// @param longLeg of the exchange that would be bought on
    public NetEdge funding(FundingRate longLeg, FundingRate shortLeg, long holdMillis) {
        // A short receives what a long pays, and what is received rounds down.
        fundingPpm = -longLeg.longPaysPpm(holdMillis) + shortReceivesPpm(shortLeg, holdMillis);
        return this;
    }

    private static long shortReceivesPpm(FundingRate rate, long holdMillis) {
        return rate.intervalMillis() == 0 ? 0 : -FundingRate.ppm(-rate.rateE8(), rate.intervalMillis(), holdMillis);
    }

    /// @param quoteRateE8 what the settlement currency is worth, × 10⁸; 0 when nobody tells, which counts as 1
    public NetEdge basis(long quoteRateE8) {
        long apartE8 = quoteRateE8 == 0 ? 0 : Math.abs(quoteRateE8 - 100 * PPM);
        basisPpm = Math.ceilDiv(apartE8, 100);
        return this;
    }

    public NetEdge buffer(long bufferPpm) {
        this.bufferPpm = bufferPpm;
        return this;
    }

    public long grossPpm() {
        return touchPpm + exitPpm;
    }

    /// What is left of it all, ppm.
    public long netPpm() {
        return grossPpm() - feesPpm - depthPpm + fundingPpm - basisPpm - bufferPpm;
    }

    public void clear() {
        copyFrom(NOTHING);
    }

    public void copyFrom(NetEdge other) {
        touchPpm = other.touchPpm;
        exitPpm = other.exitPpm;
        feesPpm = other.feesPpm;
        depthPpm = other.depthPpm;
        fundingPpm = other.fundingPpm;
        basisPpm = other.basisPpm;
        bufferPpm = other.bufferPpm;
    }

    public Breakdown breakdown() {
        return new Breakdown(touchPpm, exitPpm, feesPpm, depthPpm, fundingPpm, basisPpm, bufferPpm);
    }
}
