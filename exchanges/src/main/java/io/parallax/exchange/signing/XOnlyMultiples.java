package io.parallax.exchange.signing;

import java.util.Arrays;

/// Multiples k·Q of a point of which only x is known, without a square root. Public values only: variable time.
///
/// With w = f(x) = x³ + x + b, the map (x, y) → (w·x, w·√w·y) leads to the isomorphic curve y² = x³ + w²·x + w³·b,
/// and takes Q to (w·x, w²) or its negative: known numbers. Multiples there have w times the x of those here.
/// That also holds when w is not a square; Q is then a point of the twist (the curve over the other half of all
/// x) and so are its multiples, which the caller has to refuse. f has no root, because n is odd: w is never 0.
///
/// k is written in signed digits ("wNAF"): odd, below 16 in magnitude, at least four zeros after each. The odd
/// multiples Q, 3Q, … 15Q are made with one common Z ("co-Z", Meloni; Goundar and others, "Co-Z Addition
/// Formulae") and are then the affine points of another isomorphic curve, so that they cost no inversion. Points are
/// in modified Jacobian coordinates (Cohen, Miyaji and Ono): x = X/Z², y = Y/Z³, and T = a·Z⁴ besides. Everywhere
/// 2y is kept instead of y, which spares most of the factors in the formulas. Thread: one; keeps working space.
final class XOnlyMultiples {
    private static final int D = Field.DIGITS;
    private static final int WIDTH = 5;
    private static final int TABLE_SIZE = 1 << (WIDTH - 2);
    private static final int ENTRY = 2 * D;
    private static final int BITS_MAX = 252;

    // The sum: x, twice y, Z, and a·Z⁴.
    private static final int X = 0;
    private static final int Y = D;
    private static final int Z = 2 * D;
    private static final int T = 3 * D;
    /// What a multiple's X/Z² has to be divided by to be x on the STARK curve.
    private static final int SCALE = 4 * D;
    /// a of the curve on which the table is affine.
    private static final int CURVE_A = 5 * D;
    private static final int R = 6 * D;
    private static final int S = 7 * D;
    private static final int U = 8 * D;
    private static final int V = 9 * D;

    private final long[] v = new long[10 * D];
    /// Entry i is (2i + 1)·Q: x, then twice y.
    private final long[] table = new long[TABLE_SIZE * ENTRY];
    /// By what each entry's Z exceeds that of the entry before.
    private final long[] ratios = new long[TABLE_SIZE * D];
    private final byte[] digits = new byte[BITS_MAX];

    /// Writes x of k·Q as a fraction, numerator then denominator, where Q has the given x and 0 < k < 2²⁵¹ as
    /// four words. The denominator is 0 only if Q is on the twist: an addition fails only where the sum m·Q
    /// equals the entry d·Q or its negative, and modulo n that is never so, with 0 < d < 16 and
    /// 32 ≤ m < 2²⁵¹ + 16. Once Z is 0 it stays 0.
    void multiply(Felt x, long[] k, long[] fraction, int offset) {
        fillTable(x);
        int bit = recode(k);
        int entry = (digits[bit] >> 1) * ENTRY;
        System.arraycopy(table, entry, v, X, ENTRY);
        Field.setOne(v, Z);
        Field.copy(v, T, v, CURVE_A);
        while (bit > 0) {
            bit--;
            int digit = digits[bit];
            twice(digit == 0 && bit > 0);
            if (digit != 0) {
                add((Math.abs(digit) >> 1) * ENTRY, digit < 0, bit > 0);
            }
        }
        Field.copy(fraction, offset, v, X);
        Field.square(v, R, v, Z);
        Field.multiply(fraction, offset + D, v, R, v, SCALE);
    }

    /// Fills the digits, lowest first, and returns the place of the highest that is not 0.
    private int recode(long[] k) {
        Arrays.fill(digits, (byte) 0);
        int highest = 0;
        int carry = 0;
        int bit = 0;
        while (bit < BITS_MAX) {
            if (bits(k, bit, 1) == carry) {
                bit++;
                continue;
            }
            int digit = bits(k, bit, WIDTH) + carry;
            carry = digit >> (WIDTH - 1);
            digits[bit] = (byte) (digit - (carry << WIDTH));
            highest = bit;
            bit += WIDTH;
        }
        return highest;
    }

    private static int bits(long[] k, int bit, int count) {
        int word = bit >> 6;
        int shift = bit & 63;
        long found = k[word] >>> shift;
        if (shift + count > 64 && word < 3) {
            found |= k[word + 1] << (64 - shift);
        }
        return (int) found & ((1 << count) - 1);
    }

