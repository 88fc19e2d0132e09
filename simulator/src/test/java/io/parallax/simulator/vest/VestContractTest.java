package io.parallax.simulator.vest;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.vest.VestAdapter;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.ExchangeContract;
import io.parallax.simulator.core.ExchangeRules;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.SimulatedInstrument;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The Vest adapter against the simulated Vest.
class VestContractTest extends ExchangeContract {
    @Override
    protected Simulated simulate(IoLoop loop) {
        SimulatedExchange exchange = new SimulatedExchange(
                new ExchangeRules(
                        ExchangeId.VEST, ExchangeRules.Execution.COUNTERPARTY, 0, 6, false, FixedPoint.parse("10000")),
                List.of(new SimulatedInstrument(instrument(), 0, Long.MAX_VALUE, 100)),
                loop,
                0);
        return new Simulated(
                exchange,
                new VestFrontEnd(VestSimulatorSettings.defaults().withDelayFactor(0), exchange, new SeededRandom(1)));
    }

    @Override
    protected ExchangeAdapter adapter(
            URI http,
            URI webSocket,
            IoLoop feedLoop,
            IoLoop gatewayLoop,
            ExchangeEventSink events,
            BookEventSink books) {
        VestConfig config = VestConfig.production()
                .withHosts(http.resolve("/v2"), webSocket.resolve("/ws-api"))
                .withCredentials(
                        VestConfig.Credentials.of(Secret.fromHex("22".repeat(32)), Secret.fromHex("11".repeat(32))));
        return new VestAdapter(config, feedLoop, gatewayLoop, events, books, (exchange, symbol) -> Optional.empty());
    }

    @Override
    protected Instrument instrument() {
        return new Instrument(
                ExchangeId.VEST,
                "BTC-PERP",
                "BTC-PERP",
                FixedPoint.parse("0.01"),
                FixedPoint.parse("0.0001"),
                FixedPoint.parse("0.0001"),
                FixedPoint.parse("10000"),
                0,
                100,
                50,
                true);
    }
}
