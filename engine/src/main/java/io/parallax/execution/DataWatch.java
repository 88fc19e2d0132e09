package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.MarketEvent;
import io.parallax.instrument.Leg;
import io.parallax.marketdata.MarkWatch;
import io.parallax.risk.Blocker;
import io.parallax.risk.DataLimits;
import io.parallax.risk.EdgeWatch;
import io.parallax.risk.MarkGate;
import io.parallax.risk.QuoteRate;
import io.parallax.risk.RiskGate;
import io.parallax.strategy.Direction;
import io.parallax.strategy.EdgeSettings;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.FundingRate;
import io.parallax.strategy.NetEdge;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.SpreadOpportunity;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.OptionalLong;

/// Whether the market data of a pair can be believed, beyond what each book says of itself: marks, indexes, the rate of
/// the settlement currency, how late feeds are, and whether what the books promised was earned. Thread: engine only.
final class DataWatch {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long PPM = 1_000_000;
    private static final long MARKS_APART_NANOS = 5 * SECOND;
    private static final long BAND_ALERT_NANOS = 60 * SECOND;
    private static final long ALERT_SPACING_NANOS = 60 * SECOND;

    private static final FundingRate NO_RATE = new FundingRate();

    private final DataLimits limits;
    private final Outbox out;
    private final LegDesk a;
    private final LegDesk b;
    private final MarkGate.Quoted quotedA;
    private final MarkGate.Quoted quotedB;
    private final QuoteRate rate = new QuoteRate();
    private final EdgeWatch edge = new EdgeWatch();
    private final EdgeSettings edgeSettings;
    private final NetEdge holding = new NetEdge();
    private final FundingRate fundingA = new FundingRate();
    private final FundingRate fundingB = new FundingRate();
    private long apartSinceNanosLongA = NEVER;
    private long apartSinceNanosLongB = NEVER;
    private long bandSinceNanos = NEVER;
    private long lagToldNanos = NEVER;
    private long bandToldNanos = NEVER;
    private long rateToldNanos = NEVER;
    private long entryExpectedE8;
    private long exitExpectedE8;
    private boolean expectationKnown;
    private boolean exitDecided;

    DataWatch(PairSettings settings, LegDesk a, LegDesk b, Outbox out) {
        this.limits = settings.data();
        this.edgeSettings = settings.edge();
        this.out = out;
        this.a = a;
        this.b = b;
        this.quotedA =
                new MarkGate.Quoted(a.book(), new MarkWatch(), a.settings().tellsIndex());
        this.quotedB =
                new MarkGate.Quoted(b.book(), new MarkWatch(), b.settings().tellsIndex());
    }

    // ---- what comes in

    /// News of a market: ours, or another of the same exchange.
    void onMarket(MarketEvent event, long nowNanos) {
        switch (event) {
            case MarketEvent.MarkReported mark -> onMark(mark, nowNanos);
            case MarketEvent.QuoteRateReported reported -> {
                rate.onRate(reported.rateE8(), reported.receivedNanos());
                (reported.exchange().equals(a.exchange()) ? a : b).onQuoteRate(reported);
            }
            case MarketEvent.FundingRateReported funding -> onFundingRate(funding);
        }
    }

    private void onMark(MarketEvent.MarkReported reported, long nowNanos) {
        boolean ofA = reported.exchange().equals(a.exchange());
        if (!reported.symbol().equals((ofA ? a : b).symbol())) {
            return;
        }
        boolean continues = isMarkFresh(quotedA, nowNanos) && isMarkFresh(quotedB, nowNanos);
        (ofA ? quotedA : quotedB).mark().onMark(reported.markE8(), reported.indexE8(), reported.receivedNanos());
        long markA = quotedA.mark().markE8();
        long markB = quotedB.mark().markE8();
        boolean fresh = isMarkFresh(quotedA, nowNanos) && isMarkFresh(quotedB, nowNanos);
        apartSinceNanosLongA = apart(fresh, continues, markA, markB, apartSinceNanosLongA, nowNanos);
        apartSinceNanosLongB = apart(fresh, continues, markB, markA, apartSinceNanosLongB, nowNanos);
    }

    private void onFundingRate(MarketEvent.FundingRateReported reported) {
        boolean ofA = reported.exchange().equals(a.exchange());
        if (reported.symbol().equals((ofA ? a : b).symbol())) {
            (ofA ? fundingA : fundingB)
                    .onRate(reported.rateE8(), (ofA ? a : b).instrument().fundingMillis(), reported.receivedNanos());
        }
    }

