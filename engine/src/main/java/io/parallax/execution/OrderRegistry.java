package io.parallax.execution;

import io.parallax.exchange.ClientOrderId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds an order, and the leg it belongs to, by its id. Bounded: at the bound the oldest order that has ended
/// goes. Thread: engine only.
public final class OrderRegistry {
    /// Enough for a day of trading at thirty orders a minute to leave only orders behind that ended long ago.
    static final int ORDERS_MAX = 4_096;

    private final Map<ClientOrderId, Entry> orders = new LinkedHashMap<>();

    record Entry(LegDesk desk, TrackedOrder order) {}

    void register(LegDesk desk, TrackedOrder order) {
        if (orders.putIfAbsent(order.request().id(), new Entry(desk, order)) != null) {
            throw new IllegalStateException("order id " + order.request().id() + " was used before");
        }
        if (orders.size() > ORDERS_MAX) {
            evict();
        }
    }

    private void evict() {
        for (Iterator<Entry> oldest = orders.values().iterator(); oldest.hasNext(); ) {
            if (!oldest.next().order().isLive()) {
                oldest.remove();
                return;
            }
        }
        throw new IllegalStateException(orders.size() + " orders are alive, expected at most one for each leg");
    }

    @Nullable
    Entry find(ClientOrderId id) {
        return orders.get(id);
    }

    int size() {
        return orders.size();
    }
}
