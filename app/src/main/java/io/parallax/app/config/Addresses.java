package io.parallax.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Addresses of exchanges as operators write them. Thread: any; stateless.
public final class Addresses {
    private Addresses() {}

    /// An absolute address with one of the schemes and a host, without user or fragment; empty when `text` is
    /// anything else.
    public static Optional<URI> parse(String text, String... schemes) {
        try {
            URI uri = new URI(text);
            boolean fits = uri.getScheme() != null
                    && List.of(schemes).contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
            return fits ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    static String allowed(String... schemes) {
        return "an address such as " + schemes[0] + "://host:port/path with the scheme "
                + String.join(" or ", Arrays.asList(schemes));
    }
}
