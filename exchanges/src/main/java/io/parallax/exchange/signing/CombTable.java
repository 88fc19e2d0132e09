package io.parallax.exchange.signing;

import java.nio.LongBuffer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Multiples of fixed points for sums Σ bᵢ·Bᵢ over the bits of a number, as a signed comb. With sᵢ = 2bᵢ - 1,
/// which is 1 or -1, the sum is Σ Bᵢ/2 + Σ sᵢ·(Bᵢ/2). The first sum is constant. The second is cut into windows
/// of w bits; each window is one of 2^w values, of which those with a negative leading sign are the negatives
/// of the others, so the table holds 2^(w-1) points per window. No window is ever zero: every number takes the
/// same additions.
///
/// Bᵢ = 2ⁱ·P for a single point; the Pedersen hash takes 2ⁱ·P1 for i < 248 and 2^(i-248)·P2 above. Thread: any;
/// immutable.
final class CombTable {
    private static final int A = CurvePoint.AFFINE;

    final int windowBits;
    final int windows;
    private final int entriesPerWindow;
    /// Affine points: window by window, entry by entry.
    private final long[] points;
    /// Affine points: entry m is Σ Bᵢ/2 over the first m windows; entry 0 is unused.
    private final long[] halfSums;

    private CombTable(int windowBits, int windows, long[] points, long[] halfSums) {
        this.windowBits = windowBits;
        this.windows = windows;
        this.entriesPerWindow = 1 << (windowBits - 1);
        this.points = points;
        this.halfSums = halfSums;
    }

    /// A table over bits of one point, then from bit `lowBits` on over those of another. Both are given halved.
    static CombTable of(int windowBits, int windows, long[] lowHalf, int lowBits, long[] highHalf) {
        int bits = windowBits * windows;
        CurvePoint[] points = new CurvePoint[bits + 2];
        for (int i = 0; i < bits; i++) {
            points[i] = new CurvePoint();
            if (i == 0 || i == lowBits) {
                points[i].setAffine(i == 0 ? lowHalf : highHalf, 0);
            } else {
                points[i].setTwice(points[i - 1]);
            }
        }
        points[bits] = new CurvePoint();
        points[bits].setTwice(points[bits - 1]);
        points[bits + 1] = new CurvePoint();
        points[bits + 1].setTwice(points[Math.min(lowBits, bits) - 1]);
        long[] halves = toAffine(points);
        // Twice a half is the next half, except where the second point starts.
        long[] wholes = new long[bits * A];
        System.arraycopy(halves, A, wholes, 0, bits * A);
        System.arraycopy(halves, (bits + 1) * A, wholes, (Math.min(lowBits, bits) - 1) * A, A);
        return of(windowBits, windows, halves, wholes);
    }

    private static CombTable of(int windowBits, int windows, long[] halves, long[] wholes) {
        CurvePoint[] starts = new CurvePoint[windows];
        CurvePoint[] halfSums = new CurvePoint[windows];
        CurvePoint sum = new CurvePoint();
        for (int window = 0; window < windows; window++) {
            int top = (window + 1) * windowBits - 1;
            starts[window] = new CurvePoint();
            starts[window].setAffine(halves, top * A);
            for (int bit = window * windowBits; bit <= top; bit++) {
                if (bit < top) {
                    starts[window].addAffine(halves, bit * A, -1);
                }
                if (bit == 0) {
                    sum.setAffine(halves, 0);
                } else {
                    sum.addAffine(halves, bit * A, 0);
                }
            }
            halfSums[window] = new CurvePoint();
            halfSums[window].set(sum);
        }
        long[] points = fillWindows(windowBits, windows, toAffine(starts), wholes);
        return new CombTable(windowBits, windows, points, toAffine(halfSums));
    }

    /// Entry e is half of the window's highest point, plus the halves of the lower points where e has a 1 and
    /// minus them where e has a 0. So entry 0 starts each window, and a 1 at place i adds the whole point i:
    /// each place doubles the entries of all windows, with one inversion together.
    private static long[] fillWindows(int windowBits, int windows, long[] starts, long[] wholes) {
        int entries = 1 << (windowBits - 1);
        long[] points = new long[windows * entries * A];
        for (int window = 0; window < windows; window++) {
            System.arraycopy(starts, window * A, points, window * entries * A, A);
        }
        for (int place = 0; place < windowBits - 1; place++) {
            AffineAdditions additions = new AffineAdditions(windows << place);
            for (int window = 0; window < windows; window++) {
                for (int entry = 0; entry < 1 << place; entry++) {
                    int from = (window * entries + entry) * A;
                    additions.add(points, from, wholes, (window * windowBits + place) * A, from + (A << place));
                }
            }
            additions.finish(points);
        }
        return points;
    }

    /// A table as [#numbers()] wrote it.
    static CombTable read(LongBuffer numbers) {
        int windowBits = Math.toIntExact(numbers.get());
        int windows = Math.toIntExact(numbers.get());
        long[] points = new long[(windows * A) << (windowBits - 1)];
        long[] halfSums = new long[windows * A];
        numbers.get(points);
        numbers.get(halfSums);
        return new CombTable(windowBits, windows, points, halfSums);
    }

