package io.parallax.exchange.signing;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Nonces by RFC 6979 with HMAC-SHA256 for the STARK curve: the seed is the key and the message hash, 32 bytes
/// each, then optional extra bytes; a candidate is the 256-bit output shifted right by 4, taken when it is in
/// 1…n-1. About half of all candidates are not. Thread: one.
final class NonceGenerator {
    private static final int BYTES = 32;
    private static final int BLOCK = 64;

    private final MessageDigest sha256;
    private final byte[] k = new byte[BYTES];
    private final byte[] v = new byte[BYTES];
    private final byte[] pad = new byte[BLOCK];
    private final byte[] inner = new byte[BYTES];
    private final byte[] blind = new byte[BYTES];
    private final byte[] one = new byte[1];

    NonceGenerator() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void seed(byte[] key, byte[] messageHash, byte[] extra) {
        Arrays.fill(k, (byte) 0);
        Arrays.fill(v, (byte) 1);
        for (int round = 0; round <= 1; round++) {
            startHmac();
            sha256.update(v);
            sha256.update(oneByte(round));
            sha256.update(key);
            sha256.update(messageHash);
            sha256.update(extra);
            finishHmac(k);
            nextV();
        }
    }

    /// Writes the next nonce as four words, least significant first.
    void next(long[] words) {
        nextCandidate(words);
        while (!ScalarField.isInRange(words)) {
            startHmac();
            sha256.update(v);
            sha256.update(oneByte(0));
            finishHmac(k);
            nextV();
            nextCandidate(words);
        }
    }

    /// Writes a number below 2²⁵¹ that blinds a computation with the last nonce: HMAC of the generator's state and a
    /// label that RFC 6979 does not use, so the nonces are unchanged and nobody without the key can know it.
    void blind(int label, long[] words) {
        startHmac();
        sha256.update(v);
        sha256.update(oneByte(0x80 | label));
        finishHmac(blind);
        ScalarField.words(words, blind);
        words[3] >>>= 5;
        // Never 0.
        words[0] |= 1;
    }

    void wipe() {
        Arrays.fill(blind, (byte) 0);
        Arrays.fill(k, (byte) 0);
        Arrays.fill(v, (byte) 0);
        Arrays.fill(pad, (byte) 0);
        Arrays.fill(inner, (byte) 0);
    }

    private void nextCandidate(long[] words) {
        nextV();
        ScalarField.words(words, v);
        for (int i = 0; i < 3; i++) {
            words[i] = (words[i] >>> 4) | (words[i + 1] << 60);
        }
        words[3] >>>= 4;
    }

    private void nextV() {
        startHmac();
        sha256.update(v);
        finishHmac(v);
    }

    private void startHmac() {
        digestPad(0x36);
    }

    private void finishHmac(byte[] target) {
        try {
            sha256.digest(inner, 0, BYTES);
            digestPad(0x5c);
            sha256.update(inner);
            sha256.digest(target, 0, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 digest has 32 bytes", e);
        }
    }

    private void digestPad(int value) {
        for (int i = 0; i < BLOCK; i++) {
            pad[i] = (byte) (value ^ (i < BYTES ? k[i] : 0));
        }
        sha256.update(pad);
    }

    private byte[] oneByte(int value) {
        one[0] = (byte) value;
        return one;
    }
}
