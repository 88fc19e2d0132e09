package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/// Arithmetic modulo n, the order of the STARK curve, in the representation of [Field]: five digits of radix
/// 2⁵¹ in Montgomery form with R = 2²⁵⁵. Holds secrets: no branch and no index depends on a value. Thread: any;
/// no state.
final class ScalarField {
    static final int DIGITS = Field.DIGITS;
    static final BigInteger N = new BigInteger("800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f", 16);

    private static final int RADIX_BITS = 51;
    private static final long MASK = (1L << RADIX_BITS) - 1;

    private static final long[] N_DIGITS = Field.digits(N);
    private static final long N0 = N_DIGITS[0];
    private static final long N1 = N_DIGITS[1];
    private static final long N2 = N_DIGITS[2];
    private static final long N3 = N_DIGITS[3];
    private static final long N4 = N_DIGITS[4];
    private static final long INVERSE_OF_N =
            N.modInverse(BigInteger.ONE.shiftLeft(RADIX_BITS)).longValue();
    private static final long[] R_SQUARED =
            Field.digits(BigInteger.ONE.shiftLeft(2 * 255).mod(N));
    private static final long[] PLAIN_ONE = {1, 0, 0, 0, 0};
    private static final BigInteger INVERSION_EXPONENT = N.subtract(BigInteger.TWO);

    private ScalarField() {}

    static void multiply(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        long[] t = new long[2 * DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            addProduct(t, i, a[ao + i], b[bo], b[bo + 1], b[bo + 2], b[bo + 3], b[bo + 4]);
        }
        for (int i = 0; i < DIGITS; i++) {
            long q = (t[i] * INVERSE_OF_N) & MASK;
            addProduct(t, i, -q, N0, N1, N2, N3, N4);
            t[i + 1] += t[i] >> RADIX_BITS;
        }
        for (int i = 0; i < DIGITS - 1; i++) {
            t[DIGITS + i + 1] += t[DIGITS + i] >> RADIX_BITS;
            z[zo + i] = t[DIGITS + i] & MASK;
        }
        z[zo + 4] = t[2 * DIGITS - 1];
    }

    private static void addProduct(long[] t, int i, long a, long b0, long b1, long b2, long b3, long b4) {
        long c = a << 6;
        long h0 = Math.multiplyHigh(c, b0 << 7);
        long h1 = Math.multiplyHigh(c, b1 << 7);
        long h2 = Math.multiplyHigh(c, b2 << 7);
        long h3 = Math.multiplyHigh(c, b3 << 7);
        long h4 = Math.multiplyHigh(c, b4 << 7);
        t[i] += a * b0 - (h0 << RADIX_BITS);
        t[i + 1] += a * b1 - (h1 << RADIX_BITS) + h0;
        t[i + 2] += a * b2 - (h2 << RADIX_BITS) + h1;
        t[i + 3] += a * b3 - (h3 << RADIX_BITS) + h2;
        t[i + 4] += a * b4 - (h4 << RADIX_BITS) + h3;
        t[i + 5] += h4;
    }

    static void add(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        Field.add(z, zo, a, ao, b, bo);
    }

    /// z = 1/a by Fermat, a^(n-2); 0 for 0. The exponent is public. z and a must differ.
    static void invert(long[] z, int zo, long[] a, int ao) {
        System.arraycopy(a, ao, z, zo, DIGITS);
        for (int bit = INVERSION_EXPONENT.bitLength() - 2; bit >= 0; bit--) {
            multiply(z, zo, z, zo, z, zo);
            if (INVERSION_EXPONENT.testBit(bit)) {
                multiply(z, zo, z, zo, a, ao);
            }
        }
    }

    /// Into Montgomery form, from four words, least significant first.
    static void fromWords(long[] z, int zo, long[] words) {
        Field.splitWords(z, zo, words[0], words[1], words[2], words[3]);
        multiply(z, zo, z, zo, R_SQUARED, 0);
    }

    static void fromFelt(long[] z, int zo, Felt value) {
        Field.splitWords(z, zo, value.word0(), value.word1(), value.word2(), value.word3());
        multiply(z, zo, z, zo, R_SQUARED, 0);
    }

    /// Out of Montgomery form, into 0…n-1.
    static Felt toFelt(long[] a, int ao) {
        long[] c = new long[DIGITS];
        multiply(c, 0, a, ao, PLAIN_ONE, 0);
        // Within [-n, 0]: adds n, then turns n into 0.
        for (int i = 0; i < DIGITS; i++) {
            c[i] += N_DIGITS[i];
        }
        for (int i = 0; i < DIGITS - 1; i++) {
            c[i + 1] += c[i] >> RADIX_BITS;
            c[i] &= MASK;
        }
        long difference = (c[0] ^ N0) | (c[1] ^ N1) | (c[2] ^ N2) | (c[3] ^ N3) | (c[4] ^ N4);
        long keep = (difference | -difference) >> 63;
        for (int i = 0; i < DIGITS; i++) {
            c[i] &= keep;
        }
        return new Felt(
                c[0] | (c[1] << 51),
                (c[1] >>> 13) | (c[2] << 38),
                (c[2] >>> 26) | (c[3] << 25),
                (c[3] >>> 39) | (c[4] << 12));
    }

    /// Big-endian bytes to words, least significant first.
    static void words(long[] words, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i < words.length; i++) {
            words[i] = buffer.getLong(bytes.length - Long.BYTES * (i + 1));
        }
    }

    /// Whether the four words are within 1…n-1.
    static boolean isInRange(long[] words) {
        return (words[0] | words[1] | words[2] | words[3]) != 0 && isBelowN(words);
    }

    private static boolean isBelowN(long[] words) {
        long borrow = 0;
        for (int i = 0; i < 4; i++) {
            long n = N.shiftRight(64 * i).longValue();
            long difference = words[i] - n;
            long nextBorrow = ((~words[i] & n) | (~(words[i] ^ n) & difference)) >>> 63;
            borrow = nextBorrow | (difference == 0 ? borrow : 0);
        }
        return borrow == 1;
    }
}
