package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.signing.EthereumSignatures;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.PersonalMessage;
import io.parallax.exchange.signing.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every published vector, down to the bytes of the request.
class VestSignerTest {
    @ParameterizedTest
    @MethodSource("registrations")
    void delegatesTheSigningKeyAsTheExchangeExpects(JsonNode vector) {
        EthereumAddress contract = EthereumAddress.parse(
                vector.path("domain").path("verifyingContract").asString());
        VestConfig environment = vector.path("environment").asString().equals("prod")
                ? VestConfig.production()
                : VestConfig.development();
        VestSigner signer = new VestSigner(key(vector, "signingPrivateKey"));
        EthereumSigner primary = new EthereumSigner(key(vector, "primaryPrivateKey"));
        long expiry = vector.path("expiryTime").asLong();

        assertThat(environment.verifyingContract()).isEqualTo(contract);
        assertThat(hex(VestSigner.domainSeparator(contract)))
                .isEqualTo(vector.path("domainSeparator").asString());
        assertThat(hex(VestSigner.delegationDigest(contract, signer.address(), expiry)))
                .isEqualTo(vector.path("digest").asString());
        String signature = signer.signDelegation(primary, contract, expiry);
        assertThat(utf8(VestRequests.registration(signer.address(), primary.address(), signature, expiry, 0)))
                .isEqualTo(vector.path("requestBody").toString());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void signsOrdersAndSendsTheSameTexts(JsonNode vector) {
        VestOrderTicket ticket = ticket(vector.path("requestBody").path("order"));
        String signature = new VestSigner(key(vector, "signingPrivateKey")).signOrder(ticket);

        assertThat(hex(VestSigner.orderHash(ticket)))
                .isEqualTo(vector.path("argsHash").asString());
        assertThat(utf8(VestRequests.order(
                        ticket, vector.path("requestBody").path("recvWindow").asLong(), signature)))
                .isEqualTo(vector.path("requestBody").toString());
    }

    @ParameterizedTest
    @MethodSource("cancels")
    void signsCancels(JsonNode vector) {
        JsonNode order = vector.path("requestBody").path("order");
        long time = order.path("time").asLong();
        long nonce = order.path("nonce").asLong();
        String id = order.path("id").asString();
        String signature = new VestSigner(key(vector, "signingPrivateKey")).signCancel(time, nonce, id);

        assertThat(hex(VestSigner.cancelHash(time, nonce, id)))
                .isEqualTo(vector.path("argsHash").asString());
        assertThat(utf8(VestRequests.cancel(
                        time,
                        nonce,
                        id,
                        vector.path("requestBody").path("recvWindow").asLong(),
                        signature)))
                .isEqualTo(vector.path("requestBody").toString());
    }

    @ParameterizedTest
    @MethodSource("brackets")
    void signsParentAndChildrenOfABracketAsOrders(JsonNode vector) {
        VestSigner signer = new VestSigner(key(vector, "signingPrivateKey"));
        for (String part : new String[] {"parent", "takeProfit", "stopLoss"}) {
            assertThat(signer.signOrder(ticket(vector.path(part).path("inputs"))))
                    .as(part)
                    .isEqualTo(vector.path(part).path("signature").asString());
        }
    }

    @ParameterizedTest
    @MethodSource("negatives")
    void seesThatAChangedOrderIsNotTheSignersAnyMore(JsonNode vector) {
        JsonNode body = vector.path("requestBody");
        byte[] digest = PersonalMessage.digest(VestSigner.orderHash(ticket(body.path("order"))));
        Optional<EthereumAddress> found = EthereumSignatures.recover(
                digest,
                HexFormat.of().parseHex(body.path("signature").asString().substring(2)));

        assertThat(found)
                .hasToString("Optional["
                        + vector.path("recoveredAddress").asString().toLowerCase(java.util.Locale.ROOT) + "]");
        assertThat(found.orElseThrow())
                .isNotEqualTo(
                        EthereumAddress.parse(vector.path("registeredSigner").asString()));
    }

    static VestOrderTicket ticket(JsonNode order) {
        return new VestOrderTicket(
                order.path("time").asLong(),
                order.path("nonce").asLong(),
                order.path("symbol").asString(),
                order.path("isBuy").asBoolean(),
                order.path("size").asString(),
                order.path("orderType").asString(),
                order.path("limitPrice").asString(),
                order.path("reduceOnly").asBoolean(),
                order.has("timeInForce") ? Optional.of(order.path("timeInForce").asString()) : Optional.empty());
    }

    private static Secret key(JsonNode vector, String field) {
        return Secret.fromHex(vector.path(field).asString());
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Stream<JsonNode> registrations() {
        return VestSamples.vectors("registration").stream();
    }

    static Stream<JsonNode> orders() {
        return VestSamples.vectors("orders").stream();
    }

    static Stream<JsonNode> cancels() {
        return VestSamples.vectors("cancels").stream();
    }

    static Stream<JsonNode> brackets() {
        return VestSamples.vectors("brackets").stream();
    }

    static Stream<JsonNode> negatives() {
        return VestSamples.vectors("negatives").stream();
    }
}
