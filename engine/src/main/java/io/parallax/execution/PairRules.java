package io.parallax.execution;

import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.AccountMargin;
import io.parallax.risk.Blocker;
import io.parallax.risk.RiskGate;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What both accounts must allow before an order that increases risk: known figures, equity, free margin, distance to
/// liquidation; and what the engine as a whole allows. Thread: engine only.
final class PairRules {
    private static final long PPM = 1_000_000;

    private final PairContext pair;
    private final EngineRisk risk;
    private final RiskLimits limits;

    PairRules(PairContext pair) {
        this.pair = pair;
        this.risk = pair.resources.risk();
        this.limits = pair.settings.limits();
    }

    /// What forbids `orders` that increase risk whatever their size, or [Blocker#NONE].
    Blocker standing(int orders, long nowNanos) {
        Blocker engine = risk.standing(pair.settings.exchangeA(), pair.settings.exchangeB(), orders, nowNanos);
        if (engine != Blocker.NONE) {
            return engine;
        }
        AccountMargin a = account(pair.a);
        AccountMargin b = account(pair.b);
        if (!a.isKnown(nowNanos) || !b.isKnown(nowNanos)) {
            return Blocker.ACCOUNT_UNKNOWN;
        }
        int useMax = limits.margin().useBlockPercent();
        return a.usePercent() >= useMax || b.usePercent() >= useMax ? Blocker.MARGIN_USE : Blocker.NONE;
    }

    /// What forbids beginning an entry now, although its orders could be sent, or [Blocker#NONE].
    Blocker beginning(long nowNanos) {
        return risk.beginning(pair.settings.exchangeA(), pair.settings.exchangeB(), nowNanos);
    }

    /// What forbids opening `quantityE8` on both legs, or [Blocker#NONE].
    Blocker entry(long quantityE8) {
        Blocker a = opening(pair.a, quantityE8);
        return a != Blocker.NONE ? a : opening(pair.b, quantityE8);
    }

    /// An entry of `quantityE8` leaves: the other pairs of both accounts count with less from now on.
    void reserve(long quantityE8, long nowNanos) {
        for (LegDesk desk : pair.desks) {
            long orderE8 = FixedPoint.multiply(Math.max(0, priceE8(desk.book())), quantityE8, Rounding.UP);
            account(desk).reserve(pair.index, neededE8(desk, orderE8), nowNanos);
        }
    }

    /// What forbids opening `quantityE8` on one leg, or [Blocker#NONE].
    Blocker opening(LegDesk desk, long quantityE8) {
        long priceE8 = priceE8(desk.book());
        if (priceE8 <= 0) {
            return Blocker.BOOK_MISSING;
        }
        long orderE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.UP);
        long legE8 = FixedPoint.multiply(priceE8, Math.addExact(desk.worstE8(), quantityE8), Rounding.UP);
        if (legE8 > limits.positionNotionalMaxE8()) {
            return Blocker.POSITION_MAX;
        }
        AccountMargin account = account(desk);
        long smallerE8 = Math.min(account(pair.a).equityE8(), account(pair.b).equityE8());
        long timesMax = limits.caps().orderEquityTimesMax();
        boolean large = orderE8 / timesMax > smallerE8
                || legE8 / RiskLimits.Caps.POSITION_EQUITY_TIMES_MAX > account.equityE8();
        if (large) {
            return Blocker.EQUITY_MAX;
        }
        if (neededE8(desk, orderE8) > account.freeE8(pair.index)) {
            return Blocker.MARGIN;
        }
        return isLiquidationNear(account, orderE8, legE8) ? Blocker.LIQUIDATION_DISTANCE : Blocker.NONE;
    }

    /// The highest price that the leg could be valued at when it opens.
    private long priceE8(OrderBook book) {
        return book.bestAskE8() <= 0 ? 0 : RiskGate.capPriceE8(Side.BUY, book, limits.entryCapPpm());
    }

    /// What the account must have free: the margin of the order, an adverse move, and the fees of entering and leaving.
    private long neededE8(LegDesk desk, long orderE8) {
        long ppm =
                PPM / pair.settings.leverage() + limits.margin().bufferPercent() * PPM / 100 + 2L * desk.takerFeePpm();
        return FixedPoint.multiplyDivide(orderE8, ppm, PPM, Rounding.CEILING);
    }

    /// Both exchanges ask half of the initial margin for maintenance: what may be lost is the rest of the equity.
    private boolean isLiquidationNear(AccountMargin account, long orderE8, long legE8) {
        long maintenanceE8 = account.maintenanceE8() + orderE8 / (2L * pair.settings.leverage()) + 1;
        long lossE8 = account.equityE8() - maintenanceE8;
        long neededE8 = FixedPoint.multiplyDivide(legE8, limits.margin().distanceEntryPercent(), 100, Rounding.CEILING);
        return lossE8 < neededE8;
    }

    private AccountMargin account(LegDesk desk) {
        return risk.account(desk.exchange());
    }
}
