package io.parallax.exchange.signing;

import java.math.BigInteger;

/// Arithmetic modulo p = 2²⁵¹ + 17·2¹⁹² + 1 on `long` digits. An element is five consecutive entries of an
/// array: the digits of a·2²⁵⁵ mod p (Montgomery form) in radix 2⁵¹, least significant first.
///
/// Digits are signed and need not be normal: a product accepts operands whose digits stay below 2⁵⁴ in
/// magnitude and whose value stays below 8p in magnitude. So sums and differences of a few products need no
/// carries. A product is within (-p, p·(1 + ab/(16p²))], with digits 0 to 3 in [0, 2⁵¹).
///
/// How a product is exact: with shifted operands, the upper 64 bits of (a·2⁶)·(b·2⁷) are the quotient of ab by
/// 2⁵¹. The sum of the remainders of a column is then the wrapped sum of the plain products minus 2⁵¹ times the
/// sum of the quotients. How it is reduced: p = 1 mod 2¹⁹², so one Montgomery step subtracts (lowest digit)·p,
/// which needs shifts only.
///
/// Nothing here branches or indexes on values, except [#isZero] (public values only). Thread: any; no state.
final class Field {
    static final int DIGITS = 5;
    static final BigInteger P = BigInteger.ONE
            .shiftLeft(251)
            .add(BigInteger.valueOf(17).shiftLeft(192))
            .add(BigInteger.ONE);

    private static final int RADIX_BITS = 51;
    private static final long MASK = (1L << RADIX_BITS) - 1;
    /// Bits of p in its highest digit: 251 - 4·51.
    private static final int TOP_BITS = 47;
    /// 17·2¹⁹² = 17·2³⁹ in digit 3.
    private static final int MIDDLE_SHIFT = 39;

    /// R² mod p in plain digits, so that a product with it leads into Montgomery form.
    private static final long[] R_SQUARED =
            digits(BigInteger.ONE.shiftLeft(2 * 255).mod(P));

    private static final long[] PLAIN_ONE = {1, 0, 0, 0, 0};
    private static final long[] ONE = digits(BigInteger.ONE.shiftLeft(255).mod(P));

    private Field() {}

    static void setOne(long[] z, int zo) {
        System.arraycopy(ONE, 0, z, zo, DIGITS);
    }

    static void copy(long[] z, int zo, long[] a, int ao) {
        System.arraycopy(a, ao, z, zo, DIGITS);
    }

    static void add(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        for (int i = 0; i < DIGITS; i++) {
            z[zo + i] = a[ao + i] + b[bo + i];
        }
    }

    static void subtract(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        for (int i = 0; i < DIGITS; i++) {
            z[zo + i] = a[ao + i] - b[bo + i];
        }
    }

    /// Brings a sum of a few products back near [0, p]: subtracts the multiple of p that the highest digit
    /// shows. The digits of the result are below 2⁵⁴ in magnitude when those of the operand are below 2⁵³.
    static void reduceWeakly(long[] z, int zo) {
        long quotient = z[zo + 4] >> TOP_BITS;
        z[zo + 4] -= quotient << TOP_BITS;
        z[zo + 3] -= (17 * quotient) << MIDDLE_SHIFT;
        z[zo] -= quotient;
    }

    static void multiply(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
        long a0 = a[ao], a1 = a[ao + 1], a2 = a[ao + 2], a3 = a[ao + 3], a4 = a[ao + 4];
        long b0 = b[bo], b1 = b[bo + 1], b2 = b[bo + 2], b3 = b[bo + 3], b4 = b[bo + 4];
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
        reduce(z, zo, t0, t1, t2, t3, t4, t5, t6, t7, t8, h8);
    }

