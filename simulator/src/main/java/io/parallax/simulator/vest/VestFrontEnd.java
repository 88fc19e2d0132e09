package io.parallax.simulator.vest;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.ServerRequest;
import io.parallax.simulator.server.ServerResponse;
import io.parallax.simulator.vest.VestPrivateRest.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The simulated Vest on the wire: REST under `/v2`, WebSockets at `/ws-api`. Thread: simulator loop.
public final class VestFrontEnd implements FrontEnd {
    private static final String REST_PREFIX = "/v2";
    private static final String SOCKET_PATH = "/ws-api";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final IoLoop loop;
    private final SimulatedExchange exchange;
    private final VestErrors errors;
    private final VestSockets sockets;
    private final VestTiming timing;
    private final VestRateLimiter limiter;
    /// By path, then by method.
    private final Map<String, Map<String, Function<ServerRequest, Answer>>> routes = new HashMap<>();

    /// @param exchange must execute as [io.parallax.simulator.core.ExchangeRules.Execution#COUNTERPARTY]
    public VestFrontEnd(VestSimulatorSettings settings, SimulatedExchange exchange, SeededRandom random) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.errors = new VestErrors(settings);
        this.timing = VestTiming.of(random.split("timing"), settings.delayFactor());
        this.limiter = new VestRateLimiter(settings.requestsBurst(), settings.requestsPerSecond());
        VestViews views = new VestViews(exchange, settings);
        VestHistory history = new VestHistory(exchange);
        VestListenKeys listenKeys =
                new VestListenKeys(random.split("listen keys").generator(), settings.listenKeyLifeMillis());
        this.sockets = new VestSockets(exchange, settings, listenKeys, views, history);
        addPublic(new VestPublicRest(exchange, views, history));
        addPrivate(new VestPrivateRest(
                exchange,
                settings,
                views,
                sockets,
                listenKeys,
                timing,
                random.split("api keys").generator()));
    }

    private void addPublic(VestPublicRest rest) {
        route("GET", "/exchangeInfo", rest::exchangeInfo);
        route("GET", "/ticker/latest", rest::latestTickers);
        route("GET", "/ticker/24hr", rest::dayTickers);
        route("GET", "/depth", rest::depth);
        route("GET", "/trades", rest::trades);
        route("GET", "/klines", rest::klines);
        route("GET", "/funding/history", rest::fundingHistory);
    }

    private void addPrivate(VestPrivateRest rest) {
        route("POST", "/register", rest::register);
        route("GET", "/account", rest::account);
        route("GET", "/account/nonce", rest::nonce);
        route("POST", "/account/leverage", rest::setLeverage);
        route("POST", "/account/listenKey", rest::createListenKey);
        route("PUT", "/account/listenKey", rest::renewListenKey);
        route("DELETE", "/account/listenKey", rest::deleteListenKey);
        route("GET", "/orders", rest::orders);
        routes.computeIfAbsent("/orders", path -> new HashMap<>()).put("POST", rest::placeOrder);
        routes.computeIfAbsent("/orders/cancel", path -> new HashMap<>()).put("POST", rest::cancelOrder);
    }

    private void route(String method, String path, Function<ServerRequest, JsonNode> handler) {
        routes.computeIfAbsent(path, key -> new HashMap<>())
                .put(
                        method,
                        request -> new Answer(
                                handler.apply(request), timing.query().nextNanos(), false));
    }

    @Override
    public void onRequest(ServerRequest request, Responder responder) {
        if (exchange.mode() == TradingMode.MAINTENANCE) {
            respondLater(VestErrors.unavailable(), 0, responder);
            return;
        }
        if (!limiter.allows(request.header("x-api-key").orElse("public"), loop.nanoTime())) {
            respondLater(VestErrors.rateLimited(), 0, responder);
            return;
        }
        Map<String, Function<ServerRequest, Answer>> methods = request.path().startsWith(REST_PREFIX + "/")
                ? routes.getOrDefault(request.path().substring(REST_PREFIX.length()), Map.of())
                : Map.of();
        Function<ServerRequest, Answer> handler = methods.get(request.method());
        if (handler == null) {
            respondLater(VestErrors.noSuchRoute(methods.isEmpty()), 0, responder);
            return;
        }
        try {
            Answer answer = handler.apply(request);
            if (!answer.lost()) {
                respondLater(ServerResponse.json(200, Json.write(answer.body())), answer.delayNanos(), responder);
            }
        } catch (Refusal refusal) {
            respondLater(errors.response(refusal), timing.query().nextNanos(), responder);
        }
    }

    private void respondLater(ServerResponse response, long delayNanos, Responder responder) {
        loop.schedule(delayNanos, () -> responder.respond(dated(response)));
    }

    private ServerResponse dated(ServerResponse response) {
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("date", HTTP_DATE.format(Instant.ofEpochMilli(loop.epochMillis())));
        return new ServerResponse(response.status(), headers, response.body());
    }

    @Override
    public Upgrade onUpgrade(ServerRequest request) {
        if (exchange.mode() == TradingMode.MAINTENANCE) {
            return new Upgrade.Refused(VestErrors.unavailable());
        }
        return request.path().equals(SOCKET_PATH)
                ? new Upgrade.Accepted(sockets.accept(request))
                : new Upgrade.Refused(new ServerResponse(
                        404, Map.of("content-type", "text/plain"), "Not Found".getBytes(StandardCharsets.UTF_8)));
    }
}
