package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.paradex.ParadexConfig.Credentials;
import io.parallax.exchange.signing.Secret;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests as they leave, against the published vectors and the sample requests.
class ParadexSignerTest {
    private static final JsonNode VECTORS = vectors();

    @ParameterizedTest
    @CsvSource({
        "msg-001, rest-auth-request-headers.made.json",
        "msg-008, rest-auth-request-headers-subkey.made.json",
    })
    void buildsTheHeadersOfALogin(String vectorId, String sampleName) {
        JsonNode vector = vector(vectorId);
        JsonNode sample = Samples.json(sampleName);
        ParadexSigner signer = signer(vector);
        JsonNode fields = vector.get("fields");

        var headers = signer.loginHeaders(
                Long.parseLong(fields.get("timestamp").stringValue()),
                Long.parseLong(fields.get("expiration").stringValue()));

        ObjectNode expected = (ObjectNode) sample.get("headers").deepCopy();
        expected.remove("Content-Type");
        JsonNode built = Samples.JSON.valueToTree(headers);
        assertThat(built).isEqualTo(expected);
        assertThat("/v1/auth/" + signer.publicKey())
                .isEqualTo(sample.get("path").stringValue());
    }

    static List<JsonNode> limitOrders() {
        List<JsonNode> orders = new ArrayList<>();
        for (JsonNode message : VECTORS.get("messages")) {
            if (message.get("kind").stringValue().equals("order")
                    && message.get("fields").get("orderType").stringValue().equals("LIMIT")) {
                orders.add(message);
            }
        }
        assertThat(orders).hasSizeGreaterThanOrEqualTo(20);
        return orders;
    }

    @ParameterizedTest
    @MethodSource("limitOrders")
    void signsOrdersAsTheVectorsSay(JsonNode vector) {
        JsonNode fields = vector.get("fields");
        String signature = signer(vector)
                .sign(
                        fields.get("market").stringValue(),
                        fields.get("side").stringValue().equals("1") ? Side.BUY : Side.SELL,
                        Long.parseLong(fields.get("size").stringValue()),
                        Long.parseLong(fields.get("price").stringValue()),
                        Long.parseLong(fields.get("timestamp").stringValue()));
        assertThat(signature)
                .isEqualTo(vector.get("signature").get("plain").get("json").stringValue());
    }

    @Test
    void buildsTheSampleOrder() {
        JsonNode vector = vector("msg-050");
        ObjectNode expected = (ObjectNode) Samples.json("rest-order-create-request-ioc.made.json");
        OrderRequest order = order(Side.BUY, "0.01", "67629.7", false);
        String signature = signer(vector)
                .sign("BTC-USD-PERP", Side.BUY, order.quantityE8(), order.limitPriceE8(), 1_795_305_609_001L);

        String body = ParadexRequests.order(order, 1_000, signature, 1_795_305_609_001L);

        expected.put("client_id", order.id().text());
        assertThat(Samples.JSON.readTree(body)).isEqualTo(expected);
        ObjectNode frame = (ObjectNode) Samples.json("ws-order-create-request.made.json");
        ((ObjectNode) frame.get("params")).put("client_id", order.id().text());
        assertThat(Samples.JSON.readTree(ParadexRequests.rpc("order.create", body, 11)))
                .isEqualTo(frame);
    }

    @Test
    void namesEveryChoiceOfAnOrderOnTheWire() {
        JsonNode closing = Samples.JSON.readTree(
                ParadexRequests.order(order(Side.SELL, "0.5", "100", true), 1_000, "[\"1\",\"2\"]", 7));
        assertThat(closing.get("side").stringValue()).isEqualTo("SELL");
        assertThat(closing.get("type").stringValue()).isEqualTo("LIMIT");
        assertThat(closing.get("instruction").stringValue()).isEqualTo("IOC");
        assertThat(closing.get("flags").toString()).isEqualTo("[\"REDUCE_ONLY\"]");
        assertThat(closing.get("size").stringValue()).isEqualTo("0.5");
        assertThat(closing.get("price").stringValue()).isEqualTo("100");
        assertThat(closing.get("signature").stringValue()).isEqualTo("[\"1\",\"2\"]");
        OrderRequest resting = new OrderRequest(
                id(), INSTRUMENT, Side.BUY, 1_000, 10_000_000, TimeInForce.GOOD_TILL_CANCELLED, false, 0);
        assertThat(Samples.JSON
                        .readTree(ParadexRequests.order(resting, 1_000, "[]", 7))
                        .get("instruction")
                        .stringValue())
                .isEqualTo("GTC");
    }

    @Test
    void buildsTheOtherSampleRequests() {
        assertThat(Samples.JSON.readTree(
                        ParadexRequests.rpc("order.cancel", ParadexRequests.cancel("arb-000017", "BTC-USD-PERP"), 17)))
                .isEqualTo(Samples.json("ws-order-cancel-by-client-id-request.made.json"));
        assertThat(Samples.JSON.readTree(
                        ParadexRequests.rpc("subscribe", ParadexRequests.channel("bbo.BTC-USD-PERP"), 1)))
                .isEqualTo(Samples.json("ws-subscribe-request.made.json"));
        assertThat(Samples.JSON.readTree(
                        ParadexRequests.rpc("unsubscribe", ParadexRequests.channel("bbo.BTC-USD-PERP"), 2)))
                .isEqualTo(Samples.json("ws-unsubscribe-request.made.json"));
        assertThat(Samples.JSON.readTree(
                        ParadexRequests.rpc("order.cancel_on_disconnect", ParadexRequests.cancelOnDisconnect(), 3)))
                .isEqualTo(Samples.json("ws-cancel-on-disconnect-request.made.json"));
        JsonNode auth = Samples.json("ws-auth-request.made.json");
        assertThat(Samples.JSON.readTree(ParadexRequests.rpc(
                        "auth",
                        ParadexRequests.auth(auth.get("params").get("bearer").stringValue()),
                        0)))
                .isEqualTo(auth);
        assertThat(Samples.JSON.readTree(ParadexRequests.margin(10)))
                .isEqualTo(Samples.json("rest-margin-update-request.made.json"));
    }

    private static final Instrument INSTRUMENT = new Instrument(
            ExchangeId.PARADEX, "BTC-PERP", "BTC-USD-PERP", 10_000_000, 1_000, 1_000, Long.MAX_VALUE, 0, 450, 50, true);

    private static OrderRequest order(Side side, String size, String price, boolean reduceOnly) {
        return new OrderRequest(
                id(),
                INSTRUMENT,
                side,
                FixedPoint.parse(size),
                FixedPoint.parse(price),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                reduceOnly,
                0);
    }

    private static ClientOrderId id() {
        return new ClientOrderId("k7q2", 0x6a3f91c0L, 42, Leg.B, OrderIntent.ENTRY);
    }

    private static ParadexSigner signer(JsonNode vector) {
        return new ParadexSigner(
                Credentials.of(
                        Secret.fromHex(vector.get("signer").get("privateKey").stringValue()),
                        vector.get("account").stringValue()),
                vector.get("chainId").stringValue());
    }

    private static JsonNode vector(String id) {
        for (JsonNode message : VECTORS.get("messages")) {
            if (message.get("id").stringValue().equals(id)) {
                return message;
            }
        }
        throw new AssertionError(id);
    }

    private static JsonNode vectors() {
        try (InputStream in =
                Objects.requireNonNull(ParadexSignerTest.class.getResourceAsStream("/vectors/paradex-vectors.json"))) {
            return Samples.JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
