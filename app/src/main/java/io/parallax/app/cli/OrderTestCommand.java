package io.parallax.app.cli;

import io.parallax.app.Connections;
import io.parallax.app.ExchangeEndpoint;
import io.parallax.app.ExitCode;
import io.parallax.app.OrderTest;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.Mode;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.app.logging.LogSetup;
import io.parallax.instrument.ExchangeId;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Signs in, places one small order far from the market, cancels it, and prints each step with its latency.
@Command(
        name = "order-test",
        description = "Signs in, places one small order far from the market, cancels it; prints each step's latency.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class OrderTestCommand implements Callable<Integer> {
    private static final Map<String, ExchangeId> EXCHANGES =
            Map.of("vest", ExchangeId.VEST, "paradex", ExchangeId.PARADEX);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "EXCHANGE", description = "vest or paradex")
    private String exchange = "";

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    private AddressOptions addresses = new AddressOptions();

    @Mixin
    private SimulatorOptions simulator = new SimulatorOptions();

    @Option(
            names = "--pair",
            paramLabel = "PAIR",
            description = "Which instrument (default: the first bot's pair on that exchange).")
    private @Nullable String pair;

    @Option(names = "--live", description = "Confirms that the order is real. Needs mode: live and keys.")
    private boolean live;

    @Override
    public Integer call() throws InterruptedException {
        ExchangeId id = EXCHANGES.get(exchange);
        if (id == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "an exchange is vest or paradex; found \"" + exchange + "\"");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Configuration> loaded = options.load(err).map(simulator::apply);
        if (loaded.isEmpty() || !Arming.isRight(loaded.get(), live, err)) {
            return ExitCode.REFUSED.number();
        }
        Configuration configuration = loaded.get();
        Map<ExchangeId, ExchangeEndpoint> endpoints = addresses.endpoints(configuration);
        Optional<Credentials> credentials = configuration.mode() == Mode.LIVE
                ? options.credentials(err)
                : Optional.of(ThrowawayCredentials.of(configuration.simulator().seed()));
        if (credentials.isEmpty() || !Arming.isMeant(configuration, credentials.get(), endpoints, err)) {
            return ExitCode.REFUSED.number();
        }
        LogSetup.configure(configuration.logging(), System.err, false);
        try (Connections connections = Connections.withKeys(configuration, credentials.get(), endpoints);
                OrderTest test = new OrderTest(id, pair(configuration, id), "otst", connections, line -> {
                    out.println(line);
                    out.flush();
                })) {
            return test.run().number();
        } finally {
            LogSetup.close();
        }
    }

    private String pair(Configuration configuration, ExchangeId id) {
        if (pair != null) {
            return pair;
        }
        return configuration.bots().stream()
                .filter(bot -> bot.dexA().equals(id) || bot.dexB().equals(id))
                .findFirst()
                .orElse(configuration.bots().getFirst())
                .pair();
    }
}
