package io.parallax.app;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.Mode;
import io.parallax.engine.EngineSettings;
import io.parallax.instrument.ExchangeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

    /// The lock that a run needs: one engine for each account. Exchanges that start with us need none.
    ///
    /// @return empty when another run has it
    /// @throws IOException when that cannot be found out
    public static Optional<AccountLock> lock(
            Configuration configuration, Credentials credentials, Map<ExchangeId, ExchangeEndpoint> endpoints)
            throws IOException {
        String account = EngineSetup.instance(credentials);
        String name =
                configuration.mode() == Mode.LIVE ? account : account + "-" + Integer.toHexString(endpoints.hashCode());
        return AccountLock.tryTake(Path.of(System.getProperty("java.io.tmpdir")), name);
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
