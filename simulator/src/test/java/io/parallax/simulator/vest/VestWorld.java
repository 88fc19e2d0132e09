package io.parallax.simulator.vest;

import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.PersonalMessage;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.core.ExchangeRules;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.SimulatedInstrument;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.FrontEnd.ServerSocket;
import io.parallax.simulator.server.FrontEnd.ServerSocketHandler;
import io.parallax.simulator.server.ServerRequest;
import io.parallax.simulator.server.ServerResponse;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A simulated Vest on virtual time with a hand-made client. The keys are those of the published test vectors.
final class VestWorld {
    final VirtualIoLoop loop = new VirtualIoLoop();
    final SimulatedExchange exchange;
    final VestFrontEnd frontEnd;
    final EthereumSigner primary = signer(0x11);
    final EthereumSigner delegate = signer(0x22);
    private String apiKey = "";
    private long nonce = loop.epochMillis();

    VestWorld(VestSimulatorSettings settings) {
        ExchangeId id = ExchangeId.VEST;
        exchange = new SimulatedExchange(
                new ExchangeRules(
                        id,
                        ExchangeRules.Execution.COUNTERPARTY,
                        0,
                        6,
                        settings.has(VestAlternative.REDUCE_ONLY_TRIMMED),
                        e8("10000")),
                List.of(
                        instrument("BTC-PERP", "0.01", "0.0001", true),
                        instrument("ETH-PERP", "0.001", "0.001", true),
                        instrument("SOL-PERP", "0.0001", "0.01", false)),
                loop,
                0);
        quotes("90005.10", "90019.80");
        exchange.refresh("ETH-PERP", List.of(level("3000", "10")), List.of(level("3000.5", "10")));
        frontEnd = new VestFrontEnd(settings, exchange, new SeededRandom(1));
    }

    static VestSimulatorSettings prompt() {
        return VestSimulatorSettings.defaults().withDelayFactor(0);
    }

    private static SimulatedInstrument instrument(String symbol, String tick, String lot, boolean tradable) {
        return new SimulatedInstrument(
                new Instrument(
                        ExchangeId.VEST, symbol, symbol, e8(tick), e8(lot), e8(lot), e8("10000"), 0, 100, 50, tradable),
                0,
                Long.MAX_VALUE,
                100);
    }

    void quotes(String bid, String ask) {
        exchange.refresh("BTC-PERP", List.of(level(bid, "0.9")), List.of(level(ask, "0.9")));
    }

    static Level level(String price, String quantity) {
        return new Level(e8(price), e8(quantity));
    }

    static long e8(String text) {
        return FixedPoint.parse(text);
    }

    private static EthereumSigner signer(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return new EthereumSigner(Secret.of(key));
    }

    /// An answer, or none yet.
    static final class Pending {
        private Optional<ServerResponse> response = Optional.empty();

        boolean answered() {
            return response.isPresent();
        }

        int status() {
            return response.orElseThrow().status();
        }

        JsonNode body() {
            return Json.parse(response.orElseThrow().body());
        }

        /// Code of an error, in either shape.
        int code() {
            JsonNode body = body();
            return (body.path("detail").isObject() ? body.path("detail") : body)
                    .path("code")
                    .asInt(0);
        }

        String text() {
            return new String(response.orElseThrow().body(), StandardCharsets.UTF_8);
        }
    }

    Pending send(String method, String pathAndQuery, String body, Map<String, String> headers) {
        String[] parts = pathAndQuery.split("\\?", 2);
        Map<String, String> query = new HashMap<>();
        if (parts.length == 2) {
            for (String parameter : parts[1].split("&")) {
                String[] pair = parameter.split("=", 2);
                query.put(pair[0], pair[1]);
            }
        }
        Pending pending = new Pending();
        frontEnd.onRequest(
                new ServerRequest(method, "/v2" + parts[0], query, headers, body.getBytes(StandardCharsets.UTF_8)),
                response -> pending.response = Optional.of(response));
        return pending;
    }

    /// Sends and waits for the answer.
    Pending call(String method, String pathAndQuery, String body) {
        return call(method, pathAndQuery, body, headers());
    }

    Pending call(String method, String pathAndQuery, String body, Map<String, String> headers) {
        Pending pending = send(method, pathAndQuery, body, headers);
        loop.runReady();
        return pending;
    }

    Pending get(String pathAndQuery) {
        return call("GET", pathAndQuery, "");
    }

    Map<String, String> headers() {
        return Map.of("xrestservermm", "restserver0", "x-api-key", apiKey);
    }

    String apiKey() {
        return apiKey;
    }

