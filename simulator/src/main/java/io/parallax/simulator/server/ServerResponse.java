package io.parallax.simulator.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One HTTP response. Thread: simulator loop; immutable.
public record ServerResponse(int status, Map<String, String> headers, byte[] body) {
    public ServerResponse {
        headers = Map.copyOf(headers);
    }

    public static ServerResponse json(int status, String body) {
        return new ServerResponse(
                status, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    public static ServerResponse empty(int status) {
        return new ServerResponse(status, Map.of(), new byte[0]);
    }
}