    private static long apart(
            boolean fresh, boolean continues, long boughtE8, long soldE8, long sinceNanos, long nowNanos) {
        if (!fresh || SpreadCalculator.spreadPpm(soldE8, boughtE8) <= RiskGate.SPREAD_PPM_MAX) {
            return NEVER;
        }
        return continues && sinceNanos != NEVER ? sinceNanos : nowNanos;
    }

    private boolean isMarkFresh(MarkGate.Quoted quoted, long nowNanos) {
        return quoted.mark().isFresh(nowNanos, limits.markAgeMillis() * MILLI);
    }

    /// Tells what lasts and what is about to block.
    void onTick(long nowNanos) {
        warnOfLag(a, nowNanos);
        warnOfLag(b, nowNanos);
        Blocker band = bookBlocker(a, nowNanos) == Blocker.NONE && bookBlocker(b, nowNanos) == Blocker.NONE
                ? MarkGate.blocker(quotedA, quotedB, limits, nowNanos)
                : Blocker.NONE;
        boolean outside = band == Blocker.MARK_BAND || band == Blocker.INDEX_BAND;
        bandSinceNanos = !outside ? NEVER : bandSinceNanos == NEVER ? nowNanos : bandSinceNanos;
        if (outside && nowNanos - bandSinceNanos >= BAND_ALERT_NANOS && isDue(bandToldNanos, nowNanos)) {
            bandToldNanos = nowNanos;
            out.alert(band.text() + ", for " + (nowNanos - bandSinceNanos) / SECOND + " s; no entries", nowNanos);
        }
        if (rate.isAlarming() && isDue(rateToldNanos, nowNanos)) {
            rateToldNanos = nowNanos;
            out.alert(
                    "the settlement currency is worth " + FixedPoint.format(rate.rateE8())
                            + " of the currency of prices",
                    nowNanos);
        }
    }

    private void warnOfLag(LegDesk desk, long nowNanos) {
        long lagNanos = desk.book().lagNanos();
        boolean late = lagNanos > limits.lagWarnMillis() * MILLI && lagNanos != Long.MAX_VALUE;
        boolean young = desk.book().isUsable(nowNanos, desk.settings().bookAgeEntryMillis() * MILLI);
        if (late && young && isDue(lagToldNanos, nowNanos)) {
            lagToldNanos = nowNanos;
            out.alert(
                    "the feed of " + desk.exchange() + " is " + lagNanos / MILLI + " ms later than usual; above "
                            + limits.lagMillis() + " ms no entries",
                    nowNanos);
        }
    }

    private static boolean isDue(long toldNanos, long nowNanos) {
        return toldNanos == NEVER || nowNanos - toldNanos >= ALERT_SPACING_NANOS;
    }

    // ---- what a cycle promises and earns

    void onEntry(SpreadOpportunity opportunity, long quantityE8) {
        entryExpectedE8 =
                FixedPoint.multiply(opportunity.sellPriceE8() - opportunity.buyPriceE8(), quantityE8, Rounding.FLOOR);
        exitExpectedE8 = 0;
        expectationKnown = true;
        exitDecided = false;
    }

    /// A layer comes on top of what is held. What a decision to leave promised before it is void.
    void onLayer(SpreadOpportunity opportunity, long quantityE8) {
        entryExpectedE8 +=
                FixedPoint.multiply(opportunity.sellPriceE8() - opportunity.buyPriceE8(), quantityE8, Rounding.FLOOR);
        exitExpectedE8 = 0;
        exitDecided = false;
    }

