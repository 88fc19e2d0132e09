package io.parallax.simulator.paradex;

import io.parallax.simulator.paradex.OrderDesk.Caller;
import io.parallax.simulator.paradex.RestRouter.Call;
import io.parallax.simulator.paradex.RestRouter.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Orders over REST. Thread: simulator loop.
final class OrderApi {
    private final ParadexSimulatorSettings.Orders settings;
    private final OrderDesk desk;
    private final Paging paging;

    OrderApi(ParadexSimulatorSettings.Orders settings, OrderDesk desk, Paging paging) {
        this.settings = settings;
        this.desk = desk;
        this.paging = paging;
    }

    void addTo(RestRouter router) {
        router.add(Group.ORDER, "POST", "orders", this::create);
        router.add(Group.ORDER, "POST", "orders/batch", this::createBatch);
        router.add(Group.ORDER, "DELETE", "orders", this::cancelAll);
        router.add(Group.ORDER, "DELETE", "orders/batch", this::cancelBatch);
        router.add(Group.ORDER, "DELETE", "orders/{}", this::cancel);
        router.add(Group.ORDER, "DELETE", "orders/by_client_id/{}", this::cancelByClientId);
        router.add(Group.ORDER, "PUT", "orders/{}", this::modify);
        router.add(Group.PRIVATE, "GET", "orders", this::openOrders);
        router.add(Group.PRIVATE, "GET", "orders/{}", this::order);
        router.add(Group.PRIVATE, "GET", "orders/by_client_id/{}", this::orderByClientId);
        router.add(Group.PRIVATE, "GET", "orders-history", this::history);
    }

    private void create(Call call) {
        OrderForm form = OrderForm.parse(call.body(), settings);
        desk.checkMarket(form.market());
        desk.checkSignature(call.caller(), form);
        ParadexOrder order = desk.admit(call.caller(), form, call.receivedEpochNanos());
        desk.launch(List.of(order), views -> call.answer(201, views.getFirst()));
    }

    /// The two lists of the answer run parallel to the request; the exchange does not document the pairing:
    /// chosen.
    private void createBatch(Call call) {
        Batch batch = Batch.admit(desk, call.caller(), call.body(), settings, call.receivedEpochNanos());
        desk.launch(batch.admitted(), views -> {
            ArrayNode orders = Json.array();
            ArrayNode errors = Json.array();
            int next = 0;
            for (Batch.Entry entry : batch.entries()) {
                if (entry.order().isPresent()) {
                    orders.add(views.get(next++));
                    errors.addNull();
                } else {
                    orders.addNull();
                    errors.add(entry.refusal().map(OrderApi::error).orElseGet(Json::object));
                }
            }
            ObjectNode answer = Json.object();
            answer.set("orders", orders);
            answer.set("errors", errors);
            call.answer(201, answer);
        });
    }

    private static ObjectNode error(ApiException refusal) {
        return Json.object().put("error", refusal.code()).put("message", refusal.text());
    }

    private void cancel(Call call) {
        desk.checkService();
        cancel(call, OrderDesk.openOrder(call.caller().account(), call.argument(0)));
    }

    private void cancelByClientId(Call call) {
        desk.checkService();
        cancel(call, OrderDesk.openOrderOfClient(call.caller().account(), call.argument(0)));
    }

    private void cancel(Call call, ParadexOrder order) {
        desk.cancel(order, call.caller().interactive());
        call.answer(204);
    }

    private void cancelAll(Call call) {
        desk.checkService();
        desk.cancelAll(call.caller(), call.parameter("market"));
        call.answer(200, Json.object());
    }

    private void cancelBatch(Call call) {
        desk.checkService();
        Caller caller = call.caller();
        JsonNode body = call.body();
        List<ObjectNode> results = new ArrayList<>();
        body.path("order_ids").forEach(id -> results.add(Cancels.cancel(desk, caller, id.asString(""))));
        body.path("client_order_ids").forEach(clientId -> results.add(cancelOfClient(caller, clientId.asString(""))));
        call.answer(200, Json.results(results));
    }

    private ObjectNode cancelOfClient(Caller caller, String clientId) {
        Optional<ParadexOrder> order = caller.account().openOrderOfClient(clientId);
        return order.map(found -> Cancels.cancel(desk, caller, found.id()))
                .orElseGet(() -> Json.object().put("client_id", clientId).put("status", "NOT_FOUND"));
    }

    private void modify(Call call) {
        call.answer(200, desk.modify(call.caller(), call.argument(0), OrderForm.parse(call.body(), settings)));
    }

    private void openOrders(Call call) {
        call.answer(
                200,
                Json.results(call.caller().account().openOrders().stream()
                        .filter(order -> !desk.fresh(order)
                                && wanted(call, "market", order.form().market()))
                        .map(desk::restView)
                        .toList()));
    }

    /// Orders that are NEW or OPEN only, as the exchange does it.
    private void order(Call call) {
        ParadexOrder order = call.caller()
                .account()
                .openOrder(call.argument(0))
                .filter(found -> !desk.fresh(found))
                .orElseThrow(() -> ApiException.notFound("ORDER_ID_NOT_FOUND", "order not found: " + call.argument(0)));
        call.answer(200, desk.restView(order));
    }

    /// OPEN only: an order that has just been sent is not found yet.
    private void orderByClientId(Call call) {
        ParadexOrder order = OrderDesk.openOrderOfClient(call.caller().account(), call.argument(0));
        if (order.status() == Wire.Status.NEW || desk.fresh(order)) {
            throw ApiException.notFound(
                    "CLIENT_ORDER_ID_NOT_FOUND", "order not found for client_id: " + call.argument(0));
        }
        call.answer(200, desk.restView(order));
    }

    private void history(Call call) {
        List<ParadexOrder> orders = desk.readable(call.caller().account().history())
                .filter(order -> wanted(call, "market", order.form().market())
                        && wanted(call, "client_id", order.form().clientId())
                        && wanted(call, "status", order.status().name())
                        && wanted(call, "side", order.form().side().name())
                        && wanted(call, "type", order.form().type().name()))
                .toList();
        call.answer(
                200,
                paging.page(call.request(), orders, ParadexOrder::id, ParadexOrder::createdMillis, desk::restView));
    }

    private static boolean wanted(Call call, String parameter, String value) {
        return call.parameter(parameter).map(value::equals).orElse(true);
    }
}
