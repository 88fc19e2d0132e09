package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.util.Arrays;

/// Inverses and quotients modulo an odd prime of up to 253 bits by the binary extended Euclidean algorithm: the larger
/// of
/// two odd numbers becomes their difference without its factors 2. Sixty factors 2 at a time are found on short
/// numbers, the leading 33 bits and the lowest 30 bits of both, in two halves of thirty (T. Pornin, "Optimized Binary
/// GCD for Modular Inversion", 2020); what was done to them is then done to the whole numbers as one 2×2 matrix.
/// The low bits are exact, so every step is; that the leading ones are rounded can only make a number negative,
/// which is mended once a round. How long it takes depends on the number, so it is for public values, or for secret
/// ones that the caller has multiplied by a random number first.
///
/// Numbers are five limbs of 60 bits, the highest signed. Thread: one; keeps working space.
final class PublicInverse {
    private static final int LIMBS = 5;
    private static final int BITS = 60;
    private static final long MASK = (1L << BITS) - 1;
    /// Halvings of half a round.
    private static final int HALF = 30;
    private static final long HALF_MASK = (1L << HALF) - 1;
    private static final int LEADING_BITS = 33;
    /// A round takes about 60 bits off 504, nearly always seven suffice.
    private static final int ROUNDS_MAX = 20;

    private final long[] modulus = new long[LIMBS];
    /// modulus⁻¹ mod 2⁶⁰.
    private final long inverseOfModulus;

    private final long[] f = new long[LIMBS];
    private final long[] g = new long[LIMBS];
    private final long[] d = new long[LIMBS];
    private final long[] e = new long[LIMBS];
    // The matrix of a round, scaled by 2⁶⁰: the first row makes the new f, the second the new g.
    private long u;
    private long v;
    private long q;
    private long r;
    // The rows of half a round, scaled by 2³⁰: the factor of f in the upper half, that of g in the lower.
    private long rowF;
    private long rowG;

    PublicInverse(BigInteger modulus) {
        for (int i = 0; i < LIMBS; i++) {
            this.modulus[i] = modulus.shiftRight(BITS * i).longValue() & MASK;
        }
        inverseOfModulus = modulus.modInverse(BigInteger.ONE.shiftLeft(BITS)).longValue();
    }

    /// Replaces a number in 0…modulus-1, five digits of 51 bits, by its inverse; 0 by 0.
    void invert(long[] digits) {
        join(digits, g);
        Arrays.fill(e, 0);
        e[0] = 1;
        divide();
        split(digits);
    }

    /// Replaces a, signed digits of a number below 16p in magnitude, by a/b modulo p. False when b is 0 modulo p. For
    /// the modulus p only; b is normalised.
    boolean divide(long[] a, long[] b) {
        Field.normalise(a);
        Field.normalise(b);
        if ((b[0] | b[1] | b[2] | b[3] | b[4]) == 0) {
            return false;
        }
        join(a, e);
        join(b, g);
        divide();
        split(a);
        return true;
    }

    /// d = e/g modulo the modulus.
    private void divide() {
        System.arraycopy(modulus, 0, f, 0, LIMBS);
        Arrays.fill(d, 0);
        int rounds = 0;
        while ((g[0] | g[1] | g[2] | g[3] | g[4]) != 0) {
            if (++rounds > ROUNDS_MAX) {
                throw new IllegalStateException("a division did not end; the modulus is not prime");
            }
            findMatrix();
            updateNumbers();
            if (f[LIMBS - 1] < 0) {
                negate(f);
                u = -u;
                v = -v;
            }
            if (g[LIMBS - 1] < 0) {
                negate(g);
                q = -q;
                r = -r;
            }
            updateCofactors();
        }
        normalise();
    }

    /// Overwrites the numbers of the last inversion.
    void wipe() {
        Arrays.fill(f, 0);
        Arrays.fill(g, 0);
        Arrays.fill(d, 0);
        Arrays.fill(e, 0);
        u = 0;
        v = 0;
        q = 0;
        r = 0;
        rowF = 0;
        rowG = 0;
    }

