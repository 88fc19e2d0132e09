package io.parallax.exchange.signing;

import static io.parallax.exchange.signing.Vectors.PARADEX;
import static io.parallax.exchange.signing.Vectors.cases;
import static io.parallax.exchange.signing.Vectors.felt;
import static io.parallax.exchange.signing.Vectors.hex;
import static io.parallax.exchange.signing.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParadexVectorsTest {
    @Test
    void hashesPairs() {
        for (JsonNode vector : cases(PARADEX, "pedersen")) {
            assertThat(Pedersen.hash(felt(vector, "a"), felt(vector, "b")))
                    .as("%s", vector)
                    .isEqualTo(felt(vector, "hash"));
        }
    }

    @Test
    void hashesLists() {
        for (JsonNode vector : cases(PARADEX, "hashOnElements")) {
            Felt[] elements = felts(vector.get("elements")).toArray(Felt[]::new);
            assertThat(Pedersen.hashOnElements(elements)).as("%s", vector).isEqualTo(felt(vector, "hash"));
        }
    }

    @Test
    void readsTextsAsFelts() {
        for (JsonNode vector : cases(PARADEX, "felts")) {
            assertThat(Felt.ofText(text(vector, "text"))).as("%s", vector).isEqualTo(felt(vector, "felt"));
        }
    }

    @Test
    void hashesTypesAndSelectors() {
        for (JsonNode vector : cases(PARADEX, "typeHashes")) {
            assertThat(StarkHashes.selector(text(vector, "text")))
                    .as("%s", vector)
                    .isEqualTo(felt(vector, "selector"));
        }
    }

    @Test
    void derivesKeysAndAddresses() {
        for (JsonNode vector : cases(PARADEX.get("meta"), "keys")) {
            assertThat(publicKey(text(vector, "privateKey"))).as("%s", vector).isEqualTo(felt(vector, "publicKeyX"));
        }
        for (JsonNode vector : cases(PARADEX, "publicKeys")) {
            assertThat(publicKey(text(vector, "privateKey"))).as("%s", vector).isEqualTo(felt(vector, "publicKeyX"));
        }
        for (JsonNode vector : cases(PARADEX, "addresses")) {
            assertThat(StarkKeys.paradexAddress(
                            felt(vector, "publicKeyX"),
                            felt(vector, "accountClassHash"),
                            felt(vector, "proxyClassHash")))
                    .as("%s", vector)
                    .isEqualTo(felt(vector, "address"));
        }
    }

    @Test
    void generatesNoncesWithExtraSeed() {
        for (JsonNode vector : cases(PARADEX, "rfc6979")) {
            byte[] seed = felt(vector, "seed").toBigInteger().toByteArray();
            byte[] extra = felt(vector, "seed").isZero() ? new byte[0] : withoutSignByte(seed);
            assertThat(nonce(text(vector, "privateKey"), felt(vector, "messageHash"), extra))
                    .as("%s", vector)
                    .isEqualTo(felt(vector, "k"));
        }
    }

    @Test
    void signsWithThePlainNonceAndVerifiesTheOthers() {
        for (JsonNode vector : cases(PARADEX, "sign")) {
            Felt hash = felt(vector, "messageHash");
            try (StarkSigner signer = new StarkSigner(Secret.fromHex(text(vector, "privateKey")))) {
                assertThat(signer.publicKey()).isEqualTo(felt(vector, "publicKeyX"));
                assertThat(nonce(text(vector, "privateKey"), hash, new byte[0]))
                        .isEqualTo(felt(vector.get("plain"), "k"));
                checkSignatures(signer, hash, vector);
                if (vector.has("seed123")) {
                    assertThat(signer.sign(hash, new byte[] {123})).isEqualTo(signature(vector.get("seed123")));
                }
                if (vector.has("ellipticStyle")) {
                    StarkSignature other = signature(vector.get("ellipticStyle"));
                    assertThat(StarkVerifier.verify(signer.publicKey(), hash, other))
                            .as("%s", vector)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void refusesToSign() {
        for (JsonNode vector : cases(PARADEX, "signRefuse")) {
            assertThatThrownBy(() -> {
                        try (StarkSigner signer = new StarkSigner(Secret.fromHex(text(vector, "privateKey")))) {
                            signer.sign(felt(vector, "messageHash"));
                        }
                    })
                    .as("%s", vector)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(text(vector, "privateKey").substring(2));
        }
    }

    @Test
    void verifies() {
        for (JsonNode vector : cases(PARADEX, "verify")) {
            assertThat(verifies(
                            text(vector, "publicKeyX"),
                            text(vector, "messageHash"),
                            text(vector, "r"),
                            text(vector, "s")))
                    .as("%s", vector)
                    .isEqualTo(vector.get("valid").asBoolean());
        }
    }

    @Test
    void hashesDomains() {
        for (JsonNode vector : cases(PARADEX, "domains")) {
            assertThat(ParadexMessages.domain(text(vector, "chainId")).hash())
                    .as("%s", vector)
                    .isEqualTo(felt(vector, "hash"));
        }
    }

    @Test
    void hashesAndSignsMessages() {
        for (JsonNode vector : cases(PARADEX, "messages")) {
            String type = text(vector, "typeString");
            TypedStruct struct = TypedStruct.named(type.substring(0, type.indexOf('(')));
            vector.get("fields")
                    .properties()
                    .forEach(f -> struct.with(f.getKey(), f.getValue().asString()));
            assertThat(struct.type()).isEqualTo(type);
            assertThat(struct.typeHash()).isEqualTo(felt(vector, "typeHash"));
            assertThat(struct.hash()).as("%s", vector).isEqualTo(felt(vector, "structHash"));
            TypedData data =
                    new TypedData(ParadexMessages.domain(text(vector, "chainId")), felt(vector, "account"), struct);
            assertThat(data.messageHash()).as("%s", vector).isEqualTo(felt(vector, "messageHash"));
            if (vector.has("signer")) {
                String key = text(vector.get("signer"), "privateKey");
                try (StarkSigner signer = new StarkSigner(Secret.fromHex(key))) {
                    checkSignatures(signer, data.messageHash(), vector.get("signature"));
                }
            } else {
                StarkSignature recorded = StarkSignature.parse(text(vector, "recordedSignature"));
                assertThat(StarkVerifier.verify(felt(vector, "publicKeyX"), data.messageHash(), recorded))
                        .as("recorded at the exchange: %s", vector)
                        .isTrue();
            }
        }
    }

    @Test
    void preparedOrdersHaveTheSameHash() {
        int orders = 0;
        for (JsonNode vector : cases(PARADEX, "messages")) {
            if (text(vector, "kind").equals("order")) {
                JsonNode fields = vector.get("fields");
                OrderSide side = text(fields, "side").equals("1") ? OrderSide.BUY : OrderSide.SELL;
                assertThat(OrderMessage.prepare(
                                        text(vector, "chainId"),
                                        felt(vector, "account"),
                                        text(fields, "market"),
                                        side,
                                        text(fields, "orderType"))
                                .hash(
                                        Long.parseLong(text(fields, "size")),
                                        Long.parseLong(text(fields, "price")),
                                        Long.parseLong(text(fields, "timestamp"))))
                        .as("%s", vector)
                        .isEqualTo(felt(vector, "messageHash"));
                orders++;
            }
        }
        assertThat(orders).isPositive();
    }

    @Test
    void grindsKeys() {
        for (JsonNode vector : cases(PARADEX, "grindKey")) {
            try (Secret key = StarkKeys.grind(Vectors.bytes(vector, "seed"))) {
                assertThat(Felt.of(key.copyBytes())).as("%s", vector).isEqualTo(felt(vector, "privateKey"));
            }
        }
    }

    @Test
    void derivesKeysFromEthereumKeys() {
        for (JsonNode vector : cases(PARADEX, "ethDerivation")) {
            long chain = vector.get("l1ChainId").asLong();
            assertThat(hex(StarkKeys.derivationDigest(chain))).isEqualTo(text(vector, "digest"));
            try (EthereumSigner ethereum = new EthereumSigner(Secret.fromHex(text(vector, "ethPrivateKey")));
                    Secret key = StarkKeys.fromEthereumKey(ethereum, chain);
                    StarkSigner signer = new StarkSigner(key)) {
                assertThat(ethereum.address().checksummed()).isEqualTo(text(vector, "ethAddress"));
                assertThat(hex(ethereum.sign(StarkKeys.derivationDigest(chain))))
                        .isEqualTo(text(vector, "ethSignature"));
                assertThat(Felt.of(key.copyBytes())).as("%s", vector).isEqualTo(felt(vector, "l2PrivateKey"));
                assertThat(signer.publicKey()).isEqualTo(felt(vector, "l2PublicKey"));
            }
        }
    }

    /// Numbers out of the field are refused when they are read, and so count as invalid.
    static boolean verifies(String publicKey, String messageHash, String r, String s) {
        try {
            return StarkVerifier.verify(Felt.parse(publicKey), Felt.parse(messageHash), Felt.parse(r), Felt.parse(s));
        } catch (IllegalArgumentException outOfTheField) {
            return false;
        }
    }

    private static void checkSignatures(StarkSigner signer, Felt hash, JsonNode byRule) {
        StarkSignature plain = signer.sign(hash);
        assertThat(plain).as("%s", byRule).isEqualTo(signature(byRule.get("plain")));
        assertThat(plain.toText()).isEqualTo(text(byRule.get("plain"), "json"));
        assertThat(StarkSignature.parse(plain.toText())).isEqualTo(plain);
        StarkSignature seed32 = signature(byRule.get("seed32"));
        assertThat(signer.sign(hash, new byte[] {0x20})).isEqualTo(seed32);
        assertThat(StarkVerifier.verify(signer.publicKey(), hash, plain)).isTrue();
        assertThat(StarkVerifier.verify(signer.publicKey(), hash, seed32)).isTrue();
    }

    private static StarkSignature signature(JsonNode vector) {
        return new StarkSignature(felt(vector, "r"), felt(vector, "s"));
    }

    private static Felt nonce(String key, Felt messageHash, byte[] extra) {
        NonceGenerator nonces = new NonceGenerator();
        nonces.seed(Felt.parse(key).toBytes(), messageHash.toBytes(), extra);
        long[] words = new long[4];
        nonces.next(words);
        return new Felt(words[0], words[1], words[2], words[3]);
    }

    private static Felt publicKey(String key) {
        try (StarkSigner signer = new StarkSigner(Secret.fromHex(key))) {
            return signer.publicKey();
        }
    }

    private static List<Felt> felts(JsonNode array) {
        return array.valueStream().map(Vectors::felt).toList();
    }

    private static byte[] withoutSignByte(byte[] bytes) {
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
