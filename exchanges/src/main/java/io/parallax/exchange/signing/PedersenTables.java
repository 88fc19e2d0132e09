package io.parallax.exchange.signing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The points that Pedersen hashes are summed from, one [CombTable] for each operand, in two sizes: small ones, which
/// a new process reads from a file, and large ones, with which a hash takes a third fewer additions.
/// Thread: any; immutable.
final class PedersenTables {
    private static final int LOW_BITS = 248;
    /// Most points of one hash: both operands and what is constant.
    static final int POINTS_MAX = 61;

    private static final PedersenTables SMALL = small();
    private static volatile @Nullable PedersenTables large;

    final CombTable left;
    final CombTable right;
    /// For right operands below 2^[#numberBits()], in the first [#numberWindows] windows.
    final CombTable number;

    final int numberWindows;
    /// S0 and the constant parts of a full left operand and of a right one that is full, or a number.
    final long[] fullBase;
    final long[] numberBase;

    private PedersenTables(CombTable left, CombTable right, CombTable number, int numberWindows) {
        this.left = left;
        this.right = right;
        this.number = number;
        this.numberWindows = numberWindows;
        fullBase = base(right, right.windows);
        numberBase = base(number, numberWindows);
    }

    /// The large tables when they have been built, the small ones before.
    static PedersenTables best() {
        PedersenTables built = large;
        return built == null ? SMALL : built;
    }

    static PedersenTables smallest() {
        return SMALL;
    }

    /// Builds the large tables, unless they are there: some ten milliseconds of compiled code, some hundred of code
    /// that is not.
    static synchronized PedersenTables buildLarge() {
        PedersenTables built = large;
        if (built == null) {
            CombTable left = CombTable.of(11, 23, Curve.HALF_P1, LOW_BITS, Curve.HALF_P2);
            CombTable right = CombTable.of(11, 23, Curve.HALF_P3, LOW_BITS, Curve.HALF_P4);
            // Timestamps in milliseconds, sizes, and prices up to 45 million have less than 52 bits.
            CombTable number = CombTable.of(13, 4, Curve.HALF_P3, 52, Curve.HALF_P3);
            built = new PedersenTables(left, right, number, 4);
            large = built;
        }
        return built;
    }

    int numberBits() {
        return number.windowBits * numberWindows;
    }

    /// The constant part of all hashes with the given right operand, an affine point.
    long[] suffix(Felt b) {
        CurvePoint sum = new CurvePoint();
        sum.setAffine(fullBase, 0);
        right.addWindows(sum, right.windows, b.word0(), b.word1(), b.word2(), b.word3());
        long[] point = new long[CurvePoint.AFFINE];
        sum.affine(point, 0);
        return point;
    }

    private static PedersenTables small() {
        Optional<List<CombTable>> file = TableFile.read(TableFile.PEDERSEN);
        List<CombTable> combs = file.isPresent() ? file.get() : buildSmall();
        return new PedersenTables(combs.get(0), combs.get(1), combs.get(1), 8);
    }

    /// Left and right; the left operand is always full and gets the larger table.
    static List<CombTable> buildSmall() {
        return List.of(
                CombTable.of(9, 28, Curve.HALF_P1, LOW_BITS, Curve.HALF_P2),
                CombTable.of(8, 32, Curve.HALF_P3, LOW_BITS, Curve.HALF_P4));
    }

    private long[] base(CombTable rightComb, int rightWindows) {
        CurvePoint sum = new CurvePoint();
        long[] point = new long[CurvePoint.AFFINE];
        sum.setAffine(Curve.SHIFT, 0);
        left.halfSum(left.windows, point);
        sum.addAffine(point, 0, 0);
        rightComb.halfSum(rightWindows, point);
        sum.addAffine(point, 0, 0);
        sum.affine(point, 0);
        return point;
    }
}
