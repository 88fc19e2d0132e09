package io.parallax.app;

import io.parallax.instrument.ExchangeId;
import java.net.URI;
import java.util.Optional;

/// Which address goes with which: derives the socket's address from the one for REST where the operator named
/// only that one. Thread: any; stateless.
public final class Endpoints {
    private Endpoints() {}

    /// @param rest may be just a host: `http://127.0.0.1:8080`; the exchange's usual path is put behind it then
    /// @param websocket empty for one on the same host
    public static ExchangeEndpoint of(ExchangeId exchange, URI rest, Optional<URI> websocket) {
        String restPath = exchange.equals(ExchangeId.VEST) ? "/v2" : "/v1";
        String socketPath = exchange.equals(ExchangeId.VEST) ? "/ws-api" : "/v1";
        URI base = withPath(rest, restPath);
        String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
        URI sameHost = URI.create(scheme + "://" + base.getAuthority() + socketPath);
        return new ExchangeEndpoint(
                base, websocket.map(address -> withPath(address, socketPath)).orElse(sameHost));
    }

    /// Without a slash at the end and without a query; with `path` when there is none.
    private static URI withPath(URI address, String path) {
        String own = address.getPath() == null ? "" : address.getPath().replaceAll("/+$", "");
        return URI.create(address.getScheme() + "://" + address.getAuthority() + (own.isEmpty() ? path : own));
    }
}
