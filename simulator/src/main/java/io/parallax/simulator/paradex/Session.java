package io.parallax.simulator.paradex;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.server.FrontEnd.ServerSocket;
import io.parallax.simulator.server.FrontEnd.ServerSocketHandler;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// One WebSocket connection: what it subscribed to, what it is sent, and how long it stays. Requests go to
/// [RpcMethods]. Thread: simulator loop.
final class Session implements ServerSocketHandler {
    private static final int CLOSE_POLICY = 1008;
    private static final int CLOSE_GOING_AWAY = 1001;
    private static final int CLOSE_UNSUPPORTED = 1003;
    private static final int SUBSCRIPTIONS_MAX = 1_000;
    private static final int PLACED_ORDERS_MAX = 1_000;

    private final SimulatedExchange exchange;
    private final MarketViews markets;
    private final Streams streams;
    private final VenueClock clock;
    private final ParadexSimulatorSettings.Stream settings;
    private final RpcMethods methods;
    /// Empty on a connection that negotiated no schema: public data stay silent, private data are JSON. What
    /// the exchange does then is not known: chosen.
    private final Optional<SbeEncoder> encoder;

    private final Map<String, Channel> subscriptions = new LinkedHashMap<>();
    /// A copy of the subscriptions that is never changed, only replaced.
    private Map<String, Channel> snapshot = Map.of();

    private boolean changed;
    private final Map<String, LevelsFeed> levelsFeeds = new LinkedHashMap<>();
    private final Set<String> placedOrders = new LinkedHashSet<>();
    private Optional<OrderDesk.Caller> caller = Optional.empty();
    private Optional<ServerSocket> socket = Optional.empty();
    private boolean cancelOnDisconnect;
    private boolean ended;
    private long lastSentNanos;
    private long pingsUnanswered;

    /// A book of few levels that is sent at most so often.
    private static final class LevelsFeed {
        private long sentNanos;
        private boolean scheduled;
    }

    Session(
            SimulatedExchange exchange,
            MarketViews markets,
            Streams streams,
            VenueClock clock,
            ParadexSimulatorSettings.Stream settings,
            RpcMethods methods,
            Optional<SbeEncoder> encoder) {
        this.exchange = exchange;
        this.markets = markets;
        this.streams = streams;
        this.clock = clock;
        this.settings = settings;
        this.methods = methods;
        this.encoder = encoder;
    }

    // Life of the connection.

    @Override
    public void onOpen(ServerSocket opened) {
        socket = Optional.of(opened);
        lastSentNanos = loop().nanoTime();
        streams.add(this);
        after(settings.pingMillis(), this::ping);
        if (encoder.isPresent()) {
            after(settings.heartbeatMillis(), this::heartbeat);
        }
    }

    @Override
    public void onText(ServerSocket from, byte[] utf8) {
        methods.onText(this, utf8);
    }

    @Override
    public void onBinary(ServerSocket from, byte[] bytes) {
        close(CLOSE_UNSUPPORTED, "binary requests are not supported");
    }

    @Override
    public void onPong(ServerSocket from) {
        pingsUnanswered = 0;
    }

    @Override
    public void onClosed(ServerSocket from, int code) {
        end();
    }

    private void ping() {
        if (silent()) {
            after(settings.pingMillis(), this::ping);
            return;
        }
        pingsUnanswered++;
        socket.ifPresent(ServerSocket::sendPing);
        after(settings.pongMillisMax(), () -> {
            if (pingsUnanswered > 0) {
                close(CLOSE_POLICY, "ping was not answered");
            }
        });
        after(settings.pingMillis(), this::ping);
    }

    private void heartbeat() {
        long dueNanos = lastSentNanos + TimeUnit.MILLISECONDS.toNanos(settings.heartbeatMillis());
        long now = loop().nanoTime();
        if (now - dueNanos >= 0) {
            sendFrame(new Frame(new SbeMessage.Heartbeat(clock.frameMicros(), 0)));
            lastSentNanos = now;
            after(settings.heartbeatMillis(), this::heartbeat);
        } else {
            loop().schedule(dueNanos - now, this::heartbeatIfOpen);
        }
    }

