package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Both fields against `BigInteger`, on edge values and on random ones.
class FieldTest {
    private static final long SEED = Long.getLong("parallax.seed", 20261123L);
    private static final int D = Field.DIGITS;
    private static final BigInteger P = Field.P;
    private static final BigInteger N = ScalarField.N;

    @Test
    void multipliesAddsAndInvertsModuloP() {
        List<BigInteger> values = values(P, 200);
        for (BigInteger a : values) {
            for (BigInteger b : values) {
                long[] z = new long[D];
                Field.multiply(z, 0, element(a), 0, element(b), 0);
                assertThat(value(z)).as("%s * %s", a, b).isEqualTo(a.multiply(b).mod(P));
            }
            long[] z = new long[D];
            Field.square(z, 0, element(a), 0);
            assertThat(value(z)).as("%s squared", a).isEqualTo(a.multiply(a).mod(P));
            BigInteger inverse = a.signum() == 0 ? a : a.modInverse(P);
            Field.invert(z, 0, element(a), 0, new long[2 * D], 0);
            assertThat(value(z)).as("1 / %s", a).isEqualTo(inverse);
            Field.invertPublic(z, 0, element(a), 0, new PublicInverse(P));
            assertThat(value(z)).as("1 / %s", a).isEqualTo(inverse);
        }
    }

    /// As far out of range as the curve formulas go: sums and differences of several elements, weakly reduced
    /// or not.
    @Test
    void staysExactOnLazySums() {
        Random random = new Random(SEED);
        List<BigInteger> values = values(P, 100);
        for (int i = 0; i < 20_000; i++) {
            long[] a = new long[D];
            long[] b = new long[D];
            BigInteger expectedA = lazySum(a, values, random);
            BigInteger expectedB = lazySum(b, values, random);
            if (random.nextBoolean()) {
                Field.reduceWeakly(b, 0);
            }
            long[] z = new long[D];
            Field.multiply(z, 0, a, 0, b, 0);
            assertThat(value(z))
                    .as("seed %d case %d", SEED, i)
                    .isEqualTo(expectedA.multiply(expectedB).mod(P));
            Field.square(z, 0, a, 0);
            assertThat(value(z))
                    .as("seed %d case %d", SEED, i)
                    .isEqualTo(expectedA.multiply(expectedA).mod(P));
            Field.multiplySubtract(z, 0, a, 0, b, 0, b, 0, b, 0);
            assertThat(value(z))
                    .as("seed %d case %d", SEED, i)
                    .isEqualTo(expectedA
                            .multiply(expectedB)
                            .subtract(expectedB.multiply(expectedB))
                            .mod(P));
        }
    }

    @Test
    void invertsRandomNumbers() {
        Random random = new Random(SEED);
        PublicInverse inverse = new PublicInverse(P);
        for (int i = 0; i < 50_000; i++) {
            BigInteger a = new BigInteger(1 + random.nextInt(251), random).max(BigInteger.ONE);
            long[] z = new long[D];
            Field.invertPublic(z, 0, element(a), 0, inverse);
            assertThat(value(z)).as("seed %d, 1 / %s", SEED, a).isEqualTo(a.modInverse(P));
        }
    }

    /// Lengths, runs of zeros and numbers close to the modulus are what the rounds of the algorithm turn on.
    @Test
    void invertsNumbersOfEveryShapeModuloBothPrimes() {
        Random random = new Random(SEED);
        for (BigInteger modulus : List.of(P, N)) {
            PublicInverse inverse = new PublicInverse(modulus);
            for (int i = 0; i < 50_000; i++) {
                BigInteger a = BigInteger.ONE
                        .shiftLeft(random.nextInt(252))
                        .add(BigInteger.valueOf(random.nextInt(7) - 3).shiftLeft(random.nextInt(252)))
                        .mod(modulus);
                a = random.nextBoolean() ? modulus.subtract(a).mod(modulus) : a;
                long[] digits = Field.digits(a);
                inverse.invert(digits);
                assertThat(plain(digits))
                        .as("seed %d, 1 / %s", SEED, a)
                        .isEqualTo(a.signum() == 0 ? a : a.modInverse(modulus));
            }
        }
    }

