package io.parallax.execution;

import io.parallax.exchange.OrderIntent;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.position.PairPosition;
import io.parallax.risk.Blocker;
import io.parallax.risk.RiskGate;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.List;

/// Chooses how an imbalance is removed: complete the missing leg when that is allowed, once, and cheaper;
/// otherwise get rid of the excess. It decides and prices, it sends nothing. Thread: engine only.
final class RepairPolicy {
    private static final long MILLI = 1_000_000L;
    private static final long PPM = 1_000_000;
    private static final long COMPLETE_ADVANTAGE_PPM = 200;
    /// What completing may cost when the exchange of the excess is closed: one standard deviation of the price in
    /// the minute that a closure lasts at least, at 50 % a year.
    private static final long CLOSED_COST_PPM_MAX = 690;

    private static final long[] CAPS_PPM = {1_000, 1_500, 1_500, 2_000, 2_000, 2_000, 3_000, 3_000};

    private final int pair;
    private final PairSettings settings;
    private final List<LegDesk> desks;
    private final PairPosition position;
    private final RiskGate gate;
    private final PairRules rules;
    private final Ladder ladder;

    /// @param pair number of the pair in the settings
    /// @param gate whose rules an order that opens anything keeps
    /// @param rules and those of both accounts
    RepairPolicy(
            int pair,
            PairSettings settings,
            List<LegDesk> desks,
            PairPosition position,
            RiskGate gate,
            PairRules rules,
            Ladder ladder) {
        this.ladder = ladder;
        this.pair = pair;
        this.gate = gate;
        this.rules = rules;
        this.settings = settings;
        this.desks = desks;
        this.position = position;
    }

    /// What the cycle was about when the imbalance arose.
    enum Purpose {
        ENTRY,
        EXIT,
        /// Nothing of ours: a restart, drift, a late fill.
        FOUND
    }

    /// One incident: from the first known imbalance to the end of it.
    ///
    /// @param attempt number of the repair order to choose, from 1
    /// @param mayComplete no completing order was tried and none is forbidden by how the outcome was learnt
    /// @param hedgeUntried the missing leg is the second one of an entry, which has waited for the first
    /// @param stopping the operator or a halt wants nothing opened any more
    /// @param stressed take the smaller risk at once, if it can be taken
    record Incident(
            Purpose purpose,
            int attempt,
            boolean mayComplete,
            boolean hedgeUntried,
            boolean stopping,
            boolean stressed) {}

    /// What to do.
    sealed interface Remedy {
        /// Send one order.
        ///
        /// @param referenceE8 the touch that the cost is measured against
        /// @param why the choice in plain words, and its value
        /// @param alternative what the other way would have been worth
        record Send(
                LegDesk desk,
                OrderIntent intent,
                Side side,
                long quantityE8,
                long limitE8,
                boolean reduceOnly,
                long referenceE8,
                String why,
                String alternative)
                implements Remedy {}

        /// Nothing can be done now.
        record Blocked(String why) implements Remedy {}

        /// What remains is below what the exchange can trade.
        record Residual(String why) implements Remedy {}
    }

    Remedy choose(Incident incident, long nowNanos) {
        LegDesk excess = excessDesk();
        long heldE8 = Math.abs(excess.ledger().quantityE8());
        // With less than a lot on the same side of the other leg the imbalance is more than this leg holds.
        long excessE8 = excess.instrument().roundDownToLotE8(Math.min(heldE8, Math.abs(position.netE8())));
        boolean whole = excessE8 == heldE8;
        // An exchange takes an order below its minimum only when it closes the whole position.
        boolean tradable = excessE8 > 0 && (whole || !excess.isBelowMinimum(excessE8));
        LegDesk missing = desk(excess.leg().other());
        long unwindPpm = tradable ? unwindValuePpm(excess, excessE8) : FixedPoint.NO_PRICE;
        String alternative = "complete: not allowed";
        boolean closed = !excess.allowsRepair(nowNanos);
        boolean wanted = closed ? !incident.stopping() : !incident.stressed();
        if (wanted && mayComplete(incident, missing, excess, nowNanos)) {
            long completePpm = completeValuePpm(missing, excess, excessE8);
            alternative = "complete: " + ppm(completePpm);
            if (isCompletingBetter(completePpm, unwindPpm, closed)) {
                return complete(incident, missing, completePpm, unwindPpm, nowNanos);
            }
        }
        if (!tradable) {
            return new Remedy.Residual(FixedPoint.format(position.netE8()) + " of "
                    + FixedPoint.format(excess.ledger().quantityE8()) + " on " + excess.exchange()
                    + " cannot be traded away alone");
        }
        return unwind(incident, excess, excessE8, unwindPpm, alternative, nowNanos);
    }

