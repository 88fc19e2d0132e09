package io.parallax.simulator.paradex;

import io.parallax.simulator.paradex.OrderDesk.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON-RPC 2.0 over a connection: login, subscriptions, orders. Thread: simulator loop.
final class RpcMethods {
    private final ParadexSimulatorSettings.Orders settings;
    private final OrderDesk desk;
    private final AccountRegistry accounts;
    private final Tokens tokens;
    private final RequestBudgets budgets;
    private final VenueClock clock;
    private final String nodeId;

    RpcMethods(
            ParadexSimulatorSettings.Orders settings,
            OrderDesk desk,
            AccountRegistry accounts,
            Tokens tokens,
            RequestBudgets budgets,
            VenueClock clock,
            String nodeId) {
        this.settings = settings;
        this.desk = desk;
        this.accounts = accounts;
        this.tokens = tokens;
        this.budgets = budgets;
        this.clock = clock;
        this.nodeId = nodeId;
    }

    /// One request, with what its answer needs.
    private final class Request {
        private final Session session;
        private final JsonNode id;
        private final JsonNode params;
        private final long receivedMicros;
        private final long receivedEpochNanos;

        Request(Session session, JsonNode id, JsonNode params) {
            this.session = session;
            this.id = id;
            this.params = params;
            this.receivedMicros = clock.epochMicros();
            this.receivedEpochNanos = clock.epochNanos();
        }

        void answer(JsonNode result) {
            ObjectNode answer = Json.object().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.set("result", result);
            send(answer);
        }

        void refuse(RpcException refusal) {
            ObjectNode error = Json.object().put("code", refusal.code()).put("message", refusal.text());
            refusal.data().ifPresent(data -> error.put("data", data));
            ObjectNode answer = Json.object().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.set("error", error);
            send(answer);
        }

        private void send(ObjectNode answer) {
            long now = clock.epochMicros();
            answer.put("usIn", receivedMicros)
                    .put("usDiff", now - receivedMicros)
                    .put("usOut", now);
            session.sendText(Json.write(answer) + "\n");
        }

        String text(String field) {
            JsonNode value = params.path(field);
            if (!value.isString() || value.asString().isEmpty()) {
                throw new RpcException(RpcException.INVALID_PARAMETERS, "invalid params", field + " is required");
            }
            return value.asString();
        }

        Optional<String> optionalText(String field) {
            return Optional.of(params.path(field).asString("")).filter(text -> !text.isEmpty());
        }

        /// Who is logged in; draws one unit of the order budget.
        Caller orderCaller() {
            Caller caller = session.caller()
                    .orElseThrow(() -> new RpcException(
                            RpcException.PERMISSION_DENIED, "permission denied", "authentication required"));
            if (!budgets.order(caller.account().id()).allowed()) {
                throw new RpcException(RpcException.RATE_LIMIT, "Rate limit exceeded");
            }
            desk.checkService();
            return caller;
        }
    }

    void onText(Session session, byte[] utf8) {
        JsonNode message;
        try {
            message = Json.parse(utf8);
        } catch (JacksonException e) {
            new Request(session, Json.missing(), Json.object())
                    .refuse(new RpcException(RpcException.PARSE_ERROR, "parse error"));
            return;
        }
        Request request = new Request(session, idOf(message), message.path("params"));
        try {
            if (!message.path("method").isString()) {
                throw new RpcException(RpcException.INVALID_REQUEST, "invalid request", "method is required");
            }
            call(request, message.path("method").asString());
        } catch (RpcException e) {
            request.refuse(e);
        } catch (ApiException e) {
            request.refuse(RpcException.of(e));
        }
    }

    private static JsonNode idOf(JsonNode message) {
        JsonNode id = message.path("id");
        return id.isMissingNode() ? Json.missing() : id;
    }

    private void call(Request request, String method) {
        switch (method) {
            case "auth" -> authenticate(request);
            case "subscribe" -> subscribe(request);
            case "unsubscribe" -> unsubscribe(request);
            case "order.create" -> create(request);
            case "order.create_batch" -> createBatch(request);
            case "order.modify" -> modify(request);
            case "order.cancel" -> cancel(request);
            case "order.cancel_batch" -> cancelBatch(request);
            case "order.cancel_all" -> cancelAll(request);
            case "order.cancel_on_disconnect" -> cancelOnDisconnect(request);
            default -> throw new RpcException(RpcException.UNKNOWN_METHOD, "method does not exist");
        }
    }

