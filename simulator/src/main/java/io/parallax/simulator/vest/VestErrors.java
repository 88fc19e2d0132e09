package io.parallax.simulator.vest;

import io.parallax.simulator.server.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Turns refusals into the exchange's error bodies, whose shape is a setting. Thread: any; immutable.
final class VestErrors {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final VestSimulatorSettings settings;

    VestErrors(VestSimulatorSettings settings) {
        this.settings = settings;
    }

    ServerResponse response(Refusal refusal) {
        return switch (refusal.kind()) {
            case Refusal.Kind.Business business -> business(business);
            case Refusal.Kind.Flat flat ->
                json(flat.status(), body(flat.code().number(), flat.code().text()));
            case Refusal.Kind.Forbidden forbidden ->
                json(FORBIDDEN, wrapped(body(VestCode.UNAUTHORIZED.number(), VestCode.UNAUTHORIZED.text())));
            case Refusal.Kind.Validation validation -> json(UNPROCESSABLE, body(validation));
        };
    }

    private ServerResponse business(Refusal.Kind.Business business) {
        ObjectNode body = body(business.code().number(), business.text());
        if (settings.has(VestAlternative.REFUSALS_ON_200)) {
            return json(200, body);
        }
        return json(BAD_REQUEST, settings.has(VestAlternative.FLAT_REFUSALS) ? body : wrapped(body));
    }

    static ServerResponse rateLimited() {
        ServerResponse plain = json(TOO_MANY_REQUESTS, body(TOO_MANY_REQUESTS, "Rate limited"));
        return new ServerResponse(
                plain.status(), Map.of("content-type", "application/json", "retry-after", "1"), plain.body());
    }

    /// While the exchange is down its front end answers with a page (Vest API page, hosts): which status and text is
    /// not known, chosen.
    static ServerResponse unavailable() {
        return new ServerResponse(
                SERVICE_UNAVAILABLE,
                Map.of("content-type", "text/html; charset=UTF-8"),
                "<html><body>Service Unavailable</body></html>".getBytes(StandardCharsets.UTF_8));
    }

    static ServerResponse noSuchRoute(boolean unknownPath) {
        return unknownPath
                ? json(NOT_FOUND, Json.object().put("detail", "Not Found"))
                : json(METHOD_NOT_ALLOWED, Json.object().put("detail", "Method Not Allowed"));
    }

    private static ObjectNode body(int code, String text) {
        return Json.object().put("code", code).put("msg", text);
    }

    private static ObjectNode wrapped(ObjectNode body) {
        ObjectNode node = Json.object();
        node.set("detail", body);
        return node;
    }

    private static ObjectNode body(Refusal.Kind.Validation validation) {
        ObjectNode problem = Json.object().put("type", validation.type());
        problem.set("loc", validation.location());
        problem.put("msg", validation.text());
        problem.set("input", validation.input());
        ObjectNode node = Json.object();
        node.set("detail", Json.array().add(problem));
        return node;
    }

    private static ServerResponse json(int status, ObjectNode body) {
        return ServerResponse.json(status, Json.write(body));
    }
}
