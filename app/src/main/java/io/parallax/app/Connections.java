package io.parallax.app;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.ExchangeSettings;
import io.parallax.app.config.Mode;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderbookSource;
import io.parallax.exchange.paradex.ParadexAdapter;
import io.parallax.exchange.paradex.ParadexConfig;
import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.transport.NettyIoLoop;
import io.parallax.exchange.vest.VestAdapter;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a run's exchanges are, with the loops that their adapters live on; starts the embedded simulated
/// exchanges where a simulated configuration names no address. Thread: the main thread.
public final class Connections implements AdapterFactory, AutoCloseable {
    private final Configuration configuration;
    private final Map<ExchangeId, ExchangeEndpoint> endpoints;
    private final Optional<Credentials> credentials;
    private final Optional<EmbeddedExchanges> embedded;
    private final List<NettyIoLoop> loops = new ArrayList<>();

    private Connections(
            Configuration configuration,
            Map<ExchangeId, ExchangeEndpoint> endpoints,
            Optional<Credentials> credentials,
            Optional<EmbeddedExchanges> embedded) {
        this.configuration = configuration;
        this.endpoints = Map.copyOf(endpoints);
        this.credentials = credentials;
        this.embedded = embedded;
    }

    /// Connections that can trade.
    ///
    /// @param named addresses that the operator named
    public static Connections withKeys(
            Configuration configuration, Credentials credentials, Map<ExchangeId, ExchangeEndpoint> named) {
        return of(configuration, named, Optional.of(credentials));
    }

    /// Connections that only see books.
    public static Connections withoutKeys(Configuration configuration, Map<ExchangeId, ExchangeEndpoint> named) {
        return of(configuration, named, Optional.empty());
    }

    private static Connections of(
            Configuration configuration, Map<ExchangeId, ExchangeEndpoint> named, Optional<Credentials> used) {
        List<ExchangeId> missing = configuration.bots().stream()
                .flatMap(bot -> Stream.of(bot.dexA(), bot.dexB()))
                .distinct()
                .filter(exchange -> !named.containsKey(exchange))
                .toList();
        if (configuration.mode() == Mode.LIVE || missing.isEmpty()) {
            return new Connections(configuration, named, used, Optional.empty());
        }
        EmbeddedExchanges embedded = EmbeddedExchanges.start(configuration.simulator(), 0, 0);
        Map<ExchangeId, ExchangeEndpoint> complete = new HashMap<>(named);
        missing.forEach(exchange -> complete.put(exchange, embedded.endpoint(exchange)));
        return new Connections(configuration, complete, used, Optional.of(embedded));
    }

    /// Whether every exchange was started with us, so that nothing of an earlier life can exist there.
    boolean allFresh() {
        return embedded.isPresent()
                && endpoints.entrySet().stream()
                        .allMatch(
                                entry -> entry.getValue().equals(embedded.get().endpoint(entry.getKey())));
    }

    @Override
    public ExchangeAdapter create(
            ExchangeId exchange, BookEventSink books, ExchangeEventSink reports, OrderbookSource published) {
        Optional<ExchangeEndpoint> endpoint = Optional.ofNullable(endpoints.get(exchange));
        NettyIoLoop feedLoop = NettyIoLoop.start(exchange.name() + "-feed");
        loops.add(feedLoop);
        NettyIoLoop gatewayLoop = NettyIoLoop.start(exchange.name() + "-gateway");
        loops.add(gatewayLoop);
        if (exchange.equals(ExchangeId.VEST)) {
            return new VestAdapter(vest(endpoint), feedLoop, gatewayLoop, reports, books, published);
        }
        if (exchange.equals(ExchangeId.PARADEX)) {
            return new ParadexAdapter(paradex(endpoint), feedLoop, gatewayLoop, reports, books, published);
        }
        throw new IllegalArgumentException("no adapter for " + exchange);
    }

    private VestConfig vest(Optional<ExchangeEndpoint> endpoint) {
        VestConfig base = VestConfig.production();
        VestConfig pinging = base.withProofPingMillis(
                configuration.exchange(ExchangeId.VEST).proofPingMillis().orElse(base.proofPingMillis()));
        VestConfig hosts = endpoint.map(named -> pinging.withHosts(named.rest(), named.websocket()))
                .orElse(pinging);
        return credentials
                .map(keys -> {
                    VestConfig.Credentials own =
                            VestConfig.Credentials.of(keys.vestSigningKey(), keys.vestPrimaryKey());
                    return hosts.withCredentials(keys.vestPrimaryAddress()
                            .map(address -> own.withPrimaryAddress(EthereumAddress.parse(address)))
                            .orElse(own));
                })
                .orElse(hosts);
    }

    private ParadexConfig paradex(Optional<ExchangeEndpoint> endpoint) {
        ExchangeSettings settings = configuration.exchange(ExchangeId.PARADEX);
        ParadexConfig base = ParadexConfig.production().withFeeProfile(settings.feeProfile());
        ParadexConfig rated =
                settings.quoteRateSymbol().map(base::withQuoteRateSymbol).orElse(base);
        ParadexConfig hosts = endpoint.map(named -> rated.withHosts(named.rest(), named.websocket()))
                .orElse(rated);
        return credentials
                .map(keys -> hosts.withCredentials(
                        ParadexConfig.Credentials.of(keys.paradexPrivateKey(), keys.paradexAccountAddress())))
                .orElse(hosts);
    }

    @Override
    public void close() {
        loops.forEach(NettyIoLoop::close);
        embedded.ifPresent(EmbeddedExchanges::close);
    }
}