    @Test
    void multipliesAddsAndInvertsModuloN() {
        PublicInverse inverse = new PublicInverse(N);
        List<BigInteger> values = values(N, 60);
        for (BigInteger a : values) {
            for (BigInteger b : values) {
                long[] z = new long[D];
                ScalarField.add(z, 0, scalar(a), 0, scalar(b), 0);
                ScalarField.multiply(z, 0, z, 0, scalar(b), 0);
                assertThat(ScalarField.toFelt(z, 0).toBigInteger())
                        .as("(%s + %s) * %s", a, b, b)
                        .isEqualTo(a.add(b).multiply(b).mod(N));
            }
            long[] z = new long[D];
            ScalarField.invertPublic(z, 0, scalar(a), 0, inverse, new long[D]);
            assertThat(ScalarField.toFelt(z, 0).toBigInteger())
                    .as("1 / %s", a)
                    .isEqualTo(a.signum() == 0 ? a : a.modInverse(N));
        }
    }

    @Test
    void knowsTheRangeOfScalars() {
        for (BigInteger value : values(P, 200)) {
            assertThat(ScalarField.isInRange(words(value)))
                    .as("%s", value)
                    .isEqualTo(value.signum() > 0 && value.compareTo(N) < 0);
        }
        assertThat(ScalarField.isInRange(words(N))).isFalse();
        assertThat(ScalarField.isInRange(words(N.subtract(BigInteger.ONE)))).isTrue();
        assertThat(ScalarField.isInRange(words(N.add(BigInteger.ONE)))).isFalse();
        assertThat(ScalarField.isInRange(new long[] {-1, -1, -1, -1})).isFalse();
    }

    private static BigInteger lazySum(long[] sum, List<BigInteger> values, Random random) {
        BigInteger expected = BigInteger.ZERO;
        for (int terms = 1 + random.nextInt(4); terms > 0; terms--) {
            BigInteger value = values.get(random.nextInt(values.size()));
            if (random.nextBoolean()) {
                Field.add(sum, 0, sum, 0, element(value), 0);
                expected = expected.add(value);
            } else {
                Field.subtract(sum, 0, sum, 0, element(value), 0);
                expected = expected.subtract(value);
            }
        }
        return expected;
    }

    /// Edges, and random numbers of any length.
    private static List<BigInteger> values(BigInteger modulus, int randoms) {
        List<BigInteger> values = new ArrayList<>();
        for (int bit : new int[] {0, 1, 50, 51, 52, 63, 64, 127, 191, 192, 204, 247, 248, 250}) {
            BigInteger power = BigInteger.ONE.shiftLeft(bit);
            values.addAll(List.of(power.subtract(BigInteger.ONE), power, power.add(BigInteger.ONE)));
        }
        for (int i = 1; i <= 4; i++) {
            values.add(modulus.subtract(BigInteger.valueOf(i)));
        }
        values.add(modulus.shiftRight(1));
        Random random = new Random(SEED);
        for (int i = 0; i < randoms; i++) {
            values.add(new BigInteger(1 + random.nextInt(251), random));
        }
        return values;
    }

    private static BigInteger plain(long[] digits) {
        BigInteger value = BigInteger.ZERO;
        for (int i = D - 1; i >= 0; i--) {
            value = value.shiftLeft(51).add(BigInteger.valueOf(digits[i]));
        }
        return value;
    }

    private static long[] element(BigInteger value) {
        long[] z = new long[D];
        Field.fromFelt(z, 0, Felt.of(value));
        return z;
    }

    private static BigInteger value(long[] element) {
        return Field.toFelt(element, 0).toBigInteger();
    }

    private static long[] scalar(BigInteger value) {
        long[] z = new long[D];
        ScalarField.fromFelt(z, 0, Felt.of(value));
        return z;
    }

    private static long[] words(BigInteger value) {
        long[] words = new long[4];
        for (int i = 0; i < 4; i++) {
            words[i] = value.shiftRight(64 * i).longValue();
        }
        return words;
    }
}
