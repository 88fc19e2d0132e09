package io.parallax.exchange.vest;

import io.parallax.exchange.AccountEvent.ForeignActivity;
import io.parallax.exchange.AccountEvent.FundingPaid;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Our orders by nonce and by client order id, and what rows say of them. Vest has no client order ids: the nonce
/// is the key, given here before the first byte leaves, so that news can overtake the answer. Thread: the gateway
/// loop.
final class VestOrders {
    static final int ORDERS_MAX = 8_192;
    private static final int FOREIGN_MAX = 4_096;

    private final ExchangeEventSink events;
    private final VestCounters counters;
    private final SequencedMap<Long, VestOrder> byNonce = new LinkedHashMap<>();
    private final Map<ClientOrderId, VestOrder> byId = new HashMap<>();
    private final SequencedMap<String, Boolean> foreignTold = new LinkedHashMap<>();
    private long lastNonce;
    private long nonceBeforeUs;
    private boolean nonceRead;
    private long bootEpochSeconds = -1;
    private boolean forgetful;

    VestOrders(ExchangeEventSink events, VestCounters counters) {
        this.events = events;
        this.counters = counters;
    }

    /// What the exchange says was used last.
    void raiseNonce(long exchangeLastNonce) {
        if (!nonceRead && byNonce.isEmpty()) {
            nonceBeforeUs = exchangeLastNonce;
        }
        nonceRead = true;
        lastNonce = Math.max(lastNonce, exchangeLastNonce);
    }

    /// Whether a nonce had been used when this process first asked, before any order of its own.
    boolean isFromBeforeUs(long nonce) {
        return nonce > 0 && nonce <= nonceBeforeUs;
    }

    /// A nonce that was never used before, never below the clock.
    long nextNonce(long exchangeEpochMillis) {
        lastNonce = Math.max(lastNonce + 1, exchangeEpochMillis);
        return lastNonce;
    }

    VestOrder register(OrderRequest request, long nonce) {
        makeRoom();
        VestOrder order = new VestOrder(request, nonce);
        byNonce.put(nonce, order);
        byId.put(request.id(), order);
        bootEpochSeconds = request.id().bootEpochSeconds();
        return order;
    }

    private void makeRoom() {
        Iterator<VestOrder> oldestFirst = byNonce.values().iterator();
        while (byNonce.size() >= ORDERS_MAX && oldestFirst.hasNext()) {
            VestOrder order = oldestFirst.next();
            if (order.isOver()) {
                oldestFirst.remove();
                byId.remove(order.request().id());
                forgetful = true;
            }
        }
    }

    boolean isFull() {
        makeRoom();
        return byNonce.size() >= ORDERS_MAX;
    }

    Optional<VestOrder> find(ClientOrderId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<VestOrder> find(long nonce) {
        return Optional.ofNullable(byNonce.get(nonce));
    }

    /// Whether an unknown id is certainly not one that this adapter sent.
    boolean knowsAllOf(ClientOrderId id) {
        return !forgetful && id.bootEpochSeconds() == bootEpochSeconds;
    }

    List<VestOrder> unfinished() {
        Collection<VestOrder> all = byNonce.values();
        return all.stream().filter(order -> !order.isOver()).toList();
    }

    /// Takes a row of one of our orders and tells what it adds, executions first.
    ///
    /// @param answered whether the row answers a question rather than coming from the stream
    /// @return true when the row settled what the order is; false when it ended in words that prove nothing
    boolean merge(VestOrder order, OrderRow row, boolean answered, long receivedNanos) throws VestFormatException {
        boolean wasDoubled = order.doubled();
        for (VestOrder.Fill fill : order.merge(row, answered)) {
            if (fill.fundingE8() != 0) {
                events.onEvent(new FundingPaid(
                        ExchangeId.VEST,
                        order.request().instrument().symbol(),
                        fill.fundingE8(),
                        fill.fillId(),
                        receivedNanos));
            }
            events.onEvent(new OrderEvent.Filled(
                    ExchangeId.VEST,
                    order.request().id(),
                    fill.fillId(),
                    fill.priceE8(),
                    fill.quantityE8(),
                    fill.feeE8(),
                    receivedNanos));
        }
        if (order.doubled() && !wasDoubled) {
            tellForeign(row.id(), "two orders with our nonce " + order.nonce(), receivedNanos);
        }
        if (row.status() == VestMessage.Status.OTHER) {
            counters.count(Counter.VALUES_UNKNOWN);
        }
        if (order.doubt().isPresent()) {
            return false;
        }
        if (row.status().open() && order.status().terminal()) {
            counters.count(Counter.ROWS_STALE);
        }
        events.onEvent(new OrderEvent.Updated(
                ExchangeId.VEST,
                order.request().id(),
                order.exchangeOrderId(),
                order.status(),
                order.filledE8(),
                order.reason(),
                receivedNanos));
        return true;
    }

    /// Tells, once, of something on the account that is not ours.
    void tellForeign(String key, String description, long receivedNanos) {
        if (foreignTold.putIfAbsent(key + description, true) == null) {
            counters.count(Counter.ROWS_FOREIGN);
            events.onEvent(new ForeignActivity(ExchangeId.VEST, description, receivedNanos));
            if (foreignTold.size() > FOREIGN_MAX) {
                foreignTold.pollFirstEntry();
            }
        }
    }

    /// Our orders among these rows.
    List<ClientOrderId> own(List<OrderRow> rows) {
        List<ClientOrderId> own = new ArrayList<>();
        for (OrderRow row : rows) {
            find(row.nonce()).ifPresent(order -> own.add(order.request().id()));
        }
        return own;
    }
}