    static void square(long[] z, int zo, long[] a, int ao) {
        long a0 = a[ao], a1 = a[ao + 1], a2 = a[ao + 2], a3 = a[ao + 3], a4 = a[ao + 4];
        long c0 = a0 << 6, c1 = a1 << 6, c2 = a2 << 6, c3 = a3 << 6, c4 = a4 << 6;
        long d0 = a0 << 7, d1 = a1 << 7, d2 = a2 << 7, d3 = a3 << 7, d4 = a4 << 7;
        long e0 = a0 << 1, e1 = a1 << 1, e2 = a2 << 1, e3 = a3 << 1;
        long f0 = a0 << 8, f1 = a1 << 8, f2 = a2 << 8, f3 = a3 << 8;

        long h0 = Math.multiplyHigh(c0, d0);
        long t0 = a0 * a0 - (h0 << RADIX_BITS);
        long h1 = Math.multiplyHigh(f0, c1);
        long t1 = e0 * a1 - (h1 << RADIX_BITS) + h0;
        long h2 = Math.multiplyHigh(f0, c2) + Math.multiplyHigh(c1, d1);
        long t2 = e0 * a2 + a1 * a1 - (h2 << RADIX_BITS) + h1;
        long h3 = Math.multiplyHigh(f0, c3) + Math.multiplyHigh(f1, c2);
        long t3 = e0 * a3 + e1 * a2 - (h3 << RADIX_BITS) + h2;
        long h4 = Math.multiplyHigh(f0, c4) + Math.multiplyHigh(f1, c3) + Math.multiplyHigh(c2, d2);
        long t4 = e0 * a4 + e1 * a3 + a2 * a2 - (h4 << RADIX_BITS) + h3;
        long h5 = Math.multiplyHigh(f1, c4) + Math.multiplyHigh(f2, c3);
        long t5 = e1 * a4 + e2 * a3 - (h5 << RADIX_BITS) + h4;
        long h6 = Math.multiplyHigh(f2, c4) + Math.multiplyHigh(c3, d3);
        long t6 = e2 * a4 + a3 * a3 - (h6 << RADIX_BITS) + h5;
        long h7 = Math.multiplyHigh(f3, c4);
        long t7 = e3 * a4 - (h7 << RADIX_BITS) + h6;
        long h8 = Math.multiplyHigh(c4, d4);
        long t8 = a4 * a4 - (h8 << RADIX_BITS) + h7;
        reduce(z, zo, t0, t1, t2, t3, t4, t5, t6, t7, t8, h8);
    }

