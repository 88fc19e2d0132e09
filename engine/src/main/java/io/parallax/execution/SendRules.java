package io.parallax.execution;

import io.parallax.exchange.OrderIntent;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.risk.Invariants;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Looks at every order of a pair before it exists, whichever part decided it. Rules of caps, gates and mode are about
/// what increases risk; an order that only shrinks a position must be priced within its cap and may not turn it.
/// Thread: engine only.
final class SendRules {
    private final PairContext pair;

    SendRules(PairContext pair) {
        this.pair = pair;
    }

    /// Throws [Invariants.Violation] when the order must not be sent.
    void check(LegDesk desk, OrderIntent intent, Side side, long quantityE8, long limitE8, boolean reduceOnly) {
        Invariants.require(quantityE8 > 0 && limitE8 > 0, "I13", "an order needs a quantity and a limit");
        Invariants.require(!desk.hasLiveOrder(), "I5", "the last order of this leg is alive");
        Invariants.require(reduceOnly || !intent.reducesOnly(), "I7", "an order to reduce could increase");
        price(desk, intent, side, limitE8);
        size(desk, intent, side, quantityE8, reduceOnly);
        if (!reduceOnly) {
            caps(desk, quantityE8, limitE8);
            gates();
        }
        if (intent == OrderIntent.ENTRY) {
            data(pair.a);
            data(pair.b);
        }
    }

    private void price(LegDesk desk, OrderIntent intent, Side side, long limitE8) {
        long touchE8 = side == Side.BUY ? desk.book().bestAskE8() : desk.book().bestBidE8();
        Invariants.require(touchE8 != FixedPoint.NO_PRICE, "I13", "no price to bound the order with");
        Invariants.require(
                !Invariants.isBeyond(side, limitE8, touchE8, capPpm(intent)), "I13", "the limit is beyond its cap");
    }

    private long capPpm(OrderIntent intent) {
        return switch (intent) {
            case ENTRY -> pair.settings.limits().entryCapPpm();
            case EXIT, GUARD, OPERATOR -> pair.settings.limits().exitCapPpm();
            case REPAIR_COMPLETE, REPAIR_UNWIND -> RiskLimits.CAP_PPM_MAX;
        };
    }

    private void size(LegDesk desk, OrderIntent intent, Side side, long quantityE8, boolean reduceOnly) {
        long believedE8 = desk.ledger().quantityE8();
        long toldE8 = desk.watch().known() ? desk.watch().confirmedE8() : 0;
        long heldE8 = Math.abs(toldE8) > Math.abs(believedE8) ? toldE8 : believedE8;
        long lotE8 = Math.max(1, pair.position.commonLotE8());
        if (reduceOnly) {
            Invariants.require(
                    !Invariants.flips(side, quantityE8, heldE8, lotE8), "I7", "the order would turn the position");
        } else {
            Invariants.require(
                    !Invariants.opposes(side, believedE8, lotE8), "I7", "the order opens against what is held");
        }
        if (intent == OrderIntent.REPAIR_COMPLETE || intent == OrderIntent.REPAIR_UNWIND) {
            Invariants.require(!pair.hasUnknownOrder(), "I6", "a repair while the fate of an order is unknown");
            Invariants.require(
                    quantityE8 <= Math.abs(pair.position.netE8()), "I6", "a repair larger than the imbalance");
        }
    }

    private void caps(LegDesk desk, long quantityE8, long limitE8) {
        RiskLimits limits = pair.settings.limits();
        Invariants.require(
                FixedPoint.multiply(limitE8, quantityE8, Rounding.FLOOR) <= limits.orderNotionalMaxE8(),
                "I4",
                "the order is worth more than an order may be");
        long worstE8 = Math.addExact(desk.worstE8(), quantityE8);
        Invariants.require(
                FixedPoint.multiply(limitE8, worstE8, Rounding.FLOOR) <= limits.positionNotionalMaxE8(),
                "I4",
                "the leg could be worth more than a leg may be");
    }

    private void gates() {
        Invariants.require(
                pair.mode != OperatorMode.KILLED && pair.mode != OperatorMode.SHUTTING_DOWN,
                "I17",
                "an order that increases risk after a kill or a stop");
        Invariants.require(!pair.breaker.isOpen(pair.nowNanos), "I19", "the breaker is open");
        Blocker standing = pair.rules.standing(1, pair.nowNanos);
        Invariants.require(standing != Blocker.DAY_LOSS, "I20", "the loss limit of the day is reached");
        Invariants.require(standing == Blocker.NONE, "I18", standing.text());
    }

    private void data(LegDesk desk) {
        Invariants.require(desk.allowsIncrease(pair.nowNanos), "I18", "an exchange is not open");
        Invariants.require(
                pair.data.bookBlocker(desk, pair.nowNanos) == Blocker.NONE,
                "I16",
                "an entry on a book that cannot be trusted");
    }
}
