package io.parallax.simulator.oracle;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.RequestClass;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// One order as it stood in the bytes that left the host, what truly became of it, and what the host was told.
/// Thread: the world's.
final class SentOrder {
    static final long NEVER = Long.MAX_VALUE;

    private static final ObjectMapper JSON = new ObjectMapper();

    final ExchangeId exchange;
    /// Client id on Paradex, nonce on Vest: what the exchange shows in every answer about it, or maps to its own id.
    final String key;
    final boolean buy;
    final long quantityE8;
    final long limitE8;
    final boolean reduceOnly;
    final long recvWindowMillis;
    /// Number of the call on a socket; -1 over HTTP.
    final long callId;
    final long sentNanos;
    final int life;
    private final byte[] keyBytes;
    private byte @Nullable [] exchangeId;

    // Truth.
    boolean taken;
    long endNanos = NEVER;
    boolean lost;

    // Evidence.
    boolean endTold;
    /// When that was.
    long toldNanos = NEVER;
    /// That it does not exist was concluded from answers that did not show it.
    boolean inferred;
    /// It was not taken for the exchange's mode, and the host was told.
    boolean modeRefused;

    private SentOrder(
            ExchangeId exchange,
            JsonNode order,
            String key,
            long recvWindowMillis,
            long callId,
            long sentNanos,
            int life) {
        boolean vest = exchange.equals(ExchangeId.VEST);
        this.exchange = exchange;
        this.key = key;
        this.keyBytes = ascii(key);
        this.buy = vest
                ? order.path("isBuy").asBoolean()
                : order.path("side").asString("").equals("BUY");
        this.quantityE8 = FixedPoint.parse(order.path("size").asString("0"));
        this.limitE8 =
                FixedPoint.parse(order.path(vest ? "limitPrice" : "price").asString("0"));
        this.reduceOnly = vest
                ? order.path("reduceOnly").asBoolean(false)
                : order.path("flags")
                        .valueStream()
                        .anyMatch(flag -> flag.asString("").equals("REDUCE_ONLY"));
        this.recvWindowMillis = recvWindowMillis;
        this.callId = callId;
        this.sentNanos = sentNanos;
        this.life = life;
    }

    static SentOrder read(ExchangeId exchange, byte[] body, long sentNanos, int life) {
        JsonNode root = JSON.readTree(body);
        if (exchange.equals(ExchangeId.VEST)) {
            JsonNode order = root.path("order");
            long windowMillis = root.path("recvWindow").asLong(0);
            return new SentOrder(exchange, order, order.path("nonce").asString(""), windowMillis, -1, sentNanos, life);
        }
        boolean call = root.has("method");
        JsonNode order = call ? root.path("params") : root;
        return new SentOrder(
                exchange,
                order,
                order.path("client_id").asString(""),
                order.path("recv_window").asLong(0),
                call ? root.path("id").asLong(-1) : -1,
                sentNanos,
                life);
    }

    void takenAs(String id) {
        taken = true;
        exchangeId = ascii(id);
    }

    /// Whether some bytes speak of this order.
    boolean isNamedIn(byte[] bytes) {
        byte[] other = exchangeId;
        return RequestClass.contains(bytes, keyBytes) || (other != null && RequestClass.contains(bytes, other));
    }

    boolean isNamedIn(String text) {
        return text.contains(key);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return exchange + " order " + key + " " + (buy ? "buy " : "sell ") + FixedPoint.format(quantityE8);
    }
}
