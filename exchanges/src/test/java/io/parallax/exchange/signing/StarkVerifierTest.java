package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/// Verification against the definition in BouncyCastle's points: find a y, add and subtract, compare x.
class StarkVerifierTest {
    private static final long SEED = Long.getLong("parallax.seed", 20261204L);
    private static final int CASES = 1_000;
    private static final BigInteger N = ScalarField.N;
    private static final BigInteger B = Field.toFelt(Curve.B, 0).toBigInteger();
    private static final ECCurve CURVE = new ECCurve.Fp(Field.P, BigInteger.ONE, B, N, BigInteger.ONE);
    private static final ECPoint G = CURVE.createPoint(
            Field.toFelt(Curve.G, 0).toBigInteger(),
            Field.toFelt(Curve.G, Field.DIGITS).toBigInteger());
    /// The smallest prime factor of 2p + 2 - n, the order of the twist.
    private static final BigInteger TWIST_FACTOR = BigInteger.valueOf(499_669);

    private static final BigInteger TWIST_COFACTOR =
            Field.P.add(BigInteger.ONE).shiftLeft(1).subtract(N).divide(TWIST_FACTOR);

    private final Random random = new Random(SEED);

    private record Case(BigInteger key, BigInteger hash, BigInteger r, BigInteger s) {
        boolean verifies() {
            return StarkVerifier.verify(Felt.of(key), Felt.of(hash), Felt.of(r), Felt.of(s));
        }

        Case withHash(BigInteger other) {
            return new Case(key, other, r, s);
        }

        Case withKey(BigInteger other) {
            return new Case(other, hash, r, s);
        }
    }

