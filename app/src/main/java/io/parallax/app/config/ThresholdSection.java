package io.parallax.app.config;

import io.parallax.strategy.ThresholdSettings;
import io.parallax.strategy.ThresholdSettings.Rule;
import java.util.List;
import java.util.Map;

/// Reads what a bot says about the rule of its thresholds. Thread: any; stateless.
final class ThresholdSection {
    private static final String RULE = "thresholds";
    private static final String HALF_LIFE = "half_life_minutes";
    private static final String SHADOW = "shadow";
    static final List<String> KEYS = List.of(RULE, HALF_LIFE, SHADOW);

    private static final Map<String, Rule> RULES = Map.of("fixed", Rule.FIXED, "rolling", Rule.ROLLING);
    private static final long MINUTE_MILLIS = 60_000;
    private static final long HALF_LIFE_MINUTES_MAX = 10_080;

    private ThresholdSection() {}

    static ThresholdSettings read(YamlSection section) {
        ThresholdSettings defaults = ThresholdSettings.DEFAULTS;
        return new ThresholdSettings(
                section.choice(RULE, RULES).orElse(defaults.rule()),
                MINUTE_MILLIS
                        * section.integer(
                                HALF_LIFE, defaults.halfLifeMillis() / MINUTE_MILLIS, 1, HALF_LIFE_MINUTES_MAX),
                section.flag(SHADOW, defaults.shadow()));
    }
}
