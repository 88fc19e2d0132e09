package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

/// Collects what it takes to say that an order of unknown fate does not exist: after the horizon two complete
/// look-ups without it, at least a second apart, and two position reads that show exactly what is explained
/// without it, with the private stream alive since before the order or the account read again after it came
/// back. Any sign of the order starts over.
///
/// The horizon counts from the moment at which the order is known to have been signed at the latest: when its
/// bytes were written, or its sending failed. The gateway signs when its thread gets to it, and that may be long
/// after the engine handed it over; until the gateway says so nothing is proven. Thread: engine only.
final class AbsenceProof {
    private final long validNanos;
    private final long confirmNanos;
    private final long stableNanos;
    private long horizonNanos = NEVER;
    private long firstLookupNanos = NEVER;
    private boolean lookedUpTwice;
    private long firstReadNanos = NEVER;
    private long readE8;
    private long lastReadNanos = NEVER;

    /// @param validNanos how long after it was signed the order may still execute
    /// @param confirmNanos between two reads that confirm each other
    /// @param stableNanos how long a position that differs from the expectation must stand to be believed
    AbsenceProof(long validNanos, long confirmNanos, long stableNanos) {
        this.validNanos = validNanos;
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

    /// The order's bytes were written, so it was signed before; evidence from before the horizon does not count.
    void onWritten(long writtenNanos) {
        if (horizonNanos == NEVER || writtenNanos + validNanos > horizonNanos) {
            horizonNanos = writtenNanos + validNanos;
            restart();
        }
    }

    /// Its sending failed. Unless it is known to have been written earlier, it may have been signed until now.
    void onFailed(long failedNanos) {
        if (horizonNanos == NEVER) {
            onWritten(failedNanos);
        }
    }

    private boolean isBeforeHorizon(long askedNanos) {
        return horizonNanos == NEVER || askedNanos < horizonNanos;
    }

    void onNotFound(long askedNanos) {
        if (isBeforeHorizon(askedNanos)) {
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
        if (isBeforeHorizon(askedNanos) || !covered) {
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
