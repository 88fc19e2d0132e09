package io.parallax.app.config;

import java.net.URI;
import java.util.Optional;

/// Where an exchange is reached. Thread: any; immutable.
///
/// @param restUrl base of every REST path; empty for the mode's default
/// @param websocketUrl address of the WebSocket; empty for the mode's default
public record ExchangeSettings(Optional<URI> restUrl, Optional<URI> websocketUrl) {
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(Optional.empty(), Optional.empty());
}
