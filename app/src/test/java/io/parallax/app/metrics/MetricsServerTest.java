package io.parallax.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.engine.EngineSettings;
import io.parallax.engine.TradingEngine;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})? (-?[0-9.]+(E-?[0-9]+)?|\\+Inf|NaN)");

    private Optional<EngineSnapshot> snapshot = Optional.empty();
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        server = MetricsServer.start(0);
        server.watch(() -> snapshot);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static TradingEngine engine(long nowNanos) {
        return new TradingEngine(
                EngineSettings.of(
                        "t3st",
                        1,
                        List.of(PairSettings.of(
                                "btc \"1\"",
                                "BTC-PERP",
                                ExchangeId.VEST,
                                ExchangeId.PARADEX,
                                1_500,
                                -500,
                                10,
                                FixedPoint.parse("0.01")))),
                _ -> {},
                _ -> {},
                new SharedOrderbooks(),
                nowNanos);
    }

    private String get(String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return get(path, "127.0.0.1:" + server.port());
    }

    @Test
    void tellsTheNewestSnapshotAndLeavesOutWhatIsNotKnown() throws IOException {
        long now = System.nanoTime();
        TradingEngine engine = engine(now);
        engine.beginSnapshot(0, 0, now, 0);
        engine.onLevel(Side.BUY, FixedPoint.parse("99990"), FixedPoint.ONE);
        engine.onLevel(Side.SELL, FixedPoint.parse("100000"), FixedPoint.ONE);
        engine.end();
        snapshot = Optional.of(engine.snapshot());
        String page = get("/metrics");
        assertThat(page).startsWith("HTTP/1.1 200 OK");
        assertThat(page)
                .contains(
                        "# TYPE parallax_snapshots_total counter",
                        "parallax_mode{mode=\"armed\"} 1.0",
                        "parallax_bot_state{bot=\"btc \\\"1\\\"\",pair=\"BTC-PERP\",state=\"reconcile\"} 1.0",
                        "# TYPE parallax_latency_seconds histogram",
                        "parallax_latency_seconds_bucket{stage=\"frame_to_decision\",le=\"1.0E-5\"} 0",
                        "parallax_book_updates_total 1.0",
                        "jvm_gc_collection_seconds");
        assertThat(page).as("the other book was never seen").doesNotContain("parallax_spread_ratio");
        assertThat(page).contains("exchange=\"vest\"").containsPattern("parallax_book_age_seconds\\{[^}]*vest");
        assertThat(page).doesNotContainPattern("parallax_book_age_seconds\\{[^}]*paradex");
    }

    /// Spreads need both books.
    @Test
    void tellsEverythingThatTheDashboardAsksFor() throws IOException {
        long now = System.nanoTime();
        TradingEngine engine = engine(now);
        for (int book = 0; book < 2; book++) {
            engine.beginSnapshot(book, 0, now, 0);
            engine.onLevel(Side.BUY, FixedPoint.parse("99990"), FixedPoint.ONE);
            engine.onLevel(Side.SELL, FixedPoint.parse("100000"), FixedPoint.ONE);
            engine.end();
        }
        snapshot = Optional.of(engine.snapshot());
        String page = get("/metrics");
        Path dashboard = Path.of(System.getProperty("basedir", ""), "..", "docs", "monitoring", "grafana.json");
        List<String> asked = Pattern.compile("parallax_[a-z_]+")
                .matcher(Files.readString(dashboard))
                .results()
                .map(MatchResult::group)
                // A pair that is not listed yet has no net edge.
                .filter(name -> !name.equals("parallax_net_edge_ratio"))
                .distinct()
                .toList();
        assertThat(asked)
                .hasSizeGreaterThan(15)
                .allMatch(name -> page.contains("\n" + name + "{") || page.contains("\n" + name + " "));
    }

    @Test
    void writesEachSampleOnceAndInTheFormat() throws IOException {
        snapshot = Optional.of(engine(System.nanoTime()).snapshot());
        Set<String> seen = new HashSet<>();
        String page = get("/metrics").replace("btc \\\"1\\\"", "btc");
        page.substring(page.indexOf("\r\n\r\n"))
                .lines()
                .filter(line -> line.startsWith("parallax_"))
                .forEach(line -> {
                    assertThat(line).matches(SAMPLE);
                    assertThat(seen.add(line.substring(0, line.lastIndexOf(' '))))
                            .as(line)
                            .isTrue();
                });
        assertThat(seen).hasSizeGreaterThan(50);
    }

    @Test
    void saysWhetherTheEngineWorks() throws IOException {
        assertThat(get("/health")).startsWith("HTTP/1.1 503").endsWith("{\"ok\":false}\n");
        snapshot = Optional.of(engine(System.nanoTime()).snapshot());
        assertThat(get("/health"))
                .startsWith("HTTP/1.1 200")
                .contains("\"ok\":true,\"progress\":")
                .contains("\"mode\":\"armed\"");
        snapshot = Optional.of(engine(System.nanoTime() - 6_000_000_000L).snapshot());
        assertThat(get("/health")).startsWith("HTTP/1.1 503").contains("\"ok\":false,\"progress\":");
    }

    @Test
    void answersNobodyWhoCameByAnotherName() throws IOException {
        assertThat(get("/metrics", "evil.example")).startsWith("HTTP/1.1 403");
        assertThat(get("/health", "evil.example:80")).startsWith("HTTP/1.1 403");
        assertThat(get("/metrics", "localhost")).startsWith("HTTP/1.1 200");
        assertThat(get("/elsewhere")).startsWith("HTTP/1.1 404");
    }

    @Test
    void saysWhenThePortIsTaken() {
        assertThatThrownBy(() -> MetricsServer.start(server.port()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("port " + server.port() + ": ");
    }
}
