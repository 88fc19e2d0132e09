package io.parallax.exchange.hostile;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.paradex.ParadexAdapter;
import io.parallax.exchange.paradex.ParadexConfig;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.HostileServer;
import io.parallax.exchange.transport.HostileServer.Request;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Paradex as its documentation describes it, from the samples under `src/test/resources/paradex`.
final class ParadexVenue extends Venue {
    private static final String MARKET = "BTC-USD-PERP";
    private static final String ACCOUNT = "0x129c135ed63df9353885e292be4426b8ed6122b13c6c0e1bb787288a1f5adfa";
    private static final Instrument BTC = new Instrument(
            ExchangeId.PARADEX, "BTC-PERP", MARKET, 10_000_000, 1_000, 1_000, 100 * FixedPoint.ONE, 0, 450, 50, true);
    private static final String MARKETS = sample("/paradex/samples/rest-markets-2026.made.json");
    private static final String ACCOUNT_INFO = sample("/paradex/samples/rest-account-info.made.json");
    private static final String BALANCE = sample("/paradex/samples/rest-balance.made.json");
    private static final String ACCOUNT_STATE = sample("/paradex/samples/rest-account.made.json");
    private static final String EMPTY_LIST = "{\"results\":[],\"next\":null,\"prev\":null}";

    /// As in production, divided by three to twenty.
    private static final ParadexConfig.Timings TIMINGS = new ParadexConfig.Timings(
            800, 400, 500, 600, 500, 700, 100, 900, 1_500, 300, 400, 30_000, 1_000, 60_000, 60_000, 500, 20, 300);

    private final OrderPath orderPath;

    ParadexVenue(OrderPath orderPath) {
        this.orderPath = orderPath;
    }

    @Override
    ExchangeAdapter adapter(
            HostileServer server, IoLoop feedLoop, IoLoop gatewayLoop, ExchangeEventSink events, BookEventSink books) {
        ParadexConfig config = ParadexConfig.production()
                .withHosts(under(server.http(), "/v1"), under(server.webSocket(), "/v1"))
                .withCredentials(ParadexConfig.Credentials.of(
                        Secret.fromHex("0x543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728f8344d53e815"), ACCOUNT))
                .withOrderPath(orderPath)
                .withTimings(TIMINGS);
        return new ParadexAdapter(config, feedLoop, gatewayLoop, events, books, (exchange, symbol) -> Optional.empty());
    }

    @Override
    String symbol() {
        return MARKET;
    }

    @Override
    OrderRequest order(int number) {
        return new OrderRequest(
                new ClientOrderId("k7q2", 0x6a3f91c0L, number, Leg.B, OrderIntent.ENTRY),
                BTC,
                Side.BUY,
                1_000_000,
                FixedPoint.parse("67629.7"),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0);
    }

    @Override
    boolean isOrder(Request request) {
        return request.method().equals("POST") && request.target().equals("/v1/orders");
    }

    /// Both connections go to one address; what is asked over them tells them apart.
    @Override
    boolean isPrivate(Request upgrade) {
        return false;
    }

    @Override
    Answer answer(Request request) {
        String path = request.target().split("\\?", 2)[0];
        if (path.startsWith("/v1/auth")) {
            return Answer.ok("{\"jwt_token\":\"token1\"}");
        }
        return switch (request.method() + " " + path) {
            case "GET /v1/system/config" -> Answer.ok("{\"starknet_chain_id\":\"PRIVATE_SN_PARACLEAR_MAINNET\"}");
            case "GET /v1/system/time" -> Answer.ok("{\"server_time\":\"" + System.currentTimeMillis() + "\"}");
            case "GET /v1/system/state" -> Answer.ok("{\"status\":\"ok\"}");
            case "GET /v1/markets" -> Answer.ok(MARKETS);
            case "GET /v1/account/info" -> Answer.ok(ACCOUNT_INFO);
            case "GET /v1/account" -> Answer.ok(ACCOUNT_STATE);
            case "GET /v1/balance" -> Answer.ok(BALANCE);
            case "GET /v1/orders",
                    "GET /v1/orders-history",
                    "GET /v1/fills",
                    "GET /v1/tradebusts",
                    "GET /v1/positions" -> Answer.ok(EMPTY_LIST);
            case "POST /v1/orders" -> new Answer("201 Created", takeOrder(JSON.readTree(request.body())));
            default -> new Answer("404 Not Found", "{\"error\":\"NOT_FOUND\",\"message\":\"" + path + "\"}");
        };
    }

    private String takeOrder(JsonNode order) {
        String clientId = order.path("client_id").asString();
        came(clientId);
        return "{\"id\":\"17953056090162017092779000" + orders().size() + "\",\"account\":\"" + ACCOUNT
                + "\",\"market\":\"" + MARKET
                + "\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"size\":\"0.01\",\"remaining_size\":\"0.01\","
                + "\"price\":\"67629.7\",\"status\":\"NEW\",\"cancel_reason\":\"\",\"client_id\":\"" + clientId
                + "\",\"flags\":[]}";
    }

    @Override
    void onText(Session session, String text) throws IOException {
        JsonNode message = JSON.readTree(text);
        long id = message.path("id").asLong();
        switch (message.path("method").asString()) {
            case "auth" -> {
                session.becomePrivate();
                session.text(result("{\"node_id\":\"73cf456f7cb78d59\"}", id));
            }
            case "subscribe" -> {
                String channel = message.path("params").path("channel").asString();
                session.text(result("{\"channel\":\"" + channel + "\"}", id));
                if (channel.startsWith("order_book.")) {
                    session.snapshotSent = false;
                    session.subscribed = true;
                }
            }
            case "unsubscribe" -> {
                session.subscribed = false;
                session.text(result("{\"channel\":\"\"}", id));
            }
            case "order.cancel_on_disconnect" -> session.text(result("{\"enabled\":true}", id));
            case "order.create" ->
                session.answerOrder(result("{\"order\":" + takeOrder(message.path("params")) + "}", id));
            default ->
                session.text("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"no\"},\"id\":" + id + "}");
        }
    }

    private static String result(String json, long id) {
        return "{\"jsonrpc\":\"2.0\",\"result\":" + json + ",\"usIn\":1,\"usDiff\":2,\"id\":" + id + "}";
    }

    @Override
    Optional<byte[]> nextBook(Session session) {
        if (!session.subscribed) {
            return Optional.empty();
        }
        boolean snapshot = !session.snapshotSent;
        session.snapshotSent = true;
        session.sequence++;
        return Optional.of(Wire.binary(book(session.sequence, snapshot)));
    }

    /// One bid and one ask in the layout of SBE version 1; a snapshot or a change of them.
    private static byte[] book(long sequence, boolean snapshot) {
        byte[] name = MARKET.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame =
                ByteBuffer.allocate(8 + 89 + 8 + 32 + 1 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putShort((short) 89).putShort((short) 3).putShort((short) 1).putShort((short) 1);
        frame.putLong(1_795_305_609_001_000L).putLong(sequence).put((byte) (snapshot ? 0 : 1));
        for (int i = 0; i < 9; i++) {
            frame.putLong(Long.MIN_VALUE);
        }
        frame.putShort((short) 16)
                .putShort((short) 1)
                .putLong(8_342_270_000_000L)
                .putLong(15_000 + sequence % 5);
        frame.putShort((short) 16)
                .putShort((short) 1)
                .putLong(8_345_290_000_000L)
                .putLong(31_000);
        return frame.put((byte) name.length).put(name).array();
    }
}
