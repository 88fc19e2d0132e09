package io.parallax.simulator.server;

import java.util.Map;
import java.util.Optional;

/// One HTTP request, or the upgrade request of a WebSocket. Thread: simulator loop; immutable.
///
/// @param path without query, percent-decoded
/// @param query parameters, decoded; the last one wins
/// @param headers names in lower case
public record ServerRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    public ServerRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }
}
