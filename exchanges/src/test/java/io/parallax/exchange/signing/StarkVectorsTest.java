package io.parallax.exchange.signing;

import static io.parallax.exchange.signing.Vectors.STARK;
import static io.parallax.exchange.signing.Vectors.cases;
import static io.parallax.exchange.signing.Vectors.felt;
import static io.parallax.exchange.signing.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StarkVectorsTest {
    @Test
    void hashesAsTheReferenceDoes() {
        for (JsonNode vector : cases(STARK, "pedersen")) {
            assertThat(Pedersen.hash(felt(vector.get(0)), felt(vector.get(1))))
                    .as("pedersen %s", vector)
                    .isEqualTo(felt(vector.get(2)));
        }
    }

    @Test
    void derivesThePublicKey() {
        for (JsonNode vector : cases(STARK, "publicKey")) {
            try (StarkSigner signer =
                    new StarkSigner(Secret.fromHex(vector.get(0).asString()))) {
                assertThat(signer.publicKey()).as("key %s", vector).isEqualTo(felt(vector.get(1)));
            }
        }
    }

    @Test
    void signsAsTheReferenceDoes() {
        for (JsonNode vector : cases(STARK, "sign")) {
            try (StarkSigner signer =
                    new StarkSigner(Secret.fromHex(vector.get(0).asString()))) {
                assertThat(signer.sign(felt(vector.get(1))))
                        .as("signature %s", vector)
                        .isEqualTo(new StarkSignature(felt(vector.get(3)), felt(vector.get(4))));
            }
        }
    }

    @Test
    void acceptsSignaturesWithTheNoncesOfOtherLibraries() {
        for (JsonNode vector : cases(STARK, "signAlt")) {
            try (StarkSigner signer =
                    new StarkSigner(Secret.fromHex(vector.get(0).asString()))) {
                StarkSignature other = new StarkSignature(felt(vector.get(2)), felt(vector.get(3)));
                assertThat(signer.sign(felt(vector.get(1)))).isNotEqualTo(other);
                assertThat(StarkVerifier.verify(signer.publicKey(), felt(vector.get(1)), other))
                        .as("signature %s", vector)
                        .isTrue();
            }
        }
    }

    @Test
    void verifiesWithXOfThePublicKeyAlone() {
        for (JsonNode vector : cases(STARK, "verify")) {
            assertThat(ParadexVectorsTest.verifies(
                            vector.get(0).asString(),
                            vector.get(1).asString(),
                            vector.get(2).asString(),
                            vector.get(3).asString()))
                    .as("verification %s", vector)
                    .isEqualTo(vector.get(4).asBoolean());
        }
    }

    @Test
    void signsOrdersOnThePreparedAndTheGeneralPath() {
        for (JsonNode vector : cases(STARK, "order")) {
            Order order = Order.of(vector);
            try (StarkSigner signer = new StarkSigner(Secret.fromHex(text(vector, "key")))) {
                Felt hash = order.hash();
                assertThat(hash).as("order %s", vector).isEqualTo(felt(vector, "hash"));
                StarkSignature expected = new StarkSignature(felt(vector, "r"), felt(vector, "s"));
                assertThat(signer.sign(hash)).isEqualTo(expected);
                if (!vector.has("id")) {
                    assertThat(order.signer(signer).sign(order.sizeE8, order.priceE8, order.timestamp))
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void signsLoginAndOnboarding() {
        for (JsonNode vector : cases(STARK, "request")) {
            JsonNode message = vector.get("message");
            TypedData data = text(vector, "primaryType").equals("Request")
                    ? ParadexMessages.login(
                            text(vector, "chain"),
                            felt(vector, "account"),
                            message.get("timestamp").asLong(),
                            message.get("expiration").asLong())
                    : ParadexMessages.onboarding(text(vector, "chain"), felt(vector, "account"));
            try (StarkSigner signer = new StarkSigner(Secret.fromHex(text(vector, "key")))) {
                assertThat(data.messageHash()).as("request %s", vector).isEqualTo(felt(vector, "hash"));
                assertThat(signer.sign(data.messageHash()))
                        .isEqualTo(new StarkSignature(felt(vector, "r"), felt(vector, "s")));
            }
        }
    }

    private record Order(
            String chain,
            Felt account,
            String market,
            OrderSide side,
            String type,
            long sizeE8,
            long priceE8,
            long timestamp,
            String id) {
        static Order of(JsonNode vector) {
            return new Order(
                    text(vector, "chain"),
                    felt(vector, "account"),
                    text(vector, "market"),
                    vector.get("side").asInt() == 1 ? OrderSide.BUY : OrderSide.SELL,
                    text(vector, "orderType"),
                    Long.parseLong(text(vector, "size")),
                    Long.parseLong(text(vector, "price")),
                    vector.get("timestamp").asLong(),
                    vector.has("id") ? text(vector, "id") : "");
        }

        Felt hash() {
            return id.isEmpty()
                    ? OrderMessage.prepare(chain, account, market, side, type).hash(sizeE8, priceE8, timestamp)
                    : ParadexMessages.modifyOrder(chain, account, market, side, type, sizeE8, priceE8, timestamp, id)
                            .messageHash();
        }

        OrderSigner signer(StarkSigner signer) {
            return OrderSigner.prepare(signer, chain, account, market, side, type);
        }
    }
}
