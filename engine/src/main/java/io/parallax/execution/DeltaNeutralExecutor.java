package io.parallax.execution;

import io.parallax.exchange.OrderIntent;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.position.PairPosition;
import io.parallax.risk.RiskGate;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadOpportunity;
import io.parallax.units.FixedPoint;
import java.util.List;

/// Builds and sends the two legs of an entry or an exit: one quantity on the common lot, each leg an immediate
/// order with a price bound, both registered before either is sent, both sent back to back. Thread: engine
/// only.
final class DeltaNeutralExecutor {
    private final PairSettings settings;
    private final List<LegDesk> desks;
    private final PairPosition position;
    private final Ladder ladder;

    DeltaNeutralExecutor(PairSettings settings, List<LegDesk> desks, PairPosition position, Ladder ladder) {
        this.ladder = ladder;
        this.settings = settings;
        this.desks = desks;
        this.position = position;
    }

    /// The smallest quantity that both instruments can trade: the least common multiple of their lots.
    static long commonLotE8(Instrument a, Instrument b) {
        long x = a.lotE8();
        long y = b.lotE8();
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return Math.multiplyExact(a.lotE8() / x, b.lotE8());
    }

    /// Taker fees of entering and leaving on both exchanges, in ppm of one leg.
    long roundTripFeesPpm() {
        return 2 * (desks.getFirst().takerFeePpm() + desks.getLast().takerFeePpm());
    }

    /// Opens `quantityE8` (base currency × 10⁸) on both legs, or on the first of them.
    void enter(SpreadOpportunity opportunity, long quantityE8, long nowNanos) {
        Direction direction = opportunity.direction();
        long exitPpm = ladder.exitPpmAfter(direction, opportunity.entryPpm(), quantityE8);
        long slackPpm = Math.max(0, opportunity.entryPpm() + exitPpm - roundTripFeesPpm());
        long tolerancePpm = Math.min(settings.limits().entryCapPpm(), slackPpm / 2);
        List<LegDesk> first = settings.legOrder() == LegOrder.PILOT ? List.of(pilot()) : desks;
        for (LegDesk desk : first) {
            Side side = direction.entrySide(desk.leg());
            desk.check(OrderIntent.ENTRY, side, quantityE8, entryLimitE8(desk, side, quantityE8, tolerancePpm), false);
        }
        for (LegDesk desk : first) {
            Side side = direction.entrySide(desk.leg());
            long limitE8 = entryLimitE8(desk, side, quantityE8, tolerancePpm);
            desk.register(OrderIntent.ENTRY, side, quantityE8, limitE8, false, opportunity.triggerNanos());
        }
        handOver(first, nowNanos);
    }

    /// The leg whose exchange may leave an order unknown for longer.
    private LegDesk pilot() {
        LegDesk a = desks.getFirst();
        LegDesk b = desks.getLast();
        return a.settings().resolveMillis() >= b.settings().resolveMillis() ? a : b;
    }

    /// The worst level that the quantity needs now, plus what both legs can lose before the cycle would cost
    /// money, and never beyond the cap: the market moves while the order travels, and a refused leg costs more
    /// than a worse price.
    private long entryLimitE8(LegDesk desk, Side side, long quantityE8, long tolerancePpm) {
        OrderBook book = desk.book();
        long neededE8 = book.worstPriceE8(side, quantityE8);
        long tolerantE8 = RiskGate.beyondE8(side, neededE8, tolerancePpm);
        long capE8 = RiskGate.capPriceE8(side, book, settings.limits().entryCapPpm());
        long boundE8 = side == Side.BUY ? Math.min(tolerantE8, capE8) : Math.max(tolerantE8, capE8);
        return desk.instrument().strictLimitE8(side, boundE8);
    }

    /// Closes both legs, each all of what it holds; what cannot be traded stays and is shown.
    ///
    /// @return false when a leg holds less than its exchange trades, so that nothing was sent
    boolean exit(Direction held, OrderIntent intent, long triggerNanos, long nowNanos) {
        return exit(held, intent, Long.MAX_VALUE, triggerNanos, nowNanos);
    }

    /// Closes half of both legs, or all where a half is too small to be traded or to be left.
    ///
    /// @return false when nothing was sent
    boolean halve(Direction held, long nowNanos) {
        long matchedE8 = position.matchedE8();
        long halfE8 = matchedE8 / 2 - matchedE8 / 2 % position.commonLotE8();
        boolean tradable = halfE8 > 0;
        for (LegDesk desk : desks) {
            tradable = tradable && !desk.isBelowMinimum(halfE8) && !desk.isBelowMinimum(matchedE8 - halfE8);
        }
        return exit(held, OrderIntent.GUARD, tradable ? halfE8 : Long.MAX_VALUE, 0, nowNanos);
    }

    private boolean exit(Direction held, OrderIntent intent, long quantityE8Max, long triggerNanos, long nowNanos) {
        for (LegDesk desk : desks) {
            if (closingQuantityE8(desk, quantityE8Max) == 0) {
                return false;
            }
        }
        for (LegDesk desk : desks) {
            Side side = held.exitSide(desk.leg());
            desk.check(intent, side, closingQuantityE8(desk, quantityE8Max), exitLimitE8(desk, side), true);
        }
        for (LegDesk desk : desks) {
            Side side = held.exitSide(desk.leg());
            long quantityE8 = closingQuantityE8(desk, quantityE8Max);
            desk.register(intent, side, quantityE8, exitLimitE8(desk, side), true, triggerNanos);
        }
        handOver(desks, nowNanos);
        return true;
    }

    private static long closingQuantityE8(LegDesk desk, long quantityE8Max) {
        long heldE8 = Math.abs(desk.ledger().quantityE8());
        long toldE8 = desk.watch().known() ? Math.abs(desk.watch().confirmedE8()) : 0;
        return desk.instrument().roundDownToLotE8(Math.min(quantityE8Max, Math.min(heldE8, toldE8)));
    }

    private long exitLimitE8(LegDesk desk, Side side) {
        long capE8 = RiskGate.capPriceE8(side, desk.book(), settings.limits().exitCapPpm());
        return desk.instrument().strictLimitE8(side, capE8);
    }

    private static void handOver(List<LegDesk> placed, long nowNanos) {
        for (LegDesk desk : placed) {
            desk.handOver(nowNanos);
        }
    }

    /// Whether both books hold the whole exit within its price caps.
    boolean exitFits(Direction held) {
        for (LegDesk desk : desks) {
            Side side = held.exitSide(desk.leg());
            long worstE8 = desk.book().worstPriceE8(side, Math.abs(desk.ledger().quantityE8()));
            long capE8 =
                    RiskGate.capPriceE8(side, desk.book(), settings.limits().exitCapPpm());
            if (worstE8 == FixedPoint.NO_PRICE || (side == Side.BUY ? worstE8 > capE8 : worstE8 < capE8)) {
                return false;
            }
        }
        return true;
    }
}
