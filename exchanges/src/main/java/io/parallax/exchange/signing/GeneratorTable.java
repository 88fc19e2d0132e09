package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// Multiples of the generator G. The table, about 100 kB, is read on first use. Thread: any.
final class GeneratorTable {
    static final int WINDOW_BITS = 6;
    static final int WINDOWS = 42;
    static final CombTable TABLE = load();
    private static final long[] BASE = base();

    private GeneratorTable() {}

    private static CombTable load() {
        Optional<List<CombTable>> file = TableFile.read(TableFile.GENERATOR);
        return file.isPresent() ? file.get().getFirst() : build();
    }

    static CombTable build() {
        return CombTable.of(WINDOW_BITS, WINDOWS, Curve.HALF_G, WINDOW_BITS * WINDOWS, Curve.HALF_G);
    }

    /// product = k·G for k in 1…n-1 as four words, with the same operations for every k. The scratch space
    /// takes a point. Where the low digits of k equal those of n, a partial sum can meet the table entry to be
    /// added: below 2⁻¹⁸⁰ of all k, which alone take a slower way.
    static CurvePoint multiply(CurvePoint product, long[] k, long[] scratch) {
        collect(product, k, scratch);
        if (product.isDegenerate()) {
            multiplySlowly(product, k);
        }
        return product;
    }

    /// Like [#multiply], but leaves a degenerate product to the caller.
    static void collect(CurvePoint product, long[] k, long[] scratch) {
        product.setAffine(BASE, 0);
        TABLE.addWindowsSecretly(product, k[0], k[1], k[2], k[3], scratch);
    }

    static void multiplySlowly(CurvePoint product, long[] k) {
        product.set(Curve.multiple(bigInteger(k), Curve.G));
    }

    private static long[] base() {
        long[] base = new long[CurvePoint.AFFINE];
        TABLE.halfSum(WINDOWS, base);
        return base;
    }

    private static BigInteger bigInteger(long[] words) {
        BigInteger value = BigInteger.ZERO;
        for (int i = words.length - 1; i >= 0; i--) {
            value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(words[i])));
        }
        return value;
    }
}
