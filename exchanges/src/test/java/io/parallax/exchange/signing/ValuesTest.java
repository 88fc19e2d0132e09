package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Parsing and ranges of the values at the edge of the package.
class ValuesTest {
    private static final Secp256k1Library NATIVE = NativeSecp256k1Library.load().orElseThrow();
    private static final Secp256k1Library BOUNCY_CASTLE = new BouncyCastleSecp256k1Library();
    private static final String P_HEX = "0x800000000000011000000000000000000000000000000000000000000000001";

    @Test
    void feltsEndBelowP() {
        Felt largest = Felt.parse("0x800000000000011000000000000000000000000000000000000000000000000");
        assertThat(Felt.parse(largest.toDecimal())).isEqualTo(largest);
        assertThat(Felt.of(largest.toBytes())).isEqualTo(largest);
        assertThat(largest.compareTo(Felt.ONE)).isPositive();
        assertThatThrownBy(() -> Felt.parse(P_HEX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("below 2^251 + 17*2^192 + 1");
        assertThatThrownBy(() -> Felt.parse("9".repeat(78))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void feltsRefuseOtherTexts() {
        for (String text : List.of("", "-1", "+1", "1.0", "0x", "0xg", "1e3", " 1", "1 ", "0x" + "0".repeat(65), "١")) {
            assertThatThrownBy(() -> Felt.parse(text)).as("'%s'", text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Felt.ofText("a".repeat(32))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Felt.ofText("€")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signaturesRefuseOtherTexts() {
        StarkSignature signature = StarkSignature.parse("[\"1\",\"2\"]");
        assertThat(signature).isEqualTo(new StarkSignature(Felt.ONE, Felt.of(2)));
        for (String text :
                List.of("", "[]", "[\"1\"]", "[1,2]", "[\"1\",\"2\",\"3\"]", "[\"0x1\",\"2\"]", "[\"-1\",\"2\"]")) {
            assertThatThrownBy(() -> StarkSignature.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void addressesCheckTheirLetterCase() {
        String checksummed = "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A";
        EthereumAddress address = EthereumAddress.parse(checksummed);
        assertThat(address.checksummed()).isEqualTo(checksummed);
        assertThat(EthereumAddress.parse(address.toString())).isEqualTo(address).hasSameHashCodeAs(address);
        assertThatThrownBy(() -> EthereumAddress.parse(checksummed.replace("19E7", "19e7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(checksummed);
        for (String text : List.of("", "0x", address.toString().substring(2), address + "0", "0x" + "g".repeat(40))) {
            assertThatThrownBy(() -> EthereumAddress.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void secretsRefuseOtherTextsWithoutShowingThem() {
        for (String text : List.of("", "0x", "xyz", "0x" + "1".repeat(65), "１２")) {
            assertThatThrownBy(() -> Secret.fromHex(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .satisfies(message -> assertThat(text.isEmpty() || text.equals("0x") || !message.contains(text))
                            .isTrue());
        }
    }

    @Test
    void malformedSignaturesRecoverNobody() {
        byte[] digest = Keccak256.digest("order");
        try (EthereumSigner signer = new EthereumSigner(Secret.fromHex("22"))) {
            byte[] good = signer.sign(digest);
            for (Secp256k1Library library : List.of(NATIVE, BOUNCY_CASTLE)) {
                assertThat(EthereumSignatures.recover(library, digest, good)).contains(signer.address());
                assertThat(EthereumSignatures.recover(library, digest, new byte[65]))
                        .isEmpty();
                assertThat(EthereumSignatures.recover(library, digest, Arrays.copyOf(good, 64)))
                        .isEmpty();
                assertThat(EthereumSignatures.recover(library, digest, with(good, 64, 0)))
                        .isEmpty();
                assertThat(EthereumSignatures.recover(library, digest, with(good, 64, 29)))
                        .isEmpty();
                assertThat(EthereumSignatures.recover(library, digest, with(good, 32, 0x80)))
                        .isEmpty();
                byte[] hugeR = good.clone();
                Arrays.fill(hugeR, 0, 32, (byte) 0xff);
                assertThat(EthereumSignatures.recover(library, digest, hugeR)).isEmpty();
            }
            for (int i = 0; i < 64; i++) {
                byte[] otherR = with(good, 31, i);
                assertThat(EthereumSignatures.recover(NATIVE, digest, otherR))
                        .as("last byte of r %d", i)
                        .isEqualTo(EthereumSignatures.recover(BOUNCY_CASTLE, digest, otherR));
            }
        }
        assertThat(EthereumSignatures.recover(digest, new byte[0])).isEmpty();
    }

    @Test
    void ethereumKeysLieInTheGroup() {
        String order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for (Secp256k1Library library : List.of(NATIVE, BOUNCY_CASTLE)) {
            for (String key : List.of("0", order)) {
                assertThatThrownBy(() -> new EthereumSigner(Secret.fromHex(key), library).close())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageNotContaining(order);
            }
            EthereumSigner signer = new EthereumSigner(Secret.fromHex("1"), library);
            assertThat(signer.address()).hasToString("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
            signer.close();
            assertThatThrownBy(() -> signer.sign(new byte[32])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void encodersRefuseWhatTheyCannotHold() {
        assertThatThrownBy(() -> new Abi().uint256(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Abi().bytes32(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PersonalMessage.digest(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Eip712.digest(new byte[32], new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Abi().string("").encode()).hasSize(64);
        assertThat(new Abi().string("a".repeat(33)).encode()).hasSize(128);
    }

    @Test
    void nestedStructsAndListsAreHashed() {
        TypedStruct leg = TypedStruct.named("Leg").with("size", 7);
        TypedStruct pair = TypedStruct.named("Pair").with("leg", leg).with("sizes", List.of(Felt.ONE, Felt.of(2)));
        assertThat(pair.type()).isEqualTo("Pair(leg:Leg,sizes:felt*)Leg(size:felt)");
        assertThat(pair.hash())
                .isEqualTo(Pedersen.hashOnElements(
                        StarkHashes.selector(pair.type()), leg.hash(), Pedersen.hashOnElements(Felt.ONE, Felt.of(2))));
    }

    private static byte[] with(byte[] signature, int index, int value) {
        byte[] changed = signature.clone();
        changed[index] = (byte) value;
        return changed;
    }

    @Test
    void knowsTheHashesOfTheTypesOfAnOrder() {
        assertThat(StarkHashes.KNOWN).hasSize(2);
        StarkHashes.KNOWN.forEach((type, hash) -> assertThat(hash).as(type).isEqualTo(StarkHashes.digest(type)));
        assertThat(ParadexMessages.domain("X").type()).isEqualTo(ParadexMessages.DOMAIN_TYPE);
    }
}
