package io.parallax.simulator.core;

/// What goes wrong with one order; [#NONE] for nothing. Times are nanoseconds. Thread: any; immutable.
///
/// @param refusal the engine refuses the order after acceptance for this reason; [EndReason#NONE] for not
/// @param fillMaxE8 it gets at most this quantity, in whole lots but at least one, and its remainder is
///     cancelled; [Long#MAX_VALUE] for no bound
/// @param overfillE8 once filled, it gets so much more than it asked for, at its last price
/// @param lateNanos it is executed so much later than otherwise, however long ago the client gave up
/// @param twice once ended with a fill, it is executed once more, with the book as it is then
/// @param rests what an immediate order does not get rests at its limit instead of being cancelled
/// @param bustAfterNanos its fills are undone so long after each; negative for never
/// @param fillsLateNanos what it did not get when it ended, cancelled or refused, it gets so long after its
///     end; without [#fillMaxE8] it ends with nothing; 0 for never
/// @param reports how its private reports are sent
public record OrderVerdict(
        EndReason refusal,
        long fillMaxE8,
        long overfillE8,
        long lateNanos,
        boolean twice,
        boolean rests,
        long bustAfterNanos,
        long fillsLateNanos,
        Reports reports) {
    public static final OrderVerdict NONE =
            new OrderVerdict(EndReason.NONE, Long.MAX_VALUE, 0, 0, false, false, -1, 0, Reports.IN_ORDER);

    /// How the private reports of an order are sent.
    public enum Reports {
        IN_ORDER,
        /// Each twice.
        TWICE,
        /// Held until the order has ended, at most for a second, then newest first.
        REVERSED
    }

    public OrderVerdict {
        if (fillMaxE8 <= 0 || overfillE8 < 0 || lateNanos < 0 || fillsLateNanos < 0) {
            throw new IllegalArgumentException(
                    "the most filled must be positive, overfill and delay not negative, found " + fillMaxE8 + ", "
                            + overfillE8 + " and " + lateNanos);
        }
    }

    public static OrderVerdict refused(EndReason reason) {
        return new OrderVerdict(reason, Long.MAX_VALUE, 0, 0, false, false, -1, 0, Reports.IN_ORDER);
    }

    public OrderVerdict withFillMaxE8(long changed) {
        return new OrderVerdict(
                refusal, changed, overfillE8, lateNanos, twice, rests, bustAfterNanos, fillsLateNanos, reports);
    }

    public OrderVerdict withOverfillE8(long changed) {
        return new OrderVerdict(
                refusal, fillMaxE8, changed, lateNanos, twice, rests, bustAfterNanos, fillsLateNanos, reports);
    }

    public OrderVerdict withLateNanos(long changed) {
        return new OrderVerdict(
                refusal, fillMaxE8, overfillE8, changed, twice, rests, bustAfterNanos, fillsLateNanos, reports);
    }

    public OrderVerdict withTwice() {
        return new OrderVerdict(
                refusal, fillMaxE8, overfillE8, lateNanos, true, rests, bustAfterNanos, fillsLateNanos, reports);
    }

    public OrderVerdict withRests() {
        return new OrderVerdict(
                refusal, fillMaxE8, overfillE8, lateNanos, twice, true, bustAfterNanos, fillsLateNanos, reports);
    }

    public OrderVerdict withBustAfterNanos(long changed) {
        return new OrderVerdict(
                refusal, fillMaxE8, overfillE8, lateNanos, twice, rests, changed, fillsLateNanos, reports);
    }

    public OrderVerdict withFillsLateNanos(long changed) {
        return new OrderVerdict(
                refusal, fillMaxE8, overfillE8, lateNanos, twice, rests, bustAfterNanos, changed, reports);
    }

    public OrderVerdict withRefusal(EndReason changed) {
        return new OrderVerdict(
                changed, fillMaxE8, overfillE8, lateNanos, twice, rests, bustAfterNanos, fillsLateNanos, reports);
    }

    public OrderVerdict withReports(Reports changed) {
        return new OrderVerdict(
                refusal, fillMaxE8, overfillE8, lateNanos, twice, rests, bustAfterNanos, fillsLateNanos, changed);
    }
}