    /// Registers and keeps the key.
    Pending register() {
        Pending pending = call("POST", "/register", registration(loop.epochMillis() + 604_800_000));
        apiKey = pending.body().path("apiKey").asString("");
        return pending;
    }

    String registration(long expiryMillis) {
        VestSignatures signatures = new VestSignatures(VestSimulatorSettings.defaults());
        byte[] digest = signatures.registrationDigest(delegate.address(), expiryMillis);
        return Json.write(Json.object()
                .put("signingAddr", delegate.address().toString())
                .put("primaryAddr", primary.address().toString())
                .put("signature", "0x" + HexFormat.of().formatHex(primary.sign(digest)))
                .put("expiryTime", expiryMillis)
                .put("networkType", 0));
    }

    /// An order body that a test can bend before it is signed.
    ObjectNode order(String type, boolean buy, String size, String price) {
        nonce++;
        return Json.object()
                .put("time", loop.epochMillis())
                .put("nonce", nonce)
                .put("symbol", "BTC-PERP")
                .put("isBuy", buy)
                .put("size", size)
                .put("orderType", type)
                .put("limitPrice", price)
                .put("reduceOnly", false);
    }

    String signed(ObjectNode order) {
        return signed(order, delegate);
    }

    String signed(ObjectNode order, EthereumSigner signer) {
        byte[] hash = VestSignatures.orderHash(
                order.path("time").asLong(),
                order.path("nonce").asLong(),
                order.path("orderType").asString(),
                order.path("symbol").asString(),
                order.path("isBuy").asBoolean(false),
                order.path("size").asString(),
                order.path("limitPrice").asString(),
                order.path("reduceOnly").asBoolean());
        return envelope(order, hash, signer);
    }

    private static String envelope(ObjectNode order, byte[] hash, EthereumSigner signer) {
        ObjectNode body = Json.object();
        body.set("order", order);
        return Json.write(body.put("recvWindow", 60_000)
                .put("signature", "0x" + HexFormat.of().formatHex(signer.sign(PersonalMessage.digest(hash)))));
    }

    Pending place(ObjectNode order) {
        return call("POST", "/orders", signed(order));
    }

    /// Places an order that must be acknowledged and returns its id.
    String placed(ObjectNode order) {
        return place(order).body().path("id").asString();
    }

    Pending cancel(String id) {
        return call("POST", "/orders/cancel?time=" + loop.epochMillis(), cancelBody(id));
    }

    String cancelBody(String id) {
        nonce++;
        ObjectNode order = Json.object()
                .put("time", loop.epochMillis())
                .put("nonce", nonce)
                .put("id", id);
        return envelope(order, VestSignatures.cancelHash(loop.epochMillis(), nonce, id), delegate);
    }

    JsonNode row(String id) {
        return get("/orders?time=" + loop.epochMillis() + "&id=" + id).body().path(0);
    }

    Client connect(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&")) {
            String[] pair = parameter.split("=", 2);
            parameters.put(pair[0], pair[1]);
        }
        var upgrade = frontEnd.onUpgrade(new ServerRequest("GET", "/ws-api", parameters, Map.of(), new byte[0]));
        return new Client(((FrontEnd.Upgrade.Accepted) upgrade).handler());
    }

    Client connectPrivately() {
        String key =
                call("POST", "/account/listenKey", "").body().path("listenKey").asString();
        Client client = connect("version=1.0&listenKey=" + key);
        client.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"account_private\"],\"id\":1}");
        return client;
    }

    /// The client's end of a socket.
    final class Client implements ServerSocket {
        final List<String> messages = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        int closeCode;
        private final ServerSocketHandler handler;

        private Client(ServerSocketHandler handler) {
            this.handler = handler;
            handler.onOpen(this);
            loop.runReady();
        }

        void say(String text) {
            handler.onText(this, text.getBytes(StandardCharsets.UTF_8));
            loop.runReady();
        }

        List<JsonNode> orderEvents() {
            return messages.stream()
                    .map(text -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .filter(message -> message.path("channel").asString("").equals("account_private"))
                    .map(message -> message.path("data").path("args"))
                    .toList();
        }

        List<String> statuses() {
            return orderEvents().stream()
                    .map(args -> args.path("status").asString())
                    .toList();
        }

        @Override
        public void sendText(String text) {
            messages.add(text);
        }

        @Override
        public void sendBinary(byte[] bytes) {
            frames.add(bytes);
            messages.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void sendPing() {}

        @Override
        public void close(int code, String reason) {
            closeCode = code;
            handler.onClosed(this, code);
        }

        @Override
        public void abort() {
            close(1006, "");
        }

        @Override
        public int pendingMessages() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return closeCode == 0;
        }
    }
}
