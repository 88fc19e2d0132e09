package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Hashes, signatures and verifications on both paths against [StarkReference]. A build compares some thousand random
/// cases, `-Dparallax.cases=100000` that many: three fifths are pairs to hash, a quarter signatures, the rest
/// verifications. Orders, and every pair of edge values, come on top.
class StarkDifferentialTest {
    private static final long SEED = Long.getLong("parallax.seed", 20_261_126L);
    private static final String ALL = "parallax.cases";
    private static final int CASES = Integer.getInteger(ALL, 4_000);
    private static final int PREPARATIONS = 5;
    private static final BigInteger P = StarkReference.P;
    private static final BigInteger N = StarkReference.N;
    private static final BigInteger BOUND = StarkReference.BOUND;

    /// Around the bounds of digits, of the hash's halves, of hashes and signatures, of the group and of the field.
    private static final List<BigInteger> EDGES = edges();

    private final Random random = new Random(SEED);

    StarkDifferentialTest() {
        System.out.println("StarkDifferentialTest parallax.seed=" + SEED + ", parallax.cases=" + CASES);
    }

    private record Pair(BigInteger a, BigInteger b) {}

    private record Order(long size, long price, long timestamp) {}

    private record Message(BigInteger key, BigInteger hash) {}

    private record Check(BigInteger publicKey, BigInteger hash, BigInteger r, BigInteger s) {}

    @AfterEach
    void leaveTheScalarPathToOtherTests() {
        VectorPath.stop();
    }

    @Test
    void hashesPairsAsTheDefinitionDoes() {
        List<Pair> pairs = new ArrayList<>();
        for (BigInteger a : EDGES) {
            for (BigInteger b : EDGES) {
                pairs.add(new Pair(a, b));
            }
        }
        for (int i = 0; i < CASES * 3L / 5; i++) {
            pairs.add(new Pair(operand(), operand()));
        }
        List<Felt> expected = inParallel(pairs, pair -> Felt.of(StarkReference.pedersen(pair.a, pair.b)));

        onBothPaths(
                "pairs hashed",
                pairs,
                (pair, i) -> assertThat(Pedersen.hash(Felt.of(pair.a), Felt.of(pair.b)))
                        .isEqualTo(expected.get(i)));
    }

