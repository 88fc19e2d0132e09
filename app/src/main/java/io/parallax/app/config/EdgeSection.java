package io.parallax.app.config;

import io.parallax.strategy.EdgeSettings;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.OptionalLong;

/// Reads what `risk:` says about an expected gain. Thread: any; stateless.
final class EdgeSection {
    private static final String BUFFER = "latency_buffer_bps";
    private static final String HOLD = "hold_expected_minutes";
    private static final String FUNDING = "funding_required";
    static final List<String> KEYS = List.of(BUFFER, HOLD, FUNDING);

    private static final long MINUTE_MILLIS = 60_000;
    private static final long HOLD_MINUTES_MAX = 43_200;
    private static final int BPS_DECIMALS = 2;
    private static final long E8_BPS_PER_PPM = 1_000_000;

    private EdgeSection() {}

    static EdgeSettings read(YamlSection section) {
        EdgeSettings defaults = EdgeSettings.DEFAULTS;
        OptionalLong bufferE8 = section.decimal(
                BUFFER,
                BPS_DECIMALS,
                0,
                100 * FixedPoint.ONE,
                "basis points from 0 to 100, a plain decimal with up to 2 decimals, such as 0.5");
        return new EdgeSettings(
                bufferE8.isPresent() ? bufferE8.getAsLong() / E8_BPS_PER_PPM : defaults.bufferPpm(),
                MINUTE_MILLIS * section.integer(HOLD, defaults.holdMillis() / MINUTE_MILLIS, 0, HOLD_MINUTES_MAX),
                section.flag(FUNDING, defaults.fundingRequired()));
    }
}
