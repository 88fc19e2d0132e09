package io.parallax.exchange.vest;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.Keccak256;
import io.parallax.exchange.signing.Secret;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A Vest order from its fields to the signed request, without gateway and transport, and its parts. The library is
/// libsecp256k1; with `-jvmArgsAppend --illegal-native-access=deny` in place of `--enable-native-access` it is
/// BouncyCastle. In the package of what it measures, which shows nothing of this outside. Expect 0 B/op with
/// libsecp256k1 except for [#plainOrder].
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VestOrderBenchmark {
    private static final int INPUTS = 1_024;
    private static final Instrument BTC = new Instrument(
            ExchangeId.VEST,
            "BTC-PERP",
            "BTC-PERP",
            FixedPoint.parse("0.01"),
            FixedPoint.parse("0.0001"),
            FixedPoint.parse("0.0001"),
            Long.MAX_VALUE,
            0,
            100,
            50,
            true);

    private final VestConfig config = VestConfig.production();
    private final VestSigner signer = new VestSigner(Secret.fromHex("22".repeat(32)));
    private final EthereumSigner key = new EthereumSigner(Secret.fromHex("22".repeat(32)));
    private final VestOrderTemplates templates = new VestOrderTemplates(config, signer);
    private final Keccak256.Hasher keccak = new Keccak256.Hasher();
    private final OrderRequest[] orders = new OrderRequest[INPUTS];
    private final byte[][] digests = new byte[INPUTS][Keccak256.DIGEST_BYTES];
    private final byte[] signature = new byte[VestSigner.SIGNATURE_BYTES];
    private final byte[] digest = new byte[Keccak256.DIGEST_BYTES];
    private byte[] arguments = {};
    private long nonce = 1_767_225_600_000L;

    /// Makes the orders from a fixed seed and says on which library.
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < INPUTS; i++) {
            orders[i] = new OrderRequest(
                    new ClientOrderId("jmh0", 1_767_225_600L, i, Leg.A, OrderIntent.ENTRY),
                    BTC,
                    random.nextBoolean() ? Side.BUY : Side.SELL,
                    BTC.lotE8() * random.nextLong(1, 1_000_000),
                    BTC.tickE8() * random.nextLong(1_000_000, 10_000_000),
                    TimeInForce.IMMEDIATE_OR_CANCEL,
                    false,
                    0);
            random.nextBytes(digests[i]);
        }
        arguments = VestSigner.orderArguments(VestOrderTicket.of(orders[0], nonce, nonce, config));
        System.out.println(EthereumSigner.libraryName() + ", " + arguments.length + " B of signed values");
    }

    /// Fields to the body in the template's array.
    @Benchmark
    public int order() {
        OrderRequest order = orders[(int) ++nonce & (INPUTS - 1)];
        VestOrderTemplate template = templates.template(order);
        template.write(nonce, nonce, order, signer);
        return template.length();
    }

    /// The same by way of texts, as it is done for kinds of orders without a template.
    @Benchmark
    public byte[] plainOrder() {
        OrderRequest order = orders[(int) ++nonce & (INPUTS - 1)];
        VestOrderTicket ticket = VestOrderTicket.of(order, nonce, nonce, config);
        return VestRequests.order(ticket, config.recvWindowMillis(), signer.signOrder(ticket));
    }

    /// Signature of a digest, v included.
    @Benchmark
    public byte signature() {
        key.sign(digests[(int) ++nonce & (INPUTS - 1)], signature, 0);
        return signature[signature.length - 1];
    }

    /// Digest of an order's signed values.
    @Benchmark
    public byte keccak() {
        arguments[0] = (byte) ++nonce;
        keccak.update(arguments, 0, arguments.length);
        keccak.finish(digest, 0);
        return digest[0];
    }
}
