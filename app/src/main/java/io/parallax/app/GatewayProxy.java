package io.parallax.app;

import io.parallax.exchange.CommandSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.instrument.ExchangeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the engine's commands to the adapter of their exchange, which queues them on its own thread. Thread:
/// engine only.
final class GatewayProxy implements CommandSink {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProxy.class);

    private final Map<ExchangeId, ExchangeAdapter> adapters = new HashMap<>();
    private final ExchangeEventSink reports;

    /// @param reports where the news goes that a command could not be handed over
    GatewayProxy(ExchangeEventSink reports) {
        this.reports = reports;
    }

    /// Before the first command only.
    void connectTo(List<ExchangeAdapter> all) {
        all.forEach(adapter -> adapters.put(adapter.exchangeId(), adapter));
    }

    @Override
    public void onCommand(ExchangeCommand command) {
        ExchangeAdapter adapter = adapters.get(command.exchange());
        if (adapter == null) {
            throw new IllegalStateException("no adapter for " + command.exchange() + ": " + command);
        }
        try {
            adapter.execute(command);
        } catch (RuntimeException e) {
            // A bug of the adapter: whether anything left is not known, and only the engine may conclude from
            // that.
            LOG.error(
                    "adapter {} threw on {}",
                    command.exchange(),
                    command.getClass().getSimpleName(),
                    e);
            if (command instanceof ExchangeCommand.PlaceOrder place) {
                reports.onEvent(new OrderEvent.Failed(
                        command.exchange(),
                        place.order().id(),
                        new ExchangeError.OutcomeUnknown(
                                "the adapter failed: " + e.getClass().getSimpleName()),
                        System.nanoTime()));
            }
        }
    }
}