    private void authenticate(Request request) {
        String token = request.optionalText("bearer").orElse("");
        if (!Tokens.wellFormed(token)) {
            throw new RpcException(RpcException.MALFORMED_TOKEN, "Malformed Bearer Token");
        }
        request.session.authenticate(caller(token));
        request.answer(Json.object().put("node_id", nodeId));
    }

    private Caller caller(String token) {
        try {
            return Callers.of(tokens.verify(token, clock.epochSeconds()), accounts);
        } catch (ApiException e) {
            throw new RpcException(RpcException.INVALID_TOKEN, "Invalid Bearer Token");
        }
    }

    private void subscribe(Request request) {
        String channel = request.text("channel");
        request.session.subscribe(channel);
        request.answer(Json.object().put("channel", channel));
        request.session.sendFirst(channel);
    }

    private void unsubscribe(Request request) {
        String channel = request.text("channel");
        request.session.unsubscribe(channel);
        request.answer(Json.object().put("channel", channel));
    }

    private void create(Request request) {
        Caller caller = request.orderCaller();
        OrderForm form = OrderForm.parse(request.params, settings);
        desk.checkMarket(form.market());
        desk.checkSignature(caller, form);
        ParadexOrder order = desk.admit(caller, form, request.receivedEpochNanos);
        request.session.placed(order.id());
        desk.launch(List.of(order), views -> request.answer(created(request, views.getFirst())));
    }

    private ObjectNode created(Request request, ObjectNode order) {
        ObjectNode result = Json.object();
        result.set("order", order);
        return result.put("created_at", clock.epochMillis()).put("received_at", request.receivedEpochNanos);
    }

    /// The documentation wraps the list, the exchange's own client sends it bare; both are taken.
    private void createBatch(Request request) {
        Caller caller = request.orderCaller();
        JsonNode list = request.params.isArray() ? request.params : request.params.path("orders");
        Batch batch = Batch.admit(desk, caller, list, settings, request.receivedEpochNanos);
        batch.admitted().forEach(order -> request.session.placed(order.id()));
        desk.launch(batch.admitted(), views -> {
            ArrayNode results = Json.array();
            int next = 0;
            for (Batch.Entry entry : batch.entries()) {
                results.add(
                        entry.order().isPresent()
                                ? created(request, views.get(next++))
                                : Json.object().put("error", entry.refusalText()));
            }
            ObjectNode result = Json.object();
            result.set("results", results);
            request.answer(result);
        });
    }

    private void modify(Request request) {
        Caller caller = request.orderCaller();
        String id = request.text("id");
        ObjectNode result = Json.object();
        result.set("order", desk.modify(caller, id, OrderForm.parse(request.params, settings)));
        request.answer(result);
    }

    private void cancel(Request request) {
        Caller caller = request.orderCaller();
        Optional<String> id = request.optionalText("id");
        ParadexOrder order = id.isPresent()
                ? OrderDesk.openOrder(caller.account(), id.get())
                : OrderDesk.openOrderOfClient(caller.account(), request.text("client_id"));
        desk.cancel(order, caller.interactive());
        request.answer(Json.object().put("order_id", order.id()).put("status", Cancels.QUEUED));
    }

    private void cancelBatch(Request request) {
        Caller caller = request.orderCaller();
        List<ObjectNode> results = new ArrayList<>();
        Consumer<String> cancel = id -> {
            ObjectNode result = Cancels.cancel(desk, caller, id);
            result.remove(List.of("account", "client_id"));
            results.add(result);
        };
        request.params.path("order_ids").forEach(id -> cancel.accept(id.asString("")));
        request.answer(Json.results(results));
    }

    private void cancelAll(Request request) {
        desk.cancelAll(request.orderCaller(), request.optionalText("market"));
        request.answer(Json.object().put("status", "ok"));
    }

    private void cancelOnDisconnect(Request request) {
        request.orderCaller();
        JsonNode enabled = request.params.path("enabled");
        if (!enabled.isBoolean()) {
            throw new RpcException(RpcException.INVALID_PARAMETERS, "invalid params", "enabled is required");
        }
        request.session.cancelOnDisconnect(enabled.asBoolean());
        request.answer(Json.object().put("enabled", enabled.asBoolean()));
    }

    /// The connection is gone: cancels what it placed and is still open.
    void cancelPlacedOrders(Session session) {
        session.caller()
                .ifPresent(caller -> session.placedOrders().stream()
                        .flatMap(id -> caller.account().openOrder(id).stream())
                        .forEach(order -> desk.cancel(order, caller.interactive())));
    }
}
