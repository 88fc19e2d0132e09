package io.parallax.simulator.backtest;

import io.parallax.engine.EngineSettings;
import io.parallax.execution.CycleTimers;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.risk.EngineLimits;
import java.util.List;
import java.util.Optional;

/// One run: what the engine is told, and what the world is like. Thread: any; immutable.
///
/// @param pair the bot, with its thresholds, quantity and limits
/// @param together what all bots together may risk; empty for the defaults
/// @param a how exchange A behaves
/// @param b how exchange B behaves
/// @param balanceE8 what each account holds at the start, quote currency × 10⁸
/// @param seed of all chance
public record BacktestSettings(
        PairSettings pair, Optional<EngineLimits> together, Exchange a, Exchange b, long balanceE8, long seed) {

    /// How an exchange behaves.
    ///
    /// @param takerFeePpm in ppm of the value
    /// @param fundingHourlyE12 what longs pay shorts each hour, parts of the value × 10¹²; 0 for none
    public record Exchange(LatencyModel latency, long takerFeePpm, long fundingHourlyE12) {
        /// What is assumed without being told.
        public static Exchange defaultsOf(ExchangeId exchange) {
            return new Exchange(LatencyModel.defaultsOf(exchange), TradingRules.takerFeePpm(exchange), 0);
        }
    }

    /// A bot with the engine's default limits.
    public static BacktestSettings of(PairTape tape, long entryPpm, long exitPpm, long quantityE8) {
        ExchangeId a = tape.exchange(Leg.A);
        ExchangeId b = tape.exchange(Leg.B);
        PairSettings pair = PairSettings.of(
                "backtest", TradingRules.pair(tape.tape().symbol()), a, b, entryPpm, exitPpm, 10, quantityE8);
        return new BacktestSettings(
                pair,
                Optional.empty(),
                Exchange.defaultsOf(a),
                Exchange.defaultsOf(b),
                10_000 * io.parallax.units.FixedPoint.ONE,
                1);
    }

    Exchange exchange(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    /// The same with other thresholds.
    public BacktestSettings withThresholdsPpm(long entryPpm, long exitPpm) {
        return withPair(pair.withThresholdsPpm(entryPpm, exitPpm));
    }

    public BacktestSettings withPair(PairSettings other) {
        return new BacktestSettings(other, together, a, b, balanceE8, seed);
    }

    public BacktestSettings withExchanges(Exchange otherA, Exchange otherB) {
        return new BacktestSettings(pair, together, otherA, otherB, balanceE8, seed);
    }

    public BacktestSettings withSeed(long other) {
        return new BacktestSettings(pair, together, a, b, balanceE8, other);
    }

    /// What the engine is told. Both exchanges begin with us, so no order of an earlier life can exist there.
    EngineSettings engine(long bootEpochSeconds) {
        CycleTimers timers = pair.timers().withReconcileHorizonMillis(0);
        EngineSettings engine = EngineSettings.of("back", bootEpochSeconds, List.of(pair.withTimers(timers)));
        return together.map(engine::withLimits).orElse(engine);
    }
}
