package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.instrument.Side;
import io.parallax.risk.AccountMargin;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Watches a held pair: how near a liquidation is, how much of an account its positions need, and what closing both
/// legs now would cost. Looks at every tick; [Holding] acts. Thread: engine only.
final class PairGuard {
    /// How far away a liquidation is when there is none, or when nobody can tell.
    static final long FAR = Long.MAX_VALUE;

    private static final long MILLI = 1_000_000L;
    private static final long PPM = 1_000_000;
    private static final long PERCENT_PPM = 10_000;
    private static final long HOLDING_READ_NANOS = 5_000 * MILLI;
    private static final long FLAT_READ_NANOS = 10_000 * MILLI;

    private final PairContext pair;
    private final RiskLimits limits;
    private Level level = Level.CALM;
    private String why = "";
    private long unrealisedE8;
    private long losingSinceNanos = NEVER;
    private long alertNanos = NEVER;

    PairGuard(PairContext pair) {
        this.pair = pair;
        this.limits = pair.settings.limits();
    }

    /// What the accounts of a held pair ask for.
    enum Level {
        CALM,
        /// Say so.
        WATCH,
        /// Halve both legs.
        HALVE,
        /// Close both legs.
        CLOSE
    }

    /// Keeps the figures of both accounts young, and looks at what is held.
    void onTick(long nowNanos) {
        boolean holds = pair.a.ledger().quantityE8() != 0 || pair.b.ledger().quantityE8() != 0;
        boolean watches = pair.mode == OperatorMode.ARMED && pair.isListed();
        if (holds || watches) {
            keepYoung(pair.a, pair.cashA, holds ? HOLDING_READ_NANOS : FLAT_READ_NANOS, nowNanos);
            keepYoung(pair.b, pair.cashB, holds ? HOLDING_READ_NANOS : FLAT_READ_NANOS, nowNanos);
        }
        if (!holds) {
            level = Level.CALM;
            unrealisedE8 = 0;
            losingSinceNanos = NEVER;
            return;
        }
        mark(nowNanos);
        judge(nowNanos);
    }

    private void keepYoung(LegDesk desk, CashWatch cash, long spacingNanos, long nowNanos) {
        if (desk.isReachable() && account(desk).isDue(spacingNanos, nowNanos)) {
            cash.want();
        }
    }

    // ---- loss

    /// Closing both legs at once at what the books would pay; what cannot be told leaves the last figure standing.
    private void mark(long nowNanos) {
        long aE8 = unrealisedE8(pair.a, nowNanos);
        long bE8 = unrealisedE8(pair.b, nowNanos);
        if (aE8 == FixedPoint.NO_PRICE || bE8 == FixedPoint.NO_PRICE) {
            losingSinceNanos = NEVER;
            return;
        }
        unrealisedE8 = Math.addExact(aE8, bE8);
        long valueE8 = FixedPoint.multiply(
                pair.a.ledger().entryPriceE8(), Math.abs(pair.a.ledger().quantityE8()), Rounding.FLOOR);
        long limitE8 = FixedPoint.multiplyDivide(valueE8, limits.holding().stopLossPpm(), PPM, Rounding.CEILING);
        if (valueE8 <= 0 || unrealisedE8 > -limitE8) {
            losingSinceNanos = NEVER;
        } else if (losingSinceNanos == NEVER) {
            losingSinceNanos = nowNanos;
        }
    }

    private static long unrealisedE8(LegDesk desk, long nowNanos) {
        long heldE8 = desk.ledger().quantityE8();
        if (heldE8 == 0) {
            return 0;
        }
        boolean usable = desk.book().isUsable(nowNanos, desk.settings().bookAgeExitMillis() * MILLI);
        long outE8 = usable
                ? desk.book().executablePriceE8(heldE8 > 0 ? Side.SELL : Side.BUY, Math.abs(heldE8))
                : FixedPoint.NO_PRICE;
        long inE8 = desk.ledger().entryPriceE8();
        return outE8 == FixedPoint.NO_PRICE || inE8 <= 0
                ? FixedPoint.NO_PRICE
                : FixedPoint.multiply(outE8 - inE8, heldE8, Rounding.FLOOR);
    }

