package io.parallax.strategy;

import java.util.Optional;

/// The hand-off from monitoring to execution. It holds one opportunity, always the newest: an older one that
/// nobody took describes a market that is gone. Thread: engine only. Offering allocates nothing; taking makes one
/// record.
public final class OpportunitySlot {
    private boolean full;
    private Direction direction = Direction.LONG_A_SHORT_B;
    private long entryPpm;
    private long quantityE8;
    private long buyPriceE8;
    private long sellPriceE8;
    private long decisionNanos;
    private long triggerNanos;
    private boolean confirmed;
    private long offered;
    private long replaced;

    /// Puts an opportunity in, over whatever was there. Parameters as in [SpreadOpportunity].
    ///
    /// @param confirmed whether enough quotes of both exchanges have shown it
    public void offer(
            Direction direction,
            long entryPpm,
            long quantityE8,
            long buyPriceE8,
            long sellPriceE8,
            long decisionNanos,
            long triggerNanos,
            boolean confirmed) {
        if (full) {
            replaced++;
        }
        offered++;
        full = true;
        this.direction = direction;
        this.entryPpm = entryPpm;
        this.quantityE8 = quantityE8;
        this.buyPriceE8 = buyPriceE8;
        this.sellPriceE8 = sellPriceE8;
        this.decisionNanos = decisionNanos;
        this.triggerNanos = triggerNanos;
        this.confirmed = confirmed;
    }

    /// Whether there is something to take.
    public boolean isFull() {
        return full;
    }

    /// Whether the opportunity inside may be believed; meaningless when empty.
    public boolean isConfirmed() {
        return confirmed;
    }

    /// Which direction the opportunity inside is for; meaningless when empty.
    public Direction direction() {
        return direction;
    }

    /// When the opportunity inside was seen; meaningless when empty.
    public long decisionNanos() {
        return decisionNanos;
    }

    /// Takes the newest opportunity out.
    public Optional<SpreadOpportunity> take() {
        if (!full) {
            return Optional.empty();
        }
        full = false;
        return Optional.of(new SpreadOpportunity(
                direction, entryPpm, quantityE8, buyPriceE8, sellPriceE8, decisionNanos, triggerNanos));
    }

    /// Throws away what is inside: the spread fell below the threshold, or a book became void.
    public void clear() {
        full = false;
    }

    /// Opportunities put in so far.
    public long offered() {
        return offered;
    }

    /// Opportunities that a newer one pushed out before they were taken.
    public long replaced() {
        return replaced;
    }
}
