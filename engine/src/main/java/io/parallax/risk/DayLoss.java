package io.parallax.risk;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Optional;
import java.util.OptionalLong;

/// What the UTC day came to so far, and whether that is more than it may cost. Once it is, nothing is entered until
/// the day is over and an operator re-arms. Thread: engine only. Money is quote currency × 10⁸.
public final class DayLoss {
    private final EngineLimits.DayLossLimit limit;
    private boolean known;
    private long earlierE8;
    private long realisedStartE8;
    private long realisedE8;
    private long resultE8;
    private OptionalLong equityStartE8 = OptionalLong.empty();
    private boolean reached;
    private boolean rearmNeeded;

    /// @param earlierE8 what earlier runs of this day realised, fees included; empty when that is not known
    public DayLoss(EngineLimits.DayLossLimit limit, Optional<Long> earlierE8) {
        this.limit = limit;
        this.known = earlierE8.isPresent();
        this.earlierE8 = earlierE8.orElse(0L);
    }

    /// @param realisedE8 what this run realised since its start, less fees
    /// @param unrealisedE8 of what is held, at prices that the books would pay
    /// @return true when this reached the limit
    public boolean update(long realisedE8, long unrealisedE8) {
        this.realisedE8 = realisedE8;
        resultE8 = Math.addExact(realisedTodayE8(), unrealisedE8);
        if (reached || resultE8 > -limitE8()) {
            return false;
        }
        reached = true;
        rearmNeeded = true;
        return true;
    }

    /// The equity of all accounts together, as soon as it is known in a day.
    public void onEquity(long equityE8) {
        if (equityStartE8.isEmpty()) {
            equityStartE8 = OptionalLong.of(equityE8);
        }
    }

    /// Whether the equity that the day began with is not known yet.
    public boolean wantsEquity() {
        return equityStartE8.isEmpty();
    }

    /// Midnight UTC has passed.
    public void onNewDay() {
        realisedStartE8 = realisedE8;
        earlierE8 = 0;
        known = true;
        equityStartE8 = OptionalLong.empty();
        reached = false;
    }

    /// The operator re-arms: accepts what is not known, and, once the day of a loss is over, goes on.
    public void onRearm() {
        known = true;
        rearmNeeded = reached;
    }

    /// What keeps entries off, or [Blocker#NONE].
    public Blocker blocker() {
        if (rearmNeeded) {
            return Blocker.DAY_LOSS;
        }
        return known ? Blocker.NONE : Blocker.DAY_RESULT;
    }

    /// What the day may cost.
    public long limitE8() {
        if (equityStartE8.isEmpty()) {
            return limit.maxE8();
        }
        long shareE8 =
                FixedPoint.multiplyDivide(Math.max(0, equityStartE8.getAsLong()), limit.percent(), 100, Rounding.FLOOR);
        return Math.min(limit.maxE8(), shareE8);
    }

    /// Realised since midnight, of earlier runs too, fees included.
    public long realisedTodayE8() {
        return Math.addExact(earlierE8, realisedE8 - realisedStartE8);
    }

    /// The same with what is held.
    public long resultE8() {
        return resultE8;
    }

    /// Whether what earlier runs of the day realised is known, or was accepted as unknown.
    public boolean known() {
        return known;
    }
}