    private static void join(long[] digits, long[] limbs) {
        limbs[0] = (digits[0] | (digits[1] << 51)) & MASK;
        limbs[1] = ((digits[1] >>> 9) | (digits[2] << 42)) & MASK;
        limbs[2] = ((digits[2] >>> 18) | (digits[3] << 33)) & MASK;
        limbs[3] = ((digits[3] >>> 27) | (digits[4] << 24)) & MASK;
        limbs[4] = digits[4] >>> 36;
    }

    private void split(long[] digits) {
        digits[0] = d[0] & ((1L << 51) - 1);
        digits[1] = ((d[0] >>> 51) | (d[1] << 9)) & ((1L << 51) - 1);
        digits[2] = ((d[1] >>> 42) | (d[2] << 18)) & ((1L << 51) - 1);
        digits[3] = ((d[2] >>> 33) | (d[3] << 27)) & ((1L << 51) - 1);
        digits[4] = (d[3] >>> 24) | (d[4] << 36);
    }

    /// Finds the matrix of the next sixty halvings.
    private void findMatrix() {
        int top = LIMBS - 1;
        while (top > 0 && (f[top] | g[top]) == 0) {
            top--;
        }
        // The leading 61 bits of both, by the longer one; all bits of short numbers.
        long leadingF = f[top];
        long leadingG = g[top];
        if (top > 0) {
            int shift = Long.numberOfLeadingZeros(leadingF | leadingG) - 3;
            leadingF = (leadingF << shift) | (f[top - 1] >>> (BITS - shift));
            leadingG = (leadingG << shift) | (g[top - 1] >>> (BITS - shift));
        }
        long lowF = f[0];
        long lowG = g[0];
        halfRound(leadingF, leadingG, lowF, lowG);
        long g1 = (int) rowG;
        long f1 = (rowG - g1) >> 32;
        long g0 = (int) rowF;
        long f0 = (rowF - g0) >> 32;

        // What the first half did to the leading and to the low bits.
        long nextF = Math.multiplyHigh(f0 << 32, leadingF << 2) + Math.multiplyHigh(g0 << 32, leadingG << 2);
        long nextG = Math.multiplyHigh(f1 << 32, leadingF << 2) + Math.multiplyHigh(g1 << 32, leadingG << 2);
        long nextLowF = (f0 * lowF + g0 * lowG) >>> HALF;
        long nextLowG = (f1 * lowF + g1 * lowG) >>> HALF;
        if (nextF < -2) {
            nextF = -nextF;
            nextLowF = -nextLowF;
            f0 = -f0;
            g0 = -g0;
        }
        if (nextG < -2) {
            nextG = -nextG;
            nextLowG = -nextLowG;
            f1 = -f1;
            g1 = -g1;
        }
        halfRound(Math.max(nextF, 0), Math.max(nextG, 0), nextLowF, nextLowG);
        long g3 = (int) rowG;
        long f3 = (rowG - g3) >> 32;
        long g2 = (int) rowF;
        long f2 = (rowF - g2) >> 32;
        u = f2 * f0 + g2 * f1;
        v = f2 * g0 + g2 * g1;
        q = f3 * f0 + g3 * f1;
        r = f3 * g0 + g3 * g1;
    }

    /// Thirty halvings on numbers whose leading 33 bits stand above the lowest 30. Without branches on which number is
    /// larger, as those would be guessed wrong half of the time.
    private void halfRound(long leadingF, long leadingG, long lowF, long lowG) {
        int shift = Long.numberOfLeadingZeros(leadingF | leadingG) - (Long.SIZE - LEADING_BITS);
        long a = ((shift >= 0 ? leadingG << shift : leadingG >>> -shift) << HALF) | (lowG & HALF_MASK);
        long b = ((shift >= 0 ? leadingF << shift : leadingF >>> -shift) << HALF) | (lowF & HALF_MASK);
        long rowA = 1;
        long rowB = 1L << 32;
        int zeros = Long.numberOfTrailingZeros(a | (1L << HALF));
        a >>>= zeros;
        rowB <<= zeros;
        int left = HALF - zeros;
        while (left != 0) {
            long difference = a - b;
            long rowDifference = rowA - rowB;
            long swap = difference >> 63;
            zeros = Long.numberOfTrailingZeros(difference | (1L << left));
            left -= zeros;
            b += difference & swap;
            a = ((difference ^ swap) - swap) >>> zeros;
            rowB = (rowB + (rowDifference & swap)) << zeros;
            rowA = (rowDifference ^ swap) - swap;
        }
        rowF = rowB;
        rowG = rowA;
    }

