package io.parallax.app.cli;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.ConfigurationLoader;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.CredentialsLoader;
import io.parallax.app.config.LoadedConfiguration;
import io.parallax.app.config.LoadedCredentials;
import io.parallax.app.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which configuration a command uses, and how its problems are told. Shared by the commands.
final class ConfigurationOptions {
    private static final String EMBEDDED = "default-config.yaml";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The YAML configuration. Without it: the embedded default, a BTC and an ETH bot, simulated.")
    private @Nullable Path file;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            defaultValue = ".env",
            description = "Where keys are looked for after the environment, for live runs only (default: .env).")
    private Path envFile = Path.of(".env");

    /// Whether the operator named a file.
    boolean isNamed() {
        return file != null;
    }

    /// The configuration; empty after its problems were printed to `err`.
    Optional<Configuration> load(PrintWriter err) {
        return switch (read()) {
            case LoadedConfiguration.Accepted accepted -> {
                print(accepted.warnings(), err);
                yield Optional.of(accepted.configuration());
            }
            case LoadedConfiguration.Refused refused -> {
                print(refused.problems(), err);
                yield Optional.empty();
            }
        };
    }

    /// The keys for a live run; empty after the problems were printed to `err`.
    Optional<Credentials> credentials(PrintWriter err) {
        return switch (CredentialsLoader.load(System.getenv(), envFile)) {
            case LoadedCredentials.Accepted accepted -> Optional.of(accepted.credentials());
            case LoadedCredentials.Refused refused -> {
                print(refused.problems(), err);
                yield Optional.empty();
            }
        };
    }

    private LoadedConfiguration read() {
        if (file != null) {
            return ConfigurationLoader.load(file);
        }
        try (InputStream input = Configuration.class.getResourceAsStream(EMBEDDED)) {
            if (input == null) {
                throw new IllegalStateException("the artefact lacks " + EMBEDDED);
            }
            return ConfigurationLoader.load(input.readAllBytes(), EMBEDDED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(List<Problem> problems, PrintWriter err) {
        problems.forEach(problem -> err.println(problem.text()));
        err.flush();
    }
}
