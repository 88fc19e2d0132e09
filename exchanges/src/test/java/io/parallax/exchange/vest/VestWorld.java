package io.parallax.exchange.vest;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.VirtualExchange;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.exchange.transport.VirtualWebSocket;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A Vest adapter on virtual time with a scripted exchange around it: answers as documented until a test says
/// otherwise.
final class VestWorld {
    static final Instrument BTC = new Instrument(
            ExchangeId.VEST,
            "BTC-PERP",
            "BTC-PERP",
            FixedPoint.parse("0.01"),
            FixedPoint.parse("0.0001"),
            FixedPoint.parse("0.0001"),
            Long.MAX_VALUE,
            0,
            100,
            50,
            true);
    static final String DEPTH =
            "{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[[\"90005.10\",\"0.0450\"],[\"90003.75\",\"0.0450\"]],"
                    + "\"asks\":[[\"90019.80\",\"0.0450\"],[\"90021.15\",\"0.0450\"]]}}";
    static final int BOOK = 4;
    private static final String ACCOUNT = VestSamples.text("rest-account.json");
    private static final String INSTRUMENTS = VestSamples.text("rest-exchangeInfo.json");

    final VirtualIoLoop loop = new VirtualIoLoop();
    final List<ExchangeEvent> events = new ArrayList<>();
    final List<String> books = new ArrayList<>();
    final Map<String, Consumer<VirtualExchange>> overrides = new LinkedHashMap<>();
    Function<String, String> orderRows = path -> "[]";
    long serverSkewMillis;
    long lastNonce;
    boolean answersSubscriptions = true;
    /// The time of the last book as it was told on.
    long frameMicros;
    final VestAdapter adapter;

    VestWorld() {
        this(config -> config);
    }

    VestWorld(Function<VestConfig, VestConfig> change) {
        VestConfig config = VestConfig.production()
                .withHosts(URI.create("http://vest.test/v2"), URI.create("ws://vest.test/ws-api"))
                .withCredentials(
                        VestConfig.Credentials.of(Secret.fromHex("22".repeat(32)), Secret.fromHex("11".repeat(32))));
        adapter = new VestAdapter(
                change.apply(config),
                loop,
                loop,
                events::add,
                new BookRecorder(),
                (exchange, symbol) -> Optional.empty());
        loop.onRequest(this::serve);
        loop.onWebSocket(socket -> {
            socket.accept();
            answerSubscriptions(socket);
        });
    }

    /// Connected, one book wanted and delivered.
    static VestWorld ready() {
        return new VestWorld().becomeReady();
    }

    VestWorld becomeReady() {
        adapter.subscribeOrderbook("BTC-PERP", BOOK);
        adapter.connect();
        loop.advanceMillis(5);
        publicSocket().text(DEPTH);
        loop.advanceMillis(5);
        return this;
    }

    private void serve(VirtualExchange exchange) {
        String request = exchange.request().method() + " " + exchange.request().path();
        for (Map.Entry<String, Consumer<VirtualExchange>> override : overrides.entrySet()) {
            if (request.startsWith(override.getKey())) {
                override.getValue().accept(exchange);
                return;
            }
        }
        exchange.answer(200, body(request, exchange));
    }

    private String body(String request, VirtualExchange exchange) {
        String path = request.contains("?") ? request.substring(0, request.indexOf('?')) : request;
        return switch (path) {
            case "GET /exchangeInfo" -> INSTRUMENTS;
            case "POST /register" -> VestSamples.text("rest-register-response.json");
            case "GET /account" -> account();
            case "GET /account/nonce" -> "{\"lastNonce\":" + lastNonce + "}";
            case "POST /account/listenKey", "PUT /account/listenKey" -> "{\"listenKey\":\"key1\"}";
            case "POST /account/leverage" -> "{\"symbol\":\"BTC-PERP\",\"value\":20}";
            case "POST /orders" ->
                "{\"id\":\"" + exchangeId(order(exchange).path("nonce").asLong()) + "\"}";
            case "POST /orders/cancel" ->
                "{\"id\":\"" + order(exchange).path("id").asString() + "\"}";
            case "GET /orders" -> orderRows.apply(exchange.request().path());
            default -> throw new AssertionError("unexpected request " + request);
        };
    }

    long nowMicros() {
        return loop.epochMillis() * 1_000;
    }

    String account() {
        return ACCOUNT.replace("1790000000000", Long.toString(loop.epochMillis() + serverSkewMillis));
    }

    static JsonNode order(VirtualExchange exchange) {
        return VestSamples.JSON.readTree(exchange.body()).path("order");
    }

    static String exchangeId(long nonce) {
        return "0xAB" + nonce;
    }

