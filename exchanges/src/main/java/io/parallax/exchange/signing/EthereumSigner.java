package io.parallax.exchange.signing;

import java.util.Arrays;
import java.util.Optional;

/// Signs 32-byte digests with one secp256k1 key, deterministically (RFC 6979). libsecp256k1 does the arithmetic
/// where its native library loads, BouncyCastle elsewhere; the bytes are the same. Thread: any.
public final class EthereumSigner implements AutoCloseable {
    private final Secp256k1Library library;
    private final Secret key;
    private final byte[] publicKey;
    private final EthereumAddress address;

    /// Throws [IllegalArgumentException], without the key, when it is not in 1…n-1.
    public EthereumSigner(Secret key) {
        this(key, Secp256k1Library.chosen());
    }

    EthereumSigner(Secret key, Secp256k1Library library) {
        this.library = library;
        byte[] bytes = key.copyBytes();
        try {
            if (!library.isValidKey(bytes)) {
                throw new IllegalArgumentException(
                        "an Ethereum private key lies between 1 and the order of secp256k1 minus 1; this one does not");
            }
            this.key = Secret.of(bytes);
            this.publicKey = library.publicKey(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        this.address = EthereumAddress.ofPublicKey(publicKey);
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
        if (digest.length != Keccak256.DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, found " + digest.length);
        }
        byte[] bytes = key.copyBytes();
        try {
            if (!library.isValidKey(bytes)) {
                throw new IllegalStateException("this signer was closed; its key is gone");
            }
            return withRecoveryByte(digest, library.sign(digest, bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Wipes the key.
    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "EthereumSigner[" + address + "]";
    }

    private byte[] withRecoveryByte(byte[] digest, byte[] compact) {
        byte[] signature = Arrays.copyOf(compact, EthereumSignatures.BYTES);
        Optional<byte[]> recovered = library.recover(digest, compact, 0);
        boolean evenY = recovered.isPresent() && Arrays.equals(recovered.get(), publicKey);
        signature[EthereumSignatures.V_OFFSET] = (byte) (EthereumSignatures.V_BASE + (evenY ? 0 : 1));
        return signature;
    }
}
