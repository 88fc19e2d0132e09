package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StarkSignerTest {
    private static final String KEY = "543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728f8344d53e815";
    private static final Felt ACCOUNT = Felt.parse("0x129c135ed63df9353885e292be4426b8ed6122b13c6c0e1bb787288a1f5adfa");
    private static final String CHAIN = "PRIVATE_SN_PARACLEAR_MAINNET";

    @Test
    void refusesKeysOutsideTheGroupWithoutShowingThem() {
        for (String key : List.of(
                "0",
                "800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f",
                "800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d30",
                "f".repeat(64))) {
            assertThatThrownBy(() -> new StarkSigner(Secret.fromHex(key)).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("between 1 and the order")
                    .hasMessageNotContaining(key.length() > 1 ? key : "key 0");
        }
    }

    @Test
    void takesTheSmallestAndTheLargestKey() {
        Felt generatorX = Field.toFelt(Curve.G, 0);
        for (String key : List.of("1", "800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2e")) {
            try (StarkSigner signer = new StarkSigner(Secret.fromHex(key))) {
                assertThat(signer.publicKey()).isEqualTo(generatorX);
                StarkSignature signature = signer.sign(Felt.of(7));
                assertThat(StarkVerifier.verify(signer.publicKey(), Felt.of(7), signature))
                        .isTrue();
            }
        }
    }

    @Test
    void refusesHashesFrom2Pow251OnAndTakesTheOneBefore() {
        try (StarkSigner signer = new StarkSigner(Secret.fromHex(KEY))) {
            Felt tooLarge = Felt.parse("0x8" + "0".repeat(62));
            Felt largest = Felt.parse("0x7" + "f".repeat(62));
            assertThatThrownBy(() -> signer.sign(tooLarge))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("below 2^251")
                    .hasMessageContaining(tooLarge.toHex());
            for (Felt hash : List.of(Felt.ZERO, Felt.ONE, largest)) {
                StarkSignature signature = signer.sign(hash);
                assertThat(StarkVerifier.verify(signer.publicKey(), hash, signature))
                        .isTrue();
            }
            assertThat(StarkVerifier.verify(signer.publicKey(), tooLarge, signer.sign(Felt.ZERO)))
                    .isFalse();
        }
    }

    /// Whoever holds the key can make the two points of a verification equal or opposite.
    @Test
    void verifiesWhereThePointsOfTheSumCoincide() {
        Felt z = Felt.of(12345);
        BigInteger n = ScalarField.N;
        for (boolean negative : new boolean[] {false, true}) {
            // With z = r·d both terms are k/2·G; choose k, take r, and solve for d and s.
            BigInteger k = BigInteger.valueOf(987654321);
            long[] x = new long[Field.DIGITS];
            Curve.multiple(k, Curve.G).affineX(x, 0);
            Felt r = Field.toFelt(x, 0);
            BigInteger d =
                    z.toBigInteger().multiply(r.toBigInteger().modInverse(n)).mod(n);
            d = negative ? n.subtract(d) : d;
            BigInteger s =
                    z.toBigInteger().shiftLeft(1).multiply(k.modInverse(n)).mod(n);
            try (StarkSigner signer = new StarkSigner(Secret.of(Felt.of(d).toBytes()))) {
                assertThat(StarkVerifier.verify(signer.publicKey(), z, r, Felt.of(s)))
                        .isTrue();
                assertThat(StarkVerifier.verify(signer.publicKey(), z, r, Felt.of(s.add(BigInteger.ONE))))
                        .isFalse();
            }
        }
    }

    @Test
    void signsNoMoreAfterClosing() {
        StarkSigner signer = new StarkSigner(Secret.fromHex(KEY));
        signer.close();
        assertThatThrownBy(() -> signer.sign(Felt.ONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void showsNoKey() {
        try (StarkSigner signer = new StarkSigner(Secret.fromHex(KEY));
                EthereumSigner ethereum = new EthereumSigner(Secret.fromHex(KEY))) {
            assertThat(signer.toString()).contains(signer.publicKey().toHex()).doesNotContain(KEY);
            assertThat(ethereum.toString())
                    .contains(ethereum.address().toString())
                    .doesNotContain(KEY);
            assertThat(Secret.fromHex(KEY)).hasToString("Secret[redacted]");
        }
    }

    @Test
    void manyThreadsGetTheSameSignaturesAsOne() throws InterruptedException, ExecutionException {
        try (StarkSigner signer = new StarkSigner(Secret.fromHex(KEY));
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<StarkSignature> expected = signatures(signer);
            List<Future<List<StarkSignature>>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> signatures(signer)));
            }
            for (Future<List<StarkSignature>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesNegativeOrderNumbers() {
        OrderMessage message = OrderMessage.prepare(CHAIN, ACCOUNT, "BTC-USD-PERP", OrderSide.SELL, "LIMIT");
        assertThatThrownBy(() -> message.hash(-1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.hash(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.hash(1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void preparedAndGeneralHashAgreeOnTheLargestNumbers() {
        for (long number : new long[] {0, 1, Long.MAX_VALUE}) {
            TypedStruct order = TypedStruct.named("Order")
                    .with("timestamp", number)
                    .with("market", "ETH-USD-PERP")
                    .with("side", 2)
                    .with("orderType", "MARKET")
                    .with("size", number)
                    .with("price", number);
            assertThat(OrderMessage.prepare(CHAIN, ACCOUNT, "ETH-USD-PERP", OrderSide.SELL, "MARKET")
                            .hash(number, number, number))
                    .isEqualTo(new TypedData(ParadexMessages.domain(CHAIN), ACCOUNT, order).messageHash());
        }
    }

    /// Each order keeper of its own per thread; the signer is shared.
    private static List<StarkSignature> signatures(StarkSigner signer) {
        OrderSigner orders = OrderSigner.prepare(signer, CHAIN, ACCOUNT, "BTC-USD-PERP", OrderSide.BUY, "LIMIT");
        List<StarkSignature> signatures = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            signatures.add(orders.sign(1000 + i, 6_000_000_000_000L + i, 1_795_305_659_999L + i));
        }
        return signatures;
    }
}
