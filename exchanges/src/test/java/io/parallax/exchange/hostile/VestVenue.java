package io.parallax.exchange.hostile;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.transport.HostileServer;
import io.parallax.exchange.transport.HostileServer.Request;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.vest.VestAdapter;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Vest as its documentation describes it, from the samples under `src/test/resources/vest`.
final class VestVenue extends Venue {
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
    private static final String DEPTH =
            "{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[[\"90005.10\",\"0.0450\"],[\"90003.75\",\"0.0450\"]],"
                    + "\"asks\":[[\"90019.80\",\"0.0450\"],[\"90021.15\",\"0.0450\"]]}}";
    private static final String INSTRUMENTS = sample("/vest/samples/rest-exchangeInfo.json");
    private static final String REGISTRATION = sample("/vest/samples/rest-register-response.json");
    private static final String ACCOUNT = sample("/vest/samples/rest-account.json");

    /// As in production, divided by three to twenty.
    private static final VestConfig.Timings TIMINGS = new VestConfig.Timings(
            800, 400, 500, 600, 500, 100, 900, 300, 1_000, 400, 300, 60_000, 60_000, 60_000, 300, 20, 300);

    @Override
    ExchangeAdapter adapter(
            HostileServer server, IoLoop feedLoop, IoLoop gatewayLoop, ExchangeEventSink events, BookEventSink books) {
        VestConfig config = VestConfig.production()
                .withHosts(under(server.http(), "/v2"), under(server.webSocket(), "/ws-api"))
                .withCredentials(
                        VestConfig.Credentials.of(Secret.fromHex("22".repeat(32)), Secret.fromHex("11".repeat(32))))
                .withTimings(TIMINGS);
        return new VestAdapter(config, feedLoop, gatewayLoop, events, books, (exchange, symbol) -> Optional.empty());
    }

    @Override
    String symbol() {
        return BTC.symbol();
    }

    @Override
    OrderRequest order(int number) {
        return new OrderRequest(
                new ClientOrderId("test", 1_767_225_600L, number, Leg.A, OrderIntent.ENTRY),
                BTC,
                Side.BUY,
                FixedPoint.parse("0.03"),
                FixedPoint.parse("91000"),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0);
    }

    @Override
    boolean isOrder(Request request) {
        return request.method().equals("POST") && request.target().equals("/v2/orders");
    }

    @Override
    boolean isPrivate(Request upgrade) {
        return upgrade.target().contains("listenKey");
    }

    @Override
    Answer answer(Request request) {
        String path = request.target().split("\\?", 2)[0];
        return switch (request.method() + " " + path) {
            case "GET /v2/exchangeInfo" -> Answer.ok(INSTRUMENTS);
            case "POST /v2/register" -> Answer.ok(REGISTRATION);
            case "GET /v2/account" ->
                Answer.ok(ACCOUNT.replace("1790000000000", Long.toString(System.currentTimeMillis())));
            case "GET /v2/account/nonce" -> Answer.ok("{\"lastNonce\":0}");
            case "POST /v2/account/listenKey", "PUT /v2/account/listenKey" -> Answer.ok("{\"listenKey\":\"key1\"}");
            case "GET /v2/orders" -> Answer.ok("[]");
            case "POST /v2/orders" -> takeOrder(request.body());
            default -> new Answer("404 Not Found", "{\"code\":404,\"msg\":\"" + path + "\"}");
        };
    }

    private Answer takeOrder(String body) {
        long nonce = JSON.readTree(body).path("order").path("nonce").asLong();
        came(Long.toString(nonce));
        return Answer.ok("{\"id\":\"0xAB" + nonce + "\"}");
    }

    @Override
    void onText(Session session, String text) throws IOException {
        JsonNode message = JSON.readTree(text);
        switch (message.path("method").asString()) {
            case "PING" -> session.text("{\"data\":\"PONG\"}");
            case "SUBSCRIBE" -> {
                session.text("{\"result\":null,\"id\":" + message.path("id").asLong() + "}");
                session.subscribed = true;
            }
            default ->
                session.text("{\"result\":null,\"id\":" + message.path("id").asLong() + "}");
        }
    }

    @Override
    Optional<byte[]> nextBook(Session session) {
        return session.subscribed && !session.isPrivate() ? Optional.of(Wire.text(DEPTH)) : Optional.empty();
    }
}
