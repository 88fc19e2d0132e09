package io.parallax.exchange.signing;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;

/// libsecp256k1 through its JNI binding: constant time in key and nonce. The binding cannot tell the recovery id of a
/// signature, although the library can, so signatures are asked of the library itself where its functions are
/// visible ([NativeSigningKey]); elsewhere a recovery finds it out. Thread: any.
final class NativeSecp256k1Library implements Secp256k1Library {
    private final Secp256k1 library;
    private final boolean direct;

    private NativeSecp256k1Library(Secp256k1 library, boolean direct) {
        this.library = library;
        this.direct = direct;
    }

    /// Empty where no native build fits this machine, or where loading native code is forbidden.
    static Optional<Secp256k1Library> load() {
        return binding().map(library -> new NativeSecp256k1Library(library, NativeSigningKey.agreesWith(library)));
    }

    /// Never around the binding, for platforms whose build hides the library's own functions (Windows).
    static Optional<Secp256k1Library> loadBindingOnly() {
        return binding().map(library -> new NativeSecp256k1Library(library, false));
    }

    private static Optional<Secp256k1> binding() {
        try {
            return Optional.of(Secp256k1.get());
        } catch (RuntimeException | LinkageError notAvailable) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }

    /// Whether signatures bypass the binding.
    boolean signsDirectly() {
        return direct;
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
    public SigningKey signingKey(byte[] key) {
        return direct ? new NativeSigningKey(key) : new BindingSigningKey(key);
    }

    @Override
    public Optional<byte[]> recover(byte[] digest, byte[] compactSignature, int recoveryId) {
        try {
            return Optional.of(library.ecdsaRecover(compactSignature, digest, recoveryId));
        } catch (Secp256k1Exception noSuchPoint) {
            return Optional.empty();
        }
    }

    /// Twice as dear as the signature alone needs to be.
    private final class BindingSigningKey implements SigningKey {
        private final byte[] key;
        private final byte[] publicKey;

        BindingSigningKey(byte[] key) {
            this.key = key.clone();
            this.publicKey = library.pubkeyCreate(key);
        }

        @Override
        public int sign(byte[] digest, byte[] target, int offset) {
            byte[] compact = library.sign(digest, key, null);
            System.arraycopy(compact, 0, target, offset, COMPACT_BYTES);
            return RecoveryIds.find(NativeSecp256k1Library.this, digest, compact, publicKey);
        }

        @Override
        public void close() {
            Arrays.fill(key, (byte) 0);
        }
    }
}