    private void heartbeatIfOpen() {
        if (!ended) {
            heartbeat();
        }
    }

    private void after(long millis, Runnable task) {
        loop().schedule(TimeUnit.MILLISECONDS.toNanos(millis), () -> {
            if (!ended) {
                task.run();
            }
        });
    }

    /// The server goes away. That connections drop is documented, the code is not: chosen.
    void restart() {
        close(CLOSE_GOING_AWAY, "restart");
    }

    private void close(int code, String reason) {
        socket.ifPresent(open -> open.close(code, reason));
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            streams.remove(this);
            if (cancelOnDisconnect) {
                methods.cancelPlacedOrders(this);
            }
        }
    }

    // Who and what.

    Optional<OrderDesk.Caller> caller() {
        return caller;
    }

    void authenticate(OrderDesk.Caller who) {
        caller = Optional.of(who);
    }

    void cancelOnDisconnect(boolean enabled) {
        cancelOnDisconnect = enabled;
    }

    /// Orders sent over this connection, before or after cancel-on-disconnect was armed.
    Set<String> placedOrders() {
        return placedOrders;
    }

    /// Notes an order; of many, only those still open.
    void placed(String orderId) {
        if (placedOrders.size() >= PLACED_ORDERS_MAX) {
            placedOrders.removeIf(
                    id -> caller.flatMap(who -> who.account().openOrder(id)).isEmpty());
        }
        placedOrders.add(orderId);
    }

    void subscribe(String name) {
        Channel channel = Channel.parse(name, market -> exchange.book(market).isPresent());
        if (channel.isPrivate() && caller.isEmpty()) {
            throw new RpcException(RpcException.PERMISSION_DENIED, "permission denied", "authentication required");
        }
        if (subscriptions.size() >= SUBSCRIPTIONS_MAX) {
            throw refused("subscribe", "more than " + SUBSCRIPTIONS_MAX + " subscriptions");
        }
        if (subscriptions.containsKey(name)) {
            throw refused("subscribe", "already subscribed to channel '" + name + "'");
        }
        if (encoder.isPresent()) {
            checkSharing(name, channel);
        }
        subscriptions.put(name, channel);
        changed = true;
    }

    /// Binary frames do not name their channel, so two books of one market would mix.
    private void checkSharing(String name, Channel channel) {
        channel.bookMarket()
                .ifPresent(market -> subscriptions.forEach((other, existing) -> {
                    if (existing.bookMarket().filter(market::equals).isPresent()) {
                        throw refused(
                                "subscribe", "channel '" + name + "' cannot share an SBE session with '" + other + "'");
                    }
                }));
    }

    void unsubscribe(String name) {
        if (subscriptions.remove(name) == null) {
            throw refused("unsubscribe", "not subscribed to channel '" + name + "'");
        }
        levelsFeeds.remove(name);
        changed = true;
    }

    private static RpcException refused(String method, String why) {
        return new RpcException(RpcException.INVALID_REQUEST, "invalid " + method + " request", why);
    }

    boolean hearsBook(String market) {
        for (Channel channel : subscriptions.values()) {
            boolean hears = switch (channel) {
                case Channel.Deltas deltas -> deltas.market().equals(market);
                case Channel.Levels levels -> levels.market().equals(market);
                default -> false;
            };
            if (hears) {
                return true;
            }
        }
        return false;
    }

    /// As they were when last changed: what is sent may change them.
    private Map<String, Channel> subscriptions() {
        if (changed) {
            snapshot = new LinkedHashMap<>(subscriptions);
            changed = false;
        }
        return snapshot;
    }

    /// The frames that follow an acknowledgement at once: the whole book, the touch, the ticker.
    void sendFirst(String name) {
        Channel channel = subscriptions.get(name);
        switch (channel) {
            case Channel.Deltas deltas -> exchange.book(deltas.market()).ifPresent(book -> sendSnapshot(deltas, book));
            case Channel.Levels levels -> sendLevels(name, levels);
            case Channel.Bbo bbo ->
                exchange.book(bbo.market()).ifPresent(book -> sendFrame(new Frame(markets.bboMessage(book))));
            case Channel.Summary summary ->
                eachBook(summary.market(), book -> {
                    if (exchange.tellsMarks()) {
                        sendFrame(new Frame(markets.summaryMessage(book)));
                    }
                });
            case Channel.Funding funding ->
                eachBook(funding.market(), book -> sendFrame(new Frame(markets.fundingMessage(book))));
            case null, default -> {}
        }
    }

    private void eachBook(String market, Consumer<SimulatedBook> action) {
        exchange.books().stream()
                .filter(book -> Channel.covers(market, book.symbol()))
                .forEach(action);
    }

    // Public events.

    void onBook(String market, Frame delta) {
        if (encoder.isEmpty()) {
            return;
        }
        subscriptions().forEach((name, channel) -> {
            switch (channel) {
                case Channel.Deltas deltas when deltas.market().equals(market) -> sendFrame(delta);
                case Channel.Levels levels when levels.market().equals(market) -> levelsChanged(name, levels);
                default -> {}
            }
        });
    }

    void onTouch(String market, Frame frame) {
        publish(
                frame,
                channel -> channel instanceof Channel.Bbo bbo && bbo.market().equals(market));
    }

    void onTrade(String market, Frame frame) {
        publish(frame, channel -> channel instanceof Channel.Trades trades && Channel.covers(trades.market(), market));
    }

    void onSummary(String market, Frame frame) {
        publish(
                frame,
                channel -> channel instanceof Channel.Summary summary && Channel.covers(summary.market(), market));
    }

    void onFunding(String market, Frame frame) {
        publish(
                frame,
                channel -> channel instanceof Channel.Funding funding && Channel.covers(funding.market(), market));
    }

    private void publish(Frame frame, Predicate<Channel> wanted) {
        if (encoder.isPresent()) {
            subscriptions().forEach((name, channel) -> {
                if (wanted.test(channel)) {
                    sendFrame(frame);
                }
            });
        }
    }

    private void sendSnapshot(Channel.Deltas channel, SimulatedBook book) {
        sendFrame(new Frame(new SbeMessage.Book(
                clock.frameMicros(),
                book.sequence(),
                true,
                channel.interactive() ? tops(book) : SbeMessage.Tops.NONE,
                flatten(book.levels(Side.BUY, Integer.MAX_VALUE)),
                flatten(book.levels(Side.SELL, Integer.MAX_VALUE)),
                book.symbol())));
    }

    /// In the recording of an interactive book, only the best prices of the plain book were present.
    private static SbeMessage.Tops tops(SimulatedBook book) {
        Level bid = MarketViews.best(book, Side.BUY);
        Level ask = MarketViews.best(book, Side.SELL);
        long none = SbeMessage.NULL;
        return new SbeMessage.Tops(
                none, none, none, none, none, bid.priceE8(), bid.quantityE8(), ask.priceE8(), ask.quantityE8());
    }

    private void levelsChanged(String name, Channel.Levels channel) {
        LevelsFeed feed = levelsFeeds.computeIfAbsent(name, n -> new LevelsFeed());
        if (!feed.scheduled) {
            feed.scheduled = true;
            long dueNanos = feed.sentNanos + TimeUnit.MILLISECONDS.toNanos(channel.refreshMillis());
            loop().schedule(Math.max(0, dueNanos - loop().nanoTime()), () -> {
                feed.scheduled = false;
                if (!ended && subscriptions.containsKey(name)) {
                    sendLevels(name, channel);
                }
            });
        }
    }

    private void sendLevels(String name, Channel.Levels channel) {
        levelsFeeds.computeIfAbsent(name, n -> new LevelsFeed()).sentNanos = loop().nanoTime();
        exchange.book(channel.market())
                .ifPresent(book -> sendFrame(new Frame(new SbeMessage.Book(
                        clock.frameMicros(),
                        book.sequence(),
                        true,
                        SbeMessage.Tops.NONE,
                        flatten(top(book, Side.BUY, channel.tickE8())),
                        flatten(top(book, Side.SELL, channel.tickE8())),
                        book.symbol()))));
    }

    /// The best levels; grouped prices are rounded away from the other side.
    private static List<Level> top(SimulatedBook book, Side side, long tickE8) {
        if (tickE8 == 0) {
            return book.levels(side, Channel.LEVELS_DEPTH);
        }
        Rounding away = side == Side.BUY ? Rounding.FLOOR : Rounding.CEILING;
        Map<Long, Long> grouped = new TreeMap<>();
        for (Level level : book.levels(side, Integer.MAX_VALUE)) {
            grouped.merge(FixedPoint.roundToMultiple(level.priceE8(), tickE8, away), level.quantityE8(), Long::sum);
        }
        List<Level> levels = new ArrayList<>();
        grouped.forEach((price, quantity) -> levels.add(new Level(price, quantity)));
        List<Level> bestFirst = side == Side.BUY ? levels.reversed() : levels;
        return bestFirst.subList(0, Math.min(Channel.LEVELS_DEPTH, bestFirst.size()));
    }

    private static long[] flatten(List<Level> levels) {
        long[] flat = new long[levels.size() * 2];
        for (int i = 0; i < levels.size(); i++) {
            flat[2 * i] = levels.get(i).priceE8();
            flat[2 * i + 1] = levels.get(i).quantityE8();
        }
        return flat;
    }

    // Private events.

    void onOrder(String market, PrivateEvent event) {
        sendPrivate(
                event,
                channel -> channel instanceof Channel.Orders orders && Channel.covers(orders.market(), market),
                true);
    }

    void onFill(String market, PrivateEvent event) {
        sendPrivate(
                event,
                channel -> channel instanceof Channel.Fills fills && Channel.covers(fills.market(), market),
                true);
    }

    void onPosition(PrivateEvent event) {
        sendPrivate(event, channel -> channel instanceof Channel.Positions, false);
    }

    void onAccount(PrivateEvent event) {
        sendPrivate(event, channel -> channel instanceof Channel.AccountSummary, false);
    }

    /// An event that is JSON whatever the connection negotiated.
    ///
    /// @param account whose it is; empty for everyone's
    void onEvent(Channel.Topic topic, String market, String account, ObjectNode data) {
        boolean own = account.isEmpty()
                || caller.filter(who -> who.account().id().equals(account)).isPresent();
        if (own) {
            subscriptions().forEach((name, channel) -> {
                if (channel instanceof Channel.Events events
                        && events.topic() == topic
                        && Channel.covers(events.market(), market)) {
                    sendJson(name, data);
                }
            });
        }
    }

    /// @param mayRepeat whether a planned fault may send it twice
    private void sendPrivate(PrivateEvent event, Predicate<Channel> wanted, boolean mayRepeat) {
        boolean own =
                caller.filter(who -> who.account().id().equals(event.account())).isPresent();
        if (!own) {
            return;
        }
        subscriptions().forEach((name, channel) -> {
            if (wanted.test(channel)) {
                sendPrivate(name, event);
                if (mayRepeat && exchange.faults().happens(Fault.DuplicateEvent.class)) {
                    sendPrivate(name, event);
                }
            }
        });
    }

    private void sendPrivate(String channel, PrivateEvent event) {
        if (encoder.isPresent() && settings.privateAsBinary()) {
            sendFrame(new Frame(event.message().get()));
            return;
        }
        sendJson(channel, event.json().get());
    }

    private void sendJson(String channel, ObjectNode data) {
        ObjectNode params = Json.object().put("channel", channel);
        params.set("data", data);
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", "subscription");
        message.set("params", params);
        sendText(Json.write(message));
    }

    // Sending.

    private void sendFrame(Frame frame) {
        encoder.ifPresent(layout -> send(open -> open.sendBinary(frame.bytes(layout))));
    }

    void sendText(String text) {
        send(open -> open.sendText(text));
    }

    private void send(Consumer<ServerSocket> action) {
        if (ended || silent()) {
            return;
        }
        socket.filter(ServerSocket::isOpen).ifPresent(open -> {
            if (open.pendingMessages() >= settings.queuedMessagesMax()) {
                close(CLOSE_POLICY, "too slow: " + settings.queuedMessagesMax() + " messages queued");
            } else {
                lastSentNanos = loop().nanoTime();
                action.accept(open);
            }
        });
    }

    private boolean silent() {
        return exchange.faults().silent(loop().nanoTime());
    }

    private IoLoop loop() {
        return exchange.loop();
    }
}
