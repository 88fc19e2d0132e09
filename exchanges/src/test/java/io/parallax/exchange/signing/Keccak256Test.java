package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class Keccak256Test {
    private static final long SEED = Long.getLong("parallax.seed", 20261123L);

    @Test
    void agreesWithBouncyCastleAtEveryLengthAndCut() {
        Random random = new Random(SEED);
        for (int length = 0; length <= 600; length++) {
            byte[] input = new byte[length];
            random.nextBytes(input);
            KeccakDigest oracle = new KeccakDigest(256);
            oracle.update(input, 0, length);
            byte[] expected = new byte[32];
            oracle.doFinal(expected, 0);
            int cut = random.nextInt(length + 1);
            byte[] head = java.util.Arrays.copyOf(input, cut);
            byte[] tail = java.util.Arrays.copyOfRange(input, cut, length);
            assertThat(Keccak256.digest(input))
                    .as("seed %d, length %d", SEED, length)
                    .isEqualTo(expected);
            assertThat(Keccak256.digest(head, tail))
                    .as("seed %d, cut %d", SEED, cut)
                    .isEqualTo(expected);
        }
    }
}
