package io.parallax.app.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.parallax.app.logging.JsonText;
import io.parallax.telemetry.EngineSnapshot;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `GET /metrics` in the Prometheus text format and `GET /health`, on the loopback address alone. It only
/// tells; nothing can be changed through it. Thread: the server's own.
public final class MetricsServer implements AutoCloseable {
    /// An engine that published nothing for so long does not work.
    private static final long AGE_NANOS_MAX = 5_000_000_000L;

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private final HTTPServer server;
    private volatile Supplier<Optional<EngineSnapshot>> snapshots = Optional::empty;

    private MetricsServer(int port) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new EngineMetrics(() -> snapshots.get(), System::nanoTime));
        JvmMetrics.builder().register(registry);
        this.server = HTTPServer.builder()
                .inetAddress(InetAddress.getLoopbackAddress())
                .port(port)
                .registry(registry)
                .authenticator(new ThisMachine())
                .defaultHandler(this::health)
                .registerHealthHandler(false)
                .buildAndStart();
    }

    /// Before an engine is [watched][#watch] there is none that works.
    ///
    /// @param port 0 for any free one
    /// @throws IOException when nothing can listen there; the message is for the operator
    public static MetricsServer start(int port) throws IOException {
        try {
            return new MetricsServer(port);
        } catch (IOException e) {
            throw new IOException("port " + port + ": " + e.getMessage(), e);
        }
    }

    /// From now on tells of this engine.
    ///
    /// @param newest its newest snapshot, if there was one; asked by the server's threads
    public void watch(Supplier<Optional<EngineSnapshot>> newest) {
        snapshots = newest;
    }

    public int port() {
        return server.getPort();
    }

    /// A page from elsewhere that got its name to resolve to this machine is not answered.
    private static final class ThisMachine extends Authenticator {
        @Override
        public Result authenticate(HttpExchange exchange) {
            String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
            String name = host.replaceFirst(":[0-9]+$", "");
            return HOSTS.contains(name)
                    ? new Success(new HttpPrincipal("this machine", "metrics"))
                    : new Failure(FORBIDDEN);
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/health")) {
            answer(exchange, NOT_FOUND, new JsonText().text("error", "not found: /metrics and /health are here"));
            return;
        }
        Optional<EngineSnapshot> now = snapshots.get();
        long ageNanos = now.map(each -> System.nanoTime() - each.nowNanos()).orElse(Long.MAX_VALUE);
        boolean works = ageNanos < AGE_NANOS_MAX;
        JsonText json = new JsonText().flag("ok", works);
        now.ifPresent(each -> json.number("progress", each.sequence())
                .number("age_ms", Math.max(0, ageNanos) / 1_000_000)
                .text("mode", each.mode().name().toLowerCase(Locale.ROOT)));
        answer(exchange, works ? OK : UNAVAILABLE, json);
    }

    private static void answer(HttpExchange exchange, int status, JsonText json) throws IOException {
        byte[] body = (json + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.close();
    }
}