    /// Q and 2Q with a common Z, then 2Q is added to the last odd multiple again and again. Each addition multiplies
    /// both points' Z by the same number; at the end all entries are brought to the last Z.
    private void fillTable(Felt felt) {
        int w = SCALE;
        Field.fromFelt(v, X, felt);
        Field.square(v, R, v, X);
        Field.multiply(v, w, v, R, v, X);
        for (int i = 0; i < D; i++) {
            v[w + i] += v[X + i] + Curve.B[i];
        }
        Field.reduceWeakly(v, w);
        Field.multiply(v, X, v, X, v, w);
        Field.square(v, T, v, w);
        Field.add(v, Y, v, T, v, T);
        // Z = 2y for both, and 2Q in X and Y.
        Field.copy(v, Z, v, Y);
        Field.square(v, S, v, Y);
        Field.multiply(table, 0, v, X, v, S);
        Field.square(table, D, v, S);
        Field.square(v, R, v, X);
        for (int i = 0; i < D; i++) {
            v[R + i] = 3 * v[R + i] + v[T + i];
        }
        finishDoubling(table, 0, table, D);
        for (int entry = ENTRY, ratio = D; entry < table.length; entry += ENTRY, ratio += D) {
            addTwiceQ(entry, ratio);
        }
        int ratio = ratios.length - D;
        for (int entry = table.length - 2 * ENTRY; entry >= 0; entry -= ENTRY) {
            Field.square(v, R, ratios, ratio);
            Field.multiply(v, S, v, R, ratios, ratio);
            Field.multiply(table, entry, table, entry, v, R);
            Field.multiply(table, entry + D, table, entry + D, v, S);
            if (entry > 0) {
                Field.multiply(ratios, ratio - D, ratios, ratio - D, ratios, ratio);
                ratio -= D;
            }
        }
        Field.multiply(v, Z, v, Z, ratios, ratio);
        Field.square(v, R, v, Z);
        Field.multiply(v, SCALE, v, w, v, R);
        Field.square(v, CURVE_A, v, SCALE);
    }

    /// Table entry = the entry before + 2Q, which is in X and Y and has the same Z; 2Q is brought to the Z of the sum.
    private void addTwiceQ(int entry, int ratio) {
        int before = entry - ENTRY;
        for (int i = 0; i < D; i++) {
            ratios[ratio + i] = 2 * (v[X + i] - table[before + i]);
        }
        Field.square(v, R, ratios, ratio);
        Field.multiply(v, X, v, X, v, R);
        Field.multiply(v, S, table, before, v, R);
        Field.subtract(v, U, v, Y, table, before + D);
        Field.square(table, entry, v, U);
        for (int i = 0; i < D; i++) {
            table[entry + i] -= v[X + i] + v[S + i];
        }
        Field.reduceWeakly(table, entry);
        Field.subtract(v, S, v, X, v, S);
        Field.multiply(v, Y, v, Y, v, S);
        Field.subtract(v, S, v, X, table, entry);
        Field.multiply(v, S, v, S, v, U);
        for (int i = 0; i < D; i++) {
            table[entry + D + i] = 2 * (v[S + i] - v[Y + i]);
            v[Y + i] *= 2;
        }
        Field.reduceWeakly(table, entry + D);
        Field.reduceWeakly(v, Y);
    }

    /// Doubles the sum. T is left stale where nothing reads it before the next addition.
    private void twice(boolean keepT) {
        Field.square(v, S, v, Y);
        Field.square(v, U, v, S);
        Field.multiply(v, V, v, X, v, S);
        Field.square(v, R, v, X);
        for (int i = 0; i < D; i++) {
            v[R + i] = 3 * v[R + i] + v[T + i];
        }
        Field.multiply(v, Z, v, Z, v, Y);
        if (keepT) {
            Field.multiply(v, T, v, T, v, U);
        }
        finishDoubling(v, V, v, U);
    }

    /// From R = 3x² + a, p = 4xy² and q = 16y⁴, all times powers of Z: X = R² - 2p and 2Y = 2R·(p - X) - q.
    private void finishDoubling(long[] p, int po, long[] q, int qo) {
        Field.square(v, X, v, R);
        for (int i = 0; i < D; i++) {
            v[X + i] -= 2 * p[po + i];
        }
        Field.reduceWeakly(v, X);
        Field.subtract(v, S, p, po, v, X);
        Field.multiply(v, S, v, S, v, R);
        for (int i = 0; i < D; i++) {
            v[Y + i] = 2 * v[S + i] - q[qo + i];
        }
        Field.reduceWeakly(v, Y);
    }

    /// Adds a table entry or subtracts it. With H the difference of x and R of 2y, over a common denominator:
    /// X = R² - 4H³ - 8X·H², 2Y = 2R·(4X·H² - X') - 2·2Y·4H³ and Z = 2Z·H.
    private void add(int entry, boolean negative, boolean keepT) {
        Field.square(v, S, v, Z);
        Field.multiply(v, U, v, S, table, entry);
        Field.multiply(v, S, v, S, v, Z);
        Field.multiply(v, R, v, S, table, entry + D);
        long signMask = negative ? -1 : 0;
        for (int i = 0; i < D; i++) {
            v[R + i] = ((v[R + i] ^ signMask) - signMask) - v[Y + i];
            v[U + i] -= v[X + i];
            v[V + i] = 2 * v[U + i];
        }
        Field.multiply(v, Z, v, Z, v, V);
        Field.square(v, S, v, V);
        Field.multiply(v, U, v, U, v, S);
        Field.multiply(v, V, v, X, v, S);
        Field.square(v, X, v, R);
        for (int i = 0; i < D; i++) {
            v[X + i] -= v[U + i] + 2 * v[V + i];
        }
        Field.reduceWeakly(v, X);
        Field.multiply(v, U, v, U, v, Y);
        Field.subtract(v, V, v, V, v, X);
        Field.multiply(v, V, v, V, v, R);
        for (int i = 0; i < D; i++) {
            v[Y + i] = 2 * (v[V + i] - v[U + i]);
        }
        Field.reduceWeakly(v, Y);
        if (keepT) {
            Field.square(v, S, v, Z);
            Field.square(v, S, v, S);
            Field.multiply(v, T, v, S, v, CURVE_A);
        }
    }
}
