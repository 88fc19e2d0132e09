package io.parallax.exchange.paradex;

import io.parallax.exchange.transport.VirtualExchange;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.exchange.transport.VirtualWebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Plays Paradex on a [VirtualIoLoop]: answers everything as the real one would while all is well, and lets a
/// test put another answer in the place of any of them. Thread: the test's.
final class ScriptedParadex {
    static final String MARKET = "BTC-USD-PERP";
    static final String ACCOUNT = "0x129c135ed63df9353885e292be4426b8ed6122b13c6c0e1bb787288a1f5adfa";

    private final VirtualIoLoop loop;
    private final Map<String, Consumer<VirtualExchange>> rest = new LinkedHashMap<>();
    private final Map<String, Consumer<Request>> methods = new LinkedHashMap<>();
    private final Set<String> silentMethods = new HashSet<>();
    private final List<Request> requests = new ArrayList<>();
    private final Map<VirtualWebSocket, Set<String>> channels = new LinkedHashMap<>();
    private int refusals;
    private int logins;
    private String lastToken = "";
    long bookSequence = 100;

    /// A JSON-RPC request that the client sent.
    record Request(VirtualWebSocket socket, String method, JsonNode params, long id) {
        void result(String json) {
            socket.text("{\"jsonrpc\":\"2.0\",\"result\":" + json + ",\"usIn\":1,\"usDiff\":2,\"id\":" + id + "}");
        }

        void error(int code, String message, String data) {
            socket.text("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                    + "\",\"data\":\"" + data + "\"},\"id\":" + id + "}");
        }

        String channel() {
            return params.path("channel").asString("");
        }
    }

    ScriptedParadex(VirtualIoLoop loop) {
        this.loop = loop;
        loop.onWebSocket(socket -> {
            if (refusals > 0) {
                refusals--;
                socket.refuse(400, "unsupported schema version");
            } else {
                channels.put(socket, new HashSet<>());
                socket.accept();
            }
        });
        loop.onRequest(this::answer);
        on("GET /system/config", 200, "{\"starknet_chain_id\":\"PRIVATE_SN_PARACLEAR_MAINNET\"}");
        on(
                "GET /system/time",
                exchange -> exchange.answer(200, "{\"server_time\":\"" + (loop.epochMillis() + 40) + "\"}"));
        on("GET /system/state", 200, "{\"status\":\"ok\"}");
        on("GET /markets", 200, Samples.text("rest-markets-2026.made.json"));
        on("GET /account/info", 200, Samples.text("rest-account-info.made.json"));
        on("GET /orders", 200, "{\"results\":[]}");
        on("GET /orders-history", 200, "{\"results\":[],\"next\":null,\"prev\":null}");
        on("GET /fills", 200, "{\"results\":[],\"next\":null,\"prev\":null}");
        on("GET /tradebusts", 200, "{\"results\":[],\"next\":null,\"prev\":null}");
        on("GET /positions", 200, "{\"results\":[]}");
        on("GET /balance", 200, Samples.text("rest-balance.made.json"));
        on("GET /account", 200, Samples.text("rest-account.made.json"));
        on("GET /orders/by_client_id", 404, "{\"error\":\"CLIENT_ORDER_ID_NOT_FOUND\",\"message\":\"none\"}");
        on("POST /auth", exchange -> {
            logins++;
            lastToken = "token" + logins;
            exchange.answer(200, "{\"jwt_token\":\"" + lastToken + "\"}");
        });
        onMethod("auth", request -> request.result("{\"node_id\":\"73cf456f7cb78d59\"}"));
        onMethod("subscribe", this::subscribe);
        onMethod("unsubscribe", request -> {
            boolean known = channelsOf(request.socket).remove(request.channel());
            if (known) {
                request.result("{\"channel\":\"" + request.channel() + "\"}");
            } else {
                request.error(100, "not subscribed", "");
            }
        });
        onMethod("order.cancel_on_disconnect", request -> request.result("{\"enabled\":true}"));
    }

    private Set<String> channelsOf(VirtualWebSocket socket) {
        return channels.computeIfAbsent(socket, _ -> new HashSet<>());
    }

    private void subscribe(Request request) {
        if (!channelsOf(request.socket).add(request.channel())) {
            request.error(100, "already subscribed", "");
            return;
        }
        request.result("{\"channel\":\"" + request.channel() + "\"}");
        if (request.channel().equals("order_book." + MARKET + ".deltas") && !silentMethods.contains("snapshot")) {
            snapshot();
        }
    }

    // ---- what a test changes

    /// From now on this answers requests whose method and path, without query, are or begin with the given
    /// ones; the longest match wins.
    void on(String methodAndPath, Consumer<VirtualExchange> answer) {
        rest.put(methodAndPath, answer);
    }

    void on(String methodAndPath, int status, String body) {
        on(methodAndPath, exchange -> exchange.answer(status, body));
    }

    /// What answers a request now.
    Consumer<VirtualExchange> answerTo(String methodAndPath) {
        return Objects.requireNonNull(rest.get(methodAndPath), methodAndPath);
    }

    void onMethod(String method, Consumer<Request> answer) {
        methods.put(method, answer);
    }

    void refuseUpgrades(int count) {
        refusals = count;
    }

    /// Acknowledges book subscriptions and sends no book.
    void sendNoSnapshots(boolean none) {
        if (none) {
            silentMethods.add("snapshot");
        } else {
            silentMethods.remove("snapshot");
        }
    }

    // ---- what happens

