package io.parallax.app.config;

import io.parallax.instrument.ExchangeId;
import java.util.List;
import java.util.Map;

/// Everything the operator decided, checked. Thread: any; immutable. Holds no keys.
///
/// @param exchanges settings of every known exchange
public record Configuration(
        Mode mode,
        List<BotConfiguration> bots,
        Map<ExchangeId, ExchangeSettings> exchanges,
        SimulatorSettings simulator,
        RiskSettings risk,
        LiveSettings live,
        LoggingSettings logging) {
    public Configuration {
        bots = List.copyOf(bots);
        exchanges = Map.copyOf(exchanges);
    }

    /// Where `exchange` is reached.
    public ExchangeSettings exchange(ExchangeId exchange) {
        return exchanges.getOrDefault(exchange, ExchangeSettings.DEFAULT);
    }

    public Configuration withBots(List<BotConfiguration> other) {
        return new Configuration(mode, other, exchanges, simulator, risk, live, logging);
    }

    public Configuration withSimulator(SimulatorSettings other) {
        return new Configuration(mode, bots, exchanges, other, risk, live, logging);
    }

    public Configuration withLogging(LoggingSettings other) {
        return new Configuration(mode, bots, exchanges, simulator, risk, live, other);
    }
}
