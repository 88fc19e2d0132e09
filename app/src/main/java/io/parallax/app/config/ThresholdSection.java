package io.parallax.app.config;

import io.parallax.strategy.ThresholdSettings;
import io.parallax.strategy.ThresholdSettings.Basis;
import io.parallax.strategy.ThresholdSettings.Rule;
import java.util.List;
import java.util.Map;

/// Reads what a bot says about the rule of its thresholds. Thread: any; stateless.
final class ThresholdSection {
    private static final String RULE = "thresholds";
    private static final String HALF_LIFE = "half_life_minutes";
    private static final String SHADOW = "shadow";
    private static final String BASIS = "rolling_basis";
    private static final String QUANTILE = "entry_quantile";
    static final List<String> KEYS = List.of(RULE, HALF_LIFE, SHADOW, BASIS, QUANTILE);

    private static final Map<String, Rule> RULES = Map.of("fixed", Rule.FIXED, "rolling", Rule.ROLLING);
    private static final Map<String, Basis> BASES = Map.of("mean", Basis.MEAN, "median", Basis.MEDIAN);
    private static final long MINUTE_MILLIS = 60_000;
    private static final long HALF_LIFE_MINUTES_MAX = 10_080;

    private ThresholdSection() {}

    static ThresholdSettings read(YamlSection section, Problems problems) {
        ThresholdSettings defaults = ThresholdSettings.DEFAULTS;
        ThresholdSettings read = new ThresholdSettings(
                section.choice(RULE, RULES).orElse(defaults.rule()),
                MINUTE_MILLIS
                        * section.integer(
                                HALF_LIFE, defaults.halfLifeMillis() / MINUTE_MILLIS, 1, HALF_LIFE_MINUTES_MAX),
                section.flag(SHADOW, defaults.shadow()),
                section.choice(BASIS, BASES).orElse(defaults.basis()),
                Math.toIntExact(section.integer(
                        QUANTILE, defaults.entryQuantilePercent(), 0, ThresholdSettings.QUANTILE_PERCENT_MAX)));
        warnOfNoEffect(section, read, problems);
        return read;
    }

    /// Who asks for a quantile believes that entries are kept back by it.
    private static void warnOfNoEffect(YamlSection section, ThresholdSettings read, Problems problems) {
        if (read.followsRolling()) {
            return;
        }
        if (read.entryQuantilePercent() != 0) {
            problems.warning(
                    section.node(QUANTILE),
                    section.path(QUANTILE),
                    read.entryQuantilePercent() + ", which has no effect on fixed thresholds",
                    "thresholds: rolling, or shadow: true, beside it");
        }
        if (read.basis() != ThresholdSettings.DEFAULTS.basis()) {
            problems.warning(
                    section.node(BASIS),
                    section.path(BASIS),
                    "\"median\", which has no effect on fixed thresholds",
                    "thresholds: rolling, or shadow: true, beside it");
        }
    }
}
