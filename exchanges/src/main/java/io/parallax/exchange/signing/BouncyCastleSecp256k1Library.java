package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/// BouncyCastle's secp256k1, where the native library has no build. About three times slower, and its scalar
/// arithmetic runs on `BigInteger`: not constant time. Thread: any.
final class BouncyCastleSecp256k1Library implements Secp256k1Library {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger HALF_N = N.shiftRight(1);
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();
    private static final int BYTES = 32;

    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public boolean isValidKey(byte[] key) {
        BigInteger value = new BigInteger(1, key);
        return value.signum() > 0 && value.compareTo(N) < 0;
    }

    @Override
    public byte[] publicKey(byte[] key) {
        ECPoint point = new FixedPointCombMultiplier().multiply(CURVE.getG(), new BigInteger(1, key));
        return point.normalize().getEncoded(false);
    }

    @Override
    public SigningKey signingKey(byte[] key) {
        return new BouncyCastleSigningKey(key);
    }

    /// SEC 1, section 4.1.6: Q = r⁻¹·(s·R − z·G), where R is the point that the recovery id picks.
    @Override
    public Optional<byte[]> recover(byte[] digest, byte[] compactSignature, int recoveryId) {
        BigInteger r = new BigInteger(1, compactSignature, 0, BYTES);
        BigInteger s = new BigInteger(1, compactSignature, BYTES, BYTES);
        BigInteger x = r.add(recoveryId >= 2 ? N : BigInteger.ZERO);
        if (x.compareTo(P) >= 0) {
            return Optional.empty();
        }
        ECPoint nonce;
        try {
            nonce = CURVE.getCurve().decodePoint(compressed(x, (recoveryId & 1) == 1));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
        BigInteger inverseR = BigIntegers.modOddInverseVar(N, r);
        BigInteger minusZ = new BigInteger(1, digest).negate().mod(N);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(
                CURVE.getG(),
                minusZ.multiply(inverseR).mod(N),
                nonce,
                s.multiply(inverseR).mod(N));
        return key.isInfinity() ? Optional.empty() : Optional.of(key.normalize().getEncoded(false));
    }

    private static byte[] compressed(BigInteger x, boolean oddY) {
        byte[] encoded = new byte[1 + BYTES];
        encoded[0] = (byte) (oddY ? 3 : 2);
        BigIntegers.asUnsignedByteArray(x, encoded, 1, BYTES);
        return encoded;
    }

    /// The nonce's point, which the signer computes and keeps to itself, tells the recovery id.
    private static final class NoncePoint extends FixedPointCombMultiplier {
        private ECPoint last = CURVE.getG();

        @Override
        public ECPoint multiply(ECPoint generator, BigInteger nonce) {
            last = super.multiply(generator, nonce).normalize();
            return last;
        }
    }

    private static final class NonceSigner extends ECDSASigner {
        private final NoncePoint noncePoint = new NoncePoint();

        NonceSigner() {
            super(new HMacDSAKCalculator(new SHA256Digest()));
        }

        @Override
        protected ECMultiplier createBasePointMultiplier() {
            return noncePoint;
        }
    }

    private final class BouncyCastleSigningKey implements SigningKey {
        private final byte[] key;
        private final byte[] publicKey;

        BouncyCastleSigningKey(byte[] key) {
            this.key = key.clone();
            this.publicKey = publicKey(key);
        }

        @Override
        public int sign(byte[] digest, byte[] target, int offset) {
            NonceSigner signer = new NonceSigner();
            signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, key), DOMAIN));
            BigInteger[] signature = signer.generateSignature(digest);
            boolean upperHalf = signature[1].compareTo(HALF_N) > 0;
            BigInteger lowS = upperHalf ? N.subtract(signature[1]) : signature[1];
            BigIntegers.asUnsignedByteArray(signature[0], target, offset, BYTES);
            BigIntegers.asUnsignedByteArray(lowS, target, offset + BYTES, BYTES);
            ECPoint point = signer.noncePoint.last;
            if (!point.getAffineXCoord().toBigInteger().equals(signature[0])) {
                // x is not below n, or the signer does not work as it did: ask the signature itself.
                byte[] compact = Arrays.copyOfRange(target, offset, offset + COMPACT_BYTES);
                return RecoveryIds.find(BouncyCastleSecp256k1Library.this, digest, compact, publicKey);
            }
            // A negated s belongs to the negated point.
            return point.getAffineYCoord().testBitZero() == upperHalf ? 0 : 1;
        }

        @Override
        public void close() {
            Arrays.fill(key, (byte) 0);
        }
    }
}
