package io.parallax.strategy;

import io.parallax.instrument.Leg;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Estimates by how much one feed is behind the other: the shift at which the moves of both middles agree best,
/// looked for on a grid of 10 ms up to two seconds either way. It needs no clock of an exchange, so it also
/// sees a delay that was there from the first frame on.
///
/// Both middles are read every 10 ms as they stand then, and the moves between two readings are multiplied for
/// every shift; a sum of three neighbouring shifts is what counts. Thread: one at a time, engine or replay.
/// Allocates nothing after construction.
public final class LeadLag {
    /// Says that there is nothing to say.
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long STEP_NANOS = 10_000_000L;
    private static final int STEP_MILLIS = 10;
    private static final int SHIFTS = 200;
    private static final int RING = 256;
    private static final long SCALE = 10_000_000;
    /// One per cent: a jump must not outweigh an hour of moves.
    private static final long MOVE_MAX = SCALE / 100;
    /// Fewer moves than these on either side say nothing.
    private static final int MOVES_MIN = 30;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int PERCENT = 100;

    private final long[][] moves = new long[2][RING];
    private final long[] products = new long[2 * SHIFTS + 1];
    private final long[] middleE8 = {FixedPoint.NO_PRICE, FixedPoint.NO_PRICE};
    private final long[] readE8 = {FixedPoint.NO_PRICE, FixedPoint.NO_PRICE};
    private final long[] squares = new long[2];
    private final long[] counts = new long[2];
    private long step = NEVER;

    /// A middle as it is from now on, or [FixedPoint#NO_PRICE].
    public void onMiddle(Leg leg, long middle, long nowNanos) {
        advanceTo(nowNanos);
        middleE8[leg == Leg.A ? 0 : 1] = middle;
    }

    /// Time passes.
    public void advanceTo(long nowNanos) {
        long now = Math.floorDiv(nowNanos, STEP_NANOS);
        if (step == NEVER) {
            step = now;
        }
        // After a longer silence nothing that was kept is near enough to be compared.
        for (long left = Math.min(now - step, RING + 1L); left > 0; left--) {
            step = Math.max(step + 1, now - RING);
            read();
        }
    }

    private void read() {
        int at = (int) Math.floorMod(step, (long) RING);
        for (int leg = 0; leg < 2; leg++) {
            moves[leg][at] = move(readE8[leg], middleE8[leg]);
            readE8[leg] = middleE8[leg];
        }
        multiply(0, at);
        multiply(1, at);
    }

    private static long move(long beforeE8, long nowE8) {
        if (beforeE8 == nowE8 || beforeE8 <= 0 || nowE8 <= 0) {
            return 0;
        }
        long difference = Math.clamp(nowE8 - beforeE8, -beforeE8 / PERCENT, beforeE8 / PERCENT);
        return Math.clamp(
                FixedPoint.multiplyDivide(difference, SCALE, beforeE8, Rounding.HALF_EVEN), -MOVE_MAX, MOVE_MAX);
    }

    /// The newest move of a leg with all that the other made before it.
    private void multiply(int leg, int at) {
        long newest = moves[leg][at];
        if (newest == 0) {
            return;
        }
        squares[leg] += newest * newest;
        counts[leg]++;
        long[] other = moves[1 - leg];
        int direction = leg == 0 ? 1 : -1;
        // The moves of one reading must not count twice.
        for (int shift = leg; shift <= SHIFTS; shift++) {
            products[SHIFTS + direction * shift] += newest * other[(at - shift) & (RING - 1)];
        }
    }

    /// By how much the feed of leg A is behind that of leg B, ms; negative when B is behind A; [#UNKNOWN] while
    /// too few moves were seen.
    public long lagMillis() {
        int best = best();
        return best == NONE ? UNKNOWN : (long) (best - SHIFTS) * STEP_MILLIS;
    }

    private static final int NONE = -1;

    private int best() {
        if (Math.min(counts[0], counts[1]) < MOVES_MIN) {
            return NONE;
        }
        int best = NONE;
        for (int shift = 1; shift < products.length - 1; shift++) {
            if (around(shift) > 0 && (best == NONE || around(shift) > around(best))) {
                best = shift;
            }
        }
        return best;
    }

    private long around(int shift) {
        return products[shift - 1] + products[shift] + products[shift + 1];
    }

    /// How well the moves agree at that shift, per cent: 100 when one feed is the other, later. Below 10 the
    /// lag is a guess.
    public long agreementPercent() {
        int best = best();
        if (best == NONE) {
            return 0;
        }
        long scale = Math.max(1, (long) Math.sqrt((double) squares[0] * squares[1]));
        return Math.clamp(around(best) * PERCENT / scale, 0, PERCENT);
    }
}
