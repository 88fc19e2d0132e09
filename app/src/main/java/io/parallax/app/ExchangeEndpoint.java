package io.parallax.app;

import java.net.URI;

/// Where one exchange is reached. Thread: any; immutable.
///
/// @param rest base of every REST path, without a slash at the end
/// @param websocket address of the socket without query
public record ExchangeEndpoint(URI rest, URI websocket) {}
