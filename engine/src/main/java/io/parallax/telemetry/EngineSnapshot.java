package io.parallax.telemetry;

import io.parallax.execution.CandidateLog;
import io.parallax.execution.CycleResult;
import io.parallax.execution.HaltReason;
import io.parallax.execution.LayerStatus;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.OrderState;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.risk.GateState;
import io.parallax.strategy.Direction;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.NetEdge;
import io.parallax.strategy.ShadowRule;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.ThresholdSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The whole engine at one moment, for screens and reports. Thread: any; immutable. Money is quote currency ×
/// 10⁸, quantities are base currency × 10⁸, spreads are ppm; a price or spread that is not known is
/// [io.parallax.units.FixedPoint#NO_PRICE] or [io.parallax.strategy.SpreadCalculator#NO_SPREAD], which are one
/// number.
///
/// @param sequence counts published snapshots
/// @param stopped a shutdown was asked for and nothing is left to do
/// @param exitCode what the process should exit with if it ended now: 0 flat, 10 hedged position left, 20 naked
///     exposure left, 30 unknown exposure
public record EngineSnapshot(
        long sequence,
        long nowNanos,
        OperatorMode mode,
        boolean stopped,
        int exitCode,
        List<BotView> bots,
        List<ExchangeView> exchanges,
        Counters counters,
        Latencies latencies,
        DayView day) {

    public EngineSnapshot {
        bots = List.copyOf(bots);
        exchanges = List.copyOf(exchanges);
    }

    /// The UTC day, all bots together.
    ///
    /// @param epochDay days since 1970-01-01; [#UNKNOWN] before the calendar was told
    /// @param realisedE8 less fees, with what earlier runs of the day realised
    /// @param resultE8 the same with what is held, at prices that the books would pay
    /// @param lossMaxE8 what the day may cost
    /// @param known what earlier runs of the day realised is known, or an operator accepted that it is not
    /// @param settled known, nothing in flight, and every execution has its price
    public record DayView(
            long epochDay, long realisedE8, long resultE8, long lossMaxE8, boolean known, boolean settled) {
        public static final long UNKNOWN = Long.MIN_VALUE;
    }

    /// One bot.
    ///
    /// @param detail why it is in this state, in plain words
    /// @param haltReason present while halted
    /// @param direction present while a position is held or a cycle runs
    /// @param touchPpmLongA entry spread of long A, short B at the touch; it is the exit spread of the other
    ///     direction
    /// @param executablePpmLongA the same for the configured quantity
    /// @param exitPpm executable exit spread of the held direction, when one is held
    /// @param topBlocker the first rule that kept the last look from an entry
    /// @param blockers how often each rule was the first to fail
    /// @param cycles completed ones: entered and exited
    /// @param cyclesFailed refused or repaired ones
    /// @param grossE8 realised result of all cycles before fees
    /// @param feesE8 paid fees
    /// @param basisE8 what the settlement currencies' distance from par made of what was realised, not in the net;
    ///     empty when a rate was not known
    /// @param nakedNanosMax longest time with one common lot or more unhedged
    /// @param lastCycle figures of the last finished cycle
    /// @param edgeLongA what long A, short B would earn: opened now, closed at the exit threshold
    /// @param edgeLongB the same for the other direction
    /// @param breakEvenExitPpm the exit spread at which closing what is held costs nothing, when something is
    ///     held
    /// @param thresholds when this bot enters and leaves
    /// @param shadow what the other rule would have done, when it is followed
    /// @param phantom how much of the edge is age
    /// @param funding what funding is told to be, and what it is expected to come to
    /// @param candidates the spreads at or above the entry threshold that were looked at
    /// @param events the latest events, newest last, with the time of each
    public record BotView(
            String id,
            String pair,
            PairState state,
            String detail,
            Optional<HaltReason> haltReason,
            Optional<Direction> direction,
            LegView a,
            LegView b,
            long entryThresholdPpm,
            long exitThresholdPpm,
            long touchPpmLongA,
            long touchPpmLongB,
            long executablePpmLongA,
            long executablePpmLongB,
            long exitPpm,
            Blocker topBlocker,
            Map<Blocker, Long> blockers,
            long cycles,
            long cyclesFailed,
            long cyclesNothingFilled,
            long grossE8,
            long feesE8,
            long fundingE8,
            OptionalLong basisE8,
            long nakedNanosMax,
            long stateSinceNanos,
            Optional<CycleResult> lastCycle,
            Optional<NetEdge.Breakdown> edgeLongA,
            Optional<NetEdge.Breakdown> edgeLongB,
            OptionalLong breakEvenExitPpm,
            ThresholdsView thresholds,
            LayerStatus layers,
            Optional<ShadowRule.Outcome> shadow,
            PhantomView phantom,
            FundingCalendar funding,
            CandidatesView candidates,
            List<EventView> events) {

        public BotView {
            blockers = Map.copyOf(blockers);
            events = List.copyOf(events);
        }

        public long netE8() {
            return grossE8 - feesE8 + fundingE8;
        }

        public Optional<NetEdge.Breakdown> edge(Direction direction) {
            return direction == Direction.LONG_A_SHORT_B ? edgeLongA : edgeLongB;
        }

        public long touchPpm(Direction direction) {
            return direction == Direction.LONG_A_SHORT_B ? touchPpmLongA : touchPpmLongB;
        }

        public long executablePpm(Direction direction) {
            return direction == Direction.LONG_A_SHORT_B ? executablePpmLongA : executablePpmLongB;
        }

        /// From this executable spread on a direction is entered, or grows by its next layer.
        public long nextEntryPpm(Direction direction) {
            long entryPpm = thresholds.entryPpm(direction);
            return entryPpm == SpreadCalculator.NO_SPREAD ? entryPpm : entryPpm + layers.nextOffsetPpm();
        }

        /// How much the executable spread lacks for that; [Long#MAX_VALUE] while one of both is not known.
        public long entryGapPpm(Direction direction) {
            long entryPpm = nextEntryPpm(direction);
            long executablePpm = executablePpm(direction);
            return entryPpm == SpreadCalculator.NO_SPREAD || executablePpm == SpreadCalculator.NO_SPREAD
                    ? Long.MAX_VALUE
                    : entryPpm - executablePpm;
        }

        /// The direction whose entry lacks less.
        public Direction nearerEntry() {
            return entryGapPpm(Direction.LONG_A_SHORT_B) <= entryGapPpm(Direction.LONG_B_SHORT_A)
                    ? Direction.LONG_A_SHORT_B
                    : Direction.LONG_B_SHORT_A;
        }

        /// From this executable exit spread on what is held is left.
        public long closesPpm(Direction held) {
            return layers.exitPpm() == SpreadCalculator.NO_SPREAD ? thresholds.exitPpm(held) : layers.exitPpm();
        }
    }

    /// How much of the time above the entry threshold, weighted with how far above, came from quotes that were
    /// older than this, since the start.
    ///
    /// @param limitsMillis the ages, falling
    /// @param vanishedPpm the share that would vanish without older quotes, for each; empty while there was no
    ///     edge
    /// @param suggestedMillis the age up to which edge was still there when the older quote was renewed;
    ///     [io.parallax.strategy.PhantomMeter#NO_LIMIT] or [io.parallax.strategy.PhantomMeter#UNKNOWN]
    public record PhantomView(List<Long> limitsMillis, List<Long> vanishedPpm, long suggestedMillis) {
        public PhantomView {
            limitsMillis = List.copyOf(limitsMillis);
            vanishedPpm = List.copyOf(vanishedPpm);
        }
    }

    /// When a bot enters and leaves, ppm; [io.parallax.strategy.SpreadCalculator#NO_SPREAD] what is not known
    /// yet.
    ///
    /// @param entryPpmLongA executable spread from which on long A, short B is entered
    /// @param exitPpmLongA executable exit spread from which on it is left
    /// @param basis what is measured from, under the rolling rule
    /// @param entryQuantilePercent the quantile that an entry must reach too; 0 for none
    /// @param meanPpmLongA what is usual for the entry, under the rolling rule
    /// @param quantilesLongA how the entry's executable spread was spread of late, under the rolling rule
    public record ThresholdsView(
            ThresholdSettings.Rule rule,
            ThresholdSettings.Basis basis,
            int entryQuantilePercent,
            long entryPpmLongA,
            long entryPpmLongB,
            long exitPpmLongA,
            long exitPpmLongB,
            long meanPpmLongA,
            long meanPpmLongB,
            QuantilesView quantilesLongA,
            QuantilesView quantilesLongB) {

        public long meanPpm(Direction direction) {
            return direction == Direction.LONG_A_SHORT_B ? meanPpmLongA : meanPpmLongB;
        }

        public QuantilesView quantiles(Direction direction) {
            return direction == Direction.LONG_A_SHORT_B ? quantilesLongA : quantilesLongB;
        }

        public long entryPpm(Direction direction) {
            return direction == Direction.LONG_A_SHORT_B ? entryPpmLongA : entryPpmLongB;
        }

        public long exitPpm(Direction held) {
            return held == Direction.LONG_A_SHORT_B ? exitPpmLongA : exitPpmLongB;
        }
    }

    /// What a direction's executable spread was at or below for 5, 50 and 95 % of the time of late, ppm;
    /// [io.parallax.strategy.SpreadCalculator#NO_SPREAD] what is not known yet.
    public record QuantilesView(long p05Ppm, long p50Ppm, long p95Ppm) {}

    /// Spreads at or above the entry threshold that were looked at, each with exactly one verdict.
    ///
    /// @param count all since the start
    /// @param verdicts how many each rule decided, [Blocker#NONE] being entries; they add up to the count
    /// @param recent the latest, newest last
    public record CandidatesView(long count, Map<Blocker, Long> verdicts, List<CandidateLog.Candidate> recent) {
        public CandidatesView {
            verdicts = Map.copyOf(verdicts);
            recent = List.copyOf(recent);
        }
    }

    /// One leg of a bot.
    ///
    /// @param symbol the exchange's name of the instrument; empty until it was listed
    /// @param bookUsable usable for an entry now
    /// @param bookAgeNanos since the last frame; -1 when there never was one
    /// @param positionE8 what we believe we hold, signed
    /// @param worstE8 the largest magnitude that live and unknown orders could lead to
    /// @param confirmedE8 what the exchange last told, if it did
    /// @param order the order in flight, if any
    public record LegView(
            ExchangeId exchange,
            String symbol,
            long bidE8,
            long askE8,
            boolean bookUsable,
            long bookAgeNanos,
            long positionE8,
            long worstE8,
            Optional<Long> confirmedE8,
            long entryPriceE8,
            long realisedE8,
            long feesE8,
            Optional<OrderView> order) {}

    /// An order in flight.
    public record OrderView(
            String id,
            Side side,
            long quantityE8,
            long limitPriceE8,
            long filledE8,
            boolean reduceOnly,
            OrderState state,
            long ageNanos) {}

    /// One exchange.
    ///
    /// @param gate what may be sent there now
    /// @param gateDetail why, in plain words
    /// @param cashStartE8 settled balance before our first order, if it was read
    /// @param cashNowE8 settled balance as last read, if it was
    /// @param cashSettled true when the last read was asked for after the last fill, so that the difference of
    ///     both balances is what the exchange says we earned
    public record ExchangeView(
            ExchangeId exchange,
            GateState gate,
            String gateDetail,
            boolean marketDataReady,
            boolean privateStreamReady,
            boolean orderEntryReady,
            Optional<Long> cashStartE8,
            Optional<Long> cashNowE8,
            boolean cashSettled,
            long clockSkewMillis) {

        /// What the exchange's own ledger says we earned since the start, when both ends are known.
        public Optional<Long> earnedE8() {
            return cashStartE8.isPresent() && cashNowE8.isPresent()
                    ? Optional.of(cashNowE8.get() - cashStartE8.get())
                    : Optional.empty();
        }
    }

    /// Counts since the start.
    ///
    /// @param eventsUnexpected events that had no row in the transition table
    public record Counters(
            long bookUpdates,
            long evaluations,
            long opportunities,
            long opportunitiesTaken,
            long orders,
            long fills,
            long fillsDuplicate,
            long ordersUnknown,
            long lateFills,
            long repairs,
            long alerts,
            long eventsUnexpected) {}

    /// Latencies in nanoseconds.
    ///
    /// @param triggerToDecision frame read → entry decided
    /// @param triggerToFirstOrder frame read → last byte of the first order written
    /// @param triggerToSecondOrder frame read → last byte of the second order written
    /// @param decisionToFill order handed over → execution known
    /// @param naked durations with one common lot or more unhedged
    public record Latencies(
            LatencySummary triggerToDecision,
            LatencySummary triggerToFirstOrder,
            LatencySummary triggerToSecondOrder,
            LatencySummary decisionToFill,
            LatencySummary naked) {}

    /// One line of a bot's recent past.
    public record EventView(long atNanos, String text) {}
}
