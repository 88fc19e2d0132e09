package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.BookChange;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.OrderReports;
import io.parallax.simulator.core.Position;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Hands every event to the connections that want it, each frame encoded once per schema version. Thread:
/// simulator loop.
final class Streams implements ExchangeListener {
    private final SimulatedExchange exchange;
    private final MarketViews markets;
    private final AccountViews accounts;
    private final VenueClock clock;
    private final Identifiers identifiers;
    private final ParadexSimulatorSettings.Stream settings;
    private final OrderReports reports;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Map<String, SbeMessage.Bbo> touches = new HashMap<>();
    private boolean ticking;

    Streams(
            SimulatedExchange exchange,
            MarketViews markets,
            AccountViews accounts,
            VenueClock clock,
            Identifiers identifiers,
            ParadexSimulatorSettings.Stream settings) {
        this.exchange = exchange;
        this.markets = markets;
        this.accounts = accounts;
        this.clock = clock;
        this.identifiers = identifiers;
        this.settings = settings;
        this.reports = new OrderReports(exchange);
        exchange.addListener(this);
    }

    void add(Session session) {
        sessions.add(session);
        tick();
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    int sessionCount() {
        return sessions.size();
    }

    /// Sends tickers and funding while anyone is connected.
    private void tick() {
        if (!ticking) {
            ticking = true;
            exchange.loop().schedule(TimeUnit.MILLISECONDS.toNanos(settings.summaryMillis()), () -> {
                ticking = false;
                if (!sessions.isEmpty()) {
                    exchange.books().forEach(this::sendSummary);
                    tick();
                }
            });
        }
    }

    private void sendSummary(SimulatedBook book) {
        Frame summary = new Frame(markets.summaryMessage(book));
        Frame funding = new Frame(markets.fundingMessage(book));
        each(session -> {
            if (exchange.tellsMarks()) {
                session.onSummary(book.symbol(), summary);
            }
            session.onFunding(book.symbol(), funding);
        });
    }

    @Override
    public void onBookChange(BookChange change) {
        if (wanted(session -> session.hearsBook(change.symbol()))) {
            Frame delta = new Frame(new SbeMessage.Book(
                    clock.frameMicros(),
                    change.sequence(),
                    false,
                    SbeMessage.Tops.NONE,
                    levels(change, Side.BUY),
                    levels(change, Side.SELL),
                    change.symbol()));
            each(session -> session.onBook(change.symbol(), delta));
        }
        exchange.book(change.symbol()).ifPresent(this::sendTouchIfMoved);
    }

    private void sendTouchIfMoved(SimulatedBook book) {
        SbeMessage.Bbo now = markets.bboMessage(book);
        SbeMessage.Bbo before = touches.put(book.symbol(), now);
        if (before == null || !sameTouch(before, now)) {
            Frame frame = new Frame(now);
            each(session -> session.onTouch(book.symbol(), frame));
        }
    }

    private static boolean sameTouch(SbeMessage.Bbo a, SbeMessage.Bbo b) {
        return a.bidPriceE8() == b.bidPriceE8()
                && a.bidSizeE8() == b.bidSizeE8()
                && a.askPriceE8() == b.askPriceE8()
                && a.askSizeE8() == b.askSizeE8();
    }

    private static long[] levels(BookChange change, Side side) {
        long[] flat = new long[change.levels().size() * 2];
        int size = 0;
        for (BookChange.Level level : change.levels()) {
            if (level.side() == side) {
                flat[size++] = level.priceE8();
                flat[size++] = level.quantityE8();
            }
        }
        return Arrays.copyOf(flat, size);
    }

    @Override
    public void onTrade(Trade trade) {
        Frame frame = new Frame(markets.tradeMessage(trade));
        each(session -> session.onTrade(trade.symbol(), frame));
    }

    /// Which changes the exchange announces is documented, their form is not: chosen, the market as REST shows it.
    @Override
    public void onInstrument(SimulatedBook book) {
        event(Channel.Topic.MARKETS, book.symbol(), "", markets.market(book));
    }

    @Override
    public void onRestart() {
        each(Session::restart);
    }

    /// @param account whose it is; empty for everyone's
    void event(Channel.Topic topic, String market, String account, ObjectNode data) {
        each(session -> session.onEvent(topic, market, account, data));
    }

    void order(ParadexOrder order) {
        long now = clock.epochMillis();
        long sequence = identifiers.nextStreamSequence(now);
        PrivateEvent event =
                new PrivateEvent(order.account(), () -> order.json(sequence, now), () -> order.message(sequence, now));
        PrivateEvent sent = reports.holds(order.id()) ? event.fixed() : event;
        reports.send(
                order.id(),
                order.ended(),
                () -> each(session -> session.onOrder(order.form().market(), sent)));
    }

    void fill(ParadexFill fill) {
        long now = clock.epochMillis();
        PrivateEvent event = new PrivateEvent(fill.fill().order().account(), fill::json, () -> fill.message(now));
        reports.send(fill.fill().order().orderId(), false, () -> each(session -> session.onFill(fill.market(), event)));
    }

    void position(Account account, Position position) {
        PrivateEvent event = positionEvent(account, position);
        each(session -> session.onPosition(event));
    }

    PrivateEvent positionEvent(Account account, Position position) {
        long now = clock.epochMillis();
        long sequence = identifiers.nextStreamSequence(now);
        return new PrivateEvent(
                account.id(),
                () -> accounts.position(account, position, sequence),
                () -> accounts.positionMessage(account, position, sequence, now));
    }

    void account(Account account) {
        PrivateEvent event = accountEvent(account);
        each(session -> session.onAccount(event));
    }

    PrivateEvent accountEvent(Account account) {
        long now = clock.epochMillis();
        long sequence = identifiers.nextStreamSequence(now);
        return new PrivateEvent(
                account.id(),
                () -> accounts.account(account, sequence, now),
                () -> accounts.accountMessage(account, sequence, now));
    }

    private boolean wanted(Predicate<Session> hears) {
        for (Session session : sessions) {
            if (hears.test(session)) {
                return true;
            }
        }
        return false;
    }

    private void each(Consumer<Session> action) {
        List.copyOf(sessions).forEach(action);
    }
}
