package io.parallax.strategy;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import org.jspecify.annotations.Nullable;

/// Watches the two books of one pair. On every book change, and on every 25 ms tick as the floor, it computes both
/// directions' spreads and offers a [SpreadOpportunity] while one is at or above the entry threshold. It does not
/// decide whether the opportunity may be taken. Thread: engine only. Allocates nothing.
public final class MonitoringTask {
    /// The tick of the design document: the longest time without a look at the books.
    public static final long TICK_NANOS = 25_000_000L;

    /// One summary a second, however often the books change.
    public static final long SUMMARY_NANOS = 1_000_000_000L;

    private final OrderBook bookA;
    private final OrderBook bookB;
    private final Thresholds thresholds;
    private long quantityE8;
    private long offsetPpm;
    private @Nullable Direction only;
    private final long bookAgeNanosMaxA;
    private final long bookAgeNanosMaxB;
    private final ConfirmationCount confirmation;
    private final OpportunitySlot opportunities;

    private long touchPpmLongA = SpreadCalculator.NO_SPREAD;
    private long touchPpmLongB = SpreadCalculator.NO_SPREAD;
    private long executablePpmLongA = SpreadCalculator.NO_SPREAD;
    private long executablePpmLongB = SpreadCalculator.NO_SPREAD;
    private long quotesSeenA;
    private long quotesSeenB;
    private long evaluations;
    private long summaryNanos = Long.MIN_VALUE;

    /// @param thresholds an entry fires at its direction's value or above
    /// @param quantityE8 what one entry trades, base currency × 10⁸
    /// @param bookAgeNanosMaxA a book of leg A without a frame for longer is not looked at
    /// @param confirmation how many new quotes must show a spread
    public MonitoringTask(
            OrderBook bookA,
            OrderBook bookB,
            Thresholds thresholds,
            long quantityE8,
            long bookAgeNanosMaxA,
            long bookAgeNanosMaxB,
            Confirmation confirmation,
            OpportunitySlot opportunities) {
        this.bookA = bookA;
        this.bookB = bookB;
        this.thresholds = thresholds;
        this.quantityE8 = quantityE8;
        this.bookAgeNanosMaxA = bookAgeNanosMaxA;
        this.bookAgeNanosMaxB = bookAgeNanosMaxB;
        this.confirmation = new ConfirmationCount(confirmation);
        this.opportunities = opportunities;
        // What stands in the books already is nobody's news.
        seeQuotes();
    }

    /// What to look for from now on. What was seen for anything else says nothing of it.
    ///
    /// @param quantityE8 what the entry would trade, base currency × 10⁸
    /// @param offsetPpm how far above the entry threshold it is wanted
    /// @param only the direction that is wanted; null for either
    public void aim(long quantityE8, long offsetPpm, @Nullable Direction only) {
        if (quantityE8 != this.quantityE8 || offsetPpm != this.offsetPpm || only != this.only) {
            this.quantityE8 = quantityE8;
            this.offsetPpm = offsetPpm;
            this.only = only;
            forget();
        }
    }

    /// Looks at both books.
    ///
    /// @param nowNanos the time of the event that caused the look
    /// @param triggerNanos when the frame was read; 0 for a timer tick
    public void evaluate(long nowNanos, long triggerNanos) {
        evaluations++;
        if (!bookA.isUsable(nowNanos, bookAgeNanosMaxA) || !bookB.isUsable(nowNanos, bookAgeNanosMaxB)) {
            forget();
            return;
        }
        touchPpmLongA = SpreadCalculator.entryPpm(Direction.LONG_A_SHORT_B, bookA, bookB);
        touchPpmLongB = SpreadCalculator.entryPpm(Direction.LONG_B_SHORT_A, bookA, bookB);
        executablePpmLongA = SpreadCalculator.executableEntryPpm(Direction.LONG_A_SHORT_B, bookA, bookB, quantityE8);
        executablePpmLongB = SpreadCalculator.executableEntryPpm(Direction.LONG_B_SHORT_A, bookA, bookB, quantityE8);
        thresholds.sample(nowNanos, executablePpmLongA, executablePpmLongB);
        Direction better = marginPpm(Direction.LONG_A_SHORT_B) >= marginPpm(Direction.LONG_B_SHORT_A)
                ? Direction.LONG_A_SHORT_B
                : Direction.LONG_B_SHORT_A;
        long spreadPpm = executableEntryPpm(better);
        if (marginPpm(better) < 0) {
            confirmation.clear();
            opportunities.clear();
            seeQuotes();
            return;
        }
        confirm(better);
        opportunities.offer(
                better,
                spreadPpm,
                quantityE8,
                book(better.longLeg()).executablePriceE8(Side.BUY, quantityE8),
                book(better.shortLeg()).executablePriceE8(Side.SELL, quantityE8),
                nowNanos,
                triggerNanos,
                confirmation.isConfirmed(nowNanos));
    }

    /// How far a direction is above its threshold; very far below when it has no spread, or no threshold yet.
    private long marginPpm(Direction direction) {
        long spreadPpm = executableEntryPpm(direction);
        long thresholdPpm = thresholds.entryPpm(direction);
        return spreadPpm == SpreadCalculator.NO_SPREAD
                        || thresholdPpm == SpreadCalculator.NO_SPREAD
                        || (only != null && only != direction)
                ? Long.MIN_VALUE
                : spreadPpm - thresholdPpm - offsetPpm;
    }

    private void confirm(Direction shown) {
        confirmation.keep(shown);
        if (bookA.quoteChanges() != quotesSeenA) {
            confirmation.onQuote(shown, Leg.A, bookA.receivedNanos());
        }
        if (bookB.quoteChanges() != quotesSeenB) {
            confirmation.onQuote(shown, Leg.B, bookB.receivedNanos());
        }
        seeQuotes();
    }

    private void seeQuotes() {
        quotesSeenA = bookA.quoteChanges();
        quotesSeenB = bookB.quoteChanges();
    }

    private void forget() {
        touchPpmLongA = SpreadCalculator.NO_SPREAD;
        touchPpmLongB = SpreadCalculator.NO_SPREAD;
        executablePpmLongA = SpreadCalculator.NO_SPREAD;
        executablePpmLongB = SpreadCalculator.NO_SPREAD;
        confirmation.clear();
        opportunities.clear();
        seeQuotes();
    }

    private OrderBook book(Leg leg) {
        return leg == Leg.A ? bookA : bookB;
    }

    /// The entry spread of a direction at the touch when last looked at, or [SpreadCalculator#NO_SPREAD].
    public long touchEntryPpm(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? touchPpmLongA : touchPpmLongB;
    }

    /// The exit spread of a held direction at the touch when last looked at, or [SpreadCalculator#NO_SPREAD].
    public long touchExitPpm(Direction held) {
        return touchEntryPpm(held.opposite());
    }

    /// The entry spread of a direction for the configured quantity, or [SpreadCalculator#NO_SPREAD].
    public long executableEntryPpm(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? executablePpmLongA : executablePpmLongB;
    }

    /// How often the books were looked at.
    public long evaluations() {
        return evaluations;
    }

    /// True once a second at most: time for a line in the log.
    public boolean summaryDue(long nowNanos) {
        if (summaryNanos != Long.MIN_VALUE && nowNanos - summaryNanos < SUMMARY_NANOS) {
            return false;
        }
        summaryNanos = nowNanos;
        return true;
    }
}
