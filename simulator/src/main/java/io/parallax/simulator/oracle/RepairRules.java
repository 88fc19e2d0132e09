package io.parallax.simulator.oracle;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges each order that removes an imbalance or closes a leg, at the instant in which it leaves: whether it was
/// justified, sized and allowed (I6, I7, I8; paragraphs 7.2 and 7.4 of the catalogue). Thread: the world's.
final class RepairRules implements Taps {
    private static final int ORDERS_MAX = 8;

    private final Oracle oracle;
    private final Evidence evidence;
    /// What the engine calls the number of its last repair order: it counts those that never left.
    private int told;
    /// When the present entry began: an order sent earlier belongs to another cycle.
    private long enteredNanos = Long.MIN_VALUE;
    /// Of the present incident.
    private final List<SentOrder> repairs = new ArrayList<>();

    RepairRules(Oracle oracle, Evidence evidence) {
        this.oracle = oracle;
        this.evidence = evidence;
    }

    /// The number of the next repair order of the present incident, from 1.
    private int attempt() {
        return 1 + (int) repairs.stream().filter(order -> !order.modeRefused).count();
    }

    /// The number of the repair order that just left, from 1, for the cap of its price.
    int presentAttempt() {
        return Math.max(told, attempt() - 1);
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        if (notice instanceof EngineNotice.StateChanged changed && changed.to() == PairState.ENTERING) {
            enteredNanos = nowNanos;
        } else if (notice instanceof EngineNotice.StateChanged changed && endsIncident(changed.to())) {
            repairs.clear();
            told = 0;
        } else if (notice instanceof EngineNotice.RepairDecided decided) {
            told = decided.attempt();
        }
    }

    private static boolean endsIncident(PairState state) {
        return switch (state) {
            case HEDGED, COOLDOWN, FLAT, HALTED, RECONCILE, BOOT -> true;
            case ENTERING, RESOLVING, REPAIRING, EXITING, FROZEN -> false;
        };
    }

    @Override
    public void onStart(int life, long nowNanos) {
        repairs.clear();
    }

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        if (kind != RequestClass.ORDER) {
            return;
        }
        SentOrder order = oracle.ordersOf(exchange).getLast();
        switch (oracle.state()) {
            case REPAIRING -> judgeRepair(order);
            case EXITING, HALTED -> judgeClosing(order);
            case BOOT, RECONCILE, FLAT, ENTERING, RESOLVING, HEDGED, COOLDOWN, FROZEN -> {
                // Entries, and what the oracle judges anyway.
            }
        }
    }

    private void judgeClosing(SentOrder order) {
        if (!order.reduceOnly) {
            oracle.violated("I7", order + " closes and is not reduce-only, state " + oracle.state());
        }
    }

    private void judgeRepair(SentOrder order) {
        ExchangeId other = order.exchange.equals(ExchangeId.VEST) ? ExchangeId.PARADEX : ExchangeId.VEST;
        former(oracle.ordersOf(other), order.life, 1)
                .filter(each -> !each.endTold)
                .ifPresent(each -> oracle.violated(
                        "I6", order + " repairs although nothing had told the end of " + each + " on the other leg"));
        if (!oracle.rulesBroken()) {
            judgeSize(order);
        }
        boolean completes = !order.reduceOnly;
        // The second leg of an entry may have waited for the first: then nothing of this entry was there before.
        Optional<SentOrder> missed =
                former(oracle.ordersOf(order.exchange), order.life, 2).filter(each -> each.sentNanos >= enteredNanos);
        if (completes && missed.filter(each -> each.inferred).isPresent()) {
            oracle.violated("I6", order + " completes although it was only inferred that " + missed.get() + " is gone");
        }
        judgeRepetition(order);
        repairs.add(order);
    }

    private void judgeSize(SentOrder order) {
        long netE8 = oracle.netE8();
        if (order.quantityE8 > Math.abs(netE8)) {
            oracle.violated("I6", order + " is larger than the imbalance of " + FixedPoint.format(netE8));
        }
        long heldE8 = oracle.positionE8(order.exchange);
        // Like an entry, what completes one passes through what is below the common lot.
        boolean closes = Math.abs(heldE8) >= oracle.lotE8() && heldE8 > 0 != order.buy;
        if (closes && !order.reduceOnly) {
            oracle.violated("I7", order + " closes a part of " + FixedPoint.format(heldE8) + " and is not reduce-only");
        }
    }

    /// The second and every later order of an incident is sized from reads of both positions made after the one before
    /// it ended; and there are eight at most.
    private void judgeRepetition(SentOrder order) {
        if (attempt() > ORDERS_MAX) {
            oracle.violated("I8", order + " is repair order " + attempt() + " of one incident");
        }
        if (repairs.isEmpty()) {
            return;
        }
        SentOrder last = repairs.getLast();
        for (ExchangeId exchange : Evidence.EXCHANGES) {
            boolean old = evidence.positionAskedNanos(exchange) < last.toldNanos;
            if (!last.modeRefused && last.toldNanos != SentOrder.NEVER && old) {
                oracle.violated("I6", order + " repeats " + last + " without having read the position on " + exchange);
            }
        }
    }

    /// The order before the newest ones of this life.
    private static Optional<SentOrder> former(List<SentOrder> all, int life, int back) {
        return all.size() < back
                ? Optional.empty()
                : Optional.of(all.get(all.size() - back)).filter(each -> each.life == life);
    }
}
