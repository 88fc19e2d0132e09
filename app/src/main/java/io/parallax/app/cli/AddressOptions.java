package io.parallax.app.cli;

import io.parallax.app.Endpoints;
import io.parallax.app.ExchangeEndpoint;
import io.parallax.app.config.Addresses;
import io.parallax.app.config.BotConfiguration;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.ExchangeSettings;
import io.parallax.instrument.ExchangeId;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Addresses on the command line, which win over those in the configuration. Shared by the commands that connect.
final class AddressOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dex-a-url",
            paramLabel = "URL",
            description = "Where the exchange of leg A is reached: base of its REST paths.")
    private @Nullable String dexA;

    @Option(
            names = "--dex-b-url",
            paramLabel = "URL",
            description = "Where the exchange of leg B is reached: base of its REST paths.")
    private @Nullable String dexB;

    @Option(
            names = "--dex-a-ws-url",
            paramLabel = "URL",
            description = "WebSocket of the exchange of leg A (default: on the host of --dex-a-url).")
    private @Nullable String dexASocket;

    @Option(
            names = "--dex-b-ws-url",
            paramLabel = "URL",
            description = "WebSocket of the exchange of leg B (default: on the host of --dex-b-url).")
    private @Nullable String dexBSocket;

    /// Every exchange that has an address, from the command line or the configuration.
    Map<ExchangeId, ExchangeEndpoint> endpoints(Configuration configuration) {
        BotConfiguration first = configuration.bots().getFirst();
        boolean named = dexA != null || dexB != null || dexASocket != null || dexBSocket != null;
        if (named && configuration.bots().stream().anyMatch(bot -> !bot.dexA().equals(first.dexA()))) {
            throw usage("--dex-a-url and its like need bots that agree on dex_a; name the addresses under exchanges:"
                    + " in the configuration instead");
        }
        Map<ExchangeId, ExchangeEndpoint> endpoints = new HashMap<>();
        configuration.exchanges().forEach((exchange, settings) -> {
            ExchangeSettings merged = exchange.equals(first.dexA())
                    ? merge(settings, "--dex-a-url", dexA, "--dex-a-ws-url", dexASocket)
                    : exchange.equals(first.dexB())
                            ? merge(settings, "--dex-b-url", dexB, "--dex-b-ws-url", dexBSocket)
                            : settings;
            merged.restUrl()
                    .ifPresent(rest -> endpoints.put(exchange, Endpoints.of(exchange, rest, merged.websocketUrl())));
            if (merged.restUrl().isEmpty() && merged.websocketUrl().isPresent()) {
                throw usage("a WebSocket address of " + exchange + " needs its REST address beside it");
            }
        });
        return endpoints;
    }

    private ExchangeSettings merge(
            ExchangeSettings settings,
            String restOption,
            @Nullable String rest,
            String socketOption,
            @Nullable String socket) {
        if (rest == null && socket == null) {
            return settings;
        }
        return settings.withAddresses(
                rest == null ? settings.restUrl() : Optional.of(address(restOption, rest, "http", "https")),
                // A socket of the configuration belongs to the REST address of the configuration.
                socket == null ? Optional.empty() : Optional.of(address(socketOption, socket, "ws", "wss")));
    }

    private URI address(String option, String text, String... schemes) {
        return Addresses.parse(text, schemes)
                .orElseThrow(() -> usage(option + " must be an address such as " + schemes[0]
                        + "://host:port with the scheme " + String.join(" or ", schemes) + "; found " + text));
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
