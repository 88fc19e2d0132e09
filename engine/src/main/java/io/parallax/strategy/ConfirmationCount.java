package io.parallax.strategy;

import io.parallax.instrument.Leg;

/// Counts the new quotes in a row that show a spread in one direction. What opens the spread is the first; a look at
/// the same quotes, by a timer or because they were told again, is none; the other direction, or a look that shows no
/// spread, begins anew. With two or more to count, both exchanges must have spoken: so the one whose price did not move
/// has had a word after the move of the other. Thread: engine only. Allocates nothing after construction.
final class ConfirmationCount {
    private static final long NEVER = Long.MIN_VALUE;

    private final int updates;
    private final long windowNanos;
    private final long[] quotedNanos = new long[Confirmation.UPDATES_MAX];
    private Direction direction = Direction.LONG_A_SHORT_B;
    private int counted;
    private long quotedNanosA = NEVER;
    private long quotedNanosB = NEVER;

    ConfirmationCount(Confirmation confirmation) {
        this.updates = confirmation.updates();
        this.windowNanos = confirmation.windowMillis() * 1_000_000;
    }

    void clear() {
        counted = 0;
        quotedNanosA = NEVER;
        quotedNanosB = NEVER;
    }

    /// A new quote of one exchange, and the spread is there.
    ///
    /// @param receivedNanos when the quote was read
    void onQuote(Direction shown, Leg leg, long receivedNanos) {
        keep(shown);
        quotedNanos[counted % quotedNanos.length] = receivedNanos;
        counted++;
        if (leg == Leg.A) {
            quotedNanosA = receivedNanos;
        } else {
            quotedNanosB = receivedNanos;
        }
    }

    /// The spread is in this direction now.
    void keep(Direction shown) {
        if (shown != direction) {
            clear();
            direction = shown;
        }
    }

    boolean isConfirmed(long nowNanos) {
        if (counted < updates) {
            return false;
        }
        boolean enough = isYoung(quotedNanos[(counted - updates) % quotedNanos.length], nowNanos);
        return enough && (updates == 1 || (isYoung(quotedNanosA, nowNanos) && isYoung(quotedNanosB, nowNanos)));
    }

    private boolean isYoung(long atNanos, long nowNanos) {
        return atNanos != NEVER && nowNanos - atNanos <= windowNanos;
    }
}