    /// (f, g) = matrix · (f, g) / 2⁶⁰, exact.
    private void updateNumbers() {
        long carryF = 0;
        long carryG = 0;
        for (int i = 0; i < LIMBS; i++) {
            long fi = f[i];
            long gi = g[i];
            long highF = quotient(u, fi) + quotient(v, gi);
            long highG = quotient(q, fi) + quotient(r, gi);
            long lowF = u * fi + v * gi - (highF << BITS) + carryF;
            long lowG = q * fi + r * gi - (highG << BITS) + carryG;
            if (i > 0) {
                f[i - 1] = lowF & MASK;
                g[i - 1] = lowG & MASK;
            }
            carryF = highF + (lowF >> BITS);
            carryG = highG + (lowG >> BITS);
        }
        f[LIMBS - 1] = carryF;
        g[LIMBS - 1] = carryG;
    }

    /// (d, e) = matrix · (d, e) / 2⁶⁰ modulo the modulus, of which a multiple makes the division exact.
    private void updateCofactors() {
        long signD = d[LIMBS - 1] >> 63;
        long signE = e[LIMBS - 1] >> 63;
        long multipleD = (u & signD) + (v & signE);
        long multipleE = (q & signD) + (r & signE);
        multipleD -= (inverseOfModulus * (u * d[0] + v * e[0]) + multipleD) & MASK;
        multipleE -= (inverseOfModulus * (q * d[0] + r * e[0]) + multipleE) & MASK;
        long carryD = 0;
        long carryE = 0;
        for (int i = 0; i < LIMBS; i++) {
            long di = d[i];
            long ei = e[i];
            long mi = modulus[i];
            long highD = quotient(u, di) + quotient(v, ei) + quotient(multipleD, mi);
            long highE = quotient(q, di) + quotient(r, ei) + quotient(multipleE, mi);
            long lowD = u * di + v * ei + multipleD * mi - (highD << BITS) + carryD;
            long lowE = q * di + r * ei + multipleE * mi - (highE << BITS) + carryE;
            if (i > 0) {
                d[i - 1] = lowD & MASK;
                e[i - 1] = lowE & MASK;
            }
            carryD = highD + (lowD >> BITS);
            carryE = highE + (lowE >> BITS);
        }
        d[LIMBS - 1] = carryD;
        e[LIMBS - 1] = carryE;
    }

    /// ⌊ab/2⁶⁰⌋ for operands of up to 61 bits.
    private static long quotient(long a, long b) {
        return Math.multiplyHigh(a << 2, b << 2);
    }

    private static void negate(long[] number) {
        long carry = 0;
        for (int i = 0; i < LIMBS - 1; i++) {
            long limb = carry - number[i];
            number[i] = limb & MASK;
            carry = limb >> BITS;
        }
        number[LIMBS - 1] = carry - number[LIMBS - 1];
    }

    /// d brought from (-2·modulus, modulus) into 0…modulus-1.
    private void normalise() {
        addModulusIfNegative();
        addModulusIfNegative();
    }

    private void addModulusIfNegative() {
        long mask = d[LIMBS - 1] >> 63;
        for (int i = 0; i < LIMBS; i++) {
            d[i] += modulus[i] & mask;
        }
        for (int i = 0; i < LIMBS - 1; i++) {
            d[i + 1] += d[i] >> BITS;
            d[i] &= MASK;
        }
    }
}
