package io.parallax.exchange.transport;

import java.net.URI;
import java.util.Locale;

/// Where to connect. Thread: any; immutable.
record Endpoint(String host, int port, boolean tls) {
    /// Takes `http`, `https`, `ws` and `wss`, with the scheme's port unless another is named.
    static Endpoint of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = switch (scheme) {
            case "http", "ws" -> false;
            case "https", "wss" -> true;
            default ->
                throw new IllegalArgumentException(
                        "an address begins with http://, https://, ws:// or wss://; found scheme \"" + scheme + "\"");
        };
        String host = uri.getHost();
        if (host == null || host.isEmpty()) {
            throw new IllegalArgumentException("an address names a host after " + scheme + "://; found none");
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(bare, uri.getPort() >= 0 ? uri.getPort() : defaultPort(tls), tls);
    }

    /// The value of the `Host` header.
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(tls) ? name : name + ":" + port;
    }

    private static int defaultPort(boolean tls) {
        return tls ? 443 : 80;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
