package io.parallax.app;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.instrument.ExchangeId;
import java.util.Map;

/// Puts a book monitor together. Without keys in a live configuration: it cannot trade. Thread: the main thread.
public final class MonitorWiring implements AutoCloseable {
    private final Connections connections;
    private final BookMonitor monitor;

    /// @param endpoints addresses that the operator named
    public MonitorWiring(Configuration configuration, Map<ExchangeId, ExchangeEndpoint> endpoints) {
        Credentials throwaway =
                ThrowawayCredentials.of(configuration.simulator().seed());
        connections = Connections.withoutKeys(configuration, endpoints);
        monitor = new BookMonitor(
                EngineSetup.of(configuration, throwaway, 0, false).pairs(), connections);
    }

    public BookMonitor monitor() {
        return monitor;
    }

    @Override
    public void close() {
        monitor.close();
        connections.close();
    }
}