    /// Whether the pair has been losing more than it may for as long as it may.
    boolean isStopLossDue(long nowNanos) {
        return losingSinceNanos != NEVER
                && nowNanos - losingSinceNanos >= limits.holding().stopLossMillis() * MILLI;
    }

    /// What closing both legs would bring, by the last prices that told; quote currency × 10⁸, before fees.
    long unrealisedE8() {
        return unrealisedE8;
    }

    // ---- margin and liquidation

    private void judge(long nowNanos) {
        level = Level.CALM;
        judge(pair.a, nowNanos);
        judge(pair.b, nowNanos);
        boolean due = alertNanos == NEVER || nowNanos - alertNanos >= pair.timers.alertRepeatMillis() * MILLI;
        if (level != Level.CALM && due) {
            alertNanos = nowNanos;
            pair.out.alert(level + ": " + why + "; " + pair.exposure(), nowNanos);
        }
    }

    private void judge(LegDesk desk, long nowNanos) {
        RiskLimits.Margin margin = limits.margin();
        long distancePpm = distancePpm(desk, nowNanos);
        if (distancePpm < margin.distanceEntryPercent() * PERCENT_PPM) {
            Level found = distancePpm < margin.distanceClosePercent() * PERCENT_PPM
                    ? Level.CLOSE
                    : distancePpm < margin.distanceHalvePercent() * PERCENT_PPM ? Level.HALVE : Level.WATCH;
            raise(found, desk, "liquidation", distancePpm, "ppm away");
        }
        AccountMargin account = account(desk);
        if (isAfterLastChange(account) && account.isKnown(nowNanos)) {
            long use = account.usePercent();
            if (use >= margin.useBlockPercent()) {
                Level found = use >= margin.useClosePercent()
                        ? Level.CLOSE
                        : use >= margin.useHalvePercent() ? Level.HALVE : Level.WATCH;
                raise(found, desk, "maintenance needs", use, "% of the equity");
            }
        }
    }

    private void raise(Level found, LegDesk desk, String what, long figure, String unit) {
        if (found.compareTo(level) > 0) {
            level = found;
            why = desk.exchange() + " " + what + " " + figure + " " + unit;
        }
    }

    /// How far the price may go against a leg until the exchange liquidates it: as the exchange tells, else by what
    /// the account may lose. [#FAR] when there is no danger, and when nothing young enough tells.
    private long distancePpm(LegDesk desk, long nowNanos) {
        long heldE8 = desk.ledger().quantityE8();
        long priceE8 = desk.book().middleE8();
        if (heldE8 == 0 || priceE8 == FixedPoint.NO_PRICE || !desk.isConfirmed()) {
            return FAR;
        }
        long toldE8 = desk.liquidationPriceE8();
        if (toldE8 > 0) {
            long awayE8 = heldE8 > 0 ? priceE8 - toldE8 : toldE8 - priceE8;
            return FixedPoint.multiplyDivide(awayE8, PPM, priceE8, Rounding.FLOOR);
        }
        AccountMargin account = account(desk);
        if (!account.isKnown(nowNanos) || !isAfterLastChange(account)) {
            return FAR;
        }
        long valueE8 = FixedPoint.multiply(priceE8, Math.abs(heldE8), Rounding.UP);
        return valueE8 <= 0
                ? FAR
                : FixedPoint.multiplyDivide(account.equityE8() - account.maintenanceE8(), PPM, valueE8, Rounding.FLOOR);
    }

    /// Figures from before the last execution say nothing about what it left.
    private boolean isAfterLastChange(AccountMargin account) {
        long changedNanos =
                Math.max(pair.a.ledger().lastChangeNanos(), pair.b.ledger().lastChangeNanos());
        return account.askedNanos() != NEVER && account.askedNanos() > changedNanos;
    }

    private AccountMargin account(LegDesk desk) {
        return pair.resources.risk().account(desk.exchange());
    }

    Level level() {
        return level;
    }

    String why() {
        return why;
    }

    /// Whether an account shows what nothing explains, so that no price may be acted on.
    boolean isFrozen() {
        return account(pair.a).isFrozen() || account(pair.b).isFrozen();
    }
}
