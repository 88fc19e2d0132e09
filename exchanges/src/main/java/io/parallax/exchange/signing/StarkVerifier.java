package io.parallax.exchange.signing;

/// Verifies signatures on the STARK curve where only x of the public key is known: either y will do. Variable
/// time; all inputs are public. Thread: any.
public final class StarkVerifier {
    private static final int D = Field.DIGITS;

    private StarkVerifier() {}

    public static boolean verify(Felt publicKeyX, Felt messageHash, StarkSignature signature) {
        return verify(publicKeyX, messageHash, signature.r(), signature.s());
    }

    /// False as well when a number is out of its range or when no point has this x.
    public static boolean verify(Felt publicKeyX, Felt messageHash, Felt r, Felt s) {
        long[] scalars = new long[4 * D];
        if (!messageHash.isBelow2Pow251() || !isInRange(new StarkSignature(r, s))) {
            return false;
        }
        ScalarField.fromFelt(scalars, 0, s);
        ScalarField.invert(scalars, D, scalars, 0);
        if (!ScalarField.toFelt(scalars, D).isBelow2Pow251()) {
            return false;
        }
        long[] publicKey = new long[CurvePoint.AFFINE];
        if (!SquareRoot.pointWithX(publicKeyX, publicKey)) {
            return false;
        }
        ScalarField.fromFelt(scalars, 2 * D, r);
        ScalarField.multiply(scalars, 2 * D, scalars, 2 * D, scalars, D);
        ScalarField.fromFelt(scalars, 3 * D, messageHash);
        ScalarField.multiply(scalars, 3 * D, scalars, 3 * D, scalars, D);
        CurvePoint ofKey = Curve.multiple(ScalarField.toFelt(scalars, 2 * D).toBigInteger(), publicKey);
        long[] x = new long[D];
        Field.fromFelt(x, 0, r);
        return sumHasX(ScalarField.toFelt(scalars, 3 * D), ofKey, x);
    }

    /// 0 < r < 2²⁵¹ and 0 < s < n.
    static boolean isInRange(StarkSignature signature) {
        Felt s = signature.s();
        return !signature.r().isZero()
                && signature.r().isBelow2Pow251()
                && ScalarField.isInRange(new long[] {s.word0(), s.word1(), s.word2(), s.word3()});
    }

    /// Whether u·G + Q or u·G - Q has the given x.
    private static boolean sumHasX(Felt u, CurvePoint q, long[] x) {
        if (u.isZero()) {
            return q.hasX(x, 0);
        }
        CurvePoint ofGenerator = GeneratorTable.multiply(
                new CurvePoint(), new long[] {u.word0(), u.word1(), u.word2(), u.word3()}, new long[CurvePoint.AFFINE]);
        CurvePoint sum = new CurvePoint();
        for (int sign = -1; sign <= 0; sign++) {
            sum.set(ofGenerator);
            sum.add(q, sign);
            if (sum.isDegenerate()) {
                // The points are equal up to sign: one of the two sums is the double, the other has no x.
                sum.set(q);
                sum.twice();
            }
            if (sum.hasX(x, 0)) {
                return true;
            }
        }
        return false;
    }
}
