package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

/// Collects what it takes to say that an order of unknown fate does not exist: after the horizon two complete
/// look-ups without it, at least a second apart, and two position reads that show exactly what is explained
/// without it, with the private stream alive since before the order or the account read again after it came
/// back. Any sign of the order starts over. Thread: engine only.
final class AbsenceProof {
    private final long horizonNanos;
    private final long confirmNanos;
    private final long stableNanos;
    private long firstLookupNanos = NEVER;
    private boolean lookedUpTwice;
    private long firstReadNanos = NEVER;
    private long readE8;
    private long lastReadNanos = NEVER;

    /// @param horizonNanos the moment from which on the order cannot execute any more
    /// @param confirmNanos between two reads that confirm each other
    /// @param stableNanos how long a position that differs from the expectation must stand to be believed
    AbsenceProof(long horizonNanos, long confirmNanos, long stableNanos) {
        this.horizonNanos = horizonNanos;
        this.confirmNanos = confirmNanos;
        this.stableNanos = stableNanos;
    }

    /// What the evidence allows to say.
    enum Verdict {
        OPEN,
        /// The order does not exist and the position is as expected.
        ABSENT,
        /// The order does not exist, and the position differs for another reason.
        ABSENT_BUT_DRIFTED
    }

    void onNotFound(long askedNanos) {
        if (askedNanos < horizonNanos) {
            return;
        }
        if (firstLookupNanos == NEVER) {
            firstLookupNanos = askedNanos;
        } else if (askedNanos - firstLookupNanos >= confirmNanos) {
            lookedUpTwice = true;
        }
    }

    /// @param privateReadySinceNanos since when the private stream is up without a break
    /// @param sentNanos when the order left
    void onPosition(long quantityE8, long askedNanos, long privateReadySinceNanos, long sentNanos) {
        boolean covered = privateReadySinceNanos <= sentNanos || askedNanos >= privateReadySinceNanos;
        if (askedNanos < horizonNanos || !covered) {
            return;
        }
        if (firstReadNanos == NEVER || quantityE8 != readE8) {
            firstReadNanos = askedNanos;
            readE8 = quantityE8;
        }
        lastReadNanos = Math.max(lastReadNanos, askedNanos);
    }

    /// A sign of the order, or a change of the position that we know of.
    void restart() {
        firstLookupNanos = NEVER;
        lookedUpTwice = false;
        firstReadNanos = NEVER;
        lastReadNanos = NEVER;
    }

    Verdict verdict(long expectedE8) {
        if (!lookedUpTwice || firstReadNanos == NEVER) {
            return Verdict.OPEN;
        }
        long stoodNanos = lastReadNanos - firstReadNanos;
        if (readE8 == expectedE8) {
            return stoodNanos >= confirmNanos ? Verdict.ABSENT : Verdict.OPEN;
        }
        return stoodNanos >= stableNanos ? Verdict.ABSENT_BUT_DRIFTED : Verdict.OPEN;
    }
}
