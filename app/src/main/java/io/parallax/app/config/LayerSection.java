package io.parallax.app.config;

import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.LayerSettings.Weights;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Reads in how many layers a bot builds its position up. Thread: any; stateless.
final class LayerSection {
    private static final String LAYERS = "layers";
    private static final String WEIGHTS = "layer_weights";
    static final String ENTRY_MAX = "spread_entry_max";
    static final List<String> KEYS = List.of(LAYERS, WEIGHTS, ENTRY_MAX);

    private static final Map<String, Weights> CHOICES = Map.of("equal", Weights.EQUAL, "quadratic", Weights.QUADRATIC);
    private static final long E8_PERCENT_PER_PPM = 10_000;

    private LayerSection() {}

    /// @param entryMaxPpm reads the threshold of the last layer, ppm
    static LayerSettings read(YamlSection section, long entryPpm, LongSupplier entryMaxPpm, Problems problems) {
        int count = Math.toIntExact(section.integer(LAYERS, 1, 1, LayerSettings.COUNT_MAX));
        if (count == 1) {
            for (String key : List.of(ENTRY_MAX, WEIGHTS)) {
                if (section.has(key)) {
                    problems.error(
                            section.node(key),
                            section.path(key),
                            "a setting of layers without any",
                            "\"" + LAYERS + "\" of 2 to " + LayerSettings.COUNT_MAX + " beside it, or neither");
                }
            }
            return LayerSettings.NONE;
        }
        long lastPpm = entryMaxPpm.getAsLong();
        if (!problems.hasErrors() && lastPpm <= entryPpm) {
            problems.error(
                    section.node(ENTRY_MAX),
                    section.path(ENTRY_MAX),
                    FixedPoint.format(lastPpm * E8_PERCENT_PER_PPM) + " %, with spread_entry at "
                            + FixedPoint.format(entryPpm * E8_PERCENT_PER_PPM) + " %",
                    "more than spread_entry: the first layer enters there, the last one here");
        }
        return new LayerSettings(
                count, lastPpm, section.choice(WEIGHTS, CHOICES).orElse(Weights.EQUAL));
    }
}
