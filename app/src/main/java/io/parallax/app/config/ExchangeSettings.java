package io.parallax.app.config;

import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/// Where an exchange is reached, and what only it has. Thread: any; immutable.
///
/// @param restUrl base of every REST path; empty for the mode's default
/// @param websocketUrl address of the WebSocket; empty for the mode's default
/// @param proofPingMillis Vest: between two pings whose answers tell how late books are, 0 for none; empty for the
///     adapter's default
/// @param quoteRateSymbol Paradex: the instrument whose index is the rate of the settlement currency; empty for none
/// @param feeProfile Paradex: what orders cost, and what is asked for it
public record ExchangeSettings(
        Optional<URI> restUrl,
        Optional<URI> websocketUrl,
        OptionalLong proofPingMillis,
        Optional<String> quoteRateSymbol,
        FeeProfile feeProfile) {
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(
            Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty(), FeeProfile.PRO);

    public ExchangeSettings withAddresses(Optional<URI> rest, Optional<URI> websocket) {
        return new ExchangeSettings(rest, websocket, proofPingMillis, quoteRateSymbol, feeProfile);
    }
}
