package io.parallax.exchange.signing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Signs message hashes with one key on the STARK curve: ECDSA with the nonce of RFC 6979. Makes no garbage once
/// warm, but for the [StarkSignature] of the methods that return one. Thread: any; calls wait for each other, so that
/// a nonce never mixes two messages.
public final class StarkSigner implements AutoCloseable {
    private static final byte[] NO_EXTRA = {};
    private static final int D = Field.DIGITS;
    // Places in the array of scalars.
    private static final int KEY = 0;
    private static final int NONCE = D;
    private static final int R = 2 * D;
    private static final int SUM = 3 * D;
    private static final int PRODUCT = 4 * D;
    private static final int INVERSE = 5 * D;
    private static final int S = 6 * D;
    private static final int INVERSE_S = 7 * D;
    private static final int BLIND = 8 * D;
    /// r, then s.
    static final int SIGNATURE_WORDS = 8;
    // Which numbers blind what.
    private static final int OF_POINT = 1;
    private static final int OF_NONCE = 2;

    private final Felt publicKey;
    private final byte[] keyBytes;
    private final NonceGenerator nonces = new NonceGenerator();
    private final byte[] hashBytes = new byte[Felt.BYTES];
    private final long[] hash = new long[4];
    private final long[] nonce = new long[4];
    private final CurvePoint point = new CurvePoint();
    /// Made when the vector path is ready.
    private @Nullable VectorGenerator vector;

    private final long[] affine = new long[CurvePoint.AFFINE];
    private final long[] x = new long[D];
    private final long[] zz = new long[D];
    private final long[] scalars = new long[9 * D];
    private final PublicInverse pointInverse = new PublicInverse(Field.P);
    private final PublicInverse scalarInverse = new PublicInverse(ScalarField.N);
    private final long[] blind = new long[4];
    private final long[] scratch = new long[D];
    /// r and s of the last signature, four words each.
    private final long[] signature = new long[SIGNATURE_WORDS];
    private final long[] inverseS = new long[4];
    private boolean closed;

    /// Throws [IllegalArgumentException], without the key, when it is not in 1…n-1.
    public StarkSigner(Secret key) {
        keyBytes = key.copyBytes();
        long[] words = new long[4];
        ScalarField.words(words, keyBytes);
        if (!ScalarField.isInRange(words)) {
            close();
            throw new IllegalArgumentException(
                    "a Starknet private key lies between 1 and the order of the STARK curve minus 1; this one does not");
        }
        ScalarField.fromWords(scalars, KEY, words, 0);
        publicKey = xOfMultiple(words);
        Arrays.fill(words, 0);
    }

    /// The x coordinate of the public key.
    public Felt publicKey() {
        return publicKey;
    }

    /// Throws [IllegalArgumentException] when the hash is 2²⁵¹ or more, [IllegalStateException] after
    /// [#close()].
    public StarkSignature sign(Felt messageHash) {
        return sign(messageHash, NO_EXTRA);
    }

    /// With extra bytes in the seed of the nonce; other clients of Paradex do so.
    synchronized StarkSignature sign(Felt messageHash, byte[] extra) {
        messageHash.words(hash);
        signHash(extra);
        return new StarkSignature(
                new Felt(signature[0], signature[1], signature[2], signature[3]),
                new Felt(signature[4], signature[5], signature[6], signature[7]));
    }

    /// Writes the signature in the text form of [StarkSignature#toText] to the target, at most
    /// [StarkSignature#TEXT_BYTES_MAX] bytes from the offset on, and returns their number. Makes no garbage. Throws
    /// like [#sign(Felt)].
    public synchronized int sign(Felt messageHash, byte[] target, int offset) {
        messageHash.words(hash);
        signHash(NO_EXTRA);
        return SignatureText.write(signature, target, offset);
    }

    /// Like the method above, for four words, least significant first.
    synchronized int sign(long[] messageHash, byte[] target, int offset) {
        System.arraycopy(messageHash, 0, hash, 0, hash.length);
        signHash(NO_EXTRA);
        return SignatureText.write(signature, target, offset);
    }

