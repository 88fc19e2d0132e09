package io.parallax.simulator.paradex;

import java.util.OptionalLong;

/// How the simulated Paradex behaves. Values that the exchange documents are marked "documented"; where nothing
/// is known the default is a choice of ours, marked "chosen", and may be changed here to see how a client takes
/// it. Thread: any; immutable.
public record ParadexSimulatorSettings(Login login, Orders orders, Stream stream, Limits limits, Funding funding) {

    public static ParadexSimulatorSettings defaults() {
        return new ParadexSimulatorSettings(
                Login.defaults(), Orders.defaults(), Stream.defaults(), Limits.defaults(), Funding.defaults());
    }

    public ParadexSimulatorSettings withLogin(Login changed) {
        return new ParadexSimulatorSettings(changed, orders, stream, limits, funding);
    }

    public ParadexSimulatorSettings withOrders(Orders changed) {
        return new ParadexSimulatorSettings(login, changed, stream, limits, funding);
    }

    public ParadexSimulatorSettings withStream(Stream changed) {
        return new ParadexSimulatorSettings(login, orders, changed, limits, funding);
    }

    public ParadexSimulatorSettings withLimits(Limits changed) {
        return new ParadexSimulatorSettings(login, orders, stream, changed, funding);
    }

    /// @param chainId text that every signature covers; documented for testnet and production
    /// @param tokenLifeSeconds documented: 5 minutes
    /// @param opensUnknownAccounts a login that proves possession of the key in its path opens the account if
    /// there is none, as a testnet faucet would; chosen
    /// @param timestampAgeSecondsMax oldest login timestamp; chosen, the documented life of a login signature
    /// @param timestampAheadSecondsMax chosen
    /// @param expirationAheadSecondsMax documented: one week
    public record Login(
            String chainId,
            long tokenLifeSeconds,
            boolean opensUnknownAccounts,
            long timestampAgeSecondsMax,
            long timestampAheadSecondsMax,
            long expirationAheadSecondsMax) {
        public static final String TESTNET = "PRIVATE_SN_POTC_SEPOLIA";
        public static final String PRODUCTION = "PRIVATE_SN_PARACLEAR_MAINNET";

        public static Login defaults() {
            return new Login(TESTNET, 300, true, 1_800, 30, 7 * 86_400);
        }

        public Login withChainId(String changed) {
            return new Login(
                    changed,
                    tokenLifeSeconds,
                    opensUnknownAccounts,
                    timestampAgeSecondsMax,
                    timestampAheadSecondsMax,
                    expirationAheadSecondsMax);
        }

        public Login withTokenLifeSeconds(long changed) {
            return new Login(
                    chainId,
                    changed,
                    opensUnknownAccounts,
                    timestampAgeSecondsMax,
                    timestampAheadSecondsMax,
                    expirationAheadSecondsMax);
        }

        public Login withOpensUnknownAccounts(boolean changed) {
            return new Login(
                    chainId,
                    tokenLifeSeconds,
                    changed,
                    timestampAgeSecondsMax,
                    timestampAheadSecondsMax,
                    expirationAheadSecondsMax);
        }
    }

    /// @param engineDelayMillisMin from the reply to the final update; chosen
    /// @param engineDelayMillisMax chosen
    /// @param replyAfterUpdatePpm share of orders whose reply comes after their updates, in millionths; chosen
    /// @param retailDelayMillis speed bump of orders and cancels under an interactive token; documented
    /// @param retailFeePpm what a fill of an interactive order pays, in millionths of notional; documented: 0 since
    /// 2026-06-15. Empty for what an API order pays
    /// @param recvWindowMillisMin documented
    /// @param recvWindowMillisDefault documented
    /// @param signatureAheadMillisMax how far a signature timestamp may lie ahead; chosen
    /// @param batchMax documented
    /// @param historyMax ended orders and fills kept per account
    /// @param marketSlippagePpm protection of market orders: average price against the touch; documented per
    /// market
    /// @param sizeCutKeepsPlace a modify that only cuts the size keeps its place in the queue; chosen
    public record Orders(
            int engineDelayMillisMin,
            int engineDelayMillisMax,
            int replyAfterUpdatePpm,
            int retailDelayMillis,
            OptionalLong retailFeePpm,
            int recvWindowMillisMin,
            int recvWindowMillisDefault,
            int signatureAheadMillisMax,
            int batchMax,
            int historyMax,
            int marketSlippagePpm,
            boolean sizeCutKeepsPlace) {
        public static Orders defaults() {
            return new Orders(2, 10, 50_000, 300, OptionalLong.of(0), 10, 300_000, 30_000, 10, 10_000, 1_000, true);
        }

        public Orders withReplyAfterUpdatePpm(int changed) {
            return new Orders(
                    engineDelayMillisMin,
                    engineDelayMillisMax,
                    changed,
                    retailDelayMillis,
                    retailFeePpm,
                    recvWindowMillisMin,
                    recvWindowMillisDefault,
                    signatureAheadMillisMax,
                    batchMax,
                    historyMax,
                    marketSlippagePpm,
                    sizeCutKeepsPlace);
        }

        public Orders withRetailFeePpm(OptionalLong changed) {
            return new Orders(
                    engineDelayMillisMin,
                    engineDelayMillisMax,
                    replyAfterUpdatePpm,
                    retailDelayMillis,
                    changed,
                    recvWindowMillisMin,
                    recvWindowMillisDefault,
                    signatureAheadMillisMax,
                    batchMax,
                    historyMax,
                    marketSlippagePpm,
                    sizeCutKeepsPlace);
        }
    }

