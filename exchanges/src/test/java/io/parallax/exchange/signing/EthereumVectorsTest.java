package io.parallax.exchange.signing;

import static io.parallax.exchange.signing.Vectors.STARK;
import static io.parallax.exchange.signing.Vectors.VEST;
import static io.parallax.exchange.signing.Vectors.bytes;
import static io.parallax.exchange.signing.Vectors.cases;
import static io.parallax.exchange.signing.Vectors.hex;
import static io.parallax.exchange.signing.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every case on both libraries.
class EthereumVectorsTest {
    private static final List<Secp256k1Library> LIBRARIES =
            List.of(NativeSecp256k1Library.load().orElseThrow(), new BouncyCastleSecp256k1Library());

    @Test
    void hashesAsKeccak() {
        for (JsonNode vector : cases(STARK, "keccak256")) {
            assertThat(hex(Keccak256.digest(bytes(vector.get(0).asString()))))
                    .isEqualTo(vector.get(1).asString());
        }
    }

    @Test
    void signsDigestsAndPersonalMessages() {
        for (Secp256k1Library library : LIBRARIES) {
            for (JsonNode vector : cases(STARK, "secp256k1")) {
                try (EthereumSigner signer = new EthereumSigner(Secret.fromHex(text(vector, "key")), library)) {
                    byte[] digest = bytes(vector, "digest");
                    assertThat(signer.address()).hasToString(text(vector, "address"));
                    checkSignature(signer, library, digest, joined(vector.get("sig")));
                    assertThat(hex(PersonalMessage.digest(digest))).isEqualTo(text(vector, "eip191"));
                    checkSignature(signer, library, PersonalMessage.digest(digest), joined(vector.get("eip191sig")));
                }
            }
        }
    }

    @Test
    void signsRegistrationsAsTypedData() {
        for (JsonNode vector : cases(VEST, "registration")) {
            JsonNode domain = vector.get("domain");
            byte[] domainSeparator = Eip712.structHash(
                    "EIP712Domain(string name,string version,address verifyingContract)",
                    new Abi()
                            .bytes32(Keccak256.digest(text(domain, "name")))
                            .bytes32(Keccak256.digest(text(domain, "version")))
                            .address(EthereumAddress.parse(text(domain, "verifyingContract")))
                            .encode());
            assertThat(hex(domainSeparator)).isEqualTo(text(vector, "domainSeparator"));
            byte[] structHash = Eip712.structHash(
                    "SignerProof(address approvedSigner,uint256 signerExpiry)",
                    new Abi()
                            .address(EthereumAddress.parse(text(vector.get("message"), "approvedSigner")))
                            .uint256(vector.get("expiryTime").asLong())
                            .encode());
            assertThat(hex(structHash)).isEqualTo(text(vector, "structHash"));
            byte[] digest = Eip712.digest(domainSeparator, structHash);
            assertThat(hex(digest)).isEqualTo(text(vector, "digest"));
            for (Secp256k1Library library : LIBRARIES) {
                try (EthereumSigner signer =
                        new EthereumSigner(Secret.fromHex(text(vector, "primaryPrivateKey")), library)) {
                    assertThat(signer.address().checksummed()).isEqualTo(text(vector, "primaryAddress"));
                    checkSignature(signer, library, digest, text(vector, "signature"));
                }
            }
        }
    }

    @Test
    void signsOrdersAndCancels() {
        cases(VEST, "orders").forEach(order -> checkRequest(order, orderArguments(order.get("inputs"))));
        cases(VEST, "cancels").forEach(cancel -> checkRequest(cancel, cancelArguments(cancel.get("inputs"))));
    }

    @Test
    void recoversAnotherAddressFromChangedOrders() {
        for (JsonNode vector : cases(VEST, "negatives")) {
            JsonNode body = vector.get("requestBody");
            byte[] digest = PersonalMessage.digest(
                    Keccak256.digest(orderArguments(body.get("order")).encode()));
            for (Secp256k1Library library : LIBRARIES) {
                assertThat(EthereumSignatures.recover(library, digest, bytes(body, "signature")))
                        .as("%s", vector)
                        .contains(EthereumAddress.parse(text(vector, "recoveredAddress")));
            }
            assertThat(text(vector, "recoveredAddress")).isNotEqualTo(text(vector, "registeredSigner"));
        }
    }

    private static void checkRequest(JsonNode vector, Abi arguments) {
        assertThat(hex(arguments.encode())).as("%s", vector).isEqualTo(text(vector, "abiEncoded"));
        byte[] argumentsHash = Keccak256.digest(arguments.encode());
        assertThat(hex(argumentsHash)).isEqualTo(text(vector, "argsHash"));
        byte[] digest = PersonalMessage.digest(argumentsHash);
        assertThat(hex(digest)).isEqualTo(text(vector, "ethSignedHash"));
        for (Secp256k1Library library : LIBRARIES) {
            try (EthereumSigner signer =
                    new EthereumSigner(Secret.fromHex(text(vector, "signingPrivateKey")), library)) {
                assertThat(signer.address().checksummed()).isEqualTo(text(vector, "signerAddress"));
                checkSignature(signer, library, digest, text(vector, "signature"));
            }
        }
    }

    private static void checkSignature(
            EthereumSigner signer, Secp256k1Library library, byte[] digest, String expected) {
        byte[] signature = signer.sign(digest);
        assertThat(hex(signature)).as(library.name()).isEqualTo(expected);
        assertThat(EthereumSignatures.recover(library, digest, signature)).contains(signer.address());
    }

    private static Abi orderArguments(JsonNode inputs) {
        return new Abi()
                .uint256(inputs.get("time").asLong())
                .uint256(inputs.get("nonce").asLong())
                .string(text(inputs, "orderType"))
                .string(text(inputs, "symbol"))
                .bool(inputs.get("isBuy").asBoolean())
                .string(text(inputs, "size"))
                .string(text(inputs, "limitPrice"))
                .bool(inputs.get("reduceOnly").asBoolean());
    }

    private static Abi cancelArguments(JsonNode inputs) {
        return new Abi()
                .uint256(inputs.get("time").asLong())
                .uint256(inputs.get("nonce").asLong())
                .string(text(inputs, "id"));
    }

    private static String joined(JsonNode signature) {
        return text(signature, "r")
                + text(signature, "s").substring(2)
                + Integer.toHexString(signature.get("v").asInt());
    }
}
