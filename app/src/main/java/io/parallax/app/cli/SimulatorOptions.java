package io.parallax.app.cli;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.SimulatorSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Seed and speed of the simulated exchanges on the command line. Shared by the commands that start them.
final class SimulatorOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "The simulated market and delays repeat with it (default: as configured, else 1).")
    private @Nullable Long seed;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description = "How many seconds of the simulated market pass in one real second, 1 to 1000.")
    private @Nullable Integer speed;

    Configuration apply(Configuration configuration) {
        return configuration.withSimulator(apply(configuration.simulator()));
    }

    SimulatorSettings apply(SimulatorSettings settings) {
        if (seed != null && seed < 0) {
            throw usage("--seed must be 0 or more; found " + seed);
        }
        if (speed != null && (speed < 1 || speed > SimulatorSettings.SPEED_MAX)) {
            throw usage("--speed must be 1 to " + SimulatorSettings.SPEED_MAX + "; found " + speed);
        }
        return new SimulatorSettings(seed == null ? settings.seed() : seed, speed == null ? settings.speed() : speed);
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