    /// @param privateAsBinary private channels as SBE on connections that negotiated it; sources disagree, so
    /// chosen
    /// @param pingMillis documented
    /// @param pongMillisMax documented
    /// @param heartbeatMillis of silence; documented
    /// @param queuedMessagesMax a reader this far behind is cut off; documented
    /// @param summaryMillis between ticker and funding messages; chosen
    /// @param fillSideOfTaker fills name the taker's side even on the maker's own fill; documented, though
    /// clients read it as their own
    /// @param lateFields whether version 2 carries the fields that joined it later
    /// @param unknownBlockBytes fields of a future schema appended to every block, to see readers skip them
    /// @param unknownEntryBytes the same for every book level
    public record Stream(
            boolean privateAsBinary,
            long pingMillis,
            long pongMillisMax,
            long heartbeatMillis,
            int queuedMessagesMax,
            long summaryMillis,
            boolean fillSideOfTaker,
            boolean lateFields,
            int unknownBlockBytes,
            int unknownEntryBytes) {
        public static Stream defaults() {
            return new Stream(true, 55_000, 5_000, 20_000, 2_000, 1_000, true, true, 0, 0);
        }

        public Stream withPrivateAsBinary(boolean changed) {
            return new Stream(
                    changed,
                    pingMillis,
                    pongMillisMax,
                    heartbeatMillis,
                    queuedMessagesMax,
                    summaryMillis,
                    fillSideOfTaker,
                    lateFields,
                    unknownBlockBytes,
                    unknownEntryBytes);
        }

        SbeLayout layout(int version) {
            return new SbeLayout(version, version == 2 && lateFields, unknownBlockBytes, unknownEntryBytes);
        }
    }

    /// Requests per window; documented. Every bucket refills steadily.
    ///
    /// @param ordersCountAgainstAddress whether order requests also draw from the per-address bucket; unclear,
    /// so chosen
    public record Limits(
            int publicPerMinute,
            int loginsPerMinute,
            int ordersPerSecond,
            int ordersPerMinute,
            int privateReadsPerSecond,
            int privateReadsPerMinute,
            int privatePerMinuteAndAddress,
            int connectionsPerSecond,
            int connectionsPerMinute,
            boolean ordersCountAgainstAddress) {
        public static Limits defaults() {
            return new Limits(1_500, 600, 800, 17_250, 120, 600, 1_500, 20, 600, false);
        }

        public Limits withOrders(int perSecond, int perMinute) {
            return new Limits(
                    publicPerMinute,
                    loginsPerMinute,
                    perSecond,
                    perMinute,
                    privateReadsPerSecond,
                    privateReadsPerMinute,
                    privatePerMinuteAndAddress,
                    connectionsPerSecond,
                    connectionsPerMinute,
                    ordersCountAgainstAddress);
        }
    }

    /// Charged from the start; the exchange's control changes it later.
    ///
    /// @param rateE8 of every market, per period; chosen: zero
    /// @param periodHours documented: 8
    public record Funding(long rateE8, int periodHours) {
        long hourlyRateE12() {
            return rateE8 * 10_000 / periodHours;
        }

        public static Funding defaults() {
            return new Funding(0, 8);
        }
    }
}
