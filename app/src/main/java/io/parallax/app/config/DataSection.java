package io.parallax.app.config;

import io.parallax.risk.DataLimits;
import io.parallax.strategy.Confirmation;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what `risk:` says about market data. Thread: any; stateless.
final class DataSection {
    static final String QUOTE_RATE = "quote_rate_required";

    static final List<String> KEYS = List.of(
            "confirmation",
            "feed_lag_max_ms",
            "feed_lag_warn_ms",
            "mark_age_max_ms",
            "mark_band_bps",
            QUOTE_RATE,
            "edge_realised_percent_min");

    private static final List<String> CONFIRMATION_KEYS = List.of("updates", "window_ms");
    private static final String LAG_WARN = "feed_lag_warn_ms";
    private static final String BAND = "mark_band_bps";
    private static final long LAG_MILLIS_MIN = 50;
    private static final long LAG_MILLIS_MAX = 5_000;
    private static final int BPS_DECIMALS = 2;
    private static final long E8_BPS_PER_PPM = 1_000_000;

    private DataSection() {}

    static RiskSettings.Data read(YamlSection section, Problems problems) {
        DataLimits defaults = RiskSettings.Data.DEFAULT.limits();
        long lagMillis = section.integer("feed_lag_max_ms", defaults.lagMillis(), LAG_MILLIS_MIN, LAG_MILLIS_MAX);
        return new RiskSettings.Data(
                new DataLimits(
                        confirmation(section.section("confirmation", CONFIRMATION_KEYS)),
                        lagWarnMillis(section, defaults.lagWarnMillis(), lagMillis, problems),
                        lagMillis,
                        section.integer("mark_age_max_ms", defaults.markAgeMillis(), 500, 60_000),
                        defaults.bandPpm(),
                        section.flag(QUOTE_RATE, defaults.quoteRateRequired()),
                        Math.toIntExact(section.integer("edge_realised_percent_min", defaults.edgePercent(), 0, 100))),
                bandPpm(section));
    }

    private static Confirmation confirmation(YamlSection section) {
        Confirmation defaults = Confirmation.DEFAULTS;
        return new Confirmation(
                Math.toIntExact(section.integer("updates", defaults.updates(), 1, Confirmation.UPDATES_MAX)),
                section.integer("window_ms", defaults.windowMillis(), 50, 10_000));
    }

    /// A warning comes before the limit: the default gives way to a low limit, what the operator wrote does not.
    private static long lagWarnMillis(YamlSection section, long fallbackMillis, long lagMillis, Problems problems) {
        long told = section.integer(LAG_WARN, Math.min(fallbackMillis, lagMillis), 0, LAG_MILLIS_MAX);
        if (told > lagMillis) {
            problems.error(
                    section.node(LAG_WARN),
                    section.path(LAG_WARN),
                    Problems.quoted(Long.toString(told)),
                    "not above feed_lag_max_ms, which is " + lagMillis);
        }
        return Math.min(told, lagMillis);
    }

    /// Empty for what fits the instrument.
    private static Optional<Long> bandPpm(YamlSection section) {
        OptionalLong bandE8 = section.decimal(
                BAND,
                BPS_DECIMALS,
                FixedPoint.ONE,
                1_000 * FixedPoint.ONE,
                "basis points from 1 to 1000, a plain decimal with up to 2 decimals, such as 100");
        return bandE8.isPresent() ? Optional.of(bandE8.getAsLong() / E8_BPS_PER_PPM) : Optional.empty();
    }
}
