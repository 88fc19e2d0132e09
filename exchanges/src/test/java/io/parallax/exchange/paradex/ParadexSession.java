package io.parallax.exchange.paradex;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.paradex.ParadexConfig.Credentials;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An adapter against [ScriptedParadex] on virtual time, with what it told. Thread: the test's.
final class ParadexSession {
    static final ParadexConfig CONFIG = ParadexConfig.production()
            .withHosts(URI.create("http://paradex.test/v1"), URI.create("ws://paradex.test/v1"))
            .withCredentials(Credentials.of(
                    Secret.fromHex("0x543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728f8344d53e815"),
                    ScriptedParadex.ACCOUNT));

    final VirtualIoLoop loop = new VirtualIoLoop();
    final ScriptedParadex paradex = new ScriptedParadex(loop);
    final RecordedBook book = new RecordedBook();
    private final List<ExchangeEvent> events = new ArrayList<>();
    final ParadexAdapter adapter;
    private long orders;

    ParadexSession(ParadexConfig config) {
        adapter = new ParadexAdapter(config, loop, loop, events::add, book, (exchange, symbol) -> Optional.empty());
    }

    /// A session that is up, with its first events read.
    static ParadexSession ready() {
        return ready(CONFIG);
    }

    static ParadexSession ready(ParadexConfig config) {
        ParadexSession session = new ParadexSession(config);
        session.start();
        if (!session.adapter.isConnected()) {
            throw new AssertionError("not connected: " + session.events);
        }
        session.clear();
        return session;
    }

    void start() {
        adapter.subscribeOrderbook(ScriptedParadex.MARKET, 3);
        adapter.connect();
        paradex.pass(100);
    }

    void clear() {
        events.clear();
        book.take();
        loop.takeExchanges();
        for (String method : List.of("auth", "subscribe", "unsubscribe", "order.cancel_on_disconnect")) {
            paradex.take(method);
        }
    }

    <E extends ExchangeEvent> List<E> told(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<ExchangeEvent> takeTold() {
        List<ExchangeEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /// Stream changes so far, in words, without reasons.
    List<String> streams() {
        return told(StreamChanged.class).stream()
                .map(change -> change.stream() + " " + change.state())
                .toList();
    }

    long count(String counter) {
        Long count = adapter.counters().get(counter);
        if (count == null) {
            throw new AssertionError("no counter " + counter);
        }
        return count;
    }

    Instrument instrument() {
        List<InstrumentsListed> listed = told(InstrumentsListed.class);
        if (!listed.isEmpty()) {
            return listed.getLast().instruments().getFirst();
        }
        return INSTRUMENT;
    }

    private static final Instrument INSTRUMENT = new Instrument(
            ExchangeId.PARADEX,
            "BTC-PERP",
            ScriptedParadex.MARKET,
            10_000_000,
            1_000,
            1_000,
            100 * FixedPoint.ONE,
            0,
            450,
            50,
            true);

    ClientOrderId nextId() {
        orders++;
        return new ClientOrderId("k7q2", 0x6a3f91c0L, orders, Leg.B, OrderIntent.ENTRY);
    }

    OrderRequest buy(ClientOrderId id) {
        return new OrderRequest(
                id,
                INSTRUMENT,
                Side.BUY,
                1_000_000,
                FixedPoint.parse("67629.7"),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0);
    }

    /// Places a buy of 0.01 and lets it reach the exchange.
    ClientOrderId place() {
        ClientOrderId id = nextId();
        adapter.placeOrder(buy(id));
        paradex.settle();
        return id;
    }
}
