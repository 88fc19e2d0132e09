package io.parallax.exchange.signing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

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
    private static final long[] N_WORDS = {
        N.longValue(),
        N.shiftRight(64).longValue(),
        N.shiftRight(128).longValue(),
        N.shiftRight(192).longValue()
    };
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ScalarField() {}

    /// As in [Field#multiply], with a general Montgomery step: subtracts q·n, where q is the lowest digit times
    /// 1/n.
    static void multiply(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        long a0 = a[ao + 0], a1 = a[ao + 1], a2 = a[ao + 2], a3 = a[ao + 3], a4 = a[ao + 4];
        long b0 = b[bo + 0], b1 = b[bo + 1], b2 = b[bo + 2], b3 = b[bo + 3], b4 = b[bo + 4];
        long c0 = a0 << 6, c1 = a1 << 6, c2 = a2 << 6, c3 = a3 << 6, c4 = a4 << 6;
        long d0 = b0 << 7, d1 = b1 << 7, d2 = b2 << 7, d3 = b3 << 7, d4 = b4 << 7;
        long h0 = Math.multiplyHigh(c0, d0);
        long t0 = a0 * b0 - (h0 << RADIX_BITS);
        long h1 = Math.multiplyHigh(c0, d1) + Math.multiplyHigh(c1, d0);
        long t1 = a0 * b1 + a1 * b0 - (h1 << RADIX_BITS) + h0;
        long h2 = Math.multiplyHigh(c0, d2) + Math.multiplyHigh(c1, d1) + Math.multiplyHigh(c2, d0);
        long t2 = a0 * b2 + a1 * b1 + a2 * b0 - (h2 << RADIX_BITS) + h1;
        long h3 = Math.multiplyHigh(c0, d3)
                + Math.multiplyHigh(c1, d2)
                + Math.multiplyHigh(c2, d1)
                + Math.multiplyHigh(c3, d0);
        long t3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - (h3 << RADIX_BITS) + h2;
        long h4 = Math.multiplyHigh(c0, d4)
                + Math.multiplyHigh(c1, d3)
                + Math.multiplyHigh(c2, d2)
                + Math.multiplyHigh(c3, d1)
                + Math.multiplyHigh(c4, d0);
        long t4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - (h4 << RADIX_BITS) + h3;
        long h5 = Math.multiplyHigh(c1, d4)
                + Math.multiplyHigh(c2, d3)
                + Math.multiplyHigh(c3, d2)
                + Math.multiplyHigh(c4, d1);
        long t5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - (h5 << RADIX_BITS) + h4;
        long h6 = Math.multiplyHigh(c2, d4) + Math.multiplyHigh(c3, d3) + Math.multiplyHigh(c4, d2);
        long t6 = a2 * b4 + a3 * b3 + a4 * b2 - (h6 << RADIX_BITS) + h5;
        long h7 = Math.multiplyHigh(c3, d4) + Math.multiplyHigh(c4, d3);
        long t7 = a3 * b4 + a4 * b3 - (h7 << RADIX_BITS) + h6;
        long h8 = Math.multiplyHigh(c4, d4);
        long t8 = a4 * b4 - (h8 << RADIX_BITS) + h7;
        long t9 = h8;
        long q = (t0 * INVERSE_OF_N) & MASK;
        long e = q << 6;
        long m0 = Math.multiplyHigh(e, N0 << 7);
        long m1 = Math.multiplyHigh(e, N1 << 7);
        long m2 = Math.multiplyHigh(e, N2 << 7);
        long m3 = Math.multiplyHigh(e, N3 << 7);
        long m4 = Math.multiplyHigh(e, N4 << 7);
        t0 -= q * N0 - (m0 << RADIX_BITS);
        t1 -= q * N1 - (m1 << RADIX_BITS) + m0;
        t2 -= q * N2 - (m2 << RADIX_BITS) + m1;
        t3 -= q * N3 - (m3 << RADIX_BITS) + m2;
        t4 -= q * N4 - (m4 << RADIX_BITS) + m3;
        t5 -= m4;
        t1 += t0 >> RADIX_BITS;
        q = (t1 * INVERSE_OF_N) & MASK;
        e = q << 6;
        m0 = Math.multiplyHigh(e, N0 << 7);
        m1 = Math.multiplyHigh(e, N1 << 7);
        m2 = Math.multiplyHigh(e, N2 << 7);
        m3 = Math.multiplyHigh(e, N3 << 7);
        m4 = Math.multiplyHigh(e, N4 << 7);
        t1 -= q * N0 - (m0 << RADIX_BITS);
        t2 -= q * N1 - (m1 << RADIX_BITS) + m0;
        t3 -= q * N2 - (m2 << RADIX_BITS) + m1;
        t4 -= q * N3 - (m3 << RADIX_BITS) + m2;
        t5 -= q * N4 - (m4 << RADIX_BITS) + m3;
        t6 -= m4;
        t2 += t1 >> RADIX_BITS;
        q = (t2 * INVERSE_OF_N) & MASK;
        e = q << 6;
        m0 = Math.multiplyHigh(e, N0 << 7);
        m1 = Math.multiplyHigh(e, N1 << 7);
        m2 = Math.multiplyHigh(e, N2 << 7);
        m3 = Math.multiplyHigh(e, N3 << 7);
        m4 = Math.multiplyHigh(e, N4 << 7);
        t2 -= q * N0 - (m0 << RADIX_BITS);
        t3 -= q * N1 - (m1 << RADIX_BITS) + m0;
        t4 -= q * N2 - (m2 << RADIX_BITS) + m1;
        t5 -= q * N3 - (m3 << RADIX_BITS) + m2;
        t6 -= q * N4 - (m4 << RADIX_BITS) + m3;
        t7 -= m4;
        t3 += t2 >> RADIX_BITS;
        q = (t3 * INVERSE_OF_N) & MASK;
        e = q << 6;
        m0 = Math.multiplyHigh(e, N0 << 7);
        m1 = Math.multiplyHigh(e, N1 << 7);
        m2 = Math.multiplyHigh(e, N2 << 7);
        m3 = Math.multiplyHigh(e, N3 << 7);
        m4 = Math.multiplyHigh(e, N4 << 7);
        t3 -= q * N0 - (m0 << RADIX_BITS);
        t4 -= q * N1 - (m1 << RADIX_BITS) + m0;
        t5 -= q * N2 - (m2 << RADIX_BITS) + m1;
        t6 -= q * N3 - (m3 << RADIX_BITS) + m2;
        t7 -= q * N4 - (m4 << RADIX_BITS) + m3;
        t8 -= m4;
        t4 += t3 >> RADIX_BITS;
        q = (t4 * INVERSE_OF_N) & MASK;
        e = q << 6;
        m0 = Math.multiplyHigh(e, N0 << 7);
        m1 = Math.multiplyHigh(e, N1 << 7);
        m2 = Math.multiplyHigh(e, N2 << 7);
        m3 = Math.multiplyHigh(e, N3 << 7);
        m4 = Math.multiplyHigh(e, N4 << 7);
        t4 -= q * N0 - (m0 << RADIX_BITS);
        t5 -= q * N1 - (m1 << RADIX_BITS) + m0;
        t6 -= q * N2 - (m2 << RADIX_BITS) + m1;
        t7 -= q * N3 - (m3 << RADIX_BITS) + m2;
        t8 -= q * N4 - (m4 << RADIX_BITS) + m3;
        t9 -= m4;
        t5 += t4 >> RADIX_BITS;
        t6 += t5 >> RADIX_BITS;
        t7 += t6 >> RADIX_BITS;
        t8 += t7 >> RADIX_BITS;
        t9 += t8 >> RADIX_BITS;
        z[zo + 0] = t5 & MASK;
        z[zo + 1] = t6 & MASK;
        z[zo + 2] = t7 & MASK;
        z[zo + 3] = t8 & MASK;
        z[zo + 4] = t9;
    }

    static void add(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        Field.add(z, zo, a, ao, b, bo);
    }

    /// Into Montgomery form, from four words, least significant first.
    static void fromWords(long[] z, int zo, long[] words, int wo) {
        Field.splitWords(z, zo, words[wo], words[wo + 1], words[wo + 2], words[wo + 3]);
        multiply(z, zo, z, zo, R_SQUARED, 0);
    }

    static void fromFelt(long[] z, int zo, Felt value) {
        Field.splitWords(z, zo, value.word0(), value.word1(), value.word2(), value.word3());
        multiply(z, zo, z, zo, R_SQUARED, 0);
    }

    /// Out of Montgomery form, into 0…n-1.
    static Felt toFelt(long[] a, int ao) {
        long[] c = new long[DIGITS];
        toCanonical(c, a, ao);
        return new Felt(
                c[0] | (c[1] << 51),
                (c[1] >>> 13) | (c[2] << 38),
                (c[2] >>> 26) | (c[3] << 25),
                (c[3] >>> 39) | (c[4] << 12));
    }

    /// Like [#toFelt], into four words. Scratch takes five entries.
    static void toWords(long[] words, long[] a, int ao, long[] scratch) {
        toWords(words, 0, a, ao, scratch);
    }

    static void toWords(long[] words, int to, long[] a, int ao, long[] scratch) {
        toCanonical(scratch, a, ao);
        Field.joinWords(scratch, words, to);
    }

    private static void toCanonical(long[] c, long[] a, int ao) {
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
    }

    /// z = 1/a in a time that depends on a·blind only, where blind is a random number of the caller that is used
    /// once. The working space must be for n; scratch takes five entries.
    static void invertBlinded(
            long[] z, int zo, long[] a, int ao, long[] blind, int bo, PublicInverse inverse, long[] scratch) {
        multiply(z, zo, a, ao, blind, bo);
        toCanonical(scratch, z, zo);
        inverse.invert(scratch);
        multiply(z, zo, scratch, 0, R_SQUARED, 0);
        multiply(z, zo, z, zo, blind, bo);
        Arrays.fill(scratch, 0);
    }

    /// Big-endian bytes to words, least significant first.
    static void words(long[] words, byte[] bytes) {
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) BIG_ENDIAN.get(bytes, bytes.length - Long.BYTES * (i + 1));
        }
    }

    /// The reverse of [#words].
    static void bytes(byte[] bytes, long[] words) {
        for (int i = 0; i < words.length; i++) {
            BIG_ENDIAN.set(bytes, bytes.length - Long.BYTES * (i + 1), words[i]);
        }
    }

    /// Whether the four words are within 1…n-1.
    static boolean isInRange(long[] words) {
        return (words[0] | words[1] | words[2] | words[3]) != 0 && isBelowN(words);
    }

    private static boolean isBelowN(long[] words) {
        long borrow = 0;
        for (int i = 0; i < 4; i++) {
            long n = N_WORDS[i];
            long difference = words[i] - n;
            long nextBorrow = ((~words[i] & n) | (~(words[i] ^ n) & difference)) >>> 63;
            borrow = nextBorrow | (difference == 0 ? borrow : 0);
        }
        return borrow == 1;
    }

    /// z = 1/a in variable time, for public values. The working space must be for n; scratch takes five entries.
    static void invertPublic(long[] z, int zo, long[] a, int ao, PublicInverse inverse, long[] scratch) {
        toCanonical(scratch, a, ao);
        inverse.invert(scratch);
        multiply(z, zo, scratch, 0, R_SQUARED, 0);
    }
}