    /// Everything the table holds.
    long[] numbers() {
        return Stream.of(new long[] {windowBits, windows}, points, halfSums)
                .flatMapToLong(LongStream::of)
                .toArray();
    }

    /// All points in affine form with one inversion (Montgomery's trick).
    private static long[] toAffine(CurvePoint[] points) {
        int d = Field.DIGITS;
        long[] products = new long[(points.length + 1) * d];
        long[] scratch = new long[4 * d];
        Field.setOne(products, 0);
        for (int i = 0; i < points.length; i++) {
            points[i].denominator(scratch, 0);
            Field.multiply(products, (i + 1) * d, products, i * d, scratch, 0);
        }
        long[] inverse = new long[d];
        Field.invert(inverse, 0, products, points.length * d, scratch, 0);
        long[] affine = new long[points.length * A];
        for (int i = points.length - 1; i >= 0; i--) {
            points[i].denominator(scratch, 0);
            Field.multiply(scratch, d, inverse, 0, products, i * d);
            Field.multiply(inverse, 0, inverse, 0, scratch, 0);
            points[i].affineBy(scratch, d, affine, i * A);
        }
        return affine;
    }

    /// All entries: window by window, x and y of each. Not a copy.
    long[] points() {
        return points;
    }

    /// Σ Bᵢ/2 over the first windows: what [#addWindows] leaves out.
    void halfSum(int windowCount, long[] target) {
        System.arraycopy(halfSums, (windowCount - 1) * A, target, 0, A);
    }

    /// Adds Σ sᵢ·(Bᵢ/2) over the first windows. Public numbers only: reads the table where the number says.
    void addWindows(CurvePoint sum, int windowCount, long word0, long word1, long word2, long word3) {
        for (int window = 0; window < windowCount; window++) {
            long digit = digit(window, word0, word1, word2, word3);
            long signMask = (digit >> (windowBits - 1)) - 1;
            int entry = (int) (digit ^ signMask) & (entriesPerWindow - 1);
            sum.addAffine(points, (window * entriesPerWindow + entry) * A, signMask);
        }
    }

    /// Notes the points of [#addWindows] in a sum.
    void stageWindows(AffineSum sum, int windowCount, long word0, long word1, long word2, long word3) {
        long w0 = word0;
        long w1 = word1;
        long w2 = word2;
        long w3 = word3;
        for (int window = 0; window < windowCount; window++) {
            long digit = w0 & (2L * entriesPerWindow - 1);
            w0 = (w0 >>> windowBits) | (w1 << -windowBits);
            w1 = (w1 >>> windowBits) | (w2 << -windowBits);
            w2 = (w2 >>> windowBits) | (w3 << -windowBits);
            w3 >>>= windowBits;
            long signMask = (digit >> (windowBits - 1)) - 1;
            int entry = (int) (digit ^ signMask) & (entriesPerWindow - 1);
            sum.stage(points, (window * entriesPerWindow + entry) * A, signMask);
        }
    }

    /// Like [#addWindows] over all windows, for secret numbers: reads every entry of each window and keeps one
    /// by a mask.
    void addWindowsSecretly(CurvePoint sum, long word0, long word1, long word2, long word3, long[] scratch) {
        for (int window = 0; window < windows; window++) {
            long digit = digit(window, word0, word1, word2, word3);
            long signMask = (digit >> (windowBits - 1)) - 1;
            long entry = (digit ^ signMask) & (entriesPerWindow - 1);
            select(window * entriesPerWindow * A, entry, scratch);
            sum.addAffine(scratch, 0, signMask);
        }
    }

    private void select(int start, long entry, long[] target) {
        long x0 = 0, x1 = 0, x2 = 0, x3 = 0, x4 = 0, y0 = 0, y1 = 0, y2 = 0, y3 = 0, y4 = 0;
        for (int i = 0, at = start; i < entriesPerWindow; i++, at += A) {
            long mask = ((i ^ entry) - 1) >> 63;
            x0 |= points[at] & mask;
            x1 |= points[at + 1] & mask;
            x2 |= points[at + 2] & mask;
            x3 |= points[at + 3] & mask;
            x4 |= points[at + 4] & mask;
            y0 |= points[at + 5] & mask;
            y1 |= points[at + 6] & mask;
            y2 |= points[at + 7] & mask;
            y3 |= points[at + 8] & mask;
            y4 |= points[at + 9] & mask;
        }
        target[0] = x0;
        target[1] = x1;
        target[2] = x2;
        target[3] = x3;
        target[4] = x4;
        target[5] = y0;
        target[6] = y1;
        target[7] = y2;
        target[8] = y3;
        target[9] = y4;
    }

    private long digit(int window, long word0, long word1, long word2, long word3) {
        int bit = window * windowBits;
        int shift = bit & 63;
        long low;
        long high;
        switch (bit >> 6) {
            case 0 -> {
                low = word0;
                high = word1;
            }
            case 1 -> {
                low = word1;
                high = word2;
            }
            case 2 -> {
                low = word2;
                high = word3;
            }
            default -> {
                low = word3;
                high = 0;
            }
        }
        long both = (low >>> shift) | ((high << 1) << (63 - shift));
        return both & ((1L << windowBits) - 1);
    }
}
