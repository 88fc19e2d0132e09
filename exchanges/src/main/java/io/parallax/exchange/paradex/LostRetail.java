package io.parallax.exchange.paradex;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.paradex.OwnOrder.Treatment;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.transport.IoLoop;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// Notices orders of a retail login that Paradex treats as pro orders: beyond the retail order rates it takes the flag
/// INTERACTIVE away and charges pro fees, and refuses nothing. Each is counted once; a warning comes once a minute at
/// most. What such an order really costs is in its fills. Thread: gateway loop only.
final class LostRetail {
    private static final int ORDERS_KEPT = 4_096;
    private static final long WARNING_NANOS = 60_000_000_000L;

    private final IoLoop loop;
    private final boolean expected;
    private final ParadexCounters counters;
    private final Consumer<String> warning;
    private final SequencedSet<ClientOrderId> counted = new LinkedHashSet<>();
    private long warnedNanos;
    private long untold;
    private boolean warned;

    LostRetail(IoLoop loop, ParadexConfig config, ParadexCounters counters, Consumer<String> warning) {
        this.loop = loop;
        this.expected = config.feeProfile().interactive();
        this.counters = counters;
        this.warning = warning;
    }

    /// News of an order of ours. One that does not tell its flags says nothing.
    void onOrder(ClientOrderId id, OwnOrder order) {
        if (!expected || order.treatment() != Treatment.PRO || !counted.add(id)) {
            return;
        }
        if (counted.size() > ORDERS_KEPT) {
            counted.removeFirst();
        }
        counters.count(Counter.ORDERS_NOT_RETAIL);
        untold++;
        long now = loop.nanoTime();
        if (!warned || now - warnedNanos >= WARNING_NANOS) {
            warned = true;
            warnedNanos = now;
            warning.accept("Paradex treats order " + id.text() + " as a pro order although the login is a retail one,"
                    + " so that it pays pro fees; such orders since the last warning: " + untold
                    + ". The account's limits are 3 orders in a second, 30 in a minute, 300 in an hour, 1000 in a day");
            untold = 0;
        }
    }
}