    /// z = a·b - c·d with one reduction.
    static void multiplySubtract(
            long[] z, int zo, long[] a, int ao, long[] b, int bo, long[] c, int co, long[] d, int dO) {
        long a0 = a[ao], a1 = a[ao + 1], a2 = a[ao + 2], a3 = a[ao + 3], a4 = a[ao + 4];
        long b0 = b[bo], b1 = b[bo + 1], b2 = b[bo + 2], b3 = b[bo + 3], b4 = b[bo + 4];
        long c0 = c[co], c1 = c[co + 1], c2 = c[co + 2], c3 = c[co + 3], c4 = c[co + 4];
        long d0 = d[dO], d1 = d[dO + 1], d2 = d[dO + 2], d3 = d[dO + 3], d4 = d[dO + 4];
        long e0 = a0 << 6, e1 = a1 << 6, e2 = a2 << 6, e3 = a3 << 6, e4 = a4 << 6;
        long f0 = b0 << 7, f1 = b1 << 7, f2 = b2 << 7, f3 = b3 << 7, f4 = b4 << 7;
        long g0 = c0 << 6, g1 = c1 << 6, g2 = c2 << 6, g3 = c3 << 6, g4 = c4 << 6;
        long i0 = d0 << 7, i1 = d1 << 7, i2 = d2 << 7, i3 = d3 << 7, i4 = d4 << 7;
        long h0 = Math.multiplyHigh(e0, f0) - Math.multiplyHigh(g0, i0);
        long t0 = a0 * b0 - c0 * d0 - (h0 << RADIX_BITS);
        long h1 = Math.multiplyHigh(e0, f1)
                + Math.multiplyHigh(e1, f0)
                - Math.multiplyHigh(g0, i1)
                - Math.multiplyHigh(g1, i0);
        long t1 = a0 * b1 + a1 * b0 - c0 * d1 - c1 * d0 - (h1 << RADIX_BITS) + h0;
        long h2 = Math.multiplyHigh(e0, f2)
                + Math.multiplyHigh(e1, f1)
                + Math.multiplyHigh(e2, f0)
                - Math.multiplyHigh(g0, i2)
                - Math.multiplyHigh(g1, i1)
                - Math.multiplyHigh(g2, i0);
        long t2 = a0 * b2 + a1 * b1 + a2 * b0 - c0 * d2 - c1 * d1 - c2 * d0 - (h2 << RADIX_BITS) + h1;
        long h3 = Math.multiplyHigh(e0, f3)
                + Math.multiplyHigh(e1, f2)
                + Math.multiplyHigh(e2, f1)
                + Math.multiplyHigh(e3, f0)
                - Math.multiplyHigh(g0, i3)
                - Math.multiplyHigh(g1, i2)
                - Math.multiplyHigh(g2, i1)
                - Math.multiplyHigh(g3, i0);
        long t3 =
                a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - c0 * d3 - c1 * d2 - c2 * d1 - c3 * d0 - (h3 << RADIX_BITS) + h2;
        long h4 = Math.multiplyHigh(e0, f4)
                + Math.multiplyHigh(e1, f3)
                + Math.multiplyHigh(e2, f2)
                + Math.multiplyHigh(e3, f1)
                + Math.multiplyHigh(e4, f0)
                - Math.multiplyHigh(g0, i4)
                - Math.multiplyHigh(g1, i3)
                - Math.multiplyHigh(g2, i2)
                - Math.multiplyHigh(g3, i1)
                - Math.multiplyHigh(g4, i0);
        long t4 = a0 * b4
                + a1 * b3
                + a2 * b2
                + a3 * b1
                + a4 * b0
                - c0 * d4
                - c1 * d3
                - c2 * d2
                - c3 * d1
                - c4 * d0
                - (h4 << RADIX_BITS)
                + h3;
        long h5 = Math.multiplyHigh(e1, f4)
                + Math.multiplyHigh(e2, f3)
                + Math.multiplyHigh(e3, f2)
                + Math.multiplyHigh(e4, f1)
                - Math.multiplyHigh(g1, i4)
                - Math.multiplyHigh(g2, i3)
                - Math.multiplyHigh(g3, i2)
                - Math.multiplyHigh(g4, i1);
        long t5 =
                a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - c1 * d4 - c2 * d3 - c3 * d2 - c4 * d1 - (h5 << RADIX_BITS) + h4;
        long h6 = Math.multiplyHigh(e2, f4)
                + Math.multiplyHigh(e3, f3)
                + Math.multiplyHigh(e4, f2)
                - Math.multiplyHigh(g2, i4)
                - Math.multiplyHigh(g3, i3)
                - Math.multiplyHigh(g4, i2);
        long t6 = a2 * b4 + a3 * b3 + a4 * b2 - c2 * d4 - c3 * d3 - c4 * d2 - (h6 << RADIX_BITS) + h5;
        long h7 = Math.multiplyHigh(e3, f4)
                + Math.multiplyHigh(e4, f3)
                - Math.multiplyHigh(g3, i4)
                - Math.multiplyHigh(g4, i3);
        long t7 = a3 * b4 + a4 * b3 - c3 * d4 - c4 * d3 - (h7 << RADIX_BITS) + h6;
        long h8 = Math.multiplyHigh(e4, f4) - Math.multiplyHigh(g4, i4);
        long t8 = a4 * b4 - c4 * d4 - (h8 << RADIX_BITS) + h7;
        reduce(z, zo, t0, t1, t2, t3, t4, t5, t6, t7, t8, h8);
    }