    private void signHash(byte[] extra) {
        if (closed) {
            throw new IllegalStateException("this signer was closed; its key is gone");
        }
        if (hash[3] >>> 59 != 0) {
            throw new IllegalArgumentException(
                    "a message hash is below 2^251, found " + new Felt(hash[0], hash[1], hash[2], hash[3]));
        }
        try {
            ScalarField.bytes(hashBytes, hash);
            nonces.seed(keyBytes, hashBytes, extra);
            do {
                nonces.next(nonce);
                signWithNonce();
            } while (!isAllowed());
        } finally {
            wipeIntermediates();
        }
    }

    /// Wipes the key.
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(keyBytes, (byte) 0);
        Arrays.fill(scalars, 0);
    }

    @Override
    public String toString() {
        return "StarkSigner[" + publicKey + "]";
    }

    /// r and 1/s are below 2²⁵¹, and neither r nor s is 0.
    private boolean isAllowed() {
        return (signature[0] | signature[1] | signature[2] | signature[3]) != 0
                && signature[3] >>> 59 == 0
                && (signature[4] | signature[5] | signature[6] | signature[7]) != 0
                && inverseS[3] >>> 59 == 0;
    }

    /// r = x of k·G and s = (z + r·d)/k. With one inverse of k·(z + r·d) both s and 1/s follow.
    private void signWithNonce() {
        writeXOfNonce();
        ScalarField.fromWords(scalars, NONCE, nonce, 0);
        ScalarField.fromWords(scalars, R, signature, 0);
        ScalarField.fromWords(scalars, SUM, hash, 0);
        ScalarField.multiply(scalars, PRODUCT, scalars, R, scalars, KEY);
        ScalarField.add(scalars, SUM, scalars, SUM, scalars, PRODUCT);
        ScalarField.multiply(scalars, PRODUCT, scalars, SUM, scalars, NONCE);
        nonces.blind(OF_NONCE, blind);
        ScalarField.fromWords(scalars, BLIND, blind, 0);
        ScalarField.invertBlinded(scalars, INVERSE, scalars, PRODUCT, scalars, BLIND, scalarInverse, scratch);
        ScalarField.multiply(scalars, SUM, scalars, SUM, scalars, SUM);
        ScalarField.multiply(scalars, S, scalars, SUM, scalars, INVERSE);
        ScalarField.multiply(scalars, NONCE, scalars, NONCE, scalars, NONCE);
        ScalarField.multiply(scalars, INVERSE_S, scalars, NONCE, scalars, INVERSE);
        ScalarField.toWords(signature, 4, scalars, S, scratch);
        ScalarField.toWords(inverseS, 0, scalars, INVERSE_S, scratch);
    }

    /// Numerator and denominator of x are multiplied by the same random number before the division, which takes a
    /// time that depends on them.
    private void writeXOfNonce() {
        multiplyGenerator();
        nonces.blind(OF_POINT, blind);
        Field.splitWords(scratch, 0, blind[0], blind[1], blind[2], blind[3]);
        Field.multiply(x, 0, x, 0, scratch, 0);
        Field.multiply(zz, 0, zz, 0, scratch, 0);
        if (!pointInverse.divide(x, zz)) {
            GeneratorTable.multiplySlowly(point, nonce);
            point.quotient(x, zz);
            Field.multiply(x, 0, x, 0, scratch, 0);
            Field.multiply(zz, 0, zz, 0, scratch, 0);
            pointInverse.divide(x, zz);
        }
        Field.joinWords(x, signature, 0);
    }

    private void multiplyGenerator() {
        if (VectorPath.isReady()) {
            VectorGenerator ready = vector;
            if (ready == null) {
                ready = new VectorGenerator();
                vector = ready;
            }
            ready.multiply(nonce, x, zz);
        } else {
            GeneratorTable.collect(point, nonce, affine);
            point.quotient(x, zz);
        }
    }

    private Felt xOfMultiple(long[] words) {
        GeneratorTable.multiply(point, words, affine).affineX(affine, 0);
        return Field.toFelt(affine, 0);
    }

    private void wipeIntermediates() {
        nonces.wipe();
        point.wipe();
        if (vector != null) {
            vector.wipe();
        }
        Arrays.fill(x, 0);
        Arrays.fill(zz, 0);
        Arrays.fill(inverseS, 0);
        Arrays.fill(nonce, 0);
        Arrays.fill(affine, 0);
        Arrays.fill(blind, 0);
        Arrays.fill(scratch, 0);
        pointInverse.wipe();
        scalarInverse.wipe();
        Arrays.fill(scalars, KEY + D, scalars.length, 0);
    }
}