    /// The first decision to leave counts, not those that try again for what is left.
    ///
    /// @param exitPpm what the exit promises, or [SpreadCalculator#NO_SPREAD]
    void onExit(long exitPpm, long quantityE8) {
        if (exitDecided) {
            return;
        }
        exitDecided = true;
        long priceE8 = a.book().bestAskE8();
        if (exitPpm == SpreadCalculator.NO_SPREAD || priceE8 == FixedPoint.NO_PRICE) {
            expectationKnown = false;
            return;
        }
        long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.FLOOR);
        exitExpectedE8 = FixedPoint.multiplyDivide(notionalE8, exitPpm, PPM, Rounding.FLOOR);
    }

    void onCycle(CycleResult result, long nowNanos) {
        boolean judged = expectationKnown
                && result.exact()
                && result.entrySpreadPpm() != 0
                && result.outcome() != CycleResult.Outcome.NOTHING_FILLED;
        expectationKnown = false;
        if (!judged || edge.isUnreal()) {
            return;
        }
        edge.onCycle(entryExpectedE8 + exitExpectedE8, result.grossE8(), limits.edgePercent());
        if (edge.isUnreal()) {
            out.alert(
                    "the last " + EdgeWatch.CYCLES + " cycles earned " + FixedPoint.format(edge.earnedSumE8())
                            + " of " + FixedPoint.format(edge.expectedSumE8())
                            + " that the books promised; no entries until resume",
                    nowNanos);
        }
    }

    /// The operator looked.
    void onReview() {
        edge.reset();
    }

    // ---- what it says of entries

    /// Why no entry may rest on the data, or [Blocker#NONE]. The books are looked at first.
    Blocker blocker(long nowNanos) {
        Blocker marks = MarkGate.blocker(quotedA, quotedB, limits, nowNanos);
        if (marks != Blocker.NONE) {
            return marks;
        }
        if (limits.quoteRateRequired() && !rate.isGood(nowNanos)) {
            return Blocker.QUOTE_RATE;
        }
        if (edgeSettings.fundingRequired() && !isFundingKnown(nowNanos)) {
            return Blocker.FUNDING_UNKNOWN;
        }
        return edge.isUnreal() ? Blocker.EDGE_UNREAL : Blocker.NONE;
    }

    // ---- what a cycle would earn

    /// Fills in what opening `direction` now and closing it at the exit threshold would earn. A funding rate that is
    /// not known counts as none: where it is required, it keeps entries off before anything is weighed.
    ///
    /// @param touchPpm the entry spread at the touch
    /// @param executablePpm the entry spread for our size
    void weigh(NetEdge weighed, long nowNanos, Direction direction, long touchPpm, long executablePpm, long exitPpm) {
        boolean longA = direction.longLeg() == Leg.A;
        FundingRate ofA = fundingA.isKnown(nowNanos) ? fundingA : NO_RATE;
        FundingRate ofB = fundingB.isKnown(nowNanos) ? fundingB : NO_RATE;
        weighed.spreads(touchPpm, executablePpm, exitPpm)
                .fees(a.takerFeePpm(), b.takerFeePpm())
                .funding(longA ? ofA : ofB, longA ? ofB : ofA, edgeSettings.holdMillis())
                .basis(limits.quoteRateRequired() ? rate.rateE8() : 0)
                .buffer(edgeSettings.bufferPpm());
    }

    /// What holding `held` is expected to bring in `millis`, in ppm of a leg's value; negative when it costs.
    long fundingPpm(Direction held, long millis) {
        boolean longA = held.longLeg() == Leg.A;
        return holding.funding(longA ? fundingA : fundingB, longA ? fundingB : fundingA, millis)
                .netPpm();
    }

    /// Whether both funding rates came lately and can be true.
    boolean isFundingKnown(long nowNanos) {
        return fundingA.isKnown(nowNanos) && fundingB.isKnown(nowNanos);
    }

    /// What the exchange of a leg says of funding.
    FundingCalendar.OfLeg funding(LegDesk desk, long nowNanos) {
        FundingRate told = desk == a ? fundingA : fundingB;
        return new FundingCalendar.OfLeg(
                told.isKnown(nowNanos) ? OptionalLong.of(told.rateE8()) : OptionalLong.empty(),
                told.isKnown(nowNanos)
                        ? told.intervalMillis()
                        : desk.isListed() ? desk.instrument().fundingMillis() : 0,
                desk.settings().fundingSettles());
    }

    /// Why no entry may rest on the book of a leg, or [Blocker#NONE].
    Blocker bookBlocker(LegDesk desk, long nowNanos) {
        return RiskGate.bookBlocker(
                desk.book(), nowNanos, desk.settings().bookAgeEntryMillis() * MILLI, limits.lagMillis() * MILLI);
    }

    /// Whether both marks have shown a spread beyond the believable in this direction for long enough.
    boolean doMarksConfirm(Direction direction, long nowNanos) {
        long sinceNanos = direction.longLeg() == Leg.A ? apartSinceNanosLongA : apartSinceNanosLongB;
        return sinceNanos != NEVER && nowNanos - sinceNanos >= MARKS_APART_NANOS;
    }
}
