package io.parallax.app;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.engine.EngineSettings;
import io.parallax.instrument.ExchangeId;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Puts a trading run together from its configuration. Thread: the main thread.
public final class Wiring implements AutoCloseable {
    private final Connections connections;
    private final Application application;

    /// @param endpoints addresses that the operator named
    public Wiring(Configuration configuration, Credentials credentials, Map<ExchangeId, ExchangeEndpoint> endpoints) {
        connections = Connections.withKeys(configuration, credentials, endpoints);
        long bootEpochSeconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        EngineSettings settings = EngineSetup.of(configuration, credentials, bootEpochSeconds, connections.allFresh());
        application = new Application(settings, connections);
    }

    public Application application() {
        return application;
    }

    @Override
    public void close() {
        application.close();
        connections.close();
    }
}
