package io.parallax.simulator.vest;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.core.BookChange;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.core.Transfer;
import io.parallax.simulator.server.FrontEnd.ServerSocket;
import io.parallax.simulator.server.FrontEnd.ServerSocketHandler;
import io.parallax.simulator.server.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The exchange's WebSockets: subscriptions, public channels, private stream. Every depth message is a whole
/// book. Thread: simulator loop.
final class VestSockets implements ExchangeListener {
    private static final String VERSION = "1.0";
    private static final String PRIVATE_CHANNEL = "account_private";
    private static final String TICKERS_CHANNEL = "tickers";
    private static final long TICKER_NANOS = TimeUnit.MILLISECONDS.toNanos(750);
    private static final int CHANNELS_MAX = 1_000;
    private static final int PENDING_MAX = 2_000;

    private static final int INTERNAL_ERROR = 1011;
    private static final int SERVICE_RESTART = 1012;
    private static final int WRONG_VERSION = 4000;
    private static final int GROUP_NOT_FOUND = 4001;
    private static final int GROUP_INVALID = 4002;
    private static final int LISTEN_KEY_REQUIRED = 4003;
    private static final int LISTEN_KEY_NOT_FOUND = 4004;
    private static final int LISTEN_KEY_EXPIRED = 4005;

    private final SimulatedExchange exchange;
    private final IoLoop loop;
    private final VestSimulatorSettings settings;
    private final VestListenKeys keys;
    private final VestViews views;
    private final VestHistory history;
    private final VestDepthWriter depthWriter = new VestDepthWriter();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private boolean ticking;

