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
        Hasher hasher = new Hasher();
        for (byte[] piece : pieces) {
            hasher.update(piece, 0, piece.length);
        }
        byte[] digest = new byte[DIGEST_BYTES];
        hasher.finish(digest, 0);
        return digest;
    }

    /// The digest of the text in UTF-8.
    public static byte[] digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Makes one digest after the other without garbage. Thread: one.
    public static final class Hasher {
        private final KeccakDigest keccak = new KeccakDigest(DIGEST_BYTES * Byte.SIZE);

        public void update(byte[] bytes, int offset, int length) {
            keccak.update(bytes, offset, length);
        }

        /// Writes the digest of everything since the last one, 32 bytes from `offset` on.
        public void finish(byte[] target, int offset) {
            keccak.doFinal(target, offset);
        }
    }
}
