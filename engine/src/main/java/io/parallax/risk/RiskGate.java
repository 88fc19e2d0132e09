package io.parallax.risk;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.EnumMap;
import java.util.Map;

/// The last look before an entry: every rule in turn, the first that fails is the answer. What cannot be
/// evaluated fails. Thread: engine only.
public final class RiskGate {
    private static final long PPM = 1_000_000;
    private static final long ADVERSE_MOVE_PPM = 30_000;
    /// How long a price must stand after a jump before an entry may rest on it.
    private static final long QUARANTINE_NANOS = 2_000_000_000L;

    /// More than this between two exchanges is a fault of the data, not an opportunity, until the marks of both
    /// say that it is one.
    public static final long SPREAD_PPM_MAX = 15_000;

    /// Whatever the marks say.
    public static final long CONFIRMED_SPREAD_PPM_MAX = 30_000;

    private static final Leg[] LEGS = Leg.values();

    private final RiskLimits limits;
    private final TotalExposure total;
    private final Map<Blocker, long[]> counts = new EnumMap<>(Blocker.class);
    private Blocker top = Blocker.INSTRUMENT_UNKNOWN;

    public RiskGate(RiskLimits limits, TotalExposure total) {
        this.limits = limits;
        this.total = total;
        for (Blocker blocker : Blocker.values()) {
            counts.put(blocker, new long[1]);
        }
    }

    /// The first rule that `check` breaks, or [Blocker#NONE]. Standing conditions were looked at before.
    public Blocker firstBroken(EntryCheck check) {
        if (check.decisionAgeNanos() > limits.decisionAgeMillis() * 1_000_000) {
            return Blocker.DECISION_AGE;
        }
        if (check.spreadPpm() > (check.marksConfirm() ? CONFIRMED_SPREAD_PPM_MAX : SPREAD_PPM_MAX)) {
            return Blocker.SPREAD_UNBELIEVABLE;
        }
        if (check.netPpm() < limits.netEdgePpm()) {
            return Blocker.NET_EDGE;
        }
        long worstNotionalE8 = 0;
        long worstLegE8 = 0;
        for (Leg leg : LEGS) {
            Blocker broken = firstBroken(check, leg);
            if (broken != Blocker.NONE) {
                return broken;
            }
            long capE8 = capPriceE8(check.direction().entrySide(leg), check.book(leg), limits.entryCapPpm());
            long worstPriceE8 = Math.max(capE8, check.book(leg).bestAskE8());
            worstNotionalE8 =
                    Math.max(worstNotionalE8, FixedPoint.multiply(worstPriceE8, check.quantityE8(), Rounding.UP));
            worstLegE8 = Math.max(
                    worstLegE8,
                    FixedPoint.multiply(worstPriceE8, Math.addExact(check.heldE8(), check.quantityE8()), Rounding.UP));
        }
        if (worstNotionalE8 > limits.orderNotionalMaxE8()) {
            return Blocker.NOTIONAL_MAX;
        }
        if (worstLegE8 > limits.positionNotionalMaxE8()) {
            return Blocker.POSITION_MAX;
        }
        return total.allows(check.pair(), 2 * worstLegE8) ? Blocker.NONE : Blocker.TOTAL_MAX;
    }

    /// The first rule of an entry that opening one leg alone would break, or [Blocker#NONE]: for the leg that
    /// an entry is missing.
    ///
    /// @param legE8 what the leg would hold afterwards
    /// @param otherE8 what the other leg holds
    public Blocker firstBrokenAlone(
            int pair, Instrument instrument, OrderBook book, Side side, long quantityE8, long legE8, long otherE8) {
        if (!instrument.tradable()) {
            return Blocker.INSTRUMENT_HALTED;
        }
        Blocker broken = firstBroken(instrument, book, side, quantityE8);
        if (broken != Blocker.NONE) {
            return broken;
        }
        long priceE8 = Math.max(capPriceE8(side, book, limits.entryCapPpm()), book.bestAskE8());
        if (FixedPoint.multiply(priceE8, quantityE8, Rounding.UP) > limits.orderNotionalMaxE8()) {
            return Blocker.NOTIONAL_MAX;
        }
        if (FixedPoint.multiply(priceE8, legE8, Rounding.UP) > limits.positionNotionalMaxE8()) {
            return Blocker.POSITION_MAX;
        }
        long pairE8 = FixedPoint.multiply(priceE8, Math.addExact(legE8, otherE8), Rounding.UP);
        return total.allows(pair, pairE8) ? Blocker.NONE : Blocker.TOTAL_MAX;
    }

    private Blocker firstBroken(EntryCheck check, Leg leg) {
        return firstBroken(
                check.instrument(leg), check.book(leg), check.direction().entrySide(leg), check.quantityE8());
    }