    VestSockets(
            SimulatedExchange exchange,
            VestSimulatorSettings settings,
            VestListenKeys keys,
            VestViews views,
            VestHistory history) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.settings = settings;
        this.keys = keys;
        this.views = views;
        this.history = history;
        exchange.addListener(this);
    }

    ServerSocketHandler accept(ServerRequest request) {
        return new Session(request);
    }

    /// Sends an ORDER event to the account's private streams; twice when a duplicate is planned.
    void sendOrder(VestAccount account, ObjectNode arguments) {
        ObjectNode data = Json.object().put("event", "ORDER");
        data.set("args", arguments);
        ObjectNode message = VestViews.envelope(PRIVATE_CHANNEL, data);
        send(account, message, exchange.faults().happens(Fault.DuplicateEvent.class) ? 2 : 1);
    }

    /// The page names this event and not its fields: chosen.
    void sendTransfer(VestAccount account, Transfer transfer) {
        ObjectNode arguments = Json.object()
                .put("transferType", transfer.amountE8() < 0 ? "WITHDRAW" : "DEPOSIT")
                .put("asset", "USDC")
                .put("amount", Json.money(Math.abs(transfer.amountE8())))
                .put("time", transfer.epochMillis());
        ObjectNode data = Json.object().put("event", "TRANSFER");
        data.set("args", arguments);
        send(account, VestViews.envelope(PRIVATE_CHANNEL, data), 1);
    }

    private void send(VestAccount account, ObjectNode message, int times) {
        List.copyOf(sessions).stream()
                .filter(session -> session.hearsPrivate(account))
                .forEach(session -> {
                    for (int i = 0; i < times; i++) {
                        session.send(message);
                    }
                });
    }

    @Override
    public void onMode(TradingMode mode) {
        if (mode == TradingMode.MAINTENANCE) {
            onRestart();
        }
    }

    /// The code is that of the API page for a planned restart.
    @Override
    public void onRestart() {
        List.copyOf(sessions).forEach(session -> session.close(SERVICE_RESTART));
    }

    @Override
    public void onBookChange(BookChange change) {
        if (change.cause() == BookChange.Cause.MARKET) {
            String channel = change.symbol() + "@depth";
            if (sessions.stream().anyMatch(session -> session.channels.contains(channel))) {
                exchange.book(change.symbol()).ifPresent(book -> publishDepth(channel, book));
            }
        }
    }

    private void publishDepth(String channel, SimulatedBook book) {
        byte[] message = depthWriter.message(channel, book, settings.depthLevels());
        for (Session session : List.copyOf(sessions)) {
            if (session.channels.contains(channel)) {
                session.send(message);
            }
        }
    }

    @Override
    public void onTrade(Trade trade) {
        exchange.book(trade.symbol())
                .ifPresent(book -> publish(trade.symbol() + "@trades", views.trade(book, trade, true)));
    }

    private void publish(String channel, JsonNode data) {
        ObjectNode message = VestViews.envelope(channel, data);
        List.copyOf(sessions).stream()
                .filter(session -> session.channels.contains(channel))
                .forEach(session -> session.send(message));
    }

    /// Tickers and bars, while anybody hears them.
    private void tick() {
        if (exchange.tellsMarks()) {
            publish(TICKERS_CHANNEL, tickers());
        }
        sessions.stream()
                .flatMap(session -> session.channels.stream())
                .filter(channel -> channel.contains("@kline_"))
                .distinct()
                .toList()
                .forEach(channel -> bar(channel).ifPresent(data -> publish(channel, data)));
        ticking = sessions.stream().anyMatch(Session::needsTicks);
        if (ticking) {
            loop.schedule(TICKER_NANOS, this::tick);
        }
    }

    private JsonNode tickers() {
        var rows = Json.array();
        for (SimulatedBook book : exchange.books()) {
            List<VestHistory.Bar> days = history.bars(book.symbol(), TimeUnit.DAYS.toMillis(1));
            if (!days.isEmpty()) {
                rows.add(views.streamTicker(book, days.getLast()));
            }
        }
        return rows;
    }

    private Optional<JsonNode> bar(String channel) {
        String symbol = channel.substring(0, channel.indexOf('@'));
        String interval = channel.substring(channel.indexOf("@kline_") + "@kline_".length());
        return exchange.book(symbol)
                .flatMap(book -> VestIntervals.millis(interval)
                        .map(span -> history.bars(symbol, span))
                        .filter(bars -> !bars.isEmpty())
                        .map(bars -> views.bar(book, bars.getLast(), true)));
    }

    private boolean known(String channel) {
        if (channel.equals(TICKERS_CHANNEL) || channel.equals(PRIVATE_CHANNEL)) {
            return true;
        }
        int at = channel.indexOf('@');
        String stream = at < 0 ? "" : channel.substring(at + 1);
        boolean knownStream = stream.equals("depth")
                || stream.equals("trades")
                || (stream.startsWith("kline_")
                        && VestIntervals.millis(stream.substring("kline_".length()))
                                .isPresent());
        return knownStream && exchange.book(channel.substring(0, at)).isPresent();
    }

    /// One connection.
    private final class Session implements ServerSocketHandler {
        private final ServerRequest request;
        private final Optional<VestListenKeys.Key> key;
        private final Set<String> channels = new LinkedHashSet<>();
        private Optional<ServerSocket> socket = Optional.empty();
        private long lastFrameNanos;

        Session(ServerRequest request) {
            this.request = request;
            this.key = request.parameter("listenKey").flatMap(keys::find);
        }

        @Override
        public void onOpen(ServerSocket opened) {
            socket = Optional.of(opened);
            int refusal = refusal();
            if (refusal != 0) {
                close(refusal);
                return;
            }
            sessions.add(this);
            lastFrameNanos = loop.nanoTime();
            watchIdle();
            key.ifPresent(this::watchKey);
        }

        private int refusal() {
            if (!request.parameter("version").orElse("").equals(VERSION)) {
                return WRONG_VERSION;
            }
            String group = request.parameter("xwebsocketserver").orElse("restserver" + settings.accountGroup());
            if (!group.matches("restserver\\d{1,3}")) {
                return GROUP_INVALID;
            }
            if (!group.equals("restserver" + settings.accountGroup())) {
                return GROUP_NOT_FOUND;
            }
            if (request.parameter("listenKey").isPresent() && key.isEmpty()) {
                return LISTEN_KEY_NOT_FOUND;
            }
            return key.filter(found -> found.expired(loop.epochMillis())).isPresent() ? LISTEN_KEY_EXPIRED : 0;
        }

        private void watchIdle() {
            if (settings.has(VestAlternative.IDLE_SOCKETS_STAY)) {
                return;
            }
            long idleNanos = TimeUnit.MILLISECONDS.toNanos(settings.idleMillis());
            long leftNanos = idleNanos - (loop.nanoTime() - lastFrameNanos);
            if (!sessions.contains(this)) {
                return;
            }
            if (leftNanos <= 0) {
                close(INTERNAL_ERROR);
            } else {
                loop.schedule(leftNanos, this::watchIdle);
            }
        }

        private void watchKey(VestListenKeys.Key watched) {
            if (!sessions.contains(this)) {
                return;
            }
            if (watched.expired(loop.epochMillis())) {
                close(LISTEN_KEY_EXPIRED);
            } else {
                long leftMillis = watched.expiresMillis() - loop.epochMillis();
                loop.schedule(TimeUnit.MILLISECONDS.toNanos(Math.max(1, leftMillis)), () -> watchKey(watched));
            }
        }

        @Override
        public void onText(ServerSocket from, byte[] utf8) {
            lastFrameNanos = loop.nanoTime();
            JsonNode message;
            try {
                message = Json.parse(utf8);
            } catch (JacksonException e) {
                // What the exchange does with text that is not JSON is unknown; chosen: nothing.
                return;
            }
            switch (message.path("method").asString("")) {
                case "PING" -> send(Json.object().put("data", "PONG"));
                case "SUBSCRIBE" -> subscribe(message);
                case "UNSUBSCRIBE" -> {
                    message.path("params").forEach(channel -> channels.remove(channel.asString("")));
                    acknowledge(message);
                }
                default -> {
                    // Unknown methods stay unanswered; chosen.
                }
            }
        }

        @Override
        public void onBinary(ServerSocket from, byte[] bytes) {
            onText(from, bytes);
        }

        private void subscribe(JsonNode message) {
            boolean allKnown = true;
            Set<String> added = new LinkedHashSet<>();
            for (JsonNode parameter : message.path("params")) {
                String channel = parameter.asString("");
                if (channel.equals(PRIVATE_CHANNEL) && key.isEmpty()) {
                    close(LISTEN_KEY_REQUIRED);
                    return;
                }
                boolean known = known(channel);
                allKnown &= known;
                if (known && channels.size() < CHANNELS_MAX && channels.add(channel)) {
                    added.add(channel);
                }
            }
            if (allKnown || !settings.has(VestAlternative.UNKNOWN_CHANNEL_UNANSWERED)) {
                acknowledge(message);
            }
            added.forEach(this::sendFirst);
            if (!ticking && needsTicks()) {
                ticking = true;
                loop.schedule(TICKER_NANOS, VestSockets.this::tick);
            }
        }

        private void sendFirst(String channel) {
            if (channel.endsWith("@depth")) {
                exchange.book(channel.substring(0, channel.indexOf('@')))
                        .ifPresent(book -> send(depthWriter.message(channel, book, settings.depthLevels())));
            } else if (channel.equals(TICKERS_CHANNEL) && exchange.tellsMarks()) {
                send(VestViews.envelope(channel, tickers()));
            }
        }

        private void acknowledge(JsonNode message) {
            ObjectNode answer = Json.object();
            answer.set("result", Json.nothing());
            answer.set("id", message.path("id").isIntegralNumber() ? message.path("id") : Json.nothing());
            send(answer);
        }

        private boolean needsTicks() {
            return channels.stream()
                    .anyMatch(channel -> channel.equals(TICKERS_CHANNEL) || channel.contains("@kline_"));
        }

        private boolean hearsPrivate(VestAccount account) {
            return channels.contains(PRIVATE_CHANNEL)
                    && key.filter(found -> found.account() == account).isPresent();
        }

        private void send(JsonNode message) {
            send(Json.write(message).getBytes(StandardCharsets.UTF_8));
        }

        private void send(byte[] utf8) {
            if (exchange.faults().silent(loop.nanoTime())) {
                return;
            }
            socket.filter(ServerSocket::isOpen).ifPresent(open -> {
                if (open.pendingMessages() > PENDING_MAX) {
                    close(INTERNAL_ERROR);
                } else {
                    sendFrame(open, utf8);
                }
            });
        }

        private void sendFrame(ServerSocket open, byte[] utf8) {
            if (settings.has(VestAlternative.TEXT_FRAMES)) {
                open.sendText(new String(utf8, StandardCharsets.UTF_8));
            } else if (settings.has(VestAlternative.BROTLI_FRAMES)) {
                open.sendBinary(BrotliFrame.stored(utf8));
            } else {
                open.sendBinary(utf8);
            }
        }

        private void close(int code) {
            sessions.remove(this);
            socket.ifPresent(open -> open.close(code, ""));
        }

        @Override
        public void onClosed(ServerSocket closed, int code) {
            sessions.remove(this);
        }
    }
}
