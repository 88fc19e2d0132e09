package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Keccak256Test {
    private static final long SEED = Long.getLong("parallax.seed", 20261123L);

    /// SHA3-256 of nothing begins with a7ffc6f8: the padding is what tells the two apart.
    @Test
    void isTheOriginalKeccakAndNotSha3() {
        assertThat(HexFormat.of().formatHex(Keccak256.digest("")))
                .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    }

    @Test
    void digestsPiecesAsIfTheyWereOne() {
        System.out.println("Keccak256Test seed " + SEED);
        Random random = new Random(SEED);
        for (int length = 0; length <= 600; length++) {
            byte[] input = new byte[length];
            random.nextBytes(input);
            int cut = random.nextInt(length + 1);
            assertThat(Keccak256.digest(Arrays.copyOf(input, cut), Arrays.copyOfRange(input, cut, length)))
                    .as("seed %d, length %d, cut %d", SEED, length, cut)
                    .isEqualTo(Keccak256.digest(input));
        }
    }
}
