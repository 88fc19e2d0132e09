package io.parallax.strategy;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// How a position is built up: at once, or in layers while the spread widens. The first layer enters at the entry
/// threshold, the last one at `entryMaxPpm`, the others evenly between. Thread: any; immutable.
///
/// @param count 1 for everything at once
/// @param entryMaxPpm entry threshold of the last layer, measured as the bot's own is; not used with one layer
/// @param weights how the quantity is shared out
public record LayerSettings(int count, long entryMaxPpm, Weights weights) {
    public static final int COUNT_MAX = 10;

    public static final LayerSettings NONE = new LayerSettings(1, 0, Weights.EQUAL);

    /// What share of the quantity each layer trades.
    public enum Weights {
        /// The same.
        EQUAL,
        /// The square of its number: most where the spread is widest.
        QUADRATIC
    }

    public LayerSettings {
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("layers must be 1 to " + COUNT_MAX + ", found " + count);
        }
    }

    public boolean isLayered() {
        return count > 1;
    }

    /// What the position comes to with layer `layer` (from 0), of `quantityE8` with all of them; rounded down,
    /// and whole with the last one.
    public long totalE8(int layer, long quantityE8) {
        return layer >= count - 1
                ? quantityE8
                : FixedPoint.multiplyDivide(quantityE8, sum(layer + 1L), sum(count), Rounding.FLOOR);
    }

    private long sum(long layers) {
        return switch (weights) {
            case EQUAL -> layers;
            case QUADRATIC -> layers * (layers + 1) * (2 * layers + 1) / 6;
        };
    }

    /// How far above the bot's entry threshold layer `layer` (from 0) enters, ppm, rounded up.
    ///
    /// @param entryPpm the bot's entry threshold
    public long offsetPpm(int layer, long entryPpm) {
        return count == 1 ? 0 : Math.ceilDiv(Math.multiplyExact(entryMaxPpm - entryPpm, layer), count - 1);
    }

    /// The same layers above another entry threshold.
    ///
    /// @param differencePpm how far that is from the present one
    public LayerSettings shifted(long differencePpm) {
        return count == 1 ? this : new LayerSettings(count, entryMaxPpm + differencePpm, weights);
    }
}
