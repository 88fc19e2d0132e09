package io.parallax.app.cli;

import io.parallax.app.EmbeddedExchanges;
import io.parallax.app.ExitCode;
import io.parallax.app.OperatingSystemSignals;
import io.parallax.app.StopRequest;
import io.parallax.app.config.LoggingSettings;
import io.parallax.app.config.SimulatorSettings;
import io.parallax.app.logging.LogSetup;
import io.parallax.instrument.ExchangeId;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs only the simulated exchanges, for other clients to talk to.
@Command(
        name = "simulate",
        description = "Runs only the simulated exchanges and prints their addresses, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SimulateCommand implements Callable<Integer> {
    private static final int PORT_MAX = 65_535;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--vest-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where Vest listens on the loopback interface (default: any free port).")
    private int vestPort;

    @Option(
            names = "--paradex-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where Paradex listens on the loopback interface (default: any free port).")
    private int paradexPort;

    @Mixin
    private SimulatorOptions simulator = new SimulatorOptions();

    @Override
    public Integer call() throws InterruptedException {
        requirePort("--vest-port", vestPort);
        requirePort("--paradex-port", paradexPort);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SimulatorSettings settings = simulator.apply(SimulatorSettings.DEFAULT);
        LogSetup.configure(
                new LoggingSettings(LoggingSettings.Level.INFO, LoggingSettings.Format.TEXT), System.err, false);
        StopRequest stop = new StopRequest();
        OperatingSystemSignals.handle(_ -> stop.request());
        try (EmbeddedExchanges exchanges = EmbeddedExchanges.start(settings, vestPort, paradexPort)) {
            for (ExchangeId exchange : new ExchangeId[] {ExchangeId.VEST, ExchangeId.PARADEX}) {
                out.println(exchange + " rest " + exchanges.endpoint(exchange).rest());
                out.println(
                        exchange + " websocket " + exchanges.endpoint(exchange).websocket());
            }
            out.println("seed " + settings.seed() + ", speed " + settings.speed() + "; Ctrl-C ends it");
            out.flush();
            while (!stop.await(Long.MAX_VALUE / 1_000_000)) {
                // Waits for the signal.
            }
            return ExitCode.FLAT.number();
        } catch (UncheckedIOException e) {
            err.println("Cannot listen: " + e.getMessage());
            return ExitCode.REFUSED.number();
        } finally {
            LogSetup.close();
        }
    }

    private void requirePort(String option, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " must be 0 to " + PORT_MAX + "; found " + port);
        }
    }
}