    /// Divides by 2²⁵⁵ modulo p: five times, makes the lowest digit zero and drops it. Then carries.
    private static void reduce(
            long[] z,
            int zo,
            long t0,
            long t1,
            long t2,
            long t3,
            long t4,
            long t5,
            long t6,
            long t7,
            long t8,
            long t9) {
        long q = t0 & MASK;
        long w = 17 * q;
        t1 += t0 >> RADIX_BITS;
        t3 -= (w & 0xfff) << MIDDLE_SHIFT;
        t4 -= (w >>> 12) + ((q & 0xf) << TOP_BITS);
        t5 -= q >>> 4;
        q = t1 & MASK;
        w = 17 * q;
        t2 += t1 >> RADIX_BITS;
        t4 -= (w & 0xfff) << MIDDLE_SHIFT;
        t5 -= (w >>> 12) + ((q & 0xf) << TOP_BITS);
        t6 -= q >>> 4;
        q = t2 & MASK;
        w = 17 * q;
        t3 += t2 >> RADIX_BITS;
        t5 -= (w & 0xfff) << MIDDLE_SHIFT;
        t6 -= (w >>> 12) + ((q & 0xf) << TOP_BITS);
        t7 -= q >>> 4;
        q = t3 & MASK;
        w = 17 * q;
        t4 += t3 >> RADIX_BITS;
        t6 -= (w & 0xfff) << MIDDLE_SHIFT;
        t7 -= (w >>> 12) + ((q & 0xf) << TOP_BITS);
        t8 -= q >>> 4;
        q = t4 & MASK;
        w = 17 * q;
        t5 += t4 >> RADIX_BITS;
        t7 -= (w & 0xfff) << MIDDLE_SHIFT;
        t8 -= (w >>> 12) + ((q & 0xf) << TOP_BITS);
        t9 -= q >>> 4;

        t6 += t5 >> RADIX_BITS;
        t7 += t6 >> RADIX_BITS;
        t8 += t7 >> RADIX_BITS;
        t9 += t8 >> RADIX_BITS;
        z[zo] = t5 & MASK;
        z[zo + 1] = t6 & MASK;
        z[zo + 2] = t7 & MASK;
        z[zo + 3] = t8 & MASK;
        z[zo + 4] = t9;
    }

    /// z = a^(2^times). May overwrite a.
    static void squareTimes(long[] z, int zo, long[] a, int ao, int times) {
        square(z, zo, a, ao);
        for (int i = 1; i < times; i++) {
            square(z, zo, z, zo);
        }
    }

    /// z = 1/a by Fermat, a^(p-2), with a fixed chain; 0 for 0. Uses the ten entries of scratch from so on; z,
    /// a and scratch must not overlap.
    static void invert(long[] z, int zo, long[] a, int ao, long[] scratch, int so) {
        int t = so + DIGITS;
        copy(z, zo, a, ao);
        // z = a^(2^bits - 1), with bits 1, 3, 6, 12, 24, 48, 96, 192.
        square(scratch, so, z, zo);
        multiply(z, zo, scratch, so, a, ao);
        square(scratch, so, z, zo);
        multiply(z, zo, scratch, so, a, ao);
        for (int bits = 3; bits < 192; bits *= 2) {
            squareTimes(scratch, so, z, zo, bits);
            multiply(scratch, t, scratch, so, z, zo);
            copy(z, zo, scratch, t);
        }
        // p - 2 = 2^251 + 2^196 + (2^192 - 1).
        squareTimes(scratch, so, a, ao, 251 - 196);
        multiply(scratch, t, scratch, so, a, ao);
        squareTimes(scratch, so, scratch, t, 196);
        multiply(z, zo, scratch, so, z, zo);
    }

    /// z = 1/a in variable time, for public values; 0 for 0. Several times faster than [#invert]. The working
    /// space must be for p.
    static void invertPublic(long[] z, int zo, long[] a, int ao, PublicInverse inverse) {
        long[] c = new long[DIGITS];
        toCanonical(c, a, ao);
        inverse.invert(c);
        multiply(z, zo, c, 0, R_SQUARED, 0);
    }

    static void fromFelt(long[] z, int zo, Felt value) {
        splitWords(z, zo, value.word0(), value.word1(), value.word2(), value.word3());
        multiply(z, zo, z, zo, R_SQUARED, 0);
    }

    static void fromWords(long[] z, int zo, long[] words) {
        splitWords(z, zo, words[0], words[1], words[2], words[3]);
        multiply(z, zo, z, zo, R_SQUARED, 0);
    }

    /// R² modulo p: what [PublicInverse#divide] divides for an inverse in Montgomery form.
    static void setRSquared(long[] z) {
        System.arraycopy(R_SQUARED, 0, z, 0, DIGITS);
    }

