package io.parallax.benchmarks;

import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.OrderMessage;
import io.parallax.exchange.signing.OrderSide;
import io.parallax.exchange.signing.OrderSigner;
import io.parallax.exchange.signing.Pedersen;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.signing.StarkSignature;
import io.parallax.exchange.signing.StarkSigner;
import io.parallax.exchange.signing.StarkVerifier;
import io.parallax.exchange.signing.VectorPath;
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

/// Paradex signing, each operation on inputs that change from call to call, on both paths. Sample time, so that the
/// report has percentiles. The nonce is RFC 6979's and nothing of an order is cached but what `prepare` hashes.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SigningBenchmark {
    private static final int INPUTS = 1_024;
    private static final String CHAIN = "PRIVATE_SN_PARACLEAR_MAINNET";
    private static final String MARKET = "BTC-USD-PERP";
    private static final String TYPE = "LIMIT";

    /// Whether the vector path serves.
    @Param({"scalar", "vector"})
    public String path = "scalar";

    private final Felt account = Felt.of(123_456_789);
    private final Felt[] felts = new Felt[INPUTS];
    private final Felt[] hashes = new Felt[INPUTS];
    private final StarkSignature[] signatures = new StarkSignature[INPUTS];
    private final Felt[] numbers = new Felt[INPUTS];
    private final long[] sizes = new long[INPUTS];
    private final long[] prices = new long[INPUTS];
    private final StarkSigner signer =
            new StarkSigner(Secret.fromHex("0x2dccce1da22003777062ee0870e9881b460a8b7eca276870f57c601f182136c"));
    private final OrderSigner orders = OrderSigner.prepare(signer, CHAIN, account, MARKET, OrderSide.BUY, TYPE);
    private final OrderMessage message = OrderMessage.prepare(CHAIN, account, MARKET, OrderSide.BUY, TYPE);
    private final byte[] text = new byte[StarkSignature.TEXT_BYTES_MAX];
    private int next;

    /// Makes the inputs from a fixed seed, and the vector path ready when it is asked for.
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < INPUTS; i++) {
            felts[i] = new Felt(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5);
            hashes[i] = new Felt(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5);
            numbers[i] = Felt.of(random.nextLong() >>> 24);
            signatures[i] = signer.sign(hashes[i]);
            sizes[i] = 1_000 * random.nextLong(1, 1_000_000);
            prices[i] = 10_000_000 * random.nextLong(500_000, 700_000);
        }
        System.setProperty("parallax.signing.vector", Boolean.toString(path.equals("vector")));
        if (VectorPath.prepare() != path.equals("vector")) {
            throw new IllegalStateException(VectorPath.description());
        }
    }

    @TearDown
    public void close() {
        signer.close();
    }

    /// Two full-width operands.
    @Benchmark
    public Felt pedersen() {
        int i = next++ & (INPUTS - 1);
        return Pedersen.hash(felts[i], hashes[i]);
    }

    /// A right operand of 40 bits.
    @Benchmark
    public Felt pedersenShort() {
        int i = next++ & (INPUTS - 1);
        return Pedersen.hash(felts[i], numbers[i]);
    }

    /// RFC 6979 nonce and signature of a hash, as text.
    @Benchmark
    public int sign() {
        return signer.sign(hashes[next++ & (INPUTS - 1)], text, 0);
    }

    /// With the public key's x alone.
    @Benchmark
    public boolean verify() {
        int i = next++ & (INPUTS - 1);
        return StarkVerifier.verify(signer.publicKey(), hashes[i], signatures[i]);
    }

    /// The nine hashes of a prepared order.
    @Benchmark
    public Felt orderHash() {
        int i = next++ & (INPUTS - 1);
        return message.hash(sizes[i], prices[i], 1_700_000_000_000L + next);
    }

    /// The nine hashes and the signature, as text.
    @Benchmark
    public int preparedOrder() {
        int i = next++ & (INPUTS - 1);
        return orders.sign(sizes[i], prices[i], 1_700_000_000_000L + next, text, 0);
    }

    /// The same with the timestamp known ahead: five hashes and the signature.
    @Benchmark
    public int preparedOrderAtKnownTime() {
        int i = next++ & (INPUTS - 1);
        return orders.sign(sizes[i], prices[i], 1_700_000_000_000L, text, 0);
    }

    /// All eighteen hashes and the signature.
    @Benchmark
    public StarkSignature unpreparedOrder() {
        int i = next++ & (INPUTS - 1);
        return OrderSigner.prepare(signer, CHAIN, account, MARKET, OrderSide.BUY, TYPE)
                .sign(sizes[i], prices[i], 1_700_000_000_000L + next);
    }
}
