package io.parallax.exchange.signing;

import java.util.Arrays;

/// Signs message hashes with one key on the STARK curve: ECDSA with the nonce of RFC 6979. Thread: any; calls
/// wait for each other, so that a nonce never mixes two messages.
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
    // Which numbers blind what.
    private static final int OF_POINT = 1;
    private static final int OF_NONCE = 2;

    private final Felt publicKey;
    private final byte[] keyBytes;
    private final NonceGenerator nonces = new NonceGenerator();
    private final long[] nonce = new long[4];
    private final CurvePoint point = new CurvePoint();
    private final long[] affine = new long[CurvePoint.AFFINE];
    private final long[] scalars = new long[9 * D];
    private final PublicInverse pointInverse = new PublicInverse(Field.P);
    private final PublicInverse scalarInverse = new PublicInverse(ScalarField.N);
    private final long[] blind = new long[4];
    private final long[] scratch = new long[D];
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
        ScalarField.fromWords(scalars, KEY, words);
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
        if (closed) {
            throw new IllegalStateException("this signer was closed; its key is gone");
        }
        if (!messageHash.isBelow2Pow251()) {
            throw new IllegalArgumentException("a message hash is below 2^251, found " + messageHash);
        }
        try {
            nonces.seed(keyBytes, messageHash.toBytes(), extra);
            StarkSignature signature;
            do {
                nonces.next(nonce);
                signature = signWithNonce(messageHash);
            } while (!StarkVerifier.isInRange(signature)
                    || !ScalarField.toFelt(scalars, INVERSE_S).isBelow2Pow251());
            return signature;
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

    /// r = x of k·G and s = (z + r·d)/k. With one inverse of k·(z + r·d) both s and 1/s follow.
    private StarkSignature signWithNonce(Felt messageHash) {
        Felt r = xOfNonce();
        ScalarField.fromWords(scalars, NONCE, nonce);
        ScalarField.fromFelt(scalars, R, r);
        ScalarField.fromFelt(scalars, SUM, messageHash);
        ScalarField.multiply(scalars, PRODUCT, scalars, R, scalars, KEY);
        ScalarField.add(scalars, SUM, scalars, SUM, scalars, PRODUCT);
        ScalarField.multiply(scalars, PRODUCT, scalars, SUM, scalars, NONCE);
        nonces.blind(OF_NONCE, blind);
        ScalarField.fromWords(scalars, BLIND, blind);
        ScalarField.invertBlinded(scalars, INVERSE, scalars, PRODUCT, scalars, BLIND, scalarInverse, scratch);
        ScalarField.multiply(scalars, SUM, scalars, SUM, scalars, SUM);
        ScalarField.multiply(scalars, S, scalars, SUM, scalars, INVERSE);
        ScalarField.multiply(scalars, NONCE, scalars, NONCE, scalars, NONCE);
        ScalarField.multiply(scalars, INVERSE_S, scalars, NONCE, scalars, INVERSE);
        return new StarkSignature(r, ScalarField.toFelt(scalars, S));
    }

    private Felt xOfNonce() {
        GeneratorTable.multiply(point, nonce, affine);
        nonces.blind(OF_POINT, blind);
        Field.splitWords(scratch, 0, blind[0], blind[1], blind[2], blind[3]);
        point.affineXBlinded(affine, 0, scratch, 0, pointInverse);
        return Field.toFelt(affine, 0);
    }

    private Felt xOfMultiple(long[] words) {
        GeneratorTable.multiply(point, words, affine).affineX(affine, 0);
        return Field.toFelt(affine, 0);
    }

    private void wipeIntermediates() {
        nonces.wipe();
        point.wipe();
        Arrays.fill(nonce, 0);
        Arrays.fill(affine, 0);
        Arrays.fill(blind, 0);
        Arrays.fill(scratch, 0);
        pointInverse.wipe();
        scalarInverse.wipe();
        Arrays.fill(scalars, KEY + D, scalars.length, 0);
    }
}