    static Felt toFelt(long[] a, int ao) {
        long[] c = new long[DIGITS];
        toCanonical(c, a, ao);
        return new Felt(
                c[0] | (c[1] << 51),
                (c[1] >>> 13) | (c[2] << 38),
                (c[2] >>> 26) | (c[3] << 25),
                (c[3] >>> 39) | (c[4] << 12));
    }

    /// The four words of digits that are normal.
    static void joinWords(long[] digits, long[] words) {
        joinWords(digits, words, 0);
    }

    static void joinWords(long[] digits, long[] words, int to) {
        words[to] = digits[0] | (digits[1] << 51);
        words[to + 1] = (digits[1] >>> 13) | (digits[2] << 38);
        words[to + 2] = (digits[2] >>> 26) | (digits[3] << 25);
        words[to + 3] = (digits[3] >>> 39) | (digits[4] << 12);
    }

    /// Turns signed digits of a number below 16p in magnitude into the normal digits of its residue.
    static void normalise(long[] c) {
        carry(c);
        // The quotient by 2^251 is that by p or one more.
        long quotient = c[4] >> TOP_BITS;
        subtractMultiple(c, quotient);
        if (c[4] < 0) {
            subtractMultiple(c, -1);
        } else if (!isBelowP(c)) {
            subtractMultiple(c, 1);
        }
    }

    private static void subtractMultiple(long[] c, long quotient) {
        c[4] -= quotient << TOP_BITS;
        c[3] -= (17 * quotient) << MIDDLE_SHIFT;
        c[0] -= quotient;
        carry(c);
    }

    private static boolean isBelowP(long[] c) {
        long top = 1L << TOP_BITS;
        long middle = 17L << MIDDLE_SHIFT;
        return c[4] < top || (c[4] == top && (c[3] < middle || (c[3] == middle && (c[2] | c[1] | c[0]) == 0)));
    }

    static boolean isZero(long[] a, int ao) {
        long[] c = new long[DIGITS];
        toCanonical(c, a, ao);
        return (c[0] | c[1] | c[2] | c[3] | c[4]) == 0;
    }

    /// The digits of a number of 256 bits; the highest digit takes the upper 52.
    static void splitWords(long[] z, int zo, long word0, long word1, long word2, long word3) {
        z[zo] = word0 & MASK;
        z[zo + 1] = ((word0 >>> 51) | (word1 << 13)) & MASK;
        z[zo + 2] = ((word1 >>> 38) | (word2 << 26)) & MASK;
        z[zo + 3] = ((word2 >>> 25) | (word3 << 39)) & MASK;
        z[zo + 4] = word3 >>> 12;
    }

    static long[] digits(BigInteger value) {
        long[] z = new long[DIGITS];
        splitWords(
                z,
                0,
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
        return z;
    }

    /// Leaves Montgomery form. The product with 1 is within [-p, 0]: adds p, then turns p into 0.
    private static void toCanonical(long[] c, long[] a, int ao) {
        multiply(c, 0, a, ao, PLAIN_ONE, 0);
        c[0] += 1;
        c[3] += 17L << MIDDLE_SHIFT;
        c[4] += 1L << TOP_BITS;
        carry(c);
        long differenceFromP = (c[0] ^ 1) | c[1] | c[2] | (c[3] ^ (17L << MIDDLE_SHIFT)) | (c[4] ^ (1L << TOP_BITS));
        long keep = (differenceFromP | -differenceFromP) >> 63;
        for (int i = 0; i < DIGITS; i++) {
            c[i] &= keep;
        }
    }

    private static void carry(long[] c) {
        for (int i = 0; i < DIGITS - 1; i++) {
            c[i + 1] += c[i] >> RADIX_BITS;
            c[i] &= MASK;
        }
    }

    /// Like [#isZero(long[], int)], without garbage; scratch takes five entries.
    static boolean isZero(long[] a, int ao, long[] scratch) {
        toCanonical(scratch, a, ao);
        return (scratch[0] | scratch[1] | scratch[2] | scratch[3] | scratch[4]) == 0;
    }
}
