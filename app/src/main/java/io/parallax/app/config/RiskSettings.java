package io.parallax.app.config;

import io.parallax.execution.RestartPolicy;
import io.parallax.risk.RiskLimits;

/// What every bot may risk. Thread: any; immutable.
///
/// @param limits caps on value, price, depth and repair
/// @param cooldownMillis wait after a finished cycle
/// @param restart what to do at the start with what an earlier run left
public record RiskSettings(RiskLimits limits, long cooldownMillis, RestartPolicy restart) {
    private static final long COOLDOWN_MILLIS = 2_000;

    public static final RiskSettings DEFAULT =
            new RiskSettings(RiskLimits.DEFAULTS, COOLDOWN_MILLIS, RestartPolicy.ADOPT);
}
