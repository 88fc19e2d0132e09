package io.parallax.exchange.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS by the JDK: versions 1.3 and 1.2, the certificate chain and the host's name always checked. There is no way to
/// switch a check off. Thread: any.
final class Tls {
    private final List<X509Certificate> authorities;
    private @Nullable SslContext context;

    /// @param authorities whom to trust; empty for those of the JDK
    Tls(List<X509Certificate> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    /// Makes the context at the first call, which reads the trust store: some 100 ms, so never on a loop.
    synchronized SslContext context() throws SSLException {
        SslContext known = context;
        if (known == null) {
            var builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS");
            if (!authorities.isEmpty()) {
                builder.trustManager(authorities.toArray(X509Certificate[]::new));
            }
            known = builder.build();
            context = known;
        }
        return known;
    }

    /// A handler for one connection. Checking signatures and chains takes milliseconds and leaves the loop for it.
    static SslHandler handler(SslContext context, ByteBufAllocator allocator, Endpoint endpoint) {
        return context.newHandler(
                allocator,
                endpoint.host(),
                endpoint.port(),
                task -> Thread.ofVirtual().name("tls").start(task));
    }
}
