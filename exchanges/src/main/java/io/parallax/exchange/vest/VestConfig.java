package io.parallax.exchange.vest;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// How to reach Vest and how to trade there. Start from [#production()] or [#development()] and change what differs.
/// Thread: any; immutable.
///
/// @param restBase scheme, host and path that every request's path is put behind, without a slash at the end
/// @param webSocketBase address of the socket without query
/// @param verifyingContract the contract that delegations are signed for; the environment in cryptographic form
/// @param credentials without them there are books but no orders
/// @param networkType 0 in the documentation for both environments
/// @param immediateAs what an immediate-or-cancel order becomes
/// @param sendReduceOnly false sends closing orders without the flag, for when the exchange refuses it
/// @param recvWindowMillis how late an order may arrive: 1 to 60 000
/// @param warmUpSignatures how many signatures are made and thrown away before the first order, which is the slowest
/// @param proofPingMillis between two pings on the public socket while books are wanted; their answers tell how late
///     books are, which carry no time. 0 pings for the sake of the connection alone: then nobody knows. Whether the
///     exchange minds so many is not documented
public record VestConfig(
        URI restBase,
        URI webSocketBase,
        EthereumAddress verifyingContract,
        Optional<Credentials> credentials,
        int networkType,
        ImmediateAs immediateAs,
        boolean sendReduceOnly,
        long recvWindowMillis,
        int warmUpSignatures,
        long proofPingMillis,
        Timings timings) {

    private static final int WARM_UP_SIGNATURES = 500;
    private static final long PROOF_PING_MILLIS = 250;

    public VestConfig {
        requireScheme("restBase", restBase, "http");
        requireScheme("webSocketBase", webSocketBase, "ws");
        if (recvWindowMillis < 1 || recvWindowMillis > 60_000) {
            throw new IllegalArgumentException(
                    "Vest recvWindowMillis must be 1 to 60000, found " + recvWindowMillis + " ms");
        }
        if (proofPingMillis != 0 && (proofPingMillis < 100 || proofPingMillis > 60_000)) {
            throw new IllegalArgumentException(
                    "Vest proofPingMillis must be 0 or 100 to 60000, found " + proofPingMillis + " ms");
        }
    }

    /// What stands in for immediate-or-cancel, which Vest does not document.
    public enum ImmediateAs {
        /// MARKET with the limit as its price bound: documented, all or nothing against Vest's engine, leaves nothing
        /// behind. The default.
        MARKET,
        /// LIMIT with time in force FOK: documented.
        LIMIT_FOK,
        /// LIMIT with time in force IOC: undocumented; perhaps ignored, so that a remainder could rest. Every such
        /// order is cancelled when no end of it was heard in time.
        LIMIT_IOC
    }

    /// Who trades.
    ///
    /// @param signingKey signs orders; any fresh key
    /// @param primaryKey the wallet's key, which delegates to the signing key at every login
    /// @param primaryAddress the wallet's address; checked against the exchange's answer
    /// @param delegationDays how long each delegation lasts
    public record Credentials(
            Secret signingKey, Secret primaryKey, EthereumAddress primaryAddress, int delegationDays) {
        private static final int DELEGATION_DAYS = 7;

        public Credentials {
            if (delegationDays < 2 || delegationDays > 365) {
                throw new IllegalArgumentException(
                        "a Vest delegation lasts 2 to 365 days because it is renewed daily, found " + delegationDays);
            }
            EthereumAddress found = addressOf(primaryKey);
            if (!found.equals(primaryAddress)) {
                throw new IllegalArgumentException("the Vest primary key belongs to address " + found.checksummed()
                        + ", expected " + primaryAddress.checksummed());
            }
        }

        public static Credentials of(Secret signingKey, Secret primaryKey) {
            return new Credentials(signingKey, primaryKey, addressOf(primaryKey), DELEGATION_DAYS);
        }

        /// Throws [IllegalArgumentException] when the primary key belongs to another address.
        public Credentials withPrimaryAddress(EthereumAddress address) {
            return new Credentials(signingKey, primaryKey, address, delegationDays);
        }

        public Credentials withDelegationDays(int days) {
            return new Credentials(signingKey, primaryKey, primaryAddress, days);
        }

        private static EthereumAddress addressOf(Secret key) {
            try (EthereumSigner signer = new EthereumSigner(key)) {
                return signer.address();
            }
        }
    }

    /// Deadlines and intervals, all in milliseconds.
    ///
    /// @param orderReply from sending an order to the last byte of its answer; then its outcome is unknown
    /// @param queryReply the same for questions
    /// @param loginReply the same for registration, listen keys and instruments
    /// @param socketOpen connect, TLS and upgrade together
    /// @param subscribeReply from a subscription to its answer
    /// @param ping between two pings of ours
    /// @param socketSilent after so long without any frame a socket is dead
    /// @param bookResubscribe after so long without a book it is subscribed again
    /// @param bookReconnect after so long without a book the socket is replaced
    /// @param staleAfter after so long without any book the adapter calls itself stale
    /// @param keepWarm between two requests on the order connections
    /// @param listenKeyRenew between two renewals of the listen key, which lives 60 min
    /// @param delegationRenew between two registrations
    /// @param instrumentsRefresh between two readings of the instruments and their rules
    /// @param engineTail within this time after acceptance Vest's engine has executed or refused an immediate order
    /// @param backOffMin shortest wait before a new attempt
    /// @param backOffMax longest wait before a new attempt; a naked leg may be waiting for it
    public record Timings(
            long orderReply,
            long queryReply,
            long loginReply,
            long socketOpen,
            long subscribeReply,
            long ping,
            long socketSilent,
            long bookResubscribe,
            long bookReconnect,
            long staleAfter,
            long keepWarm,
            long listenKeyRenew,
            long delegationRenew,
            long instrumentsRefresh,
            long engineTail,
            long backOffMin,
            long backOffMax) {

        public static final Timings DEFAULT = new Timings(
                1_000,
                800,
                5_000,
                5_000,
                3_000,
                15_000,
                30_000,
                3_000,
                10_000,
                2_000,
                10_000,
                1_800_000,
                86_400_000,
                600_000,
                1_500,
                250,
                20_000);
    }

    public static VestConfig production() {
        return of(
                "https://server-prod.hz.vestmarkets.com/v2",
                "wss://ws-prod.hz.vestmarkets.com/ws-api",
                "0x919386306C47b2Fe1036e3B4F7C40D22D2461a23");
    }

    public static VestConfig development() {
        return of(
                "https://server-dev.hz.vestmarkets.com/v2",
                "wss://ws-dev.hz.vestmarkets.com/ws-api",
                "0x8E4D87AEf4AC4D5415C35A12319013e34223825B");
    }

    private static VestConfig of(String restBase, String webSocketBase, String verifyingContract) {
        return new VestConfig(
                URI.create(restBase),
                URI.create(webSocketBase),
                EthereumAddress.parse(verifyingContract.toLowerCase(Locale.ROOT)),
                Optional.empty(),
                0,
                ImmediateAs.MARKET,
                true,
                OrderRequest.RECEIVE_WINDOW_MILLIS,
                WARM_UP_SIGNATURES,
                PROOF_PING_MILLIS,
                Timings.DEFAULT);
    }

    public VestConfig withHosts(URI newRestBase, URI newWebSocketBase) {
        return new VestConfig(
                newRestBase,
                newWebSocketBase,
                verifyingContract,
                credentials,
                networkType,
                immediateAs,
                sendReduceOnly,
                recvWindowMillis,
                warmUpSignatures,
                proofPingMillis,
                timings);
    }

    public VestConfig withCredentials(Credentials newCredentials) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                Optional.of(newCredentials),
                networkType,
                immediateAs,
                sendReduceOnly,
                recvWindowMillis,
                warmUpSignatures,
                proofPingMillis,
                timings);
    }

    public VestConfig withImmediateAs(ImmediateAs newImmediateAs) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                credentials,
                networkType,
                newImmediateAs,
                sendReduceOnly,
                recvWindowMillis,
                warmUpSignatures,
                proofPingMillis,
                timings);
    }

    public VestConfig withSendReduceOnly(boolean newSendReduceOnly) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                credentials,
                networkType,
                immediateAs,
                newSendReduceOnly,
                recvWindowMillis,
                warmUpSignatures,
                proofPingMillis,
                timings);
    }

    public VestConfig withRecvWindowMillis(long newRecvWindowMillis) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                credentials,
                networkType,
                immediateAs,
                sendReduceOnly,
                newRecvWindowMillis,
                warmUpSignatures,
                proofPingMillis,
                timings);
    }

    public VestConfig withWarmUpSignatures(int newWarmUpSignatures) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                credentials,
                networkType,
                immediateAs,
                sendReduceOnly,
                recvWindowMillis,
                newWarmUpSignatures,
                proofPingMillis,
                timings);
    }

    public VestConfig withTimings(Timings newTimings) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                credentials,
                networkType,
                immediateAs,
                sendReduceOnly,
                recvWindowMillis,
                warmUpSignatures,
                proofPingMillis,
                newTimings);
    }

    public VestConfig withProofPingMillis(long newProofPingMillis) {
        return new VestConfig(
                restBase,
                webSocketBase,
                verifyingContract,
                credentials,
                networkType,
                immediateAs,
                sendReduceOnly,
                recvWindowMillis,
                warmUpSignatures,
                newProofPingMillis,
                timings);
    }

    private static void requireScheme(String what, URI uri, String scheme) {
        String found = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!found.equals(scheme) && !found.equals(scheme + "s")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "Vest " + what + " must be " + scheme + ":// or " + scheme + "s:// and a host, found " + uri);
        }
    }
}
