package io.parallax.simulator.paradex;

import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.ServerRequest;
import io.parallax.simulator.server.ServerResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Paradex as its clients see it: REST under `/v1/`, WebSocket at `/v1`. Time comes from the exchange's loop
/// and chance from the seed alone. Thread: simulator loop.
public final class ParadexFrontEnd implements FrontEnd {
    private static final String WEB_SOCKET_PATH = "/v1";
    private static final String SCHEMA_ID = "1";
    /// Documented: the rate is computed anew every second.
    private static final long FUNDING_INTERVAL_MILLIS = 1_000;

    private final ParadexSimulatorSettings settings;
    private final SimulatedExchange exchange;
    private final VenueClock clock;
    private final RequestBudgets budgets;
    private final MarketViews markets;
    private final Streams streams;
    private final OrderDesk desk;
    private final RpcMethods methods;
    private final RestRouter router;
    private final List<SbeEncoder> encoders = new ArrayList<>();

    public ParadexFrontEnd(ParadexSimulatorSettings settings, SimulatedExchange exchange, SeededRandom random) {
        this.settings = settings;
        this.exchange = exchange;
        this.clock = new VenueClock(exchange.loop());
        this.budgets = new RequestBudgets(exchange.loop(), settings.limits());
        for (int version = 0; version <= SbeLayout.VERSION_MAX; version++) {
            encoders.add(new SbeEncoder(settings.stream().layout(version)));
        }
        Tokens tokens = new Tokens(random);
        Identifiers identifiers = new Identifiers();
        AccountRegistry accounts =
                new AccountRegistry(exchange, settings.orders().historyMax());
        Signatures signatures = new Signatures(settings.login().chainId());
        AccountViews accountViews = new AccountViews(exchange);
        if (settings.funding().rateE8() != 0) {
            exchange.books()
                    .forEach(book -> exchange.control()
                            .funding(book.symbol(), settings.funding().hourlyRateE12(), FUNDING_INTERVAL_MILLIS));
        }
        this.markets = new MarketViews(exchange, settings, clock);
        this.streams = new Streams(exchange, markets, accountViews, clock, identifiers, settings.stream());
        this.desk = new OrderDesk(
                settings, exchange, accounts, signatures, clock, identifiers, streams, accountViews, random);
        String nodeId = HexFormat.of().toHexDigits(random.split("node").seed());
        this.methods = new RpcMethods(settings.orders(), desk, accounts, tokens, budgets, clock, nodeId);
        this.router = new RestRouter(accounts, tokens, budgets, clock);
        Paging paging = new Paging(tokens);
        Logins logins = new Logins(settings.login(), accounts, signatures, tokens, clock);
        new PublicApi(
                        exchange,
                        markets,
                        desk,
                        logins,
                        paging,
                        clock,
                        settings.login().chainId())
                .addTo(router);
        new AccountApi(exchange, markets, accountViews, identifiers, paging, clock).addTo(router);
        new OrderApi(settings.orders(), desk, paging).addTo(router);
    }

    /// Changes the state of the exchange, as around its releases.
    public void systemState(SystemState state) {
        exchange.control().mode(state.mode());
    }

    /// Open WebSocket connections.
    public int connections() {
        return streams.sessionCount();
    }

    @Override
    public void onRequest(ServerRequest request, Responder responder) {
        router.handle(request, responder);
    }

    /// A schema that is not served is refused with HTTP 400. Without any the connection opens, for JSON alone.
    @Override
    public Upgrade onUpgrade(ServerRequest request) {
        if (!request.path().equals(WEB_SOCKET_PATH) && !request.path().equals(WEB_SOCKET_PATH + "/")) {
            return refused(404, "NOT_FOUND", "no such path: " + request.path());
        }
        if (!budgets.connection().allowed()) {
            return refused(429, "RATE_LIMITED", "too many connections");
        }
        Optional<String> id = request.parameter("sbeSchemaId");
        Optional<String> version = request.parameter("sbeSchemaVersion");
        if (id.isEmpty() && version.isEmpty()) {
            return accepted(Optional.empty());
        }
        boolean served = id.filter(SCHEMA_ID::equals).isPresent()
                && version.filter(text -> text.matches("[0-" + SbeLayout.VERSION_MAX + "]"))
                        .isPresent();
        return served
                ? accepted(Optional.of(encoders.get(Integer.parseInt(version.orElse("0")))))
                : refused(400, "INVALID_REQUEST_PARAMETER", "unsupported SBE schema");
    }

    private Upgrade accepted(Optional<SbeEncoder> encoder) {
        return new Upgrade.Accepted(
                new Session(exchange, markets, streams, clock, settings.stream(), methods, encoder));
    }

    private static Upgrade refused(int status, String code, String message) {
        return new Upgrade.Refused(ServerResponse.json(
                status, Json.write(Json.object().put("error", code).put("message", message))));
    }
}