    /// Prepared operands, and numbers of every length.
    @Test
    void hashesOrdersAsTheDefinitionDoes() {
        BigInteger account = operand();
        List<Order> orders = new ArrayList<>();
        long[] edges = {0, 1, (1L << 52) - 1, 1L << 52, (1L << 52) + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        for (long size : edges) {
            for (long price : edges) {
                orders.add(new Order(size, price, edges[Math.floorMod(size + price, edges.length)]));
            }
        }
        for (int i = 0; i < CASES / 30; i++) {
            orders.add(new Order(number(), number(), number()));
        }
        String chain = "PRIVATE_SN_PARACLEAR_MAINNET";
        BigInteger domain = StarkReference.pedersenOnElements(
                selector("StarkNetDomain(name:felt,chainId:felt,version:felt)"),
                text("Paradex"),
                text(chain),
                BigInteger.ONE);
        List<Felt> expected = inParallel(
                orders,
                order -> Felt.of(StarkReference.pedersenOnElements(
                        text("StarkNet Message"),
                        domain,
                        account,
                        StarkReference.pedersenOnElements(
                                selector(
                                        "Order(timestamp:felt,market:felt,side:felt,orderType:felt,size:felt,price:felt)"),
                                BigInteger.valueOf(order.timestamp),
                                text("ETH-USD-PERP"),
                                BigInteger.TWO,
                                text("LIMIT"),
                                BigInteger.valueOf(order.size),
                                BigInteger.valueOf(order.price)))));
        OrderMessage message = OrderMessage.prepare(chain, Felt.of(account), "ETH-USD-PERP", OrderSide.SELL, "LIMIT");

        onBothPaths(
                "orders hashed",
                orders,
                (order, i) -> assertThat(message.hash(order.size, order.price, order.timestamp))
                        .isEqualTo(expected.get(i)));
    }

    /// Half of all candidates for a nonce are rejected; some messages are chosen for many rejections in a row.
    @Test
    void signsAsTheDefinitionDoes() {
        List<Message> messages = new ArrayList<>();
        for (BigInteger key : EDGES) {
            for (BigInteger hash : EDGES) {
                if (isKey(key) && hash.compareTo(BOUND) < 0) {
                    messages.add(new Message(key, hash));
                }
            }
        }
        for (int i = 0; i < 10; i++) {
            messages.add(messageWithRejections(8));
        }
        for (int i = 0; i < CASES / 4; i++) {
            messages.add(new Message(key(), operand().mod(BOUND)));
        }
        List<StarkReference.Signature> expected =
                inParallel(messages, message -> StarkReference.sign(message.key, message.hash));
        List<Felt> publicKeys = inParallel(messages, message -> Felt.of(StarkReference.publicKey(message.key)));

        onBothPaths("messages signed", messages, (message, i) -> {
            try (StarkSigner signer =
                    new StarkSigner(Secret.of(Felt.of(message.key).toBytes()))) {
                assertThat(signer.publicKey()).isEqualTo(publicKeys.get(i));
                assertThat(signer.sign(Felt.of(message.hash)))
                        .isEqualTo(new StarkSignature(
                                Felt.of(expected.get(i).r()),
                                Felt.of(expected.get(i).s())));
            }
        });
        System.out.println("StarkDifferentialTest: rejected candidates "
                + expected.stream().mapToInt(StarkReference.Signature::rejected).summaryStatistics());
    }

    /// Half of the signatures are damaged. Some damage does no harm: with s also -s is valid.
    @Test
    void verifiesAsTheDefinitionDoes() {
        List<Check> checks = new ArrayList<>();
        for (BigInteger r : EDGES) {
            for (BigInteger s : EDGES) {
                checks.add(new Check(StarkReference.publicKey(BigInteger.ONE), BigInteger.TEN, r, s));
            }
        }
        int edges = checks.size();
        for (int i = 0; i < CASES * 3L / 20; i++) {
            BigInteger key = key();
            BigInteger hash = operand().mod(BOUND);
            StarkReference.Signature signature = StarkReference.sign(key, hash);
            Check sound = new Check(StarkReference.publicKey(key), hash, signature.r(), signature.s());
            checks.add((i & 1) == 0 ? sound : damaged(sound, i >> 1));
        }
        List<Boolean> expected =
                inParallel(checks, check -> StarkReference.verify(check.publicKey, check.hash, check.r, check.s));
        for (int i = edges; i < checks.size(); i += 2) {
            assertThat(expected.get(i)).as("the reference on its own signature").isTrue();
        }

        onBothPaths(
                "signatures verified",
                checks,
                (check, i) -> assertThat(StarkVerifier.verify(
                                Felt.of(check.publicKey), Felt.of(check.hash), Felt.of(check.r), Felt.of(check.s)))
                        .isEqualTo(expected.get(i)));
        System.out.println("StarkDifferentialTest: valid signatures "
                + expected.stream().filter(valid -> valid).count() + " of " + expected.size());
    }

    private Check damaged(Check sound, int kind) {
        BigInteger one = BigInteger.ONE.shiftLeft(random.nextInt(251));
        return switch (kind % 10) {
            case 0 -> new Check(sound.publicKey, sound.hash, sound.r.xor(one).mod(P), sound.s);
            case 1 ->
                new Check(sound.publicKey, sound.hash, sound.r, sound.s.xor(one).mod(P));
            case 2 -> new Check(sound.publicKey, sound.hash.xor(one), sound.r, sound.s);
            // Half of all numbers are no x of a point.
            case 3 -> new Check(sound.publicKey.xor(one).mod(P), sound.hash, sound.r, sound.s);
            case 4 -> new Check(StarkReference.publicKey(key()), sound.hash, sound.r, sound.s);
            case 5 -> new Check(sound.publicKey, sound.hash, sound.s, sound.r);
            case 6 -> new Check(sound.publicKey, sound.hash, sound.r, N.subtract(sound.s));
            case 7 -> new Check(sound.publicKey, sound.hash, operand(), sound.s);
            case 8 -> new Check(sound.publicKey, sound.hash, sound.r, operand());
            default -> new Check(sound.publicKey, sound.hash.add(BOUND).mod(P), sound.r, sound.s);
        };
    }

    private Message messageWithRejections(int least) {
        Message message = new Message(key(), operand().mod(BOUND));
        while (StarkReference.rejected(message.key, message.hash) < least) {
            message = new Message(message.key, operand().mod(BOUND));
        }
        return message;
    }

    private BigInteger key() {
        BigInteger key = operand();
        return isKey(key) ? key : BigInteger.ONE.add(new BigInteger(251, random));
    }

    private static boolean isKey(BigInteger value) {
        return value.signum() > 0 && value.compareTo(N) < 0;
    }

    /// A number below p: any, short, with few ones, with few zeros, or next to an edge.
    private BigInteger operand() {
        return switch (random.nextInt(8)) {
            case 0 -> new BigInteger(1 + random.nextInt(251), random);
            case 1 -> sparse().mod(P);
            case 2 -> P.subtract(BigInteger.ONE).subtract(sparse()).mod(P);
            case 3 ->
                EDGES.get(random.nextInt(EDGES.size()))
                        .add(BigInteger.valueOf(random.nextInt(2_001) - 1_000))
                        .mod(P);
            default -> new BigInteger(320, random).mod(P);
        };
    }

    private BigInteger sparse() {
        BigInteger value = BigInteger.ZERO;
        for (int i = random.nextInt(6); i >= 0; i--) {
            value = value.setBit(random.nextInt(252));
        }
        return value;
    }

    /// Of any length up to 63 bits.
    private long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private static List<BigInteger> edges() {
        List<BigInteger> edges = new ArrayList<>(List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO));
        for (int bit : new int[] {52, 63, 64, 192, 248, 251}) {
            for (int i = -1; i <= 1; i++) {
                edges.add(BigInteger.TWO.pow(bit).add(BigInteger.valueOf(i)));
            }
        }
        for (int i = -2; i <= 1; i++) {
            edges.add(N.add(BigInteger.valueOf(i)));
        }
        edges.add(P.subtract(BigInteger.TWO));
        edges.add(P.subtract(BigInteger.ONE));
        return List.copyOf(edges);
    }