    private Blocker firstBroken(Instrument instrument, OrderBook book, Side side, long quantityE8) {
        if (quantityE8 <= 0 || quantityE8 < instrument.quantityMinE8()) {
            return Blocker.QUANTITY_MIN;
        }
        if (quantityE8 > instrument.quantityMaxE8()) {
            return Blocker.QUANTITY_MAX;
        }
        long exitNotionalE8 = FixedPoint.multiplyDivide(
                FixedPoint.multiply(book.bestBidE8(), quantityE8, Rounding.FLOOR),
                PPM - ADVERSE_MOVE_PPM,
                PPM,
                Rounding.FLOOR);
        if (exitNotionalE8 < instrument.notionalMinE8()) {
            return Blocker.QUANTITY_MIN;
        }
        long capE8 = capPriceE8(side, book, limits.entryCapPpm());
        long neededE8 = FixedPoint.multiplyDivide(quantityE8, limits.depthPercent(), 100, Rounding.CEILING);
        if (book.quantityWithinE8(side, capE8) < neededE8) {
            return Blocker.DEPTH;
        }
        long worstE8 = book.worstPriceE8(side, quantityE8);
        boolean beyond = worstE8 == FixedPoint.NO_PRICE || (side == Side.BUY ? worstE8 > capE8 : worstE8 < capE8);
        return beyond ? Blocker.PRICE_CAP : Blocker.NONE;
    }

    /// Why no entry may rest on a book, or [Blocker#NONE].
    ///
    /// @param ageNanosMax how long ago a frame may have confirmed it, its lateness included
    /// @param lagNanosMax how much later than usual that frame may have come
    public static Blocker bookBlocker(OrderBook book, long nowNanos, long ageNanosMax, long lagNanosMax) {
        return switch (book.state()) {
            case EMPTY -> Blocker.BOOK_MISSING;
            case STALE -> lossBlocker(book);
            case CROSSED -> Blocker.BOOK_CROSSED;
            case LIVE -> liveBlocker(book, nowNanos, ageNanosMax, lagNanosMax);
        };
    }

    private static Blocker lossBlocker(OrderBook book) {
        return switch (book.lossReason().orElse(BookLoss.RESUBSCRIBED)) {
            case GAP, OVERFLOW -> Blocker.BOOK_GAP;
            case DISCONNECTED -> Blocker.BOOK_DISCONNECTED;
            case BAD_DATA -> Blocker.BOOK_BAD_DATA;
            case RESUBSCRIBED -> Blocker.BOOK_MISSING;
        };
    }

    private static Blocker liveBlocker(OrderBook book, long nowNanos, long ageNanosMax, long lagNanosMax) {
        long ageNanos = nowNanos - book.receivedNanos();
        if (ageNanos > ageNanosMax) {
            return Blocker.BOOK_OLD;
        }
        if (book.lagNanos() > lagNanosMax) {
            return Blocker.FEED_LAG;
        }
        if (ageNanos + book.lagNanos() > ageNanosMax) {
            return Blocker.BOOK_OLD;
        }
        if (!book.isUsable(nowNanos, ageNanosMax)) {
            return Blocker.BOOK_MISSING;
        }
        long jumpedNanos = book.jumpedNanos();
        boolean jumped = jumpedNanos != OrderBook.NEVER && nowNanos - jumpedNanos < QUARANTINE_NANOS;
        return jumped ? Blocker.BOOK_JUMPED : Blocker.NONE;
    }

    /// The touch moved against the taker by `capPpm`, rounded toward the touch.
    public static long capPriceE8(Side takerSide, OrderBook book, long capPpm) {
        long touchE8 = takerSide == Side.BUY ? book.bestAskE8() : book.bestBidE8();
        return beyondE8(takerSide, touchE8, capPpm);
    }

    /// `priceE8` moved against the taker by `ppm`, rounded toward it.
    public static long beyondE8(Side takerSide, long priceE8, long ppm) {
        return takerSide == Side.BUY
                ? FixedPoint.multiplyDivide(priceE8, PPM + ppm, PPM, Rounding.FLOOR)
                : FixedPoint.multiplyDivide(priceE8, PPM - ppm, PPM, Rounding.CEILING);
    }

    /// Counts what kept the last look from an entry.
    public void count(Blocker blocker) {
        top = blocker;
        long[] cell = counts.get(blocker);
        if (cell != null && blocker != Blocker.NONE) {
            cell[0]++;
        }
    }

    /// What kept the last look from an entry.
    public Blocker top() {
        return top;
    }

    /// How often each rule was the first to fail.
    public Map<Blocker, Long> counts() {
        Map<Blocker, Long> copy = new EnumMap<>(Blocker.class);
        counts.forEach((blocker, cell) -> {
            if (cell[0] > 0) {
                copy.put(blocker, cell[0]);
            }
        });
        return copy;
    }
}
