package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureTextTest {
    private static final long SEED = Long.getLong("parallax.seed", 20_261_126L);

    @Test
    void writesWhatBigIntegerWritesAndNothingBeyondItsBound() {
        Random random = new Random(SEED);
        List<BigInteger> numbers = new ArrayList<>();
        for (int digits = 0; digits < 76; digits++) {
            numbers.add(BigInteger.TEN.pow(digits).subtract(BigInteger.ONE));
            numbers.add(BigInteger.TEN.pow(digits));
        }
        numbers.add(Field.P.subtract(BigInteger.ONE));
        for (int i = 0; i < 2_000; i++) {
            numbers.add(new BigInteger(random.nextInt(252), random));
        }
        int offset = 3;
        for (int i = 0; i < numbers.size(); i++) {
            BigInteger r = numbers.get(i);
            BigInteger s = numbers.get(numbers.size() - 1 - i);
            byte[] target = new byte[offset + StarkSignature.TEXT_BYTES_MAX + 1];
            Arrays.fill(target, (byte) '#');
            int length = SignatureText.write(words(r, s), target, offset);
            assertThat(new String(target, offset, length, StandardCharsets.US_ASCII))
                    .as("seed %d", SEED)
                    .isEqualTo("[\"" + r + "\",\"" + s + "\"]");
            assertThat(target[offset - 1]).isEqualTo((byte) '#');
            assertThat(target[target.length - 1]).isEqualTo((byte) '#');
        }
    }

    private static long[] words(BigInteger... numbers) {
        long[] words = new long[4 * numbers.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = numbers[i / 4].shiftRight(64 * (i % 4)).longValue();
        }
        return words;
    }
}
