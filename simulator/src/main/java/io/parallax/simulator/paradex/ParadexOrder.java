package io.parallax.simulator.paradex;

import io.parallax.simulator.core.OrderUpdate;
import io.parallax.units.FixedPoint;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An order in the exchange's own shape: what the core does not carry, and its latest state. Thread: simulator
/// loop.
final class ParadexOrder {
    private final String id;
    private final String account;
    private final Set<Wire.OrderFlag> flags;
    private final long receivedEpochNanos;
    private OrderForm form;
    private Wire.Status status = Wire.Status.NEW;
    private String cancelReason = "";
    private long remainingE8;
    private long averageE8;
    private long createdMillis;
    private long updatedMillis;
    private Modification modification = Modification.NONE;

    /// What became of the last modify.
    record Modification(String id, Wire.RequestStatus status, String message) {
        static final Modification NONE = new Modification("", Wire.RequestStatus.UNSPECIFIED, "");

        Wire.RequestType type() {
            return status == Wire.RequestStatus.UNSPECIFIED
                    ? Wire.RequestType.UNSPECIFIED
                    : Wire.RequestType.MODIFY_ORDER;
        }
    }

    ParadexOrder(String id, String account, OrderForm form, boolean interactive, long receivedEpochNanos) {
        this.id = id;
        this.account = account;
        this.form = form;
        this.receivedEpochNanos = receivedEpochNanos;
        this.flags = EnumSet.noneOf(Wire.OrderFlag.class);
        flags.addAll(form.flags());
        if (interactive) {
            flags.add(Wire.OrderFlag.INTERACTIVE);
        }
        if (form.atMarket()) {
            flags.add(Wire.OrderFlag.TARGET_STRATEGY_VWAP);
        }
        remainingE8 = form.sizeE8();
        createdMillis = TimeUnit.NANOSECONDS.toMillis(receivedEpochNanos);
        updatedMillis = createdMillis;
    }

    String id() {
        return id;
    }

    String account() {
        return account;
    }

    OrderForm form() {
        return form;
    }

    Wire.Status status() {
        return status;
    }

    boolean ended() {
        return status == Wire.Status.CLOSED;
    }

    boolean interactive() {
        return flags.contains(Wire.OrderFlag.INTERACTIVE);
    }

    long createdMillis() {
        return createdMillis;
    }

    long updatedMillis() {
        return updatedMillis;
    }

    long receivedEpochNanos() {
        return receivedEpochNanos;
    }

    /// Takes over what the core says.
    void update(OrderUpdate update) {
        status = CoreNames.status(update.state());
        cancelReason = CoreNames.cancelReason(update);
        remainingE8 = update.remainingE8();
        averageE8 = update.averagePriceE8();
        createdMillis = update.createdEpochMillis();
        updatedMillis = update.updatedEpochMillis();
    }

    void modified(OrderForm changed, Modification outcome) {
        form = changed;
        modification = outcome;
    }

    void modification(Modification outcome) {
        modification = outcome;
    }

    ObjectNode json(long sequence, long publishedMillis) {
        ArrayNode flagNames = Json.array();
        flags.forEach(flag -> flagNames.add(flag.name()));
        ObjectNode order = Json.object()
                .put("id", id)
                .put("account", account)
                .put("market", form.market())
                .put("side", form.side().name())
                .put("type", form.type().name())
                .put("size", FixedPoint.format(form.sizeE8()))
                .put("remaining_size", FixedPoint.format(remainingE8))
                .put("price", FixedPoint.format(form.priceE8()))
                .put("status", status.name())
                .put("created_at", createdMillis)
                .put("last_updated_at", updatedMillis)
                .put("timestamp", form.signatureTimestamp())
                .put("cancel_reason", cancelReason)
                .put("client_id", form.clientId())
                .put("seq_no", sequence)
                .put("instruction", form.instruction().name())
                .put("avg_fill_price", averageE8 == 0 ? "" : FixedPoint.format(averageE8))
                .put("stp", form.stp().name())
                .put("received_at", TimeUnit.NANOSECONDS.toMillis(receivedEpochNanos))
                .put("published_at", publishedMillis)
                .put(
                        "trigger_price",
                        form.triggerPriceE8() == SbeMessage.NULL ? "0" : FixedPoint.format(form.triggerPriceE8()));
        order.set("flags", flagNames);
        if (modification.type() == Wire.RequestType.MODIFY_ORDER) {
            order.set(
                    "request_info",
                    Json.object()
                            .put("id", modification.id())
                            .put("message", modification.message())
                            .put("request_type", modification.type().name())
                            .put("status", modification.status().name()));
        }
        return order;
    }

    SbeMessage.Order message(long sequence, long publishedMillis) {
        return new SbeMessage.Order(
                micros(publishedMillis),
                sequence,
                status,
                form.side(),
                form.type(),
                form.atMarket() ? Wire.Instruction.IOC : form.instruction(),
                form.atMarket() ? SbeMessage.NULL : form.priceE8(),
                form.triggerPriceE8(),
                form.sizeE8(),
                remainingE8,
                averageE8 == 0 ? SbeMessage.NULL : averageE8,
                micros(createdMillis),
                micros(updatedMillis),
                account,
                micros(TimeUnit.NANOSECONDS.toMillis(receivedEpochNanos)),
                micros(publishedMillis),
                form.stp(),
                flags,
                modification.status(),
                modification.type(),
                id,
                form.clientId(),
                form.market(),
                cancelReason,
                modification.id(),
                modification.message());
    }

    private static long micros(long millis) {
        return TimeUnit.MILLISECONDS.toMicros(millis);
    }
}