    @Test
    void agreesWithTheDefinitionOnValidAndCorruptedSignatures() {
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            Case valid = caseOf(below(N), below(N), randomKey(), random.nextBoolean());
            Case tried = corrupted(valid, random.nextInt(16));
            boolean expected = byDefinition(tried);
            assertThat(tried.verifies())
                    .as("seed %d, case %d, %s", SEED, i, tried)
                    .isEqualTo(expected);
            accepted += expected ? 1 : 0;
        }
        assertThat(accepted).as("seed %d", SEED).isBetween(CASES / 3, CASES * 3 / 4);
    }

    /// Small and large multiples, around powers of two, and those whose last digit meets a partial sum.
    @Test
    void acceptsAnyMultipleOfTheKey() {
        List<BigInteger> multiples = aroundTheEnds();
        for (int bit : new int[] {63, 64, 65, 127, 128, 191, 192, 249, 250, 251}) {
            for (int i = -1; i <= 1; i++) {
                multiples.add(BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(i)));
            }
        }
        for (int i = -2; i <= 2; i++) {
            multiples.add(N.shiftRight(1).add(BigInteger.valueOf(i)));
        }
        for (BigInteger multiple : multiples) {
            acceptsAndRefusesNeighbours(below(N), multiple);
        }
    }

    /// Partial sums of the comb, which starts from half of 2²⁵⁶ - 1, meet a table entry where the low digits are
    /// those of -2²⁵⁵ modulo n and the next is 127.
    @Test
    void acceptsAnyMultipleOfTheGenerator() {
        List<BigInteger> multiples = aroundTheEnds();
        BigInteger lowDigits = BigInteger.ONE.shiftLeft(255).negate().mod(N);
        for (int bit = 208; bit < 248; bit += 8) {
            multiples.add(BigInteger.valueOf(127).shiftLeft(bit).add(lowDigits));
        }
        for (int bit = 8; bit < 252; bit += 8) {
            multiples.add(BigInteger.ONE.shiftLeft(bit));
            multiples.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE));
        }
        for (BigInteger multiple : multiples) {
            acceptsAndRefusesNeighbours(multiple, below(N));
        }
    }

    @Test
    void acceptsAHashOfZero() {
        for (int i = 0; i < 20; i++) {
            acceptsAndRefusesNeighbours(BigInteger.ZERO, below(N));
        }
    }

    /// One of sum and difference is the double, the other infinite.
    @Test
    void acceptsTheDoubleWherePointsAreEqualOrOpposite() {
        for (int i = 0; i < 20; i++) {
            for (boolean opposite : new boolean[] {false, true}) {
                BigInteger d = below(N);
                BigInteger u2 = below(N);
                BigInteger u1 = u2.multiply(d).mod(N);
                Case found = caseOf(opposite ? N.subtract(u1) : u1, u2, d, opposite);
                assertThat(found.verifies()).as("seed %d, %s", SEED, found).isTrue();
                assertThat(found.withHash(found.hash.xor(BigInteger.ONE)).verifies())
                        .as("seed %d, %s", SEED, found)
                        .isFalse();
            }
        }
    }

    /// Also where r is an x of the twist that fits, or where the key's multiple vanishes and r is that of u1·G.
    @Test
    void refusesAnXWithoutAPoint() {
        for (int i = 0; i < 50; i++) {
            BigInteger twist = twistX();
            Case any = caseOf(below(N), below(N), randomKey(), true).withKey(twist);
            assertThat(any.verifies()).as("seed %d, %s", SEED, any).isFalse();
            // r = x(u2·Q) with u2 = r/s has no solution that is easy to find, but u2 = ±1 has: r = x(Q) = s.
            if (twist.bitLength() <= 251 && twist.modInverse(N).bitLength() <= 251) {
                Case ofTwist = new Case(twist, BigInteger.ZERO, twist, twist);
                assertThat(ofTwist.verifies()).as("seed %d, %s", SEED, ofTwist).isFalse();
            }
            BigInteger smallOrder = multipleOfX(twist, TWIST_COFACTOR);
            BigInteger u1 = below(N);
            BigInteger r = x(G.multiply(u1));
            for (int step = 0; step < 3; step++) {
                BigInteger u2 =
                        TWIST_FACTOR.multiply(new BigInteger(230, random)).add(BigInteger.valueOf(step));
                BigInteger s = r.multiply(u2.modInverse(N)).mod(N);
                Case vanishing = new Case(smallOrder, u1.multiply(s).mod(N), r, s);
                assertThat(vanishing.verifies())
                        .as("seed %d, %s", SEED, vanishing)
                        .isFalse();
            }
        }
    }

    @Test
    void acceptsAKeyOnTheCurveWhereHashIsZeroAndRIsTheKey() {
        BigInteger key = x(G.multiply(below(N)));
        while (key.modInverse(N).bitLength() > 251 || key.bitLength() > 251) {
            key = x(G.multiply(below(N)));
        }
        Case found = new Case(key, BigInteger.ZERO, key, key);
        assertThat(found.verifies()).as("seed %d, %s", SEED, found).isTrue();
        Case negative = new Case(key, BigInteger.ZERO, key, N.subtract(key));
        assertThat(negative.verifies()).as("seed %d, %s", SEED, negative).isTrue();
    }

    /// With everything else right, where that is possible: s + n and the hash + n are the same numbers modulo n.
    @Test
    void refusesNumbersOutOfRange() {
        BigInteger bound = BigInteger.ONE.shiftLeft(251);
        Case valid = solved(BigInteger.TEN, BigInteger.TWO.modInverse(N));
        assertThat(valid.verifies()).as("seed %d, %s", SEED, valid).isTrue();
        for (BigInteger s : List.of(BigInteger.ZERO, N, Field.P.subtract(BigInteger.ONE))) {
            assertThat(new Case(valid.key, valid.hash, valid.r, s).verifies()).isFalse();
        }
        for (BigInteger r : List.of(BigInteger.ZERO, bound, N, Field.P.subtract(BigInteger.ONE))) {
            assertThat(new Case(valid.key, valid.hash, r, valid.s).verifies()).isFalse();
        }
        assertThat(valid.withHash(N.add(valid.hash)).verifies()).isFalse();
        Case largest = solved(bound.subtract(BigInteger.ONE), valid.s);
        assertThat(largest.verifies()).as("seed %d, %s", SEED, largest).isTrue();
        assertThat(solved(bound, valid.s).verifies()).isFalse();
        Case smallest = solved(BigInteger.TEN, BigInteger.ONE);
        assertThat(smallest.verifies()).as("seed %d, %s", SEED, smallest).isTrue();
        assertThat(new Case(smallest.key, smallest.hash, smallest.r, N.add(smallest.s)).verifies())
                .isFalse();
    }

    @Test
    void refusesAnInverseFrom2Pow251On() {
        BigInteger bound = BigInteger.ONE.shiftLeft(251);
        for (int i = -8; i < 8; i++) {
            Case found = solved(
                    new BigInteger(250, random),
                    bound.add(BigInteger.valueOf(i)).modInverse(N));
            assertThat(found.verifies()).as("seed %d, %s", SEED, found).isEqualTo(i < 0);
        }
    }

    @Test
    void manyThreadsGetTheSameAnswers() throws InterruptedException, ExecutionException {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            cases.add(corrupted(caseOf(below(N), below(N), randomKey(), true), random.nextInt(16)));
        }
        List<Boolean> expected = cases.stream().map(Case::verifies).toList();
        assertThat(expected).as("seed %d", SEED).contains(true, false);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Boolean>>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(
                        threads.submit(() -> cases.stream().map(Case::verifies).toList()));
            }
            for (Future<List<Boolean>> result : results) {
                assertThat(result.get()).as("seed %d", SEED).isEqualTo(expected);
            }
        }
    }

    private void acceptsAndRefusesNeighbours(BigInteger u1, BigInteger u2) {
        for (boolean plus : new boolean[] {true, false}) {
            Case found = caseOf(u1, u2, randomKey(), plus);
            assertThat(found.verifies())
                    .as("seed %d, u1 %s, u2 %s, %s", SEED, u1, u2, found)
                    .isTrue();
            Case otherHash = found.withHash(found.hash.xor(BigInteger.ONE));
            Case otherKey = found.withKey(x(G.multiply(randomKey())));
            for (Case other : List.of(otherHash, otherKey)) {
                assertThat(other.verifies())
                        .as("seed %d, u1 %s, u2 %s, %s", SEED, u1, u2, other)
                        .isFalse();
            }
        }
    }

    private static List<BigInteger> aroundTheEnds() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 1; i <= 65; i++) {
            numbers.add(BigInteger.valueOf(i));
            numbers.add(N.subtract(BigInteger.valueOf(i)));
        }
        return numbers;
    }

    /// A signature with hash/s = u1 and r/s = u2, where r is x of u1·G + u2·Q or of the difference and Q = d·G. Takes
    /// the next d where a number would be out of its range.
    private static Case caseOf(BigInteger u1, BigInteger u2, BigInteger d, boolean plus) {
        for (BigInteger key = d; ; key = key.add(BigInteger.ONE)) {
            ECPoint q = G.multiply(key.mod(N));
            BigInteger multiple = plus ? u2 : N.subtract(u2);
            ECPoint sum = G.multiply(u1.add(multiple.multiply(key)).mod(N));
            if (!sum.isInfinity()) {
                BigInteger r = x(sum);
                BigInteger s = r.multiply(u2.modInverse(N)).mod(N);
                BigInteger hash = u1.multiply(s).mod(N);
                if (r.bitLength() <= 251
                        && hash.bitLength() <= 251
                        && s.modInverse(N).bitLength() <= 251) {
                    return new Case(x(q), hash, r, s);
                }
            }
        }
    }

    /// A signature with the given hash and s, of the key that fits a random nonce k: (k·s - hash)/r.
    private Case solved(BigInteger hash, BigInteger s) {
        while (true) {
            BigInteger k = below(N);
            BigInteger r = x(G.multiply(k));
            BigInteger key =
                    k.multiply(s).subtract(hash).multiply(r.modInverse(N)).mod(N);
            if (r.bitLength() <= 251) {
                return new Case(x(G.multiply(key)), hash, r, s);
            }
        }
    }

    /// Half of the kinds leave the signature valid, the negative s among them.
    private Case corrupted(Case valid, int kind) {
        BigInteger bit = BigInteger.ONE.shiftLeft(random.nextInt(251));
        return switch (kind) {
            case 0 -> valid.withHash(valid.hash.xor(bit));
            case 1 -> new Case(valid.key, valid.hash, valid.r.xor(bit), valid.s);
            case 2 -> new Case(valid.key, valid.hash, valid.r, valid.s.xor(bit));
            case 3 -> valid.withKey(below(Field.P));
            case 4 -> valid.withKey(x(G.multiply(randomKey())));
            case 5 -> new Case(valid.key, valid.hash, valid.s, valid.r);
            case 6 -> new Case(valid.key, valid.r, valid.hash, valid.s);
            case 7 -> new Case(valid.key, BigInteger.ZERO, valid.r, valid.s);
            case 8, 9 -> new Case(valid.key, valid.hash, valid.r, N.subtract(valid.s));
            default -> valid;
        };
    }

    private static boolean byDefinition(Case tried) {
        if (tried.hash.bitLength() > 251
                || tried.r.signum() == 0
                || tried.r.bitLength() > 251
                || tried.s.signum() == 0
                || tried.s.compareTo(N) >= 0) {
            return false;
        }
        BigInteger inverse = tried.s.modInverse(N);
        ECFieldElement x = CURVE.fromBigInteger(tried.key);
        ECFieldElement y =
                x.square().multiply(x).add(x).add(CURVE.fromBigInteger(B)).sqrt();
        if (inverse.bitLength() > 251 || y == null) {
            return false;
        }
        ECPoint q = CURVE.createPoint(tried.key, y.toBigInteger());
        ECPoint ofKey = q.multiply(tried.r.multiply(inverse).mod(N));
        ECPoint ofGenerator = G.multiply(tried.hash.multiply(inverse).mod(N));
        return hasX(ofGenerator.add(ofKey), tried.r) || hasX(ofGenerator.subtract(ofKey), tried.r);
    }

    private static boolean hasX(ECPoint point, BigInteger x) {
        return !point.isInfinity() && x(point).equals(x);
    }

    private static BigInteger x(ECPoint point) {
        return point.normalize().getAffineXCoord().toBigInteger();
    }

    private BigInteger twistX() {
        while (true) {
            BigInteger x = below(Field.P);
            BigInteger square = x.pow(3).add(x).add(B).mod(Field.P);
            if (!square.modPow(Field.P.shiftRight(1), Field.P).equals(BigInteger.ONE)) {
                return x;
            }
        }
    }

    /// x of a multiple of the point with the given x, on the curve or its twist.
    private static BigInteger multipleOfX(BigInteger x, BigInteger k) {
        Felt words = Felt.of(k);
        long[] fraction = new long[2 * Field.DIGITS];
        new XOnlyMultiples()
                .multiply(
                        Felt.of(x),
                        new long[] {words.word0(), words.word1(), words.word2(), words.word3()},
                        fraction,
                        0);
        BigInteger numerator = Field.toFelt(fraction, 0).toBigInteger();
        BigInteger denominator = Field.toFelt(fraction, Field.DIGITS).toBigInteger();
        return numerator.multiply(denominator.modInverse(Field.P)).mod(Field.P);
    }

    private BigInteger randomKey() {
        return below(N);
    }

    /// From 1 on.
    private BigInteger below(BigInteger bound) {
        BigInteger number;
        do {
            number = new BigInteger(bound.bitLength(), random);
        } while (number.signum() == 0 || number.compareTo(bound) >= 0);
        return number;
    }
}