    void answerSubscriptions(VirtualWebSocket socket) {
        for (String text : socket.takeTexts()) {
            JsonNode message = VestSamples.JSON.readTree(text);
            if (answersSubscriptions && message.path("method").asString().endsWith("SUBSCRIBE")) {
                socket.text("{\"result\":null,\"id\":" + message.path("id").asLong() + "}");
            }
        }
    }

    VirtualWebSocket publicSocket() {
        return last(socket -> !socket.request().uri().toString().contains("listenKey"));
    }

    VirtualWebSocket privateSocket() {
        return last(socket -> socket.request().uri().toString().contains("listenKey"));
    }

    private VirtualWebSocket last(java.util.function.Predicate<VirtualWebSocket> which) {
        return loop.sockets().stream().filter(which).reduce((a, b) -> b).orElseThrow();
    }

    /// Requests since the last call whose method and path begin so.
    List<VirtualExchange> taken(String start) {
        return loop.takeExchanges().stream()
                .filter(exchange ->
                        (exchange.request().method() + " " + exchange.request().path()).startsWith(start))
                .toList();
    }

    /// Lets the exchange keep the answer to itself.
    VirtualExchange[] hold(String start) {
        VirtualExchange[] held = new VirtualExchange[1];
        overrides.put(start, exchange -> held[0] = exchange);
        return held;
    }

    void answer(String start, int status, Map<String, String> headers, String body) {
        overrides.put(start, exchange -> exchange.answer(status, headers, VestSamples.utf8(body)));
    }

    void answer(String start, int status, String body) {
        overrides.put(start, exchange -> exchange.answer(status, body));
    }

    static ClientOrderId id(int counter) {
        return new ClientOrderId("test", 1_767_225_600L, counter, Leg.A, OrderIntent.ENTRY);
    }

    static OrderRequest buy(int counter) {
        return order(counter, Side.BUY, TimeInForce.IMMEDIATE_OR_CANCEL, false);
    }

    static OrderRequest order(int counter, Side side, TimeInForce timeInForce, boolean reduceOnly) {
        return new OrderRequest(
                id(counter),
                BTC,
                side,
                FixedPoint.parse("0.03"),
                FixedPoint.parse("91000"),
                timeInForce,
                reduceOnly,
                0);
    }

    /// Places an order and returns its nonce.
    long place(OrderRequest request) {
        loop.takeExchanges();
        adapter.placeOrder(request);
        loop.runReady();
        return order(taken("POST /orders").getFirst()).path("nonce").asLong();
    }

    static String orderNews(long nonce, String status, String more) {
        return "{\"channel\":\"account_private\",\"data\":{\"event\":\"ORDER\",\"args\":" + row(nonce, status, more)
                + "}}";
    }

    static String row(long nonce, String status, String more) {
        return "{\"id\":\"" + exchangeId(nonce) + "\",\"nonce\":" + nonce + ",\"status\":\"" + status
                + "\",\"postTime\":" + (VirtualIoLoop.START_EPOCH_MILLIS + 10) + more + "}";
    }

    static String filled(String size, String lastSize, String price, String average, String fees) {
        return ",\"symbol\":\"BTC-PERP\",\"isBuy\":true,\"orderType\":\"MARKET\",\"limitPrice\":\"91000.00\",\"size\":\""
                + size
                + "\",\"lastFilledSize\":\"" + lastSize + "\",\"lastFilledPrice\":\"" + price
                + "\",\"lastFilledTime\":1790000000180,\"avgFilledPrice\":\"" + average + "\",\"fees\":\"" + fees
                + "\"";
    }

    static String filledWhole() {
        return filled("0.0300", "0.0300", "90019.80", "90019.80", "0.270059");
    }

    /// Events of a kind since the last call of [#forget].
    <T extends ExchangeEvent> List<T> seen(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void forget() {
        events.clear();
        books.clear();
    }

    /// How a stream went: `CONNECTING SYNCING READY`.
    String course(Stream stream) {
        return String.join(
                " ",
                seen(StreamChanged.class).stream()
                        .filter(change -> change.stream() == stream)
                        .map(change -> change.state().name())
                        .toList());
    }

    String reason(Stream stream, StreamState state) {
        return seen(StreamChanged.class).stream()
                .filter(change -> change.stream() == stream && change.state() == state)
                .map(StreamChanged::reason)
                .reduce((a, b) -> b)
                .orElse("never");
    }

    private final class BookRecorder implements BookEventSink {
        private final StringBuilder book = new StringBuilder();

        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            frameMicros = exchangeEpochMicros;
            book.setLength(0);
            book.append(bookIndex).append(':');
        }

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            throw new AssertionError("Vest has no deltas");
        }

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            book.append(' ')
                    .append(side)
                    .append(' ')
                    .append(FixedPoint.format(quantityE8))
                    .append('@')
                    .append(FixedPoint.format(priceE8));
        }

        @Override
        public void end() {
            books.add(book.toString());
        }

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            books.add(bookIndex + ": lost " + reason);
        }
    }
}