    private static <T, R> List<R> inParallel(List<T> cases, Function<T, R> reference) {
        return cases.parallelStream().map(reference).toList();
    }

    /// Compares every case on the scalar path, then on the vector path. A machine without the latter compares one path,
    /// unless the number of cases was asked for.
    private static <T> void onBothPaths(String what, List<T> cases, ObjIntConsumer<T> comparison) {
        VectorPath.stop();
        compare(cases, comparison);
        boolean vector = false;
        for (int i = 0; i < PREPARATIONS && !vector; i++) {
            vector = VectorPath.prepare();
        }
        String description = VectorPath.description();
        assertThat(description).doesNotContain("wrong");
        if (vector) {
            compare(cases, comparison);
        } else {
            assertThat(System.getProperty(ALL)).as(description).isNull();
        }
        System.out.println("StarkDifferentialTest: " + cases.size() + " " + what + ", paths: scalar"
                + (vector ? " and vector" : " only, " + description));
    }

    private static <T> void compare(List<T> cases, ObjIntConsumer<T> comparison) {
        for (int i = 0; i < cases.size(); i++) {
            try {
                comparison.accept(cases.get(i), i);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + SEED + ", path " + VectorPath.description() + ", case " + i + ": " + cases.get(i), e);
            }
        }
    }

    private static BigInteger text(String text) {
        return new BigInteger(1, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The lowest 250 bits of Keccak-256.
    private static BigInteger selector(String text) {
        byte[] hash = new Keccak.Digest256().digest(text.getBytes(StandardCharsets.US_ASCII));
        return new BigInteger(1, hash).mod(BigInteger.TWO.pow(250));
    }
}
