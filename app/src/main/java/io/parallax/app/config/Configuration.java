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
        LoggingSettings logging) {
    public Configuration {
        bots = List.copyOf(bots);
        exchanges = Map.copyOf(exchanges);
    }

    /// Where `exchange` is reached.
    public ExchangeSettings exchange(ExchangeId exchange) {
        return exchanges.getOrDefault(exchange, ExchangeSettings.DEFAULT);
    }
}
