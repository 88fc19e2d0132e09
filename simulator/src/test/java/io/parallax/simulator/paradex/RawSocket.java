package io.parallax.simulator.paradex;

import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.FrontEnd.ServerSocketHandler;
import io.parallax.simulator.server.ServerRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A connection to a front end without sockets: keeps what it is sent, in order.
final class RawSocket implements FrontEnd.ServerSocket {
    private final ServerSocketHandler handler;
    private final List<Object> received = new ArrayList<>();
    private int nextId;
    private int taken;
    private boolean answersPings = true;
    private boolean open = true;
    private int pings;
    private int pending;
    private int closeCode;

    private RawSocket(ServerSocketHandler handler) {
        this.handler = handler;
    }

    static RawSocket open(VirtualIoLoop loop, FrontEnd frontEnd, Map<String, String> query) {
        FrontEnd.Upgrade upgrade = upgrade(frontEnd, query);
        if (!(upgrade instanceof FrontEnd.Upgrade.Accepted accepted)) {
            throw new AssertionError("upgrade refused: " + upgrade);
        }
        RawSocket socket = new RawSocket(accepted.handler());
        accepted.handler().onOpen(socket);
        loop.runReady();
        return socket;
    }

    static RawSocket binary(VirtualIoLoop loop, FrontEnd frontEnd, int version) {
        return open(loop, frontEnd, Map.of("sbeSchemaId", "1", "sbeSchemaVersion", Integer.toString(version)));
    }

    static FrontEnd.Upgrade upgrade(FrontEnd frontEnd, Map<String, String> query) {
        return frontEnd.onUpgrade(new ServerRequest("GET", "/v1", query, Map.of(), new byte[0]));
    }

    /// Sends a request and returns its answer, which must come at once.
    JsonNode call(String method, JsonNode params) {
        int id = callWithoutWaiting(method, params);
        return answer(id);
    }

    int callWithoutWaiting(String method, JsonNode params) {
        int id = ++nextId;
        var request = Json.object().put("jsonrpc", "2.0").put("method", method).put("id", id);
        request.set("params", params);
        handler.onText(this, Json.write(request).getBytes(StandardCharsets.UTF_8));
        return id;
    }

    JsonNode answer(int id) {
        return texts().stream()
                .filter(text -> text.path("id").asInt(-1) == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer to request " + id + " in " + received));
    }

    void text(String text) {
        handler.onText(this, text.getBytes(StandardCharsets.UTF_8));
    }

    void binary(byte[] bytes) {
        handler.onBinary(this, bytes);
    }

    JsonNode subscribe(String channel) {
        return call("subscribe", Json.object().put("channel", channel));
    }

    JsonNode auth(String token) {
        return call("auth", Json.object().put("bearer", token));
    }

    /// All text messages so far.
    List<JsonNode> texts() {
        return received.stream()
                .filter(String.class::isInstance)
                .map(text -> Json.parse((String) text))
                .toList();
    }

    /// All binary frames so far.
    List<ByteBuffer> frames() {
        return received.stream()
                .filter(byte[].class::isInstance)
                .map(bytes -> ByteBuffer.wrap((byte[]) bytes).order(ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    List<ByteBuffer> frames(int template) {
        return frames().stream().filter(frame -> template(frame) == template).toList();
    }

    /// What came since the last call: texts as `answer` or the channel, frames as their template.
    List<String> takeKinds() {
        List<String> kinds = received.subList(taken, received.size()).stream()
                .map(RawSocket::kind)
                .toList();
        taken = received.size();
        return kinds;
    }

    private static String kind(Object message) {
        if (message instanceof String text) {
            JsonNode node = Json.parse(text);
            return node.has("id")
                    ? "answer"
                    : node.path("params").path("channel").asString();
        }
        ByteBuffer frame = ByteBuffer.wrap((byte[]) message).order(ByteOrder.LITTLE_ENDIAN);
        return switch (template(frame)) {
            case 1 -> "trade";
            case 2 -> "bbo";
            case 3 -> "book";
            case 4 -> "summary";
            case 5 -> "funding";
            case 20 ->
                "order " + List.of("NEW", "UNTRIGGERED", "OPEN", "CLOSED").get(frame.get(24) - 1);
            case 21 -> "fill";
            case 22 -> "position";
            case 23 -> "account";
            case 40 -> "heartbeat";
            default -> "?";
        };
    }

    static int template(ByteBuffer frame) {
        return frame.getShort(2);
    }

    void answersPings(boolean answers) {
        answersPings = answers;
    }

    void pendingMessages(int count) {
        pending = count;
    }

    int pings() {
        return pings;
    }

    int closeCode() {
        return closeCode;
    }

    /// The client goes away.
    void disconnect() {
        open = false;
        handler.onClosed(this, 1006);
    }

    @Override
    public void sendText(String text) {
        received.add(text);
    }

    @Override
    public void sendBinary(byte[] bytes) {
        received.add(bytes.clone());
    }

    @Override
    public void sendPing() {
        pings++;
        if (answersPings) {
            handler.onPong(this);
        }
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
        open = false;
        handler.onClosed(this, code);
    }

    @Override
    public void abort() {
        disconnect();
    }

    @Override
    public int pendingMessages() {
        return pending;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