    /// The leg with more than the other: reducing it by the difference leaves a pair, or nothing.
    private LegDesk excessDesk() {
        LegDesk a = desk(Leg.A);
        LegDesk b = desk(Leg.B);
        return Math.abs(a.ledger().quantityE8()) >= Math.abs(b.ledger().quantityE8()) ? a : b;
    }

    /// Completing must beat getting rid of the excess; where that is impossible, waiting for the exchange to open.
    private static boolean isCompletingBetter(long completePpm, long unwindPpm, boolean closed) {
        if (completePpm == FixedPoint.NO_PRICE) {
            return false;
        }
        if (closed) {
            return completePpm >= -CLOSED_COST_PPM_MAX;
        }
        return unwindPpm == FixedPoint.NO_PRICE || completePpm >= unwindPpm + COMPLETE_ADVANTAGE_PPM;
    }

    private boolean mayComplete(Incident incident, LegDesk missing, LegDesk excess, long nowNanos) {
        return incident.purpose() == Purpose.ENTRY
                && incident.mayComplete()
                && (incident.hedgeUntried()
                        || missing.order().map(TrackedOrder::retryable).orElse(false))
                && !excess.order().map(TrackedOrder::provenAbsent).orElse(false)
                && completingE8() > 0
                && !missing.isBelowMinimum(completingE8())
                && missing.allowsIncrease(nowNanos)
                && missing.book().isUsable(nowNanos, missing.settings().bookAgeEntryMillis() * MILLI)
                && rules.standing(1, nowNanos) == Blocker.NONE
                && rules.opening(missing, completingE8()) == Blocker.NONE
                && keepsTheRulesOfAnEntry(missing, excess);
    }

    private boolean keepsTheRulesOfAnEntry(LegDesk missing, LegDesk excess) {
        long quantityE8 = completingE8();
        long legE8 = Math.addExact(Math.abs(missing.ledger().quantityE8()), quantityE8);
        Blocker broken = gate.firstBrokenAlone(
                pair,
                missing.instrument(),
                missing.book(),
                closingSide(excess),
                quantityE8,
                legE8,
                Math.abs(excess.ledger().quantityE8()));
        return broken == Blocker.NONE;
    }

    /// What getting rid of the excess is worth, in ppm of its price; [FixedPoint#NO_PRICE] when it cannot be
    /// told.
    private static long unwindValuePpm(LegDesk excess, long quantityE8) {
        Side side = closingSide(excess);
        long outE8 = excess.book().executablePriceE8(side, quantityE8);
        long inE8 = excess.ledger().entryPriceE8();
        if (outE8 == FixedPoint.NO_PRICE || inE8 <= 0) {
            return FixedPoint.NO_PRICE;
        }
        return gainPpm(side, outE8, inE8) - excess.takerFeePpm();
    }

    /// What opening the missing leg is worth, the later exit included.
    private long completeValuePpm(LegDesk missing, LegDesk excess, long quantityE8) {
        Side side = closingSide(excess);
        long priceE8 = missing.book().executablePriceE8(side, quantityE8);
        long inE8 = excess.ledger().entryPriceE8();
        // Whoever is in excess by a long one is long there once the other leg is opened.
        Direction opened = (side == Side.SELL ? excess : missing).leg() == Leg.A
                ? Direction.LONG_A_SHORT_B
                : Direction.LONG_B_SHORT_A;
        long exitPpm = ladder.exitPpm(opened);
        if (priceE8 == FixedPoint.NO_PRICE || inE8 <= 0 || exitPpm == SpreadCalculator.NO_SPREAD) {
            return FixedPoint.NO_PRICE;
        }
        long exitFeesPpm = excess.takerFeePpm() + missing.takerFeePpm();
        return gainPpm(side, priceE8, inE8) + exitPpm - missing.takerFeePpm() - exitFeesPpm;
    }

