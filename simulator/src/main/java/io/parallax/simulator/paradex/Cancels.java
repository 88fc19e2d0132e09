package io.parallax.simulator.paradex;

import io.parallax.simulator.paradex.OrderDesk.Caller;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Answers to cancellations of several orders. Thread: simulator loop.
final class Cancels {
    static final String QUEUED = "QUEUED_FOR_CANCELLATION";

    private Cancels() {}

    static ObjectNode cancel(OrderDesk desk, Caller caller, String id) {
        Optional<ParadexOrder> order = caller.account().order(id);
        if (order.isEmpty()) {
            return Json.object().put("id", id).put("status", "NOT_FOUND");
        }
        if (order.get().ended()) {
            return answer(order.get(), "ALREADY_CLOSED");
        }
        desk.cancel(order.get(), caller.interactive());
        return answer(order.get(), QUEUED);
    }

    private static ObjectNode answer(ParadexOrder order, String status) {
        return Json.object()
                .put("id", order.id())
                .put("account", order.account())
                .put("market", order.form().market())
                .put("client_id", order.form().clientId())
                .put("status", status);
    }
}
