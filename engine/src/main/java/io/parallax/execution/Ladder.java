package io.parallax.execution;

import io.parallax.position.PairPosition;
import io.parallax.strategy.Direction;
import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.ThresholdSettings.Rule;
import io.parallax.strategy.Thresholds;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.List;

/// Which layer of a position comes next, and at which exit spread what is held has earned what was promised. It
/// keeps nothing: what is held says how many layers are filled, and what the exchanges booked says at which
/// average, so that a restart changes nothing. With one layer the next one is the whole position. Thread:
/// engine only. Allocates nothing.
final class Ladder {
    private final PairSettings settings;
    private final LayerSettings layers;
    private final List<LegDesk> desks;
    private final PairPosition position;
    private final Thresholds thresholds;

    Ladder(PairSettings settings, List<LegDesk> desks, PairPosition position, Thresholds thresholds) {
        this.settings = settings;
        this.layers = settings.layers();
        this.desks = desks;
        this.position = position;
        this.thresholds = thresholds;
    }

    boolean isLayered() {
        return layers.isLayered();
    }

    /// The layer that would be entered next, from 0. One whose share is too small to be traded alone comes with the
    /// layer after it, at that one's spread.
    int next() {
        return next(heldE8());
    }

    /// The layer that a position begins with.
    int first() {
        return next(0);
    }

    private int next(long heldE8) {
        int last = layers.count() - 1;
        for (int layer = 0; layer < last; layer++) {
            if (isTradable(missingE8(layer, heldE8))) {
                return layer;
            }
        }
        return last;
    }

    /// What entering the next layer trades, in whole common lots: with it no leg holds more than the layers up to this
    /// one have together. 0 when nothing is missing.
    long quantityE8() {
        return missingE8(next(), heldE8());
    }

    /// What a position begins with when nothing is held, in whole common lots.
    long firstE8() {
        return missingE8(first(), 0);
    }

    /// Whether a position that is held lacks a layer that can be traded.
    boolean isOpen() {
        return isLayered() && isTradable(missingE8(layers.count() - 1, heldE8()));
    }

    /// How far above the entry threshold a layer enters, ppm.
    long offsetPpm(int layer) {
        return layers.offsetPpm(layer, settings.entryPpm());
    }

    private boolean isTradable(long quantityE8) {
        return quantityE8 > 0
                && !desks.getFirst().isBelowMinimum(quantityE8)
                && !desks.getLast().isBelowMinimum(quantityE8);
    }

    private long missingE8(int layer, long heldE8) {
        return wholeLotsE8(Math.max(0, layers.totalE8(layer, settings.quantityE8()) - heldE8));
    }

    /// What is held, by the larger leg.
    long heldE8() {
        return Math.max(
                Math.abs(desks.getFirst().ledger().quantityE8()),
                Math.abs(desks.getLast().ledger().quantityE8()));
    }

    private long wholeLotsE8(long quantityE8) {
        return quantityE8 - quantityE8 % position.commonLotE8();
    }

    /// The spread between the average prices at which both legs of what is held were entered, ppm, rounded down;
    /// [SpreadCalculator#NO_SPREAD] while an execution has no price.
    long averageEntryPpm(Direction held) {
        long longE8 = desk(held, true).ledger().entryPriceE8();
        long shortE8 = desk(held, false).ledger().entryPriceE8();
        return !position.isSettled() || longE8 <= 0 || shortE8 <= 0
                ? SpreadCalculator.NO_SPREAD
                : SpreadCalculator.spreadPpm(shortE8, longE8);
    }

    private LegDesk desk(Direction held, boolean longLeg) {
        boolean first = desks.getFirst().leg() == held.longLeg();
        return first == longLeg ? desks.getFirst() : desks.getLast();
    }

    /// At this exit spread or above `held` is left; [SpreadCalculator#NO_SPREAD] while that is not known. A
    /// position in layers is left when it has earned what one layer at the entry threshold would have, the sum of
    /// both thresholds: as much earlier as it was entered better on average, and never later. Under the rolling
    /// rule the return to the mean decides alone.
    long exitPpm(Direction held) {
        return isLayered() ? exitPpm(held, averageEntryPpm(held)) : thresholds.exitPpm(held);
    }

    /// The same once `quantityE8` more was entered at `entryPpm`; what is held the other way round counts for nothing.
    long exitPpmAfter(Direction direction, long entryPpm, long quantityE8) {
        if (!isLayered()) {
            return thresholds.exitPpm(direction);
        }
        long heldE8 = desk(direction, true).ledger().quantityE8() > 0 ? position.matchedE8() : 0;
        long averagePpm = heldE8 > 0 ? averageEntryPpm(direction) : SpreadCalculator.NO_SPREAD;
        if (averagePpm == SpreadCalculator.NO_SPREAD || entryPpm == SpreadCalculator.NO_SPREAD) {
            return exitPpm(direction, entryPpm);
        }
        long morePpm =
                FixedPoint.multiplyDivide(entryPpm - averagePpm, quantityE8, heldE8 + quantityE8, Rounding.CEILING);
        return exitPpm(direction, averagePpm + morePpm);
    }

    private long exitPpm(Direction held, long averagePpm) {
        long thresholdPpm = thresholds.exitPpm(held);
        boolean plain = thresholds.rule() == Rule.ROLLING
                || thresholdPpm == SpreadCalculator.NO_SPREAD
                || averagePpm == SpreadCalculator.NO_SPREAD;
        return plain ? thresholdPpm : thresholdPpm - Math.max(0, averagePpm - settings.entryPpm());
    }
}
