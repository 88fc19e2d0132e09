package io.parallax.exchange.signing;

import java.util.Optional;

/// What signing on secp256k1 needs from a library beneath it. Arguments are checked before: digests have 32
/// bytes, keys are in 1…n-1, r and s are in 1…n-1. All implementations return identical bytes. Thread: any.
interface Secp256k1Library {
    String name();

    boolean isValidKey(byte[] key);

    /// The public key, 65 bytes: 0x04, x, y.
    byte[] publicKey(byte[] key);

    /// The key, ready to sign. Takes a copy.
    SigningKey signingKey(byte[] key);

    /// The public key, 65 bytes, that made the signature; empty when there is none.
    Optional<byte[]> recover(byte[] digest, byte[] compactSignature, int recoveryId);

    /// One key with the working space that signing needs. Thread: one at a time.
    interface SigningKey extends AutoCloseable {
        int COMPACT_BYTES = 64;

        /// Writes r ‖ s, 64 bytes, by RFC 6979, with s in the lower half, and returns the recovery id: bit 0 tells
        /// whether y of the point behind r is odd, bit 1 whether its x is not below n (one in 2¹²⁷).
        int sign(byte[] digest, byte[] target, int offset);

        /// Wipes the key. There is no signing afterwards.
        @Override
        void close();
    }

    /// The native library where it loads, BouncyCastle otherwise. Chosen once.
    static Secp256k1Library chosen() {
        return Chosen.LIBRARY;
    }

    /// Loads on first use.
    final class Chosen {
        private static final Secp256k1Library LIBRARY =
                NativeSecp256k1Library.load().orElseGet(BouncyCastleSecp256k1Library::new);

        private Chosen() {}
    }
}
