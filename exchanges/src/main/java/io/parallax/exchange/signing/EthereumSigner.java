package io.parallax.exchange.signing;

import io.parallax.exchange.signing.Secp256k1Library.SigningKey;
import java.util.Arrays;
import java.util.Objects;

/// Signs 32-byte digests with one secp256k1 key, deterministically (RFC 6979). libsecp256k1 does the arithmetic
/// where its native library loads, BouncyCastle elsewhere; the bytes are the same. Thread: any; calls wait for each
/// other.
public final class EthereumSigner implements AutoCloseable {
    private final SigningKey key;
    private final EthereumAddress address;
    private boolean closed;

    /// Throws [IllegalArgumentException], without the key, when it is not in 1…n-1.
    public EthereumSigner(Secret key) {
        this(key, Secp256k1Library.chosen());
    }

    EthereumSigner(Secret key, Secp256k1Library library) {
        byte[] bytes = key.copyBytes();
        try {
            if (!library.isValidKey(bytes)) {
                throw new IllegalArgumentException(
                        "an Ethereum private key lies between 1 and the order of secp256k1 minus 1; this one does not");
            }
            this.key = library.signingKey(bytes);
            this.address = EthereumAddress.ofPublicKey(library.publicKey(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The library that does the arithmetic, for a start-up report.
    public static String libraryName() {
        return Secp256k1Library.chosen().name();
    }

    public EthereumAddress address() {
        return address;
    }

    /// r ‖ s ‖ v, 65 bytes, with s in the lower half and v 27 or 28. Throws [IllegalArgumentException] unless
    /// the digest has 32 bytes, [IllegalStateException] after [#close()].
    public byte[] sign(byte[] digest) {
        byte[] signature = new byte[EthereumSignatures.BYTES];
        sign(digest, signature, 0);
        return signature;
    }

    /// The same into 65 bytes of `target` from `offset` on, which must be there. No garbage where libsecp256k1 signs,
    /// except on Windows.
    public synchronized void sign(byte[] digest, byte[] target, int offset) {
        if (digest.length != Keccak256.DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, found " + digest.length);
        }
        if (closed) {
            throw new IllegalStateException("this signer was closed; its key is gone");
        }
        Objects.checkFromIndexSize(offset, EthereumSignatures.BYTES, target.length);
        int recoveryId = key.sign(digest, target, offset);
        if (recoveryId > 1) {
            throw new IllegalStateException("r is not below the order of secp256k1, which v cannot say");
        }
        target[offset + EthereumSignatures.V_OFFSET] = (byte) (EthereumSignatures.V_BASE + recoveryId);
    }

    /// Wipes the key.
    @Override
    public synchronized void close() {
        closed = true;
        key.close();
    }

    @Override
    public String toString() {
        return "EthereumSigner[" + address + "]";
    }
}
