package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorPathTest {
    private static final long SEED = Long.getLong("parallax.seed", 20_261_124L);
    private static final BigInteger R = BigInteger.ONE.shiftLeft(255);
    private static final int E = VectorField.ELEMENT;
    private static final int A = VectorField.COLUMNS;
    private static final int B = A + E;
    private static final int C = B + E;
    private static final int D = C + E;
    private static final int Z = D + E;

    private final SplittableRandom random = new SplittableRandom(SEED);

    VectorPathTest() {
        System.out.println("VectorPathTest parallax.seed=" + SEED);
    }

    @AfterEach
    void leaveTheScalarPathToOtherTests() {
        VectorPath.stop();
    }

    /// Digits at their bounds and between, alone and as differences, against arbitrary precision.
    @Test
    void productsAgreeWithBigIntegerAndStayWithinTheirBounds() {
        double[] v = new double[Z + E];
        for (int round = 0; round < 20_000; round++) {
            for (int i = A; i < Z; i++) {
                v[i] = digit((i - A) % E < 16 ? 1L << 50 : 1L << 47);
            }
            int lane = round & 3;
            BigInteger a = value(v, A, lane);
            BigInteger b = value(v, B, lane);
            BigInteger c = value(v, C, lane);
            BigInteger d = value(v, D, lane);
            BigInteger expected = switch ((round >> 2) & 3) {
                case 0 -> {
                    VectorField.subtract(v, A, A, B);
                    VectorField.subtract(v, C, C, D);
                    VectorField.multiply(v, Z, A, C);
                    yield a.subtract(b).multiply(c.subtract(d));
                }
                case 1 -> {
                    VectorField.multiplySubtract(v, Z, A, B, C, D);
                    yield a.multiply(b).subtract(c.multiply(d));
                }
                case 2 -> {
                    VectorField.subtract(v, A, A, B);
                    VectorField.squareOf(v, Z, A);
                    yield a.subtract(b).pow(2);
                }
                default -> {
                    VectorField.squareSubtract(v, Z, A, B, C);
                    yield a.pow(2).subtract(b.add(c.shiftLeft(1)).multiply(R));
                }
            };
            BigInteger difference = value(v, Z, lane).multiply(R).subtract(expected);
            assertThat(difference.mod(Field.P)).as("round %d", round).isEqualTo(BigInteger.ZERO);
            // Within p/2 of the exact quotient, but for what rounding the digits adds.
            assertThat(difference.abs().shiftRight(255))
                    .isLessThan(Field.P.shiftRight(1).add(BigInteger.TWO.pow(205)));
            for (int i = 0; i < 16; i++) {
                assertThat(Math.abs(v[Z + i])).isLessThanOrEqualTo(0x1p50);
            }
        }
    }

    @Test
    void hashesEveryKindOfOperandLikeTheScalarPath() {
        VectorPedersen vector = new VectorPedersen();
        PedersenHasher scalar = new PedersenHasher();
        BigInteger split = BigInteger.ONE.shiftLeft(248);
        List<Felt> edges = List.of(
                Felt.ZERO,
                Felt.ONE,
                Felt.of(split.subtract(BigInteger.ONE)),
                Felt.of(split),
                Felt.of(split.add(BigInteger.ONE)),
                Felt.of(ScalarField.N.subtract(BigInteger.ONE)),
                Felt.of(Field.P.subtract(BigInteger.ONE)));
        for (Felt a : edges) {
            for (Felt b : edges) {
                assertSame(vector, scalar, a, b);
            }
            assertSameShort(vector, scalar, a, 0);
            assertSameShort(vector, scalar, a, (1L << VectorPedersen.SHORT_BITS) - 1);
        }
        for (int i = 0; i < 1_000; i++) {
            assertSame(vector, scalar, felt(), felt());
            assertSameShort(vector, scalar, felt(), random.nextLong(1L << VectorPedersen.SHORT_BITS));
        }
    }

    @Test
    void servesOnlyOncePreparedAndThenChangesNoHash() {
        OrderMessage order =
                OrderMessage.prepare("PRIVATE_SN_POTC_SEPOLIA", Felt.of(1234), "BTC-USD-PERP", OrderSide.SELL, "LIMIT");
        long huge = Long.MAX_VALUE;
        Felt small = order.hash(10_000_000, 6_180_000_000_000L, 1_700_000_000_000L);
        Felt large = order.hash(huge, huge, huge);
        Felt pair = Pedersen.hash(small, large);
        assertThat(VectorPath.isReady()).isFalse();
        assertThat(VectorPath.description()).startsWith("scalar:");

        boolean prepared = VectorPath.prepare();

        assertThat(VectorPath.description()).isEqualTo(prepared ? "vector" : VectorPath.description());
        assertThat(VectorPath.isReady()).isEqualTo(prepared);
        assertThat(VectorPath.description()).doesNotContain("wrong");
        assertThat(order.hash(10_000_000, 6_180_000_000_000L, 1_700_000_000_000L))
                .isEqualTo(small);
        assertThat(order.hash(huge, huge, huge)).isEqualTo(large);
        assertThat(Pedersen.hash(small, large)).isEqualTo(pair);
    }

    private void assertSame(VectorPedersen vector, PedersenHasher scalar, Felt a, Felt b) {
        Felt expected = scalar.scalarHash(a, b);
        long[] words = words(a);
        assertThat(vector.hash(words, b.word0(), b.word1(), b.word2(), b.word3()))
                .isTrue();
        assertThat(felt(words)).isEqualTo(expected);
        long[] again = words(a);
        assertThat(vector.hash(again, VectorPedersen.suffix(b))).isTrue();
        assertThat(felt(again)).isEqualTo(expected);
    }

    private static void assertSameShort(VectorPedersen vector, PedersenHasher scalar, Felt a, long b) {
        long[] words = words(a);
        assertThat(vector.hash(words, b)).isTrue();
        assertThat(felt(words)).isEqualTo(scalar.scalarHash(a, b));
    }

    private double digit(long bound) {
        return switch (random.nextInt(8)) {
            case 0 -> bound;
            case 1 -> -bound;
            case 2 -> 0;
            default -> random.nextLong(-bound, bound);
        };
    }

    private Felt felt() {
        return new Felt(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5);
    }

    private static Felt felt(long[] words) {
        return new Felt(words[0], words[1], words[2], words[3]);
    }

    private static long[] words(Felt value) {
        long[] words = new long[4];
        VectorPath.words(value, words);
        return words;
    }

    private static BigInteger value(double[] v, int offset, int lane) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = Field.DIGITS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(51)
                    .add(BigDecimal.valueOf(v[offset + 4 * i + lane]).toBigIntegerExact());
        }
        return sum;
    }
}
