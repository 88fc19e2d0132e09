package io.parallax.simulator.paradex;

import io.parallax.simulator.paradex.OrderDesk.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Several orders in one request: refused as a whole if one signature fails, then each stands alone. Thread:
/// simulator loop.
record Batch(List<Entry> entries) {
    /// One of them: taken in, or refused.
    record Entry(Optional<ParadexOrder> order, Optional<ApiException> refusal) {
        String refusalText() {
            return refusal.map(ApiException::text).orElse("");
        }
    }

    static Batch admit(
            OrderDesk desk,
            Caller caller,
            JsonNode list,
            ParadexSimulatorSettings.Orders settings,
            long receivedEpochNanos) {
        if (!list.isArray() || list.isEmpty() || list.size() > settings.batchMax()) {
            throw ApiException.badRequest(
                    "BATCH_SIZE_OUT_OF_RANGE", "batch: expected an array of 1 to " + settings.batchMax() + " orders");
        }
        List<Parsed> parsed = new ArrayList<>();
        for (JsonNode order : list) {
            parsed.add(parse(desk, caller, order, settings));
        }
        return new Batch(parsed.stream()
                .map(entry -> entry.form()
                        .map(form -> admit(desk, caller, form, receivedEpochNanos))
                        .orElseGet(() -> new Entry(Optional.empty(), entry.refusal())))
                .toList());
    }

    /// A form, or why there is none.
    private record Parsed(Optional<OrderForm> form, Optional<ApiException> refusal) {}

    /// A failed signature is thrown: it refuses the batch.
    private static Parsed parse(
            OrderDesk desk, Caller caller, JsonNode order, ParadexSimulatorSettings.Orders settings) {
        OrderForm form;
        try {
            form = OrderForm.parse(order, settings);
            desk.checkMarket(form.market());
        } catch (ApiException e) {
            return new Parsed(Optional.empty(), Optional.of(e));
        }
        desk.checkSignature(caller, form);
        return new Parsed(Optional.of(form), Optional.empty());
    }

    private static Entry admit(OrderDesk desk, Caller caller, OrderForm form, long receivedEpochNanos) {
        try {
            return new Entry(Optional.of(desk.admit(caller, form, receivedEpochNanos)), Optional.empty());
        } catch (ApiException e) {
            return new Entry(Optional.empty(), Optional.of(e));
        }
    }

    List<ParadexOrder> admitted() {
        return entries.stream().flatMap(entry -> entry.order().stream()).toList();
    }
}
