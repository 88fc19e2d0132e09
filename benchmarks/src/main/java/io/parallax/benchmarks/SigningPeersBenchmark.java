package io.parallax.benchmarks;

import com.swmansion.starknet.crypto.StarknetCurve;
import com.swmansion.starknet.crypto.StarknetCurveSignature;
import com.swmansion.starknet.data.TypedData;
import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.OrderMessage;
import io.parallax.exchange.signing.OrderSide;
import io.parallax.exchange.signing.OrderSigner;
import io.parallax.exchange.signing.ParadexMessages;
import io.parallax.exchange.signing.Pedersen;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.signing.StarkHashes;
import io.parallax.exchange.signing.StarkSignature;
import io.parallax.exchange.signing.StarkSigner;
import io.parallax.exchange.signing.StarkVerifier;
import io.parallax.exchange.signing.VectorPath;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The signer beside what else a JVM has for the STARK curve, on the same inputs in one run: BouncyCastle, and
/// starknet-jvm, which calls StarkWare's C++. Inputs are in each library's own types beforehand. Every setup compares
/// the peer's results with ours first. Sample time, for medians.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class SigningPeersBenchmark {
    private static final int INPUTS = 1_024;
    /// Compared with the peers before they are measured; few, as a signature by starknet-jvm takes 100 ms.
    private static final int COMPARED = 4;
    private static final String KEY = "2dccce1da22003777062ee0870e9881b460a8b7eca276870f57c601f182136c";
    private static final String CHAIN = "PRIVATE_SN_PARACLEAR_MAINNET";
    private static final String MARKET = "BTC-USD-PERP";
    private static final String TYPE = "LIMIT";
    private static final Felt ACCOUNT = Felt.of(123_456_789);
    private static final long TIMESTAMP_MILLIS = 1_700_000_000_000L;

    /// The signer of Parallax.
    @State(Scope.Thread)
    public static class Ours {
        /// Whether the vector path serves.
        @Param({"scalar", "vector"})
        public String path = "scalar";

        private final Inputs inputs = new Inputs();
        private final OrderSigner orders =
                OrderSigner.prepare(inputs.signer, CHAIN, ACCOUNT, MARKET, OrderSide.BUY, TYPE);

        @Setup
        public void prepare() {
            System.setProperty("parallax.signing.vector", Boolean.toString(path.equals("vector")));
            if (VectorPath.prepare() != path.equals("vector")) {
                throw new IllegalStateException(VectorPath.description());
            }
        }

        @TearDown
        public void close() {
            inputs.signer.close();
        }
    }

    @State(Scope.Thread)
    public static class BouncyCastle {
        private final Inputs inputs = new Inputs();
        private final BouncyCastleStark stark = new BouncyCastleStark(new BigInteger(KEY, 16));
        private final BigInteger[] left = new BigInteger[INPUTS];
        private final BigInteger[] right = new BigInteger[INPUTS];
        private final byte[][] messages = new byte[INPUTS][];
        private final BigInteger[] r = new BigInteger[INPUTS];
        private final BigInteger[] s = new BigInteger[INPUTS];
        private final BigInteger prefix = Felt.ofText("StarkNet Message").toBigInteger();
        private final BigInteger domain = ParadexMessages.domain(CHAIN).hash().toBigInteger();
        private final BigInteger structType = StarkHashes.selector(
                        "Order(timestamp:felt,market:felt,side:felt,orderType:felt,size:felt,price:felt)")
                .toBigInteger();
        private final BigInteger market = Felt.ofText(MARKET).toBigInteger();
        private final BigInteger type = Felt.ofText(TYPE).toBigInteger();

        @Setup
        public void prepare() {
            for (int i = 0; i < INPUTS; i++) {
                left[i] = inputs.felts[i].toBigInteger();
                right[i] = inputs.hashes[i].toBigInteger();
                messages[i] = BouncyCastleStark.message(inputs.hashes[i]);
                r[i] = inputs.signatures[i].r().toBigInteger();
                s[i] = inputs.signatures[i].s().toBigInteger();
            }
            for (int i = 0; i < COMPARED; i++) {
                same(Felt.of(stark.pedersen(left[i], right[i])), inputs.pedersen(i));
                same(stark.sign(messages[i]), inputs.signatures[i]);
                same(stark.verify(messages[i], r[i], s[i]), true);
                same(Felt.of(orderHash(i)), inputs.orderHash(i));
            }
        }

        /// 13 hashes: all but the domain's.
        private BigInteger orderHash(int i) {
            BigInteger struct = stark.pedersenOnElements(
                    structType,
                    BigInteger.valueOf(TIMESTAMP_MILLIS + i),
                    market,
                    BigInteger.ONE,
                    type,
                    BigInteger.valueOf(inputs.sizes[i]),
                    BigInteger.valueOf(inputs.prices[i]));
            return stark.pedersenOnElements(prefix, domain, ACCOUNT.toBigInteger(), struct);
        }
    }

    @State(Scope.Thread)
    public static class StarknetJvm {
        private static final String DOMAIN = "{\"name\":\"Paradex\",\"chainId\":\"" + CHAIN + "\",\"version\":\"1\"}";
        private static final Map<String, List<TypedData.StandardType>> TYPES = Map.of(
                "StarkNetDomain",
                List.of(felt("name"), felt("chainId"), felt("version")),
                "Order",
                List.of(
                        felt("timestamp"),
                        felt("market"),
                        felt("side"),
                        felt("orderType"),
                        felt("size"),
                        felt("price")));

        private final Inputs inputs = new Inputs();
        private final com.swmansion.starknet.data.types.Felt key = their(Felt.parse("0x" + KEY));
        private final com.swmansion.starknet.data.types.Felt account = their(ACCOUNT);
        private final com.swmansion.starknet.data.types.Felt publicKey = their(inputs.signer.publicKey());
        private final com.swmansion.starknet.data.types.Felt[] left =
                new com.swmansion.starknet.data.types.Felt[INPUTS];
        private final com.swmansion.starknet.data.types.Felt[] right =
                new com.swmansion.starknet.data.types.Felt[INPUTS];
        private final com.swmansion.starknet.data.types.Felt[] r = new com.swmansion.starknet.data.types.Felt[INPUTS];
        private final com.swmansion.starknet.data.types.Felt[] s = new com.swmansion.starknet.data.types.Felt[INPUTS];

        @Setup
        public void prepare() {
            for (int i = 0; i < INPUTS; i++) {
                left[i] = their(inputs.felts[i]);
                right[i] = their(inputs.hashes[i]);
                r[i] = their(inputs.signatures[i].r());
                s[i] = their(inputs.signatures[i].s());
            }
            for (int i = 0; i < COMPARED; i++) {
                same(ours(StarknetCurve.pedersen(left[i], right[i])), inputs.pedersen(i));
                StarknetCurveSignature signature = StarknetCurve.sign(key, right[i]);
                same(
                        StarkVerifier.verify(
                                inputs.signer.publicKey(),
                                inputs.hashes[i],
                                ours(signature.getR()),
                                ours(signature.getS())),
                        true);
                same(StarknetCurve.verify(publicKey, right[i], r[i], s[i]), true);
                same(ours(orderHash(i)), inputs.orderHash(i));
            }
        }

        /// 18 hashes, and JSON as the library takes it.
        private com.swmansion.starknet.data.types.Felt orderHash(int i) {
            String order = "{\"timestamp\":\"" + (TIMESTAMP_MILLIS + i) + "\",\"market\":\"" + MARKET
                    + "\",\"side\":\"1\",\"orderType\":\"" + TYPE + "\",\"size\":\"" + inputs.sizes[i]
                    + "\",\"price\":\"" + inputs.prices[i] + "\"}";
            return new TypedData(TYPES, "Order", DOMAIN, order).getMessageHash(account);
        }

        private static TypedData.StandardType felt(String name) {
            return new TypedData.StandardType(name, "felt");
        }

        private static com.swmansion.starknet.data.types.Felt their(Felt value) {
            return new com.swmansion.starknet.data.types.Felt(value.toBigInteger());
        }

        private static Felt ours(com.swmansion.starknet.data.types.Felt value) {
            return Felt.of(value.getValue());
        }
    }

    /// The same for all, from a fixed seed.
    private static final class Inputs {
        private final StarkSigner signer = new StarkSigner(Secret.fromHex(KEY));
        private final OrderMessage message = OrderMessage.prepare(CHAIN, ACCOUNT, MARKET, OrderSide.BUY, TYPE);
        private final Felt[] felts = new Felt[INPUTS];
        private final Felt[] hashes = new Felt[INPUTS];
        private final StarkSignature[] signatures = new StarkSignature[INPUTS];
        private final long[] sizes = new long[INPUTS];
        private final long[] prices = new long[INPUTS];
        private int last;

        Inputs() {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < INPUTS; i++) {
                felts[i] = new Felt(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5);
                hashes[i] = new Felt(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5);
                signatures[i] = signer.sign(hashes[i]);
                sizes[i] = 1_000 * random.nextLong(1, 1_000_000);
                prices[i] = 10_000_000 * random.nextLong(500_000, 700_000);
            }
        }

        int next() {
            last = (last + 1) & (INPUTS - 1);
            return last;
        }

        Felt pedersen(int i) {
            return Pedersen.hash(felts[i], hashes[i]);
        }

        Felt orderHash(int i) {
            return message.hash(sizes[i], prices[i], TIMESTAMP_MILLIS + i);
        }
    }

    private static void same(Object theirs, Object ours) {
        if (!theirs.equals(ours)) {
            throw new IllegalStateException("a peer differs: " + theirs + " against " + ours);
        }
    }

    /// Two full-width operands.
    @Benchmark
    public Felt pedersenOurs(Ours ours) {
        return ours.inputs.pedersen(ours.inputs.next());
    }

    @Benchmark
    public BigInteger pedersenBouncyCastle(BouncyCastle peer) {
        int i = peer.inputs.next();
        return peer.stark.pedersen(peer.left[i], peer.right[i]);
    }

    @Benchmark
    public Object pedersenStarknetJvm(StarknetJvm peer) {
        int i = peer.inputs.next();
        return StarknetCurve.pedersen(peer.left[i], peer.right[i]);
    }

    /// RFC 6979 nonce and signature of a hash.
    @Benchmark
    public StarkSignature signOurs(Ours ours) {
        return ours.inputs.signer.sign(ours.inputs.hashes[ours.inputs.next()]);
    }

    @Benchmark
    public StarkSignature signBouncyCastle(BouncyCastle peer) {
        return peer.stark.sign(peer.messages[peer.inputs.next()]);
    }

    @Benchmark
    public Object signStarknetJvm(StarknetJvm peer) {
        return StarknetCurve.sign(peer.key, peer.right[peer.inputs.next()]);
    }

    /// With x of the public key alone.
    @Benchmark
    public boolean verifyOurs(Ours ours) {
        int i = ours.inputs.next();
        return StarkVerifier.verify(ours.inputs.signer.publicKey(), ours.inputs.hashes[i], ours.inputs.signatures[i]);
    }

    /// With x and y of the public key, which saves a square root.
    @Benchmark
    public boolean verifyBouncyCastle(BouncyCastle peer) {
        int i = peer.inputs.next();
        return peer.stark.verify(peer.messages[i], peer.r[i], peer.s[i]);
    }

    /// With x of the public key alone.
    @Benchmark
    public boolean verifyStarknetJvm(StarknetJvm peer) {
        int i = peer.inputs.next();
        return StarknetCurve.verify(peer.publicKey, peer.right[i], peer.r[i], peer.s[i]);
    }

    /// A prepared Paradex order: 9 hashes and the signature.
    @Benchmark
    public StarkSignature orderOurs(Ours ours) {
        int i = ours.inputs.next();
        return ours.orders.sign(ours.inputs.sizes[i], ours.inputs.prices[i], TIMESTAMP_MILLIS + i);
    }

    /// All 18 hashes, what `prepare` does besides them, and the signature.
    @Benchmark
    public StarkSignature orderUnpreparedOurs(Ours ours) {
        int i = ours.inputs.next();
        return OrderSigner.prepare(ours.inputs.signer, CHAIN, ACCOUNT, MARKET, OrderSide.BUY, TYPE)
                .sign(ours.inputs.sizes[i], ours.inputs.prices[i], TIMESTAMP_MILLIS + i);
    }

    /// 13 hashes and the signature.
    @Benchmark
    public StarkSignature orderBouncyCastle(BouncyCastle peer) {
        return peer.stark.sign(BouncyCastleStark.message(peer.orderHash(peer.inputs.next())));
    }

    /// 18 hashes and the signature.
    @Benchmark
    public Object orderStarknetJvm(StarknetJvm peer) {
        return StarknetCurve.sign(peer.key, peer.orderHash(peer.inputs.next()));
    }
}
