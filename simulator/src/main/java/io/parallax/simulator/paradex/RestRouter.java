package io.parallax.simulator.paradex;

import io.parallax.simulator.paradex.OrderDesk.Caller;
import io.parallax.simulator.paradex.RateLimiter.Verdict;
import io.parallax.simulator.server.FrontEnd.Responder;
import io.parallax.simulator.server.ServerRequest;
import io.parallax.simulator.server.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Finds the handler of a REST request and does what is common to all: token, budget, errors. Thread: simulator
/// loop.
final class RestRouter {
    private static final String PREFIX = "/v1/";

    private final List<Route> routes = new ArrayList<>();
    private final AccountRegistry accounts;
    private final Tokens tokens;
    private final RequestBudgets budgets;
    private final VenueClock clock;

    /// What a request draws on, and whether it needs a token.
    enum Group {
        PUBLIC,
        LOGIN,
        ONBOARDING,
        PRIVATE,
        ORDER;

        boolean needsToken() {
            return this == PRIVATE || this == ORDER;
        }
    }

    @FunctionalInterface
    interface Handler {
        void handle(Call call);
    }

    private record Route(String method, List<String> segments, Group group, Handler handler) {
        Optional<List<String>> match(ServerRequest request, List<String> path) {
            if (!request.method().equals(method) || path.size() != segments.size()) {
                return Optional.empty();
            }
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (segments.get(i).equals("{}")) {
                    arguments.add(path.get(i));
                } else if (!segments.get(i).equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(arguments);
        }
    }

    /// One request on its way to its answer.
    final class Call {
        private final ServerRequest request;
        private final Responder responder;
        private final long receivedEpochNanos;
        private List<String> arguments = List.of();
        private Optional<Caller> caller = Optional.empty();
        private Optional<Verdict> verdict = Optional.empty();

        private Call(ServerRequest request, Responder responder) {
            this.request = request;
            this.responder = responder;
            this.receivedEpochNanos = clock.epochNanos();
        }

        ServerRequest request() {
            return request;
        }

        long receivedEpochNanos() {
            return receivedEpochNanos;
        }

        /// What stands in the place of the n-th `{}`.
        String argument(int index) {
            return arguments.get(index);
        }

        /// A query parameter that is not empty.
        Optional<String> parameter(String name) {
            return request.parameter(name).filter(text -> !text.isEmpty());
        }

        Caller caller() {
            return caller.orElseThrow(() -> new IllegalStateException("a public route has no caller"));
        }

        JsonNode body() {
            try {
                return Json.parse(request.body());
            } catch (JacksonException e) {
                throw ApiException.badRequest("BINDING_ERROR", "body: not valid JSON");
            }
        }

        void answer(int status, JsonNode body) {
            respond(status, Json.write(body).getBytes(StandardCharsets.UTF_8));
        }

        void answer(int status) {
            respond(status, new byte[0]);
        }

        private void refuse(ApiException refusal) {
            answer(refusal.status(), Json.object().put("error", refusal.code()).put("message", refusal.text()));
        }

        private void refuseForRate() {
            answer(429, Json.object().put("error", "RATE_LIMITED").put("message", "too many requests"));
        }

        private void respond(int status, byte[] body) {
            Map<String, String> headers = new LinkedHashMap<>();
            if (body.length > 0) {
                headers.put("content-type", "application/json; charset=utf-8");
            }
            verdict.ifPresent(drawn -> {
                headers.put("x-ratelimit-limit", Integer.toString(drawn.window().units()));
                headers.put("x-ratelimit-remaining", Long.toString(drawn.remaining()));
                headers.put("x-ratelimit-reset", Long.toString(drawn.resetEpochSeconds()));
                headers.put("x-ratelimit-window", drawn.window().text());
                if (!drawn.allowed()) {
                    headers.put("retry-after", Long.toString(drawn.retryAfterSeconds()));
                }
            });
            responder.respond(new ServerResponse(status, headers, body));
        }
    }

    RestRouter(AccountRegistry accounts, Tokens tokens, RequestBudgets budgets, VenueClock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.budgets = budgets;
        this.clock = clock;
    }

    /// @param path behind `/v1/`; `{}` stands for any one segment; earlier routes win
    void add(Group group, String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.split("/")), group, handler));
    }

    void handle(ServerRequest request, Responder responder) {
        Call call = new Call(request, responder);
        try {
            route(call);
        } catch (ApiException e) {
            call.refuse(e);
        }
    }

    private void route(Call call) {
        String path = call.request.path();
        List<String> segments = path.startsWith(PREFIX)
                ? List.of(path.substring(PREFIX.length()).split("/"))
                : List.of();
        for (Route route : routes) {
            Optional<List<String>> arguments = route.match(call.request, segments);
            if (arguments.isPresent()) {
                call.arguments = arguments.get();
                run(route, call);
                return;
            }
        }
        // A wrong path answers like a missing token.
        verify(call.request);
        throw ApiException.notFound("NOT_FOUND", "no such path: " + call.request.method() + " " + path);
    }

    private void run(Route route, Call call) {
        if (route.group().needsToken()) {
            call.caller = Optional.of(Callers.of(verify(call.request), accounts));
        }
        Verdict verdict = draw(route.group(), call);
        call.verdict = Optional.of(verdict);
        if (verdict.allowed()) {
            route.handler().handle(call);
        } else {
            call.refuseForRate();
        }
    }

    private Tokens.Claims verify(ServerRequest request) {
        return tokens.verify(Callers.token(request), clock.epochSeconds());
    }

    private Verdict draw(Group group, Call call) {
        return switch (group) {
            case PUBLIC -> budgets.publicRead();
            case LOGIN -> budgets.login();
            case ONBOARDING -> budgets.onboarding();
            case PRIVATE -> budgets.privateRead(call.caller().account().id());
            case ORDER -> budgets.order(call.caller().account().id());
        };
    }
}
