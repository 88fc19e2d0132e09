package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;

/// Pedersen hashes and ECDSA on the STARK curve by their definitions, over BouncyCastle's points and `BigInteger`: what
/// the signer is compared with. It shares nothing with the signer, not even the constants, which are copied from
/// StarkWare's "STARK Curve" and "Pedersen Hash Function". Thread: any.
final class StarkReference {
    static final BigInteger P = hex("800000000000011000000000000000000000000000000000000000000000001");
    static final BigInteger N = hex("800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f");
    static final BigInteger BOUND = BigInteger.TWO.pow(251);

    private static final int LOW_BITS = 248;
    private static final ECCurve CURVE = new ECCurve.Fp(
            P,
            BigInteger.ONE,
            new BigInteger("3141592653589793238462643383279502884197169399375105820974944592307816406665"),
            N,
            BigInteger.ONE);
    private static final ECPoint SHIFT = point(
            "49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804",
            "3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268a");
    private static final Multiples G = new Multiples(
            "1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca",
            "5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f",
            252);
    private static final Multiples P1 = new Multiples(
            "234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47b",
            "3b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615",
            LOW_BITS);
    private static final Multiples P2 = new Multiples(
            "4fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378",
            "3fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54d",
            4);
    private static final Multiples P3 = new Multiples(
            "4ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997",
            "40301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219c",
            LOW_BITS);
    private static final Multiples P4 = new Multiples(
            "54302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202",
            "1b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426",
            4);

    private StarkReference() {}

    /// A signature, and how many candidates for its nonce were rejected.
    record Signature(BigInteger r, BigInteger s, int rejected) {}

    private record Nonce(BigInteger k, int rejected) {}

    /// x of S0 + aL·P1 + aH·P2 + bL·P3 + bH·P4.
    static BigInteger pedersen(BigInteger a, BigInteger b) {
        BigInteger[] left = a.divideAndRemainder(BigInteger.TWO.pow(LOW_BITS));
        BigInteger[] right = b.divideAndRemainder(BigInteger.TWO.pow(LOW_BITS));
        ECPoint sum = P2.add(P1.add(SHIFT, left[1]), left[0]);
        return x(P4.add(P3.add(sum, right[1]), right[0]));
    }

    /// A list's hash: every element hashed onto the result so far, then their number.
    static BigInteger pedersenOnElements(BigInteger... elements) {
        BigInteger hash = BigInteger.ZERO;
        for (BigInteger element : elements) {
            hash = pedersen(hash, element);
        }
        return pedersen(hash, BigInteger.valueOf(elements.length));
    }

    static BigInteger publicKey(BigInteger key) {
        return x(G.add(CURVE.getInfinity(), key));
    }

    /// r = x of k·G and s = (z + r·d)/k modulo n.
    static Signature sign(BigInteger key, BigInteger messageHash) {
        Nonce nonce = nonce(key, messageHash);
        BigInteger r = x(G.add(CURVE.getInfinity(), nonce.k));
        BigInteger s =
                r.multiply(key).add(messageHash).multiply(nonce.k.modInverse(N)).mod(N);
        if (!isInRange(r, s)) {
            throw new AssertionError("one nonce of 2^55 asks for another one; nobody has met it");
        }
        return new Signature(r, s, nonce.rejected);
    }

    /// Whether x of z/s·G + r/s·Q is r for one of the two points Q with this x.
    static boolean verify(BigInteger publicKeyX, BigInteger messageHash, BigInteger r, BigInteger s) {
        if (messageHash.compareTo(BOUND) >= 0 || !isInRange(r, s)) {
            return false;
        }
        ECFieldElement x = CURVE.fromBigInteger(publicKeyX);
        ECFieldElement y = x.square().multiply(x).add(x).add(CURVE.getB()).sqrt();
        if (y == null) {
            return false;
        }
        BigInteger w = s.modInverse(N);
        ECPoint ofGenerator = G.add(CURVE.getInfinity(), messageHash.multiply(w).mod(N));
        ECPoint ofKey = CURVE.createPoint(publicKeyX, y.toBigInteger())
                .multiply(r.multiply(w).mod(N));
        return hasX(ofGenerator.add(ofKey), r) || hasX(ofGenerator.subtract(ofKey), r);
    }

