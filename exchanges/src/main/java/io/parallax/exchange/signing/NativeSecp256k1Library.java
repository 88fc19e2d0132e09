package io.parallax.exchange.signing;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Optional;

/// libsecp256k1 through its JNI binding: constant time in key and nonce. Thread: any.
final class NativeSecp256k1Library implements Secp256k1Library {
    private final Secp256k1 library;

    private NativeSecp256k1Library(Secp256k1 library) {
        this.library = library;
    }

    /// Empty where no native build fits this machine, or where loading native code is forbidden.
    static Optional<Secp256k1Library> load() {
        try {
            return Optional.of(new NativeSecp256k1Library(Secp256k1.get()));
        } catch (RuntimeException | LinkageError notAvailable) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }

    @Override
    public boolean isValidKey(byte[] key) {
        return library.secKeyVerify(key);
    }

    @Override
    public byte[] publicKey(byte[] key) {
        return library.pubkeyCreate(key);
    }

    @Override
    public byte[] sign(byte[] digest, byte[] key) {
        return library.sign(digest, key, null);
    }

    @Override
    public Optional<byte[]> recover(byte[] digest, byte[] compactSignature, int recoveryId) {
        try {
            return Optional.of(library.ecdsaRecover(compactSignature, digest, recoveryId));
        } catch (Secp256k1Exception noSuchPoint) {
            return Optional.empty();
        }
    }
}
