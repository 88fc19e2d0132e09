package io.parallax.app;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.SimulatedExchanges;

/// The simulated exchanges inside this process, on sockets of the loopback interface. Any account may trade
/// there; it begins with money to play with. Thread: any.
public final class EmbeddedExchanges implements AutoCloseable {
    private final SimulatedExchanges exchanges;

    private EmbeddedExchanges(SimulatedExchanges exchanges) {
        this.exchanges = exchanges;
    }

    /// Starts them; returns when both answer.
    ///
    /// @param vestPort 0 for any free one
    /// @param paradexPort 0 for any free one
    /// @throws java.io.UncheckedIOException when a port cannot be had
    public static EmbeddedExchanges start(
            io.parallax.app.config.SimulatorSettings settings, int vestPort, int paradexPort) {
        return new EmbeddedExchanges(
                SimulatedExchanges.start(io.parallax.simulator.SimulatorSettings.defaults(settings.seed())
                        .withSpeed(settings.speed())
                        .withPorts(vestPort, paradexPort)));
    }

    public ExchangeEndpoint endpoint(ExchangeId exchange) {
        if (exchange.equals(ExchangeId.VEST)) {
            return new ExchangeEndpoint(exchanges.vestRest(), exchanges.vestWebSocket());
        }
        if (exchange.equals(ExchangeId.PARADEX)) {
            return new ExchangeEndpoint(exchanges.paradexRest(), exchanges.paradexWebSocket());
        }
        throw new IllegalArgumentException("there is no simulated " + exchange);
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