    /// Lets everything that is due now happen, answers included.
    void settle() {
        boolean busy = true;
        while (busy) {
            loop.runReady();
            busy = false;
            for (VirtualWebSocket socket : List.copyOf(channels.keySet())) {
                for (String text : socket.takeTexts()) {
                    busy = true;
                    JsonNode json = Samples.JSON.readTree(text);
                    Request request = new Request(
                            socket,
                            json.get("method").stringValue(),
                            json.get("params"),
                            json.get("id").longValue());
                    requests.add(request);
                    Consumer<Request> answer = methods.get(request.method);
                    if (answer != null) {
                        answer.accept(request);
                    }
                }
            }
        }
    }

    /// Time passes; the exchange's transport answers pings all the while.
    void pass(long millis) {
        for (long passed = 0; passed < millis; passed += 50) {
            loop.advanceMillis(Math.min(50, millis - passed));
            for (VirtualWebSocket socket : channels.keySet()) {
                socket.transportAlive();
            }
            settle();
        }
    }

    /// As [#pass], with a book frame every 500 ms and a heartbeat on every connection every 20 s.
    void passBusily(long millis) {
        for (long passed = 0; passed < millis; passed += 500) {
            pass(500);
            if (passed % 20_000 == 0) {
                for (VirtualWebSocket socket : channels.keySet()) {
                    socket.binary(heartbeat());
                }
            }
            delta(++bookSequence);
            settle();
        }
    }

    private void answer(VirtualExchange exchange) {
        String path = exchange.request().path();
        String asked = exchange.request().method() + " " + path.split("\\?", -1)[0];
        rest.entrySet().stream()
                .filter(entry -> asked.equals(entry.getKey()) || asked.startsWith(entry.getKey() + "/"))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .ifPresentOrElse(
                        entry -> entry.getValue().accept(exchange),
                        () -> exchange.answer(404, "{\"error\":\"NOT_FOUND\",\"message\":\"" + asked + "\"}"));
    }

    int logins() {
        return logins;
    }

    String lastToken() {
        return lastToken;
    }

    /// The requests of a method since the last call.
    List<Request> take(String method) {
        List<Request> taken = requests.stream()
                .filter(request -> request.method.equals(method))
                .toList();
        requests.removeAll(taken);
        return taken;
    }

    VirtualWebSocket publicSocket() {
        return withChannel("order_book.");
    }

    VirtualWebSocket privateSocket() {
        return withChannel("orders.");
    }

    private VirtualWebSocket withChannel(String prefix) {
        return channels.entrySet().stream()
                .filter(entry -> entry.getKey().isOpen())
                .filter(entry -> entry.getValue().stream().anyMatch(channel -> channel.startsWith(prefix)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    // ---- frames

    void snapshot() {
        send(book(
                bookSequence, 0, MARKET, new long[][] {{8_342_270, 15}, {8_341_220, 19}}, new long[][] {{8_345_290, 31}
                }));
    }

    void delta(long sequence) {
        bookSequence = sequence;
        send(book(sequence, 1, MARKET, new long[][] {{8_342_270, 15 + sequence % 5}}, new long[0][]));
    }

    void send(byte[] frame) {
        publicSocketIfOpen(socket -> socket.binary(frame));
    }

    private void publicSocketIfOpen(Consumer<VirtualWebSocket> action) {
        channels.entrySet().stream()
                .filter(entry -> entry.getKey().isOpen())
                .filter(entry -> entry.getValue().contains("order_book." + MARKET + ".deltas"))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(action);
    }

    /// A book frame; prices in cents, sizes in 10⁻⁵.
    static byte[] book(long sequence, int type, String market, long[][] bids, long[][] asks) {
        byte[] name = market.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + 89 + 8 + 16 * (bids.length + asks.length) + 1 + name.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        frame.putShort((short) 89).putShort((short) 3).putShort((short) 1).putShort((short) 1);
        frame.putLong(1_795_305_609_001_000L).putLong(sequence).put((byte) type);
        for (int i = 0; i < 9; i++) {
            frame.putLong(Long.MIN_VALUE);
        }
        for (long[][] side : new long[][][] {bids, asks}) {
            frame.putShort((short) 16).putShort((short) side.length);
            for (long[] level : side) {
                frame.putLong(level[0] * 1_000_000).putLong(level[1] * 1_000);
            }
        }
        return frame.put((byte) name.length).put(name).array();
    }

    static byte[] heartbeat() {
        return HexFormat.of()
                .parseHex(Samples.json("sbe-heartbeat-v1.made.json").get("hex").stringValue());
    }

    /// A private data message as JSON.
    void push(String channel, String data) {
        privateSocket()
                .text("{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\"" + channel
                        + "\",\"data\":" + data + "}}");
    }

    static String order(String clientId, String status, String size, String remaining, String reason) {
        return "{\"id\":\"1795305609016201709277900000\",\"account\":\"" + ACCOUNT + "\",\"market\":\"" + MARKET
                + "\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"size\":\"" + size + "\",\"remaining_size\":\"" + remaining
                + "\",\"price\":\"67629.7\",\"status\":\"" + status + "\",\"cancel_reason\":\"" + reason
                + "\",\"client_id\":\"" + clientId + "\",\"flags\":[]}";
    }

    static String fill(String id, String clientId, String size) {
        return "{\"id\":\"" + id + "\",\"account\":\"" + ACCOUNT + "\",\"market\":\"" + MARKET
                + "\",\"order_id\":\"1795305609016201709277900000\",\"client_id\":\"" + clientId
                + "\",\"side\":\"SELL\",\"price\":\"67629.6\",\"size\":\"" + size
                + "\",\"fee\":\"0.3\",\"fee_currency\":\"USDC\",\"fill_type\":\"FILL\",\"created_at\":1795305609016}";
    }
}
