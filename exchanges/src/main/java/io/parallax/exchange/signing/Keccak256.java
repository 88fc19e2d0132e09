package io.parallax.exchange.signing;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak-256 as Ethereum and Starknet use it: the original padding, not the one of SHA3-256. BouncyCastle computes
/// it. The first digest of a process loads that library, which takes some 100 ms; no order waits for it, because
/// adapters sign before they are ready. Thread: any.
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
}
