package io.parallax.simulator.oracle;

import io.parallax.exchange.ClientOrderId;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;
import java.util.HashMap;
import java.util.Map;

/// Judges that an order which reduces risk never waits for a question: it is held back for the number of requests only
/// when the exchange refused orders for it (I15, NW-10). Thread: the world's.
final class BudgetRules implements Taps {
    private static final int TOO_MANY = 429;
    private static final int BANNED = 418;
    /// Nobody is asked to wait for longer.
    private static final long WAIT_NANOS_MAX = 61_000_000_000L;

    private static final byte[] TOO_MANY_ON_SOCKET = Evidence.ascii("42901");

    private final Oracle oracle;
    private final Map<ExchangeId, Placed> placed = new HashMap<>();
    private final Map<ExchangeId, Long> sentNanos = new HashMap<>();
    private final Map<ExchangeId, Long> limitedNanos = new HashMap<>();

    /// The last order of a leg that closes.
    private record Placed(ClientOrderId id, long atNanos) {}

    BudgetRules(Oracle oracle) {
        this.oracle = oracle;
    }

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        if (kind == RequestClass.ORDER) {
            sentNanos.put(exchange, nowNanos);
        }
    }

    @Override
    public void onReply(
            ExchangeId exchange,
            RequestClass kind,
            String target,
            byte[] request,
            int status,
            byte[] body,
            long askedNanos,
            long nowNanos) {
        boolean ofOrders = kind == RequestClass.ORDER || kind == RequestClass.CANCEL;
        if (status == BANNED || (ofOrders && status == TOO_MANY)) {
            limitedNanos.put(exchange, nowNanos);
        }
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        if (channel == Channel.PRIVATE && RequestClass.contains(bytes, TOO_MANY_ON_SOCKET)) {
            limitedNanos.put(exchange, nowNanos);
        }
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        switch (notice) {
            case EngineNotice.OrderPlaced told -> {
                ExchangeId exchange = told.order().instrument().exchange();
                if (told.order().reduceOnly()) {
                    placed.put(exchange, new Placed(told.order().id(), told.atNanos()));
                } else {
                    placed.remove(exchange);
                }
            }
            case EngineNotice.OrderChanged changed
            when changed.to().terminal() && changed.detail().startsWith("rate limited") -> judge(changed, nowNanos);
            default -> {
                // Says nothing of budgets.
            }
        }
    }

    private void judge(EngineNotice.OrderChanged changed, long nowNanos) {
        Placed last = placed.get(changed.exchange());
        if (last == null || !last.id().equals(changed.id())) {
            return;
        }
        boolean left = sentNanos.getOrDefault(changed.exchange(), Long.MIN_VALUE) >= last.atNanos();
        Long limited = limitedNanos.get(changed.exchange());
        boolean told = limited != null && nowNanos - limited <= WAIT_NANOS_MAX;
        if (!left && !told) {
            oracle.violated(
                    "I15",
                    changed.exchange() + " order " + changed.id()
                            + " closes and was held back although no order had been refused for their number");
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        placed.clear();
        limitedNanos.clear();
    }
}
