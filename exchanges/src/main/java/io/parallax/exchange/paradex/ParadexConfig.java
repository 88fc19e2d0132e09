package io.parallax.exchange.paradex;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.signing.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How to reach Paradex and how to trade there. Start from [#production()] or [#testnet()] and change what
/// differs. Thread: any; immutable.
///
/// @param restBase scheme, host and path that every request's path is put behind, without a slash at the end
/// @param webSocketBase address of the socket without query
/// @param credentials without them there are books but no orders
/// @param sbeVersions versions of the binary encoding to ask for, first choice first; the next one is tried
///     when the exchange answers an upgrade with HTTP 400
/// @param orderPath which way orders go
/// @param recvWindowMillis how late an order may arrive at the exchange: 10 to 2 000
/// @param warmUpSignatures how many signatures of each side of an instrument are made and thrown away before its
///     first order, which is the slowest
/// @param cancelOnDisconnect whether the exchange cancels what was sent over a connection that ends
/// @param methodErrorsAreRefusals whether the general error 100 of the WebSocket is a refusal when its text
///     names a listed code; false makes every such error an unknown outcome
/// @param feeProfile what orders cost, and what is asked for it
/// @param quoteRateSymbol the instrument whose index price is the rate of the settlement currency, USDC, in the
///     currency of prices, USD; empty when the rate is not to be read. Which instrument that is, the
///     documentation does not say
public record ParadexConfig(
        URI restBase,
        URI webSocketBase,
        Optional<Credentials> credentials,
        List<Integer> sbeVersions,
        OrderPath orderPath,
        long recvWindowMillis,
        int warmUpSignatures,
        boolean cancelOnDisconnect,
        boolean methodErrorsAreRefusals,
        FeeProfile feeProfile,
        Timings timings,
        String quoteRateSymbol) {

    public static final URI PRODUCTION_REST = URI.create("https://api.prod.paradex.trade/v1");

    /// The host that the documentation names.
    public static final URI PRODUCTION_WEB_SOCKET = URI.create("wss://ws.api.prod.paradex.trade/v1");

    /// The host that Paradex's own Python client uses; speaks the same protocol. Which one is faster is
    /// unmeasured.
    public static final URI PRODUCTION_WEB_SOCKET_PUBLIC = URI.create("wss://ws-public.api.prod.paradex.trade/v1");

    public static final URI TESTNET_REST = URI.create("https://api.testnet.paradex.trade/v1");
    public static final URI TESTNET_WEB_SOCKET = URI.create("wss://ws.api.testnet.paradex.trade/v1");

    private static final int WARM_UP_SIGNATURES = 32;

    public ParadexConfig {
        requireScheme("restBase", restBase, "http");
        requireScheme("webSocketBase", webSocketBase, "ws");
        sbeVersions = List.copyOf(sbeVersions);
        if (sbeVersions.isEmpty() || sbeVersions.stream().anyMatch(version -> version < 0 || version > 99)) {
            throw new IllegalArgumentException(
                    "Paradex sbeVersions needs one or more of 0 to 99, found " + sbeVersions);
        }
        if (recvWindowMillis < 10 || recvWindowMillis > 2_000) {
            throw new IllegalArgumentException(
                    "Paradex recvWindowMillis must be 10 to 2000, found " + recvWindowMillis + " ms");
        }
    }

    /// Which way orders go.
    public enum OrderPath {
        /// Over the private WebSocket: covered by cancel-on-disconnect, no request overhead. The default.
        WEBSOCKET,
        /// `POST /orders`.
        REST
    }

    /// Who trades.
    ///
    /// @param privateKey of a subkey, which cannot withdraw, or of the main key
    /// @param accountAddress of the main account, hexadecimal with `0x`; cannot be derived from a subkey
    /// @param loginNamesKey whether the login's path names the public key; a subkey needs it, a main key may
    ///     have it
    public record Credentials(Secret privateKey, String accountAddress, boolean loginNamesKey) {
        public Credentials {
            if (!accountAddress.matches("0[xX][0-9a-fA-F]{1,64}")) {
                throw new IllegalArgumentException(
                        "a Paradex account address is 0x and 1 to 64 hexadecimal digits, found \"" + accountAddress
                                + "\"");
            }
        }

        public static Credentials of(Secret privateKey, String accountAddress) {
            return new Credentials(privateKey, accountAddress, true);
        }
    }

    /// What orders cost, and what is asked for it: API documentation, page "Trader profiles".
    ///
    /// @param interactive whether the login asks for a token whose orders count as retail orders
    /// @param takerFeePpmDefault assumed while neither the account nor the instrument tells a rate
    /// @param speedBumpMillis how long the exchange holds back every order and every cancel
    public record FeeProfile(boolean interactive, long takerFeePpmDefault, long speedBumpMillis) {
        /// What API orders are unless asked otherwise: 4.5 basis points, the lowest volume tier.
        public static final FeeProfile PRO = new FeeProfile(false, 450, 0);

        /// No fee since 2026-06-15; 300 ms since 2026-03-27, 500 ms before.
        public static final FeeProfile RETAIL = new FeeProfile(true, 0, 300);

        /// Far above anything the exchange ever had.
        public static final long SPEED_BUMP_MILLIS_MAX = 2_000;

        public FeeProfile {
            if (speedBumpMillis < 0 || speedBumpMillis > SPEED_BUMP_MILLIS_MAX) {
                throw new IllegalArgumentException(
                        "a Paradex speed bump must be 0 to " + SPEED_BUMP_MILLIS_MAX + " ms, found " + speedBumpMillis);
            }
        }

        public FeeProfile withSpeedBumpMillis(long millis) {
            return new FeeProfile(interactive, takerFeePpmDefault, millis);
        }
    }

    /// Deadlines and intervals, all in milliseconds.
    ///
    /// @param orderReply from sending an order to its answer, without a speed bump; then its outcome is unknown
    /// @param queryReply the same for questions about orders and the account
    /// @param requestReply the same for logins, instruments and the like
    /// @param socketOpen connect, TLS and upgrade together
    /// @param subscribeReply from a subscription to its acknowledgement
    /// @param firstBook from an acknowledgement to the snapshot
    /// @param ping between two pings of ours
    /// @param transportSilent after so long without any byte, pongs included, a socket is dead
    /// @param dataSilent after so long without a message a socket is dead; the exchange's heartbeat comes every
    ///     20 s
    /// @param bookResubscribe after so long without a frame of a book it is subscribed again
    /// @param staleAfter after so long without any book frame the adapter calls itself stale
    /// @param loginRefresh from a login to the next; never more than 60 % of the token's life
    /// @param loginLeft with less left the order path is not ready
    /// @param clock between two measurements of the exchange's clock
    /// @param rules between two readings of the instruments
    /// @param systemState between two readings of the exchange's state
    /// @param backOffMin shortest wait before a new attempt
    /// @param backOffMax longest wait before a new attempt; a naked leg may be waiting for it
    public record Timings(
            long orderReply,
            long queryReply,
            long requestReply,
            long socketOpen,
            long subscribeReply,
            long firstBook,
            long ping,
            long transportSilent,
            long dataSilent,
            long bookResubscribe,
            long staleAfter,
            long loginRefresh,
            long loginLeft,
            long clock,
            long rules,
            long systemState,
            long backOffMin,
            long backOffMax) {

        public static final Timings DEFAULT = new Timings(
                1_000, 800, 5_000, 5_000, 5_000, 10_000, 5_000, 10_000, 25_000, 3_000, 2_000, 180_000, 90_000, 60_000,
                300_000, 10_000, 250, 20_000);
    }

    public static ParadexConfig production() {
        return of(PRODUCTION_REST, PRODUCTION_WEB_SOCKET);
    }

    public static ParadexConfig testnet() {
        return of(TESTNET_REST, TESTNET_WEB_SOCKET);
    }

    private static ParadexConfig of(URI restBase, URI webSocketBase) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                Optional.empty(),
                List.of(2, 1),
                OrderPath.WEBSOCKET,
                OrderRequest.RECEIVE_WINDOW_MILLIS,
                WARM_UP_SIGNATURES,
                true,
                true,
                FeeProfile.PRO,
                Timings.DEFAULT,
                "");
    }

    public ParadexConfig withHosts(URI newRestBase, URI newWebSocketBase) {
        return new ParadexConfig(
                newRestBase,
                newWebSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withCredentials(Credentials newCredentials) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                Optional.of(newCredentials),
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withSbeVersions(List<Integer> newSbeVersions) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                newSbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withOrderPath(OrderPath newOrderPath) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                newOrderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withRecvWindowMillis(long newRecvWindowMillis) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                newRecvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withWarmUpSignatures(int newWarmUpSignatures) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                newWarmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withCancelOnDisconnect(boolean newCancelOnDisconnect) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                newCancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withMethodErrorsAreRefusals(boolean newMethodErrorsAreRefusals) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                newMethodErrorsAreRefusals,
                feeProfile,
                timings,
                quoteRateSymbol);
    }

    public ParadexConfig withQuoteRateSymbol(String newQuoteRateSymbol) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                timings,
                newQuoteRateSymbol);
    }

    public ParadexConfig withFeeProfile(FeeProfile newFeeProfile) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                newFeeProfile,
                timings,
                quoteRateSymbol);
    }

    /// How long the answer to an order is waited for: it comes behind the speed bump.
    long orderReplyMillis() {
        return timings.orderReply() + feeProfile.speedBumpMillis();
    }

    public ParadexConfig withTimings(Timings newTimings) {
        return new ParadexConfig(
                restBase,
                webSocketBase,
                credentials,
                sbeVersions,
                orderPath,
                recvWindowMillis,
                warmUpSignatures,
                cancelOnDisconnect,
                methodErrorsAreRefusals,
                feeProfile,
                newTimings,
                quoteRateSymbol);
    }

    private static void requireScheme(String what, URI uri, String scheme) {
        String found = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(found.equals(scheme) || found.equals(scheme + "s")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "Paradex " + what + " must be " + scheme + ":// or " + scheme + "s:// and a host, found " + uri);
        }
    }
}
