package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.util.Arrays;

/// Inverses modulo an odd number of up to 253 bits by divsteps (Bernstein and Yang, "Fast constant-time gcd
/// computation and modular inversion"), in the variable-time form that libsecp256k1 uses: the low bits of both
/// numbers decide 60 steps at a time, which are then applied to the whole numbers as one 2×2 matrix. How long
/// it takes depends on the number, so it is for public values, or for secret ones that the caller has multiplied by
/// a random number first.
///
/// Numbers are five limbs of 60 bits, the highest signed. Thread: one; keeps working space.
final class PublicInverse {
    private static final int LIMBS = 5;
    private static final int BITS = 60;
    private static final long MASK = (1L << BITS) - 1;

    private final long[] modulus = new long[LIMBS];
    /// modulus⁻¹ mod 2⁶⁰.
    private final long inverseOfModulus;

    private final long[] f = new long[LIMBS];
    private final long[] g = new long[LIMBS];
    private final long[] d = new long[LIMBS];
    private final long[] e = new long[LIMBS];
    // The matrix of the last 60 steps, scaled by 2⁶⁰.
    private long u;
    private long v;
    private long q;
    private long r;

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
        long eta = -1;
        while ((g[0] | g[1] | g[2] | g[3] | g[4]) != 0) {
            eta = steps(eta, f[0], g[0]);
            updateCofactors();
            updateNumbers();
        }
        normalise(f[LIMBS - 1] < 0);
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

    /// Sixty divsteps on the low bits, several at once: a multiple of f clears up to six low bits of g.
    private long steps(long etaBefore, long f0, long g0) {
        long eta = etaBefore;
        long a = f0;
        long b = g0;
        long u0 = 1;
        long v0 = 0;
        long q0 = 0;
        long r0 = 1;
        int left = BITS;
        while (true) {
            int zeros = Long.numberOfTrailingZeros(b | (-1L << left));
            b >>>= zeros;
            u0 <<= zeros;
            v0 <<= zeros;
            eta -= zeros;
            left -= zeros;
            if (left == 0) {
                break;
            }
            long factor;
            if (eta < 0) {
                eta = -eta;
                long swap = a;
                a = b;
                b = -swap;
                swap = u0;
                u0 = q0;
                q0 = -swap;
                swap = v0;
                v0 = r0;
                r0 = -swap;
                factor = a * b * (a * a - 2) & lowMask(eta, left) & 63;
            } else {
                factor = -(a + (((a + 1) & 4) << 1)) * b & lowMask(eta, left) & 15;
            }
            b += a * factor;
            q0 += u0 * factor;
            r0 += v0 * factor;
        }
        u = u0;
        v = v0;
        q = q0;
        r = r0;
        return eta;
    }

    private static long lowMask(long eta, int left) {
        return -1L >>> (64 - (int) Math.min(eta + 1, left));
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

    /// d, or -d, brought from (-2·modulus, modulus) into 0…modulus-1.
    private void normalise(boolean negate) {
        addModulusIfNegative();
        if (negate) {
            for (int i = 0; i < LIMBS; i++) {
                d[i] = -d[i];
            }
            carry();
        }
        addModulusIfNegative();
        addModulusIfNegative();
    }

    private void addModulusIfNegative() {
        long mask = d[LIMBS - 1] >> 63;
        for (int i = 0; i < LIMBS; i++) {
            d[i] += modulus[i] & mask;
        }
        carry();
    }

    private void carry() {
        for (int i = 0; i < LIMBS - 1; i++) {
            d[i + 1] += d[i] >> BITS;
            d[i] &= MASK;
        }
    }
}
