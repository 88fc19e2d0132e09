package io.parallax.exchange.signing;

import static io.parallax.exchange.signing.VectorField.multiply;
import static io.parallax.exchange.signing.VectorField.multiplySubtract;
import static io.parallax.exchange.signing.VectorField.pack;
import static io.parallax.exchange.signing.VectorField.rotate;
import static io.parallax.exchange.signing.VectorField.squareOf;
import static io.parallax.exchange.signing.VectorField.squareSubtract;
import static io.parallax.exchange.signing.VectorField.subtract;
import static io.parallax.exchange.signing.VectorField.swap;

import java.util.Arrays;

/// A sum of affine points, collected in four lanes and put together at the end; the formulas are those of
/// [CurvePoint]. A sum that met a point twice ends with ZZ = 0 modulo p, as there. Thread: one.
final class VectorSum {
    private static final int E = VectorField.ELEMENT;
    /// Two elements, x and y of four points, for each round.
    static final int STAGE = VectorField.COLUMNS;
    static final int ROUNDS_MAX = 12;
    private static final int X = STAGE + ROUNDS_MAX * 2 * E;
    private static final int Y = X + E;
    private static final int ZZ = Y + E;
    private static final int ZZZ = ZZ + E;
    private static final int P = ZZZ + E;
    private static final int R = P + E;
    private static final int PP = R + E;
    private static final int PPP = PP + E;
    private static final int Q = PPP + E;
    private static final int S = Q + E;
    private static final int T = S + E;
    private static final int U = T + E;
    private static final int V = U + E;
    private static final int W = V + E;
    /// Where [VectorGenerator] collects one point.
    static final int CHOSEN = W + E;

    final double[] v = new double[CHOSEN + 12];

    /// Adds the points of the first rounds, at least three, of the stage. Then x of their sum is X/ZZ.
    void sum(int rounds) {
        addFirst(STAGE, STAGE + 2 * E);
        for (int round = 2; round < rounds; round++) {
            add(STAGE + round * 2 * E);
        }
        foldHalves();
        foldPair();
    }

    /// Digits of X, unreduced, and of ZZ.
    void quotient(long[] x, long[] zz) {
        for (int i = 0; i < Field.DIGITS; i++) {
            int at = 4 * i;
            x[i] = (long) v[X + at];
            zz[i] = (long) v[ZZ + at];
        }
    }

    /// Overwrites all values.
    void wipe() {
        Arrays.fill(v, 0);
    }

    private void addFirst(int a, int b) {
        subtract(v, P, b, a);
        subtract(v, R, b + E, a + E);
        squareOf(v, ZZ, P);
        multiply(v, ZZZ, P, ZZ);
        multiply(v, Q, a, ZZ);
        squareSubtract(v, X, R, ZZZ, Q);
        subtract(v, Q, Q, X);
        multiplySubtract(v, Y, R, Q, a + E, ZZZ);
    }

    private void add(int b) {
        multiply(v, P, b, ZZ);
        multiply(v, R, b + E, ZZZ);
        subtract(v, P, P, X);
        subtract(v, R, R, Y);
        squareOf(v, PP, P);
        multiply(v, PPP, P, PP);
        multiply(v, Q, X, PP);
        multiply(v, ZZ, ZZ, PP);
        multiply(v, ZZZ, ZZZ, PPP);
        squareSubtract(v, X, R, PPP, Q);
        subtract(v, Q, Q, X);
        multiplySubtract(v, Y, R, Q, Y, PPP);
    }

    /// Adds lanes 2 and 3 to lanes 0 and 1. Then ZZZ is in lanes 2 and 3 of ZZ.
    private void foldHalves() {
        rotate(v, T, ZZ);
        rotate(v, U, ZZZ);
        multiply(v, W, X, T);
        multiply(v, S, Y, U);
        // Lanes 0, 1 and 2, 3: ZZ·ZZ and ZZZ·ZZZ.
        pack(v, V, ZZ, ZZZ);
        pack(v, ZZ, T, U);
        multiply(v, ZZ, ZZ, V);
        rotate(v, U, W);
        rotate(v, T, S);
        subtract(v, P, U, W);
        subtract(v, R, T, S);
        // PP and RR.
        pack(v, T, P, R);
        squareOf(v, PP, T);
        // PPP and Q.
        pack(v, T, P, W);
        pack(v, U, PP, PP);
        multiply(v, PPP, T, U);
        rotate(v, Q, PPP);
        squareSubtract(v, X, R, PPP, Q);
        subtract(v, Q, Q, X);
        // R·(Q - X) and Y·PPP.
        pack(v, T, R, S);
        pack(v, U, Q, PPP);
        multiply(v, T, T, U);
        rotate(v, U, T);
        subtract(v, Y, T, U);
        pack(v, T, PP, PPP);
        multiply(v, ZZ, ZZ, T);
    }

    /// Adds lane 1 to lane 0, without Y and ZZZ.
    private void foldPair() {
        // U and S of both, times each other's ZZ and ZZZ.
        pack(v, T, X, Y);
        swap(v, U, ZZ);
        multiply(v, W, T, U);
        multiply(v, ZZ, ZZ, U);
        swap(v, T, W);
        subtract(v, P, T, W);
        squareOf(v, PP, P);
        rotate(v, R, P);
        multiply(v, PPP, P, PP);
        multiply(v, Q, W, PP);
        multiply(v, ZZ, ZZ, PP);
        squareSubtract(v, X, R, PPP, Q);
    }
}
