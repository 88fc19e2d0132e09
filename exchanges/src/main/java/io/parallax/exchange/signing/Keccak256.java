package io.parallax.exchange.signing;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak-256 as Ethereum and Starknet use it: the original padding, not the one of SHA3-256. BouncyCastle computes
/// it. The first digest of a process loads that library, which takes some 100 ms: [#warmUp] does it ahead.
/// Thread: any.
public final class Keccak256 {
    public static final int DIGEST_BYTES = 32;

    private Keccak256() {}

    /// The digest of the pieces, one after the other.
    public static byte[] digest(byte[]... pieces) {
        KeccakDigest keccak = new KeccakDigest(DIGEST_BYTES * Byte.SIZE);
        for (byte[] piece : pieces) {
            keccak.update(piece, 0, piece.length);
        }
        byte[] digest = new byte[DIGEST_BYTES];
        keccak.doFinal(digest, 0);
        return digest;
    }

    /// The digest of the text in UTF-8.
    public static byte[] digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Loads the library, so that the first signature does not wait for it.
    public static void warmUp() {
        digest(new byte[0]);
    }
}
