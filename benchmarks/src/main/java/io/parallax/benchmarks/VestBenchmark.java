package io.parallax.benchmarks;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.WebSocket;
import io.parallax.exchange.transport.WebSocketListener;
import io.parallax.exchange.transport.WebSocketRequest;
import io.parallax.exchange.vest.VestAdapter;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The Vest adapter between socket and engine, without either: a depth frame of 20 levels a side from its bytes to the
/// last level told (expect 0 B/op), and an order from the command to the signed request. No I/O.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VestBenchmark {
    private static final Instrument BTC = new Instrument(
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
    private static final int LEVELS = 20;

    private final Wire wire = new Wire();
    private final LevelSum levels = new LevelSum();
    private final byte[] frame = frame();
    private VestAdapter adapter = adapter();
    private long counter;

    @Setup
    public void connect() {
        adapter = adapter();
        adapter.subscribeOrderbook("BTC-PERP", 0);
        adapter.connect();
        wire.runPending();
        depthFrame();
        signedOrder();
    }

    private VestAdapter adapter() {
        VestConfig config = VestConfig.production()
                .withCredentials(
                        VestConfig.Credentials.of(Secret.fromHex("22".repeat(32)), Secret.fromHex("11".repeat(32))));
        return new VestAdapter(config, wire, wire, event -> {}, levels, (exchange, symbol) -> Optional.empty());
    }

    private static byte[] frame() {
        StringBuilder bids = new StringBuilder();
        StringBuilder asks = new StringBuilder();
        for (int i = 0; i < LEVELS; i++) {
            String comma = i == 0 ? "" : ",";
            bids.append(comma).append("[\"").append(90_005 - i).append(".10\",\"0.0450\"]");
            asks.append(comma).append("[\"").append(90_019 + i).append(".80\",\"0.0450\"]");
        }
        String text = "{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[" + bids + "],\"asks\":[" + asks + "]}}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public long depthFrame() {
        wire.books().onBinary(wire, frame, 0, frame.length, 1);
        return levels.sum;
    }

    @Benchmark
    public int signedOrder() {
        adapter.placeOrder(new OrderRequest(
                new ClientOrderId("jmh0", 1_767_225_600L, ++counter, Leg.A, OrderIntent.ENTRY),
                BTC,
                Side.BUY,
                FixedPoint.parse("0.03"),
                FixedPoint.parse("91000"),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0));
        if (wire.orders != counter) {
            throw new IllegalStateException("order " + counter + " was not sent");
        }
        return wire.bodyBytes;
    }

    private static final class LevelSum implements BookEventSink {
        private long sum;

        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            sum = 0;
        }

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {}

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            sum += priceE8 ^ quantityE8;
        }

        @Override
        public void end() {}

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {}
    }

    /// A loop whose exchange answers logins at once and orders never: they fail as not sent, so that none piles up.
    private static final class Wire implements IoLoop, WebSocket, HttpClient {
        private @Nullable WebSocketListener books;
        private long orders;
        private int bodyBytes;
        private final Queue<Runnable> pending = new ArrayDeque<>();

        void runPending() {
            for (Runnable next = pending.poll(); next != null; next = pending.poll()) {
                next.run();
            }
        }

        WebSocketListener books() {
            WebSocketListener listener = books;
            if (listener == null) {
                throw new IllegalStateException("the feed has not connected");
            }
            return listener;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            return () -> {};
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void openWebSocket(WebSocketRequest request, WebSocketListener listener) {
            if (!request.uri().toString().contains("listenKey")) {
                books = listener;
            }
            pending.add(() -> listener.onOpen(this));
        }

        @Override
        public HttpClient httpClient(URI base, int connections) {
            return this;
        }

        @Override
        public void send(HttpRequest request, HttpListener listener) {
            if (request.path().equals("/orders") && request.method().equals("POST")) {
                orders++;
                bodyBytes = request.body().length;
                listener.onFailed(false, "measured");
                return;
            }
            byte[] body = answer(request.path()).getBytes(StandardCharsets.UTF_8);
            pending.add(() -> listener.onResponse(new HttpResponse(200, Map.of(), body, nanoTime())));
        }

        private static String answer(String path) {
            return switch (path.split("\\?")[0]) {
                case "/exchangeInfo" -> "{\"symbols\":[]}";
                case "/register" -> "{\"apiKey\":\"key\",\"accGroup\":0}";
                case "/account/nonce" -> "{\"lastNonce\":0}";
                case "/account/listenKey" -> "{\"listenKey\":\"key\"}";
                case "/orders" -> "[]";
                default ->
                    "{\"address\":\"0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a\",\"collateral\":\"1\","
                            + "\"totalAccountValue\":\"1\",\"positions\":[],\"leverages\":[]}";
            };
        }

        @Override
        public void warm() {}

        @Override
        public void sendText(byte[] utf8, int offset, int length, WriteListener onWritten) {}

        @Override
        public void sendPing() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