    /// What selling at `priceE8` (or buying, for a short) gains over having entered at `inE8`, rounded down.
    private static long gainPpm(Side side, long priceE8, long inE8) {
        long differenceE8 = side == Side.SELL ? priceE8 - inE8 : inE8 - priceE8;
        return FixedPoint.multiplyDivide(differenceE8, PPM, inE8, Rounding.FLOOR);
    }

    private static Side closingSide(LegDesk desk) {
        return desk.ledger().quantityE8() > 0 ? Side.SELL : Side.BUY;
    }

    /// What the missing leg lacks, in whole common lots.
    private long completingE8() {
        long imbalanceE8 = Math.abs(position.netE8());
        return imbalanceE8 - imbalanceE8 % position.commonLotE8();
    }

    private Remedy complete(Incident incident, LegDesk missing, long completePpm, long unwindPpm, long nowNanos) {
        Side side = position.netE8() > 0 ? Side.SELL : Side.BUY;
        String why = "complete on " + missing.exchange() + ": " + completePpm + " ppm";
        String alternative = "unwind: " + ppm(unwindPpm);
        return send(
                incident,
                missing,
                OrderIntent.REPAIR_COMPLETE,
                side,
                completingE8(),
                false,
                why,
                alternative,
                nowNanos);
    }

    private Remedy unwind(
            Incident incident, LegDesk excess, long excessE8, long unwindPpm, String alternative, long nowNanos) {
        if (!excess.allowsRepair(nowNanos)) {
            return new Remedy.Blocked(excess.closedText());
        }
        OrderIntent intent =
                incident.purpose() == Purpose.EXIT ? OrderIntent.REPAIR_COMPLETE : OrderIntent.REPAIR_UNWIND;
        String why = (incident.purpose() == Purpose.EXIT ? "finish the exit on " : "unwind on ") + excess.exchange()
                + ": " + ppm(unwindPpm);
        return send(incident, excess, intent, closingSide(excess), excessE8, true, why, alternative, nowNanos);
    }

    private Remedy send(
            Incident incident,
            LegDesk desk,
            OrderIntent intent,
            Side side,
            long quantityE8,
            boolean reduceOnly,
            String why,
            String alternative,
            long nowNanos) {
        OrderBook book = desk.book();
        long touchE8 = side == Side.BUY ? book.bestAskE8() : book.bestBidE8();
        boolean usable = book.isUsable(nowNanos, desk.settings().bookAgeExitMillis() * MILLI);
        if (!usable || touchE8 == FixedPoint.NO_PRICE || quantityE8 <= 0) {
            return new Remedy.Blocked(desk.exchange() + " has no usable book to bound a price with");
        }
        long limitE8 = desk.instrument()
                .strictLimitE8(side, RiskGate.beyondE8(side, touchE8, capPpm(incident.attempt(), settings.limits())));
        return new Remedy.Send(desk, intent, side, quantityE8, limitE8, reduceOnly, touchE8, why, alternative);
    }

    /// How far beyond the touch the `attempt`-th order of an incident may go.
    static long capPpm(int attempt, RiskLimits limits) {
        int row = Math.min(attempt, CAPS_PPM.length) - 1;
        return Math.min(limits.repairCapMaxPpm(), CAPS_PPM[row]);
    }

    private static String ppm(long value) {
        return value == FixedPoint.NO_PRICE ? "unknown" : value + " ppm";
    }

    private LegDesk desk(Leg leg) {
        return leg == Leg.A ? desks.getFirst() : desks.getLast();
    }
}
