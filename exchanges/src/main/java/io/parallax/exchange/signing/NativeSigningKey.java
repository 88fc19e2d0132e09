package io.parallax.exchange.signing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import fr.acinq.secp256k1.Secp256k1;
import io.parallax.exchange.signing.Secp256k1Library.SigningKey;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.SecureRandom;
import java.util.Arrays;

/// A key outside the heap, where no garbage collector copies it, and libsecp256k1's own function that makes the
/// recovery id along with the signature. Its code is the one that the JNI binding has loaded. Makes no garbage.
/// Source: `secp256k1.h` and `secp256k1_recovery.h` of libsecp256k1. Thread: one at a time.
final class NativeSigningKey implements SigningKey {
    private static final int KEY_BYTES = 32;
    /// `sizeof(secp256k1_ecdsa_recoverable_signature)`.
    private static final int RECOVERABLE_BYTES = 65;

    /// The library's functions. Static and final, so that a call through them is compiled as a plain call.
    private static final class Functions {
        /// `SECP256K1_CONTEXT_NONE`.
        private static final int CONTEXT_NONE = 1;

        /// `int (ctx, sig, msghash32, seckey, noncefp, ndata)`; a null function is RFC 6979.
        static final MethodHandle SIGN = function(
                "secp256k1_ecdsa_sign_recoverable", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        /// `int (ctx, output64, recid, sig)`.
        static final MethodHandle SERIALIZE = function(
                "secp256k1_ecdsa_recoverable_signature_serialize_compact",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS);

        /// Only read after this, so all threads share it.
        static final MemorySegment CONTEXT = blindedContext();

        /// Native access is asked for already: the binding loads its library with it. Refused, this throws.
        @SuppressWarnings("restricted")
        private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
            MemorySegment address = SymbolLookup.loaderLookup().findOrThrow(name);
            return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, arguments));
        }

        /// Random blinding of the multiplications, as the library's authors advise.
        private static MemorySegment blindedContext() {
            MethodHandle create = function("secp256k1_context_create", ADDRESS, JAVA_INT);
            MethodHandle randomize = function("secp256k1_context_randomize", JAVA_INT, ADDRESS, ADDRESS);
            byte[] seed = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(seed);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment context = (MemorySegment) create.invokeExact(CONTEXT_NONE);
                MemorySegment seedOutside = arena.allocateFrom(JAVA_BYTE, seed);
                int done = (int) randomize.invokeExact(context, seedOutside);
                seedOutside.fill((byte) 0);
                if (done != 1) {
                    throw new IllegalStateException("libsecp256k1 did not blind its context");
                }
                return context;
            } catch (Throwable failure) {
                throw failed(failure);
            } finally {
                Arrays.fill(seed, (byte) 0);
            }
        }
    }

    private final MemorySegment key;
    private final MemorySegment digest;
    private final MemorySegment recoverable;
    private final MemorySegment compact;
    private final MemorySegment recoveryId;

    NativeSigningKey(byte[] key) {
        Arena arena = Arena.ofAuto();
        this.key = arena.allocateFrom(JAVA_BYTE, key);
        this.digest = arena.allocate(Keccak256.DIGEST_BYTES);
        this.recoverable = arena.allocate(RECOVERABLE_BYTES);
        this.compact = arena.allocate(COMPACT_BYTES);
        this.recoveryId = arena.allocate(JAVA_INT);
    }

    /// Whether the functions are visible here and sign as the binding does, recovery id included. Asked once, so that
    /// nothing rests on the assumption that both are the same library.
    static boolean agreesWith(Secp256k1 binding) {
        byte[] key = Keccak256.digest("any key");
        byte[] digest = Keccak256.digest("any digest");
        byte[] compact = new byte[COMPACT_BYTES];
        try (NativeSigningKey signer = new NativeSigningKey(key)) {
            int id = signer.sign(digest, compact, 0);
            return Arrays.equals(compact, binding.sign(digest, key, null))
                    && Arrays.equals(binding.ecdsaRecover(compact, digest, id), binding.pubkeyCreate(key));
        } catch (RuntimeException | LinkageError notVisible) {
            return false;
        }
    }

    @Override
    public int sign(byte[] digestBytes, byte[] target, int offset) {
        MemorySegment.copy(digestBytes, 0, digest, JAVA_BYTE, 0, Keccak256.DIGEST_BYTES);
        if (signRecoverable() != 1 || serialize() != 1) {
            throw new IllegalStateException("libsecp256k1 does not sign with this key");
        }
        MemorySegment.copy(compact, JAVA_BYTE, 0, target, offset, COMPACT_BYTES);
        return recoveryId.get(JAVA_INT, 0);
    }

    private int signRecoverable() {
        try {
            return (int) Functions.SIGN.invokeExact(
                    Functions.CONTEXT, recoverable, digest, key, MemorySegment.NULL, MemorySegment.NULL);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    private int serialize() {
        try {
            return (int) Functions.SERIALIZE.invokeExact(Functions.CONTEXT, compact, recoveryId, recoverable);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    private static IllegalStateException failed(Throwable failure) {
        return new IllegalStateException("the call into libsecp256k1 failed", failure);
    }

    @Override
    public void close() {
        key.fill((byte) 0);
    }
}