    /// How many candidates RFC 6979 rejects for this key and message.
    static int rejected(BigInteger key, BigInteger messageHash) {
        return nonce(key, messageHash).rejected;
    }

    /// RFC 6979, section 3.2, without conversions of the message hash: it goes into the seed as it is. BouncyCastle's
    /// calculator shifts it right by four bits first, so it gets one shifted left, and has to agree.
    private static Nonce nonce(BigInteger key, BigInteger messageHash) {
        byte[] v = new byte[32];
        Arrays.fill(v, (byte) 1);
        byte[] k = new byte[32];
        byte[] seed = concatenate(bytes(key), bytes(messageHash));
        k = hmac(k, concatenate(v, new byte[] {0}, seed));
        v = hmac(k, v);
        k = hmac(k, concatenate(v, new byte[] {1}, seed));
        v = hmac(k, v);
        for (int rejected = 0; ; rejected++) {
            v = hmac(k, v);
            BigInteger candidate = new BigInteger(1, v).shiftRight(4);
            if (candidate.signum() > 0 && candidate.compareTo(N) < 0) {
                HMacDSAKCalculator calculator = new HMacDSAKCalculator(new SHA256Digest());
                calculator.init(N, key, bytes(messageHash.shiftLeft(4)));
                if (!calculator.nextK().equals(candidate)) {
                    throw new AssertionError("two ways to RFC 6979's nonce differ");
                }
                return new Nonce(candidate, rejected);
            }
            k = hmac(k, concatenate(v, new byte[] {0}));
            v = hmac(k, v);
        }
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] concatenate(byte[]... parts) {
        int length = 0;
        byte[] whole =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, length, part.length);
            length += part.length;
        }
        return whole;
    }

    /// 32 bytes, big-endian.
    private static byte[] bytes(BigInteger value) {
        byte[] bytes = new byte[32];
        byte[] minimal = value.toByteArray();
        int length = Math.min(minimal.length, bytes.length);
        System.arraycopy(minimal, minimal.length - length, bytes, bytes.length - length, length);
        return bytes;
    }

    /// 0 < r < 2²⁵¹, 0 < s < n and 1/s < 2²⁵¹.
    private static boolean isInRange(BigInteger r, BigInteger s) {
        return r.signum() > 0
                && r.compareTo(BOUND) < 0
                && s.signum() > 0
                && s.compareTo(N) < 0
                && s.modInverse(N).compareTo(BOUND) < 0;
    }

    private static boolean hasX(ECPoint point, BigInteger x) {
        return !point.isInfinity() && x(point).equals(x);
    }

    private static BigInteger x(ECPoint point) {
        return point.normalize().getAffineXCoord().toBigInteger();
    }

    private static ECPoint point(String x, String y) {
        return CURVE.validatePoint(hex(x), hex(y));
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }

    /// Multiples of one point for every digit of eight bits, so that a multiplication is 32 of BouncyCastle's
    /// additions:
    /// ten times as fast as its own.
    private static final class Multiples {
        private static final int DIGIT_BITS = 8;
        private final ECPoint[][] windows;

        Multiples(String x, String y, int bits) {
            windows = new ECPoint[(bits + DIGIT_BITS - 1) / DIGIT_BITS][1 << DIGIT_BITS];
            ECPoint base = point(x, y);
            for (ECPoint[] window : windows) {
                window[0] = CURVE.getInfinity();
                for (int digit = 1; digit < window.length; digit++) {
                    window[digit] = window[digit - 1].add(base);
                }
                base = window[window.length - 1].add(base).normalize();
                CURVE.normalizeAll(window);
            }
        }

        ECPoint add(ECPoint sum, BigInteger factor) {
            ECPoint result = sum;
            for (int i = 0; i < windows.length; i++) {
                result = result.add(windows[i][factor.shiftRight(DIGIT_BITS * i).intValue() & 0xff]);
            }
            return result;
        }
    }
}
