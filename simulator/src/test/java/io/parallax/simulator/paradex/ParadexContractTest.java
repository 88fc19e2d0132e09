package io.parallax.simulator.paradex;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.paradex.ParadexAdapter;
import io.parallax.exchange.paradex.ParadexConfig;
import io.parallax.exchange.paradex.ParadexConfig.Credentials;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.IoLoop;
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

/// The Paradex adapter against the simulated Paradex, orders over the WebSocket.
class ParadexContractTest extends ExchangeContract {
    private static final long FIRST_SEQUENCE = 7_687_289_233L;

    @Override
    protected Simulated simulate(IoLoop loop) {
        SimulatedExchange exchange = new SimulatedExchange(
                new ExchangeRules(
                        ExchangeId.PARADEX,
                        ExchangeRules.Execution.ORDER_BOOK,
                        30,
                        8,
                        true,
                        FixedPoint.parse("100000")),
                List.of(new SimulatedInstrument(instrument(), 50_000, FixedPoint.parse("300"), 150)),
                loop,
                FIRST_SEQUENCE);
        return new Simulated(
                exchange, new ParadexFrontEnd(ParadexSimulatorSettings.defaults(), exchange, new SeededRandom(1)));
    }

    @Override
    protected ExchangeAdapter adapter(
            URI http,
            URI webSocket,
            IoLoop feedLoop,
            IoLoop gatewayLoop,
            ExchangeEventSink events,
            BookEventSink books) {
        ParadexConfig config = ParadexConfig.testnet()
                .withHosts(http.resolve("/v1"), webSocket.resolve("/v1"))
                .withCredentials(Credentials.of(
                        Secret.fromHex("0x543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728f8344d53e815"),
                        "0x129c135ed63df9353885e292be4426b8ed6122b13c6c0e1bb787288a1f5adfa"))
                .withOrderPath(orderPath())
                .withFeeProfile(feeProfile());
        return new ParadexAdapter(config, feedLoop, gatewayLoop, events, books, (exchange, symbol) -> Optional.empty());
    }

    ParadexConfig.OrderPath orderPath() {
        return ParadexConfig.OrderPath.WEBSOCKET;
    }

    ParadexConfig.FeeProfile feeProfile() {
        return ParadexConfig.FeeProfile.PRO;
    }

    @Override
    protected Instrument instrument() {
        return new Instrument(
                ExchangeId.PARADEX,
                "BTC-PERP",
                "BTC-USD-PERP",
                FixedPoint.parse("0.1"),
                FixedPoint.parse("0.00001"),
                FixedPoint.parse("0.00001"),
                FixedPoint.parse("100"),
                FixedPoint.parse("10"),
                450,
                50,
                true);
    }
}
