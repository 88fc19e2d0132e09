package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// Signatures of Ethereum keys as bytes: r ‖ s ‖ v, 65 bytes, v 27 or 28. Thread: any.
public final class EthereumSignatures {
    public static final int BYTES = 65;

    static final int V_OFFSET = 64;
    static final int V_BASE = 27;

    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private EthereumSignatures() {}

    /// The address whose key signed the digest of 32 bytes. Empty when the signature is malformed: wrong
    /// length, v other than 27 or 28, r or s out of 1…n-1, s in the upper half, or no such point. A changed
    /// digest does not show here: it yields another address.
    public static Optional<EthereumAddress> recover(byte[] digest, byte[] signature) {
        return recover(Secp256k1Library.chosen(), digest, signature);
    }

    static Optional<EthereumAddress> recover(Secp256k1Library library, byte[] digest, byte[] signature) {
        if (digest.length != Keccak256.DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, found " + digest.length);
        }
        if (signature.length != BYTES || !hasValidRange(signature)) {
            return Optional.empty();
        }
        return library.recover(digest, Arrays.copyOf(signature, V_OFFSET), signature[V_OFFSET] - V_BASE)
                .map(EthereumAddress::ofPublicKey);
    }

    private static boolean hasValidRange(byte[] signature) {
        BigInteger r = new BigInteger(1, signature, 0, 32);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        boolean known = signature[V_OFFSET] == V_BASE || signature[V_OFFSET] == V_BASE + 1;
        return known && r.signum() > 0 && r.compareTo(N) < 0 && s.signum() > 0 && s.compareTo(N.shiftRight(1)) <= 0;
    }
}
