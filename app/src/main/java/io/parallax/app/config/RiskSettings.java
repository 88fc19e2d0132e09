package io.parallax.app.config;

import io.parallax.execution.CycleTimers;
import io.parallax.execution.RestartPolicy;
import io.parallax.risk.DataLimits;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.MaintenanceWindow;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.EdgeSettings;
import java.util.List;
import java.util.Optional;

/// What every bot, and all of them together, may risk. Thread: any; immutable.
///
/// @param limits caps on value, price, depth and repair
/// @param cooldownMillis wait after a finished cycle
/// @param holdMaxMillis longest time that a position is held
/// @param restart what to do at the start with what an earlier run left
/// @param together what all bots together may risk
/// @param data what market data must look like before an entry
/// @param edge what an expected gain is made of
public record RiskSettings(
        RiskLimits limits,
        long cooldownMillis,
        long holdMaxMillis,
        RestartPolicy restart,
        Together together,
        Data data,
        EdgeSettings edge) {

    public static final RiskSettings DEFAULT = new RiskSettings(
            RiskLimits.DEFAULTS,
            CycleTimers.DEFAULTS.cooldownMillis(),
            CycleTimers.DEFAULTS.holdMaxMillis(),
            RestartPolicy.ADOPT,
            Together.DEFAULT,
            Data.DEFAULT,
            EdgeSettings.DEFAULTS);

    /// What market data must look like.
    ///
    /// @param limits for every bot, apart from the band
    /// @param bandPpm how far books, marks and indexes may differ, in ppm; empty for what fits the instrument
    public record Data(DataLimits limits, Optional<Long> bandPpm) {
        /// Any instrument's defaults: they differ in the band alone.
        public static final Data DEFAULT = new Data(DataLimits.of("BTC-PERP"), Optional.empty());

        /// @param pair the instrument's name in our configuration
        public DataLimits of(String pair) {
            return limits.withBandPpm(bandPpm.orElse(DataLimits.of(pair).bandPpm()));
        }

        boolean quoteRateRequired() {
            return limits.quoteRateRequired();
        }
    }

    /// What counts over all bots.
    ///
    /// @param totalNotionalMaxE8 quote currency × 10⁸; empty for four legs of the largest pair
    /// @param maintenance when exchanges are maintained; empty for what is known of the real ones, or, in a
    ///     simulation, for never
    /// @param bootsMax starts within ten minutes; more keep the engine from trading
    public record Together(
            Optional<Long> totalNotionalMaxE8,
            EngineLimits.Entries entries,
            EngineLimits.DayLossLimit dayLoss,
            Optional<List<MaintenanceWindow>> maintenance,
            int bootsMax) {
        public static final Together DEFAULT = new Together(
                Optional.empty(),
                EngineLimits.Entries.DEFAULTS,
                EngineLimits.DayLossLimit.DEFAULTS,
                Optional.empty(),
                3);
    }
}
