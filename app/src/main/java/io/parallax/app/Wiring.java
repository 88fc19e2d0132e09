package io.parallax.app;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.Mode;
import io.parallax.app.control.RunDirectory;
import io.parallax.engine.EngineSettings;
import io.parallax.execution.EngineListener;
import io.parallax.instrument.ExchangeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Puts a trading run together from its configuration. Thread: the main thread.
public final class Wiring implements AutoCloseable {
    private final Connections connections;
    private final Application application;
    private final Optional<RunControl> control;

    /// A run that nobody commands.
    ///
    /// @param endpoints addresses that the operator named
    /// @param outputs what the run writes beside its log
    public Wiring(
            Configuration configuration,
            Credentials credentials,
            Map<ExchangeId, ExchangeEndpoint> endpoints,
            RunOutputs outputs) {
        this(configuration, credentials, endpoints, Optional.empty(), outputs);
    }

    private Wiring(
            Configuration configuration,
            Credentials credentials,
            Map<ExchangeId, ExchangeEndpoint> endpoints,
            Optional<RunControl> control,
            RunOutputs outputs) {
        this.control = control;
        connections = Connections.withKeys(configuration, credentials, endpoints);
        long bootEpochSeconds = control.map(RunControl::bootEpochSeconds)
                .orElseGet(() -> TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
        EngineSettings settings = EngineSetup.of(configuration, credentials, bootEpochSeconds, connections.allFresh())
                .withDayResultSoFarE8(control.map(RunControl::dayResultSoFarE8).orElse(Optional.of(0L)));
        application = new Application(settings, connections, listeners(outputs), outputs.tape());
    }

    private EngineListener listeners(RunOutputs outputs) {
        return notice -> {
            control.ifPresent(each -> each.onNotice(notice));
            outputs.listeners().forEach(each -> each.onNotice(notice));
        };
    }

    /// A run that an operator commands.
    ///
    /// @param directory where; this run's alone
    /// @param outputs what the run writes beside its log
    /// @throws IOException when the directory does not allow that; nothing was started
    public static Wiring commanded(
            Configuration configuration,
            Credentials credentials,
            Map<ExchangeId, ExchangeEndpoint> endpoints,
            RunDirectory directory,
            RunOutputs outputs)
            throws IOException {
        RunControl control = new RunControl(
                directory,
                configuration.mode().name().toLowerCase(Locale.ROOT),
                EngineSetup.instance(credentials),
                configuration.risk().together().bootsMax());
        Wiring wiring = new Wiring(configuration, credentials, endpoints, Optional.of(control), outputs);
        try {
            control.start(wiring.application);
            return wiring;
        } catch (IOException e) {
            wiring.close();
            throw e;
        }
    }

    /// The directory that a run on exchanges of its own, or on those named, is commanded through.
    ///
    /// @throws IOException when it cannot be had; the message is for the operator
    public static RunDirectory directory(
            Path base,
            Configuration configuration,
            Credentials credentials,
            Map<ExchangeId, ExchangeEndpoint> endpoints)
            throws IOException {
        if (configuration.mode() == Mode.SIMULATED && endpoints.isEmpty()) {
            return RunDirectory.openTemporary(base);
        }
        return RunDirectory.open(
                base,
                configuration.mode().name().toLowerCase(Locale.ROOT) + "-"
                        + name(configuration, credentials, endpoints));
    }

    /// The lock that a run needs: one engine for each account. Exchanges that start with us need none.
    ///
    /// @return empty when another run has it
    /// @throws IOException when that cannot be found out
    public static Optional<AccountLock> lock(
            Configuration configuration, Credentials credentials, Map<ExchangeId, ExchangeEndpoint> endpoints)
            throws IOException {
        return AccountLock.tryTake(
                Path.of(System.getProperty("java.io.tmpdir")), name(configuration, credentials, endpoints));
    }

    private static String name(
            Configuration configuration, Credentials credentials, Map<ExchangeId, ExchangeEndpoint> endpoints) {
        String account = EngineSetup.instance(credentials);
        return configuration.mode() == Mode.LIVE ? account : account + "-" + Integer.toHexString(endpoints.hashCode());
    }

    public Application application() {
        return application;
    }

    /// Whether the exchanges end with this run.
    public boolean isEmbedded() {
        return connections.allFresh();
    }

    /// Empty when nobody commands this run.
    public Optional<RunControl> control() {
        return control;
    }

    @Override
    public void close() {
        control.ifPresent(RunControl::close);
        application.close();
        connections.close();
    }
}
