package io.parallax.benchmarks;

import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.StarkSignature;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/// Starknet's hash and signature with BouncyCastle, as a Java program without another library would make them: its
/// combs for the hash's fixed points, its ECDSA with RFC 6979, and its sum of two multiples to verify. Constants are
/// StarkWare's ("STARK Curve", "Pedersen Hash Function"). Thread: one.
final class BouncyCastleStark {
    private static final BigInteger N =
            new BigInteger("800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f", 16);
    private static final ECCurve CURVE = new ECCurve.Fp(
            new BigInteger("800000000000011000000000000000000000000000000000000000000000001", 16),
            BigInteger.ONE,
            new BigInteger("3141592653589793238462643383279502884197169399375105820974944592307816406665"),
            N,
            BigInteger.ONE);
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(
            CURVE,
            point(
                    "1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca",
                    "5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f"),
            N,
            BigInteger.ONE);
    private static final ECPoint SHIFT = point(
            "49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804",
            "3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268a");
    private static final ECPoint P1 = point(
            "234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47b",
            "3b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615");
    private static final ECPoint P2 = point(
            "4fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378",
            "3fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54d");
    private static final ECPoint P3 = point(
            "4ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997",
            "40301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219c");
    private static final ECPoint P4 = point(
            "54302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202",
            "1b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426");
    private static final int LOW_BITS = 248;
    private static final BigInteger LOW = BigInteger.ONE.shiftLeft(LOW_BITS).subtract(BigInteger.ONE);

    private final FixedPointCombMultiplier comb = new FixedPointCombMultiplier();
    private final ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    private final ECDSASigner verifier = new ECDSASigner();

    BouncyCastleStark(BigInteger key) {
        ECPoint publicKey = comb.multiply(DOMAIN.getG(), key).normalize();
        signer.init(true, new ECPrivateKeyParameters(key, DOMAIN));
        verifier.init(false, new ECPublicKeyParameters(publicKey, DOMAIN));
    }

    BigInteger pedersen(BigInteger a, BigInteger b) {
        return half(P1, P2, a)
                .add(half(P3, P4, b))
                .add(SHIFT)
                .normalize()
                .getAffineXCoord()
                .toBigInteger();
    }

    BigInteger pedersenOnElements(BigInteger... elements) {
        BigInteger hash = BigInteger.ZERO;
        for (BigInteger element : elements) {
            hash = pedersen(hash, element);
        }
        return pedersen(hash, BigInteger.valueOf(elements.length));
    }

    StarkSignature sign(byte[] message) {
        BigInteger[] signature = signer.generateSignature(message);
        return new StarkSignature(Felt.of(signature[0]), Felt.of(signature[1]));
    }

    boolean verify(byte[] message, BigInteger r, BigInteger s) {
        return verifier.verifySignature(message, r, s);
    }

    /// A message hash as BouncyCastle wants it: it shifts 256 bits right by four, as the group's order has 252.
    static byte[] message(Felt hash) {
        return message(hash.toBigInteger());
    }

    static byte[] message(BigInteger hash) {
        byte[] minimal = hash.shiftLeft(4).toByteArray();
        byte[] message = new byte[32];
        System.arraycopy(minimal, 0, message, message.length - minimal.length, minimal.length);
        return message;
    }

    private ECPoint half(ECPoint low, ECPoint high, BigInteger value) {
        ECPoint multiple = comb.multiply(low, value.and(LOW));
        return multiple.add(high.multiply(value.shiftRight(LOW_BITS)));
    }

    private static ECPoint point(String x, String y) {
        return CURVE.createPoint(new BigInteger(x, 16), new BigInteger(y, 16));
    }
}
