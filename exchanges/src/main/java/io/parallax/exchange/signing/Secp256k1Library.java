package io.parallax.exchange.signing;

import java.util.Optional;

/// What signing on secp256k1 needs from a library beneath it. Arguments are checked before: digests have 32
/// bytes, keys are in 1…n-1, r and s are in 1…n-1. All implementations return identical bytes. Thread: any.
interface Secp256k1Library {
    String name();

    boolean isValidKey(byte[] key);

    /// The public key, 65 bytes: 0x04, x, y.
    byte[] publicKey(byte[] key);

    /// r ‖ s, 64 bytes, by RFC 6979, with s in the lower half.
    byte[] sign(byte[] digest, byte[] key);

    /// The public key, 65 bytes, that made the signature; empty when there is none.
    Optional<byte[]> recover(byte[] digest, byte[] compactSignature, int recoveryId);

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
