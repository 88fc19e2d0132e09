package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /// Small and large multiples, those with one digit only, and random ones; the same numbers as the scalar path.
    @Test
    void multipliesTheGeneratorLikeTheScalarPath() {
        VectorGenerator vector = new VectorGenerator();
        PublicInverse inverse = new PublicInverse(Field.P);
        List<BigInteger> multiples = new ArrayList<>();
        for (int i = 1; i < 70; i++) {
            multiples.add(BigInteger.valueOf(i));
            multiples.add(ScalarField.N.subtract(BigInteger.valueOf(i)));
        }
        for (int bit = 0; bit < 252; bit++) {
            multiples.add(BigInteger.ONE.shiftLeft(bit).mod(ScalarField.N));
        }
        for (int i = 0; i < 2_000; i++) {
            multiples.add(felt().toBigInteger().mod(ScalarField.N).max(BigInteger.ONE));
        }
        int slow = 0;
        for (BigInteger multiple : multiples) {
            long[] k = words(Felt.of(multiple));
            long[] x = new long[Field.DIGITS];
            long[] zz = new long[Field.DIGITS];
            vector.multiply(k, x, zz);
            if (!inverse.divide(x, zz)) {
                slow++;
                continue;
            }
            long[] expected = new long[CurvePoint.AFFINE];
            GeneratorTable.multiply(new CurvePoint(), k, expected).affineX(expected, 0);
            long[] found = new long[4];
            Field.joinWords(x, found);
            assertThat(found).as("%s * G", multiple).isEqualTo(words(Field.toFelt(expected, 0)));
        }
        // Numbers near n meet the table entry, and nothing else does.
        assertThat(slow).isLessThan(70);
    }

    @Test
    void signsTheSameOnBothPaths() {
        try (StarkSigner signer = new StarkSigner(Secret.fromHex("1234567890abcdef1234567890abcdef1234567890abcdef"))) {
            List<Felt> hashes = new ArrayList<>();
            List<StarkSignature> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Felt hash = felt();
                hashes.add(new Felt(hash.word0(), hash.word1(), hash.word2(), hash.word3() >>> 1));
                expected.add(signer.sign(hashes.getLast()));
            }
            assumeTrue(VectorPath.prepare());
            byte[] text = new byte[StarkSignature.TEXT_BYTES_MAX];
            for (int i = 0; i < hashes.size(); i++) {
                assertThat(signer.sign(hashes.get(i))).isEqualTo(expected.get(i));
                int length = signer.sign(hashes.get(i), text, 0);
                assertThat(new String(text, 0, length, StandardCharsets.US_ASCII))
                        .isEqualTo(expected.get(i).toText());
            }
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

    @Test
    void staysOffWhereItIsSwitchedOff() {
        System.setProperty(VectorPath.SWITCH, "false");
        try {
            assertThat(VectorPath.prepare()).isFalse();
            assertThat(VectorPath.isReady()).isFalse();
            assertThat(VectorPath.description()).startsWith("scalar:").contains(VectorPath.SWITCH);
            assertThat(PedersenTables.best()).isNotSameAs(PedersenTables.smallest());
        } finally {
            System.clearProperty(VectorPath.SWITCH);
        }
    }

    private void assertSame(VectorPedersen vector, PedersenHasher scalar, Felt a, Felt b) {
        for (PedersenTables tables : List.of(PedersenTables.smallest(), PedersenTables.buildLarge())) {
            long[] expected = words(a);
            scalar.scalarHash(expected, b.word0(), b.word1(), b.word2(), b.word3(), tables);
            long[] withSuffix = words(a);
            scalar.scalarHash(withSuffix, PedersenHasher.suffix(b), tables);
            assertThat(withSuffix).isEqualTo(expected);
            long[] words = words(a);
            assertThat(vector.hash(words, b.word0(), b.word1(), b.word2(), b.word3()))
                    .isTrue();
            assertThat(words).isEqualTo(expected);
            long[] again = words(a);
            assertThat(vector.hash(again, VectorPedersen.suffix(b))).isTrue();
            assertThat(again).isEqualTo(expected);
        }
    }

    private static void assertSameShort(VectorPedersen vector, PedersenHasher scalar, Felt a, long b) {
        for (PedersenTables tables : List.of(PedersenTables.smallest(), PedersenTables.buildLarge())) {
            long[] expected = words(a);
            scalar.scalarHash(expected, b, tables);
            long[] words = words(a);
            assertThat(vector.hash(words, b)).isTrue();
            assertThat(words).isEqualTo(expected);
        }
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

    private static long[] words(Felt value) {
        long[] words = new long[4];
        value.words(words);
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
