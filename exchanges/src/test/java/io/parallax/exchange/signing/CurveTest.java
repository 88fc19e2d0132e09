package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.signing.PedersenHasher.Suffix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/// Tables and formulas against BouncyCastle's arithmetic on the same curve.
class CurveTest {
    private static final long SEED = Long.getLong("parallax.seed", 20261123L);
    private static final BigInteger N = ScalarField.N;
    private static final ECCurve CURVE =
            new ECCurve.Fp(Field.P, BigInteger.ONE, Field.toFelt(Curve.B, 0).toBigInteger(), N, BigInteger.ONE);

    @Test
    void pointsAreOnTheCurveAndTwiceTheirHalves() {
        long[][] points = {Curve.G, Curve.P1, Curve.P2, Curve.P3, Curve.P4};
        long[][] halves = {Curve.HALF_G, Curve.HALF_P1, Curve.HALF_P2, Curve.HALF_P3, Curve.HALF_P4};
        assertThat(point(Curve.SHIFT).isValid()).isTrue();
        for (int i = 0; i < points.length; i++) {
            assertThat(point(points[i]).isValid()).isTrue();
            assertThat(point(halves[i]).twice()).isEqualTo(point(points[i]));
        }
    }

    /// Partial sums of the comb meet a table entry where low digits equal those of n and the next is 31.
    @Test
    void multipliesTheGenerator() {
        List<BigInteger> scalars = new ArrayList<>();
        for (int i = 1; i <= 65; i++) {
            scalars.add(BigInteger.valueOf(i));
            scalars.add(N.subtract(BigInteger.valueOf(i)));
        }
        for (int bit = 6; bit < 252; bit += 5) {
            for (int i = -1; i <= 1; i++) {
                scalars.add(
                        BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(i)).mod(N));
            }
        }
        for (int bit = 198; bit <= 246; bit += 6) {
            BigInteger lowDigits = N.subtract(BigInteger.ONE.shiftLeft(251));
            scalars.add(BigInteger.valueOf(31).shiftLeft(bit).add(lowDigits));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            scalars.add(new BigInteger(251, random).max(BigInteger.ONE));
        }
        ECPoint generator = point(Curve.G);
        for (BigInteger scalar : scalars) {
            Felt k = Felt.of(scalar);
            long[] words = {k.word0(), k.word1(), k.word2(), k.word3()};
            long[] affine = new long[CurvePoint.AFFINE];
            GeneratorTable.multiply(new CurvePoint(), words, affine).affine(affine, 0);
            assertThat(point(affine)).as("seed %d, %s * G", SEED, scalar).isEqualTo(generator.multiply(scalar));
            Curve.multiple(scalar, Curve.G).affine(affine, 0);
            assertThat(point(affine)).as("seed %d, %s * G", SEED, scalar).isEqualTo(generator.multiply(scalar));
        }
    }

    @Test
    void hashesAnyPairAsTheSumOfFivePoints() {
        List<BigInteger> operands = new ArrayList<>(List.of(BigInteger.ZERO, BigInteger.ONE));
        for (int bit : new int[] {63, 64, 66, 247, 248, 249, 250, 251}) {
            for (int i = -1; i <= 1; i++) {
                operands.add(BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(i)));
            }
        }
        operands.add(Field.P.subtract(BigInteger.ONE));
        Random random = new Random(SEED);
        for (int i = 0; i < 12; i++) {
            operands.add(new BigInteger(1 + random.nextInt(251), random));
        }
        PedersenHasher hasher = new PedersenHasher();
        for (BigInteger a : operands) {
            for (BigInteger b : operands) {
                Felt expected = Felt.of(half(a, Curve.P1, Curve.P2)
                        .add(half(b, Curve.P3, Curve.P4))
                        .add(point(Curve.SHIFT))
                        .normalize()
                        .getAffineXCoord()
                        .toBigInteger());
                Felt left = Felt.of(a);
                Felt right = Felt.of(b);
                assertThat(hasher.hash(left, right))
                        .as("seed %d, %s, %s", SEED, a, b)
                        .isEqualTo(expected);
                Suffix suffix = PedersenHasher.suffix(right);
                for (PedersenTables tables : List.of(PedersenTables.smallest(), PedersenTables.buildLarge())) {
                    assertThat(hash(left, words -> hasher.scalarHash(words, suffix, tables)))
                            .as("seed %d, %s, %s", SEED, a, b)
                            .isEqualTo(expected);
                    if (b.bitLength() <= 63) {
                        assertThat(hash(left, words -> hasher.scalarHash(words, b.longValueExact(), tables)))
                                .as("seed %d, %s, %s", SEED, a, b)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    private static Felt hash(Felt left, Consumer<long[]> step) {
        long[] words = new long[4];
        left.words(words);
        step.accept(words);
        return new Felt(words[0], words[1], words[2], words[3]);
    }

    @Test
    void tellsWhichXHavePoints() {
        Random random = new Random(SEED);
        int found = 0;
        for (int i = 0; i < 300; i++) {
            Felt x = Felt.of(new BigInteger(251, random));
            long[] element = new long[Field.DIGITS];
            Field.fromFelt(element, 0, x);
            BigInteger square = x.toBigInteger()
                    .pow(3)
                    .add(x.toBigInteger())
                    .add(Field.toFelt(Curve.B, 0).toBigInteger());
            boolean exists = square.modPow(Field.P.shiftRight(1), Field.P).equals(BigInteger.ONE);
            assertThat(EulerCriterion.isOnCurve(element, 0))
                    .as("seed %d, x %s", SEED, x)
                    .isEqualTo(exists);
            if (exists) {
                found++;
            }
        }
        assertThat(found).isBetween(100, 200);
    }

    private static ECPoint half(BigInteger value, long[] low, long[] high) {
        BigInteger[] parts = value.divideAndRemainder(BigInteger.ONE.shiftLeft(248));
        return point(low).multiply(parts[1]).add(point(high).multiply(parts[0]));
    }

    private static ECPoint point(long[] affine) {
        return CURVE.createPoint(
                Field.toFelt(affine, 0).toBigInteger(),
                Field.toFelt(affine, Field.DIGITS).toBigInteger());
    }
}
