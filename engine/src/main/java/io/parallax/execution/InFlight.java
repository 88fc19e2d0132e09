package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.units.FixedPoint;

/// ENTERING, EXITING and RESOLVING: follows both legs until every fate is known, and sees what they came to.
/// Thread: engine only.
final class InFlight {
    private static final long MILLI = 1_000_000L;

    private final PairContext pair;
    private final PairMachine machine;
    private final CycleLog cycles;

    InFlight(PairContext pair, PairMachine machine, CycleLog cycles) {
        this.pair = pair;
        this.machine = machine;
        this.cycles = cycles;
    }

    boolean follow(long nowNanos) {
        LegDesk a = pair.a;
        LegDesk b = pair.b;
        if (pair.hasUnknownOrder()) {
            return machine.fire(PairEvent.LEG_UNKNOWN, pair.unknownLegs(), nowNanos);
        }
        if (!pair.hasLiveOrder()) {
            return settle(nowNanos);
        }
        if (isSlow(a, b, nowNanos) || isSlow(b, a, nowNanos)) {
            LegDesk slow = a.hasLiveOrder() ? a : b;
            slow.loseTrack("not accepted within " + acceptMillis(slow) + " ms of the other leg's fill", nowNanos);
            return machine.fire(PairEvent.LEG_SLOW, slow.exchange().name(), nowNanos);
        }
        long stayMillis = pair.timers.stayMillis() + Math.max(bumpMillis(a), bumpMillis(b));
        if (nowNanos - machine.sinceNanos() >= stayMillis * MILLI) {
            for (LegDesk desk : pair.desks) {
                desk.loseTrack("no end within " + stayMillis + " ms", nowNanos);
            }
            return machine.fire(PairEvent.STAY_EXPIRED, pair.unknownLegs(), nowNanos);
        }
        return false;
    }

    private boolean isSlow(LegDesk done, LegDesk waiting, long nowNanos) {
        boolean filled = done.order()
                .filter(order -> !order.isLive() && order.filledE8() > 0)
                // With the pilot first, the other leg's last order is one of before.
                .filter(order -> order.sentNanos() >= machine.sinceNanos())
                .filter(order -> nowNanos - order.endedNanos() >= acceptMillis(waiting) * MILLI)
                .isPresent();
        return filled
                && waiting.order()
                        .filter(order -> order.state() == OrderState.SENT)
                        .isPresent();
    }

    /// The answer comes behind the bump, and the other leg's fill may have come at once.
    private long acceptMillis(LegDesk waiting) {
        return pair.timers.legAcceptMillis() + bumpMillis(waiting);
    }

    private static long bumpMillis(LegDesk desk) {
        return desk.settings().terms().speedBumpMillis();
    }

    boolean resolve(long nowNanos) {
        LegDesk a = pair.a;
        LegDesk b = pair.b;
        if (!pair.hasLiveOrder()) {
            return settle(nowNanos);
        }
        if (a.isResolveExpired(nowNanos) || b.isResolveExpired(nowNanos)) {
            pair.frozenByBlock = false;
            machine.fire(PairEvent.RESOLVE_EXPIRED, pair.unknownLegs(), nowNanos);
            machine.alert(
                    "FROZEN: the fate of an order is unknown; " + pair.exposure() + " or up to "
                            + FixedPoint.format(a.worstE8()) + " on " + a.exchange() + " and "
                            + FixedPoint.format(b.worstE8()) + " on " + b.exchange(),
                    nowNanos);
            return true;
        }
        return false;
    }

    /// All fates are known: what do we hold?
    private boolean settle(long nowNanos) {
        if (pair.purpose == Purpose.ENTRY) {
            for (LegDesk desk : pair.desks) {
                if (desk.order()
                        .filter(cycles::isOfThisCycle)
                        .filter(TrackedOrder::refused)
                        .isPresent()) {
                    cycles.onRefused();
                }
            }
        }
        return onShape(nowNanos);
    }

    /// Goes where what is held leads.
    boolean onShape(long nowNanos) {
        return switch (pair.position.shape()) {
            case FLAT -> onFlat(nowNanos);
            case HEDGED -> {
                boolean fired = machine.fire(PairEvent.LEGS_HEDGED, pair.exposure(), nowNanos);
                onHedged(nowNanos);
                yield fired;
            }
            case UNEQUAL -> {
                boolean fired = machine.fire(PairEvent.LEGS_UNEQUAL, pair.exposure(), nowNanos);
                if (pair.incident == null) {
                    pair.incident = new RepairIncident(pair.purpose);
                }
                yield fired;
            }
            case SAME_SIDE -> {
                machine.halt(PairEvent.LEGS_SAME_SIDE, HaltReason.SAME_SIDE, pair.exposure(), nowNanos);
                yield true;
            }
        };
    }

    private boolean onFlat(long nowNanos) {
        if (pair.purpose == Purpose.EXIT && !pair.isConfirmedTwice()) {
            return false;
        }
        machine.fire(PairEvent.LEGS_FLAT, "", nowNanos);
        pair.incident = null;
        pair.exitDemand = "";
        pair.hedgedSinceNanos = NEVER;
        pair.cooldownUntilNanos = nowNanos + pair.timers.cooldownMillis() * MILLI;
        pair.wantBalances();
        cycles.end(nowNanos);
        return true;
    }

    /// The legs are equal and opposite: nothing is to be repaired, and the exit may be waited for.
    void onHedged(long nowNanos) {
        pair.incident = null;
        pair.purpose = Purpose.EXIT;
        pair.acceptedNetE8 = pair.position.netE8();
        pair.exitNotBeforeNanos = Math.max(pair.exitNotBeforeNanos, nowNanos);
        if (pair.hedgedSinceNanos == NEVER) {
            pair.hedgedSinceNanos = nowNanos;
        }
        cycles.onHedged(nowNanos);
        for (LegDesk desk : pair.desks) {
            desk.watch().askSoon();
            if (desk.isBelowMinimum(Math.abs(desk.ledger().quantityE8()))) {
                pair.exitDemand = "too small to keep";
            }
        }
    }
}
