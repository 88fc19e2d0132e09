package io.parallax.simulator.vest;

import io.parallax.simulator.core.OrderUpdate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// An order as the exchange's interface knows it: the texts it was sent with, and what queries show of it so
/// far. Thread: simulator loop.
final class VestOrder {
    private final String id;
    private final long nonce;
    private final String symbol;
    private final boolean buy;
    private final String orderType;
    private final String sizeText;
    private final String limitPriceText;
    private final boolean reduceOnly;
    private final String initMarginRatio;
    private final long postMillis;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Optional<OrderUpdate> shown = Optional.empty();
    private boolean ended;

    /// An update that queries show from a moment on.
    private record Pending(long fromNanos, OrderUpdate update) {}

    VestOrder(
            String id,
            long nonce,
            String symbol,
            boolean buy,
            String orderType,
            String sizeText,
            String limitPriceText,
            boolean reduceOnly,
            String initMarginRatio,
            long postMillis) {
        this.id = id;
        this.nonce = nonce;
        this.symbol = symbol;
        this.buy = buy;
        this.orderType = orderType;
        this.sizeText = sizeText;
        this.limitPriceText = limitPriceText;
        this.reduceOnly = reduceOnly;
        this.initMarginRatio = initMarginRatio;
        this.postMillis = postMillis;
    }

    String id() {
        return id;
    }

    long nonce() {
        return nonce;
    }

    String symbol() {
        return symbol;
    }

    boolean buy() {
        return buy;
    }

    String orderType() {
        return orderType;
    }

    String sizeText() {
        return sizeText;
    }

    String limitPriceText() {
        return limitPriceText;
    }

    boolean reduceOnly() {
        return reduceOnly;
    }

    String initMarginRatio() {
        return initMarginRatio;
    }

    long postMillis() {
        return postMillis;
    }

    boolean ended() {
        return ended;
    }

    void showLater(OrderUpdate update, long fromNanos) {
        Pending last = pending.peekLast();
        long from = last != null && last.fromNanos - fromNanos > 0 ? last.fromNanos : fromNanos;
        pending.addLast(new Pending(from, update));
        ended = ended || update.ended();
    }

    /// What a query at `nowNanos` shows; empty while the order is not visible yet.
    Optional<OrderUpdate> shown(long nowNanos) {
        while (!pending.isEmpty() && nowNanos - pending.getFirst().fromNanos >= 0) {
            shown = Optional.of(pending.removeFirst().update);
        }
        return shown;
    }
}
