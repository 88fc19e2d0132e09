package io.parallax.simulator.paradex;

import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.core.ExchangeRules;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.SimulatedInstrument;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;

/// A simulated Paradex in virtual time with one market: bids 99990 and 99980, asks 100000 and 100010, one of
/// each.
final class ParadexVenue {
    static final long FIRST_SEQUENCE = 7_687_289_233L;
    private static final String KEY = "0x543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728f8344d53e815";
    private static final String OTHER_KEY = "0x139fe4d6f02e666e86a6f58e65060f115cd3c185bd9e98bd829636931458f99";

    final VirtualIoLoop loop = new VirtualIoLoop();
    final SimulatedExchange exchange;
    final ParadexFrontEnd frontEnd;
    private final ParadexSimulatorSettings settings;

    ParadexVenue() {
        this(quiet());
    }

    ParadexVenue(ParadexSimulatorSettings settings) {
        this.settings = settings;
        var instrument = new Instrument(
                ExchangeId.PARADEX,
                "BTC-PERP",
                RawClient.MARKET,
                e8("0.1"),
                e8("0.00001"),
                e8("0.00001"),
                e8("100"),
                e8("10"),
                450,
                50,
                true);
        var rules =
                new ExchangeRules(ExchangeId.PARADEX, ExchangeRules.Execution.ORDER_BOOK, 30, 8, true, e8("100000"));
        exchange = new SimulatedExchange(
                rules, List.of(new SimulatedInstrument(instrument, 50_000, e8("3"), 5)), loop, FIRST_SEQUENCE);
        frontEnd = new ParadexFrontEnd(settings, exchange, new SeededRandom(42));
        quote("99990 1 99980 1", "100000 1 100010 1");
    }

    /// The defaults, except that replies always come before updates.
    static ParadexSimulatorSettings quiet() {
        ParadexSimulatorSettings defaults = ParadexSimulatorSettings.defaults();
        return defaults.withOrders(defaults.orders().withReplyAfterUpdatePpm(0));
    }

    /// Replaces the market's quotes; price and quantity in turns, best first.
    void quote(String bids, String asks) {
        exchange.refresh(RawClient.MARKET, levels(bids), levels(asks));
    }

    private static List<Level> levels(String text) {
        List<Level> levels = new ArrayList<>();
        String[] numbers = text.isEmpty() ? new String[0] : text.split(" ");
        for (int i = 0; i < numbers.length; i += 2) {
            levels.add(new Level(e8(numbers[i]), e8(numbers[i + 1])));
        }
        return levels;
    }

    RawClient client() {
        return new RawClient(loop, frontEnd, settings.login().chainId(), KEY);
    }

    RawClient otherClient() {
        return new RawClient(loop, frontEnd, settings.login().chainId(), OTHER_KEY);
    }

    RawClient loggedIn() {
        RawClient client = client();
        client.login();
        return client;
    }

    /// A binary connection with schema version 2, logged in as `client`.
    RawSocket socket(RawClient client) {
        RawSocket socket = RawSocket.binary(loop, frontEnd, 2);
        socket.auth(client.token());
        return socket;
    }

    static long e8(String decimal) {
        return FixedPoint.parse(decimal);
    }
}
