package io.parallax.simulator.backtest;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.strategy.Direction;
import io.parallax.strategy.LeadLag;
import io.parallax.strategy.LogHistogram;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a tape itself says of a pair, without any trading: spreads at the touch in both directions, by time and by
/// event; how long they stay at or above the threshold, and what is left of them a while later; how old quotes
/// are; how much of the edge is age; how far one feed is behind the other. Silence of both exchanges beyond ten
/// seconds is a hole of the recorder and counts for nothing. Thread: one; complete after [#of].
public final class TapeStatistics {
    /// After how many ms what is left of a spread is looked at.
    public static final List<Integer> LATER_MILLIS = List.of(0, 5, 10, 20, 50, 100, 200, 300, 500, 700, 1_000);

    private static final long HOLE_MICROS = 10_000_000;
    private static final int OPPORTUNITIES_MAX = 500_000;
    private static final int COLUMNS = 600;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NOT_OPEN = Long.MIN_VALUE;

    private final PairTape pair;
    private final long thresholdPpm;
    private final Side[] sides = {Side.BUY, Side.SELL};
    private final OfDirection longA = new OfDirection(Direction.LONG_A_SHORT_B);
    private final OfDirection longB = new OfDirection(Direction.LONG_B_SHORT_A);
    private final OfLeg a = new OfLeg();
    private final OfLeg b = new OfLeg();
    private final PhantomMeter phantom;
    private final LeadLag leadLag = new LeadLag();
    private final long firstMicros;
    private final long columnMicros;
    private long knownMicros;
    private long holeMicros;
    private int holes;
    private long nowMicros;

    private TapeStatistics(PairTape pair, long thresholdPpm) {
        this.pair = pair;
        this.thresholdPpm = thresholdPpm;
        this.phantom = new PhantomMeter(thresholdPpm);
        this.firstMicros = pair.firstMicros();
        this.nowMicros = firstMicros;
        this.columnMicros = Math.max(1, (pair.lastMicros() - firstMicros) / COLUMNS + 1);
    }

    /// Looks at a whole tape.
    ///
    /// @param thresholdPpm from where on a spread counts as an opportunity
    public static TapeStatistics of(PairTape pair, long thresholdPpm) {
        TapeStatistics statistics = new TapeStatistics(pair, thresholdPpm);
        PairTape.Walk walk = pair.walk();
        while (walk.next()) {
            statistics.onEvent(walk.leg(), walk.event());
        }
        statistics.end();
        return statistics;
    }

    /// One leg's quotes.
    private static final class OfLeg {
        private long bidE8 = FixedPoint.NO_PRICE;
        private long askE8 = FixedPoint.NO_PRICE;
        private long receivedMicros;
        private long events;
        private long crossed;
        private final LogHistogram ageWhileOpen = new LogHistogram();
        private final LogHistogram ageAtEventsWhileOpen = new LogHistogram();
        private final List<Long> clockOffsets = new ArrayList<>();
        private final List<Long> clockOffsetMicros = new ArrayList<>();

        long middleE8() {
            return bidE8 == FixedPoint.NO_PRICE || askE8 == FixedPoint.NO_PRICE
                    ? FixedPoint.NO_PRICE
                    : bidE8 + (askE8 - bidE8) / 2;
        }
    }

    /// One direction's spreads. Thread: one; complete with its statistics.
    public final class OfDirection {
        private final Direction direction;
        private final PpmHistogram byTime = new PpmHistogram();
        private final PpmHistogram byEvent = new PpmHistogram();
        private final LogHistogram lifetimes = new LogHistogram();
        private final long[] columnSum = new long[COLUMNS];
        private final long[] columnWeight = new long[COLUMNS];
        private final long[] columnMin = new long[COLUMNS];
        private final long[] columnMax = new long[COLUMNS];
        private final int[] looked = new int[LATER_MILLIS.size()];
        private final long[] laterSumPpm = new long[LATER_MILLIS.size()];
        private final long[] laterStands = new long[LATER_MILLIS.size()];
        private final long[] laterCount = new long[LATER_MILLIS.size()];
        private long[] starts = new long[64];
        private int opportunities;
        private long openedMicros = NOT_OPEN;
        private long openMicros;
        private long longestMicros;
        private long ppm = SpreadCalculator.NO_SPREAD;

        private OfDirection(Direction direction) {
            this.direction = direction;
            Arrays.fill(columnMin, Long.MAX_VALUE);
            Arrays.fill(columnMax, Long.MIN_VALUE);
        }

        private void pass(long from, long until) {
            for (int later = 0; later < looked.length; later++) {
                long micros = LATER_MILLIS.get(later) * 1_000L;
                while (looked[later] < opportunities && starts[looked[later]] + micros < until) {
                    looked[later]++;
                    if (ppm != SpreadCalculator.NO_SPREAD) {
                        laterCount[later]++;
                        laterSumPpm[later] += ppm;
                        laterStands[later] += ppm >= thresholdPpm ? 1 : 0;
                    }
                }
            }
            if (ppm == SpreadCalculator.NO_SPREAD || until <= from) {
                return;
            }
            byTime.add(ppm, until - from);
            for (long at = from; at < until; ) {
                int column = (int) Math.min(COLUMNS - 1, (at - firstMicros) / columnMicros);
                long end = Math.min(until, column == COLUMNS - 1 ? until : firstMicros + (column + 1) * columnMicros);
                columnSum[column] += ppm * (end - at);
                columnWeight[column] += end - at;
                columnMin[column] = Math.min(columnMin[column], ppm);
                columnMax[column] = Math.max(columnMax[column], ppm);
                at = end;
            }
        }

        private void become(long changedPpm, long atMicros) {
            ppm = changedPpm;
            if (ppm != SpreadCalculator.NO_SPREAD) {
                byEvent.add(ppm, 1);
            }
            boolean open = ppm != SpreadCalculator.NO_SPREAD && ppm >= thresholdPpm;
            if (open && openedMicros == NOT_OPEN) {
                openedMicros = atMicros;
                if (opportunities < OPPORTUNITIES_MAX) {
                    if (opportunities == starts.length) {
                        starts = Arrays.copyOf(starts, 2 * opportunities);
                    }
                    starts[opportunities++] = atMicros;
                }
            } else if (!open) {
                close(atMicros);
            }
        }

        private void close(long atMicros) {
            if (openedMicros != NOT_OPEN) {
                long lived = atMicros - openedMicros;
                lifetimes.add(lived, 1);
                openMicros += lived;
                longestMicros = Math.max(longestMicros, lived);
                openedMicros = NOT_OPEN;
            }
        }

        public Direction direction() {
            return direction;
        }

        /// Spreads weighted with µs.
        public PpmHistogram byTime() {
            return byTime;
        }

        /// Spreads as they stood after each event.
        public PpmHistogram byEvent() {
            return byEvent;
        }

        /// How often the spread reached the threshold.
        public int opportunities() {
            return opportunities;
        }

        /// For how long it stood there each time, µs.
        public LogHistogram lifetimes() {
            return lifetimes;
        }

        /// For how long it stood there at most, µs.
        public long longestMicros() {
            return longestMicros;
        }

        /// For how long it stood there altogether, µs.
        public long openMicros() {
            return openMicros;
        }

        /// Mean spread so long after it reached the threshold, ppm.
        ///
        /// @param later index of [#LATER_MILLIS]
        public long laterPpm(int later) {
            return laterCount[later] == 0 ? 0 : Math.floorDiv(laterSumPpm[later], laterCount[later]);
        }

        /// Share of the opportunities that stood at the threshold or above so long after, in ppm.
        public long laterStandsPpm(int later) {
            return laterCount[later] == 0 ? 0 : laterStands[later] * 1_000_000 / laterCount[later];
        }

        /// How many columns a chart over time has.
        public int columns() {
            return COLUMNS;
        }

        public boolean hasColumn(int column) {
            return columnWeight[column] > 0;
        }

        public long columnMeanPpm(int column) {
            return Math.floorDiv(columnSum[column], columnWeight[column]);
        }

        public long columnMinPpm(int column) {
            return columnMin[column];
        }

        public long columnMaxPpm(int column) {
            return columnMax[column];
        }
    }

    private OfLeg of(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    private void onEvent(Leg leg, int event) {
        long at = pair.tape().receivedMicros(event);
        pass(at);
        OfLeg of = of(leg);
        of.events++;
        of.bidE8 = pair.touchE8(event, sides[0]);
        of.askE8 = pair.touchE8(event, sides[1]);
        of.receivedMicros = at;
        of.crossed += of.askE8 != FixedPoint.NO_PRICE && of.bidE8 >= of.askE8 ? 1 : 0;
        long exchangeMicros = pair.tape().exchangeMicros(event);
        if (exchangeMicros != 0) {
            of.clockOffsets.add(at - exchangeMicros);
            of.clockOffsetMicros.add(at);
        }
        long nanos = (at - firstMicros) * NANOS_PER_MICRO;
        if (pair.tape().isLost(event)) {
            phantom.onLost(leg, nanos);
        } else {
            phantom.onQuote(
                    leg,
                    of.bidE8,
                    pair.tape().quantityE8(event, Side.BUY, 0),
                    of.askE8,
                    pair.tape().quantityE8(event, Side.SELL, 0),
                    nanos);
        }
        leadLag.onMiddle(leg, of.middleE8(), nanos);
        longA.become(SpreadCalculator.spreadPpm(b.bidE8, a.askE8), at);
        longB.become(SpreadCalculator.spreadPpm(a.bidE8, b.askE8), at);
        if (isOpen()) {
            a.ageAtEventsWhileOpen.add(at - a.receivedMicros, 1);
            b.ageAtEventsWhileOpen.add(at - b.receivedMicros, 1);
        }
    }

    private boolean isOpen() {
        return longA.openedMicros != NOT_OPEN || longB.openedMicros != NOT_OPEN;
    }

    private void pass(long until) {
        long end = Math.min(until, nowMicros + HOLE_MICROS);
        longA.pass(nowMicros, end);
        longB.pass(nowMicros, end);
        if (longA.ppm != SpreadCalculator.NO_SPREAD || longB.ppm != SpreadCalculator.NO_SPREAD) {
            knownMicros += end - nowMicros;
        }
        if (isOpen() && end > nowMicros) {
            long middle = nowMicros + (end - nowMicros) / 2;
            a.ageWhileOpen.add(middle - a.receivedMicros, end - nowMicros);
            b.ageWhileOpen.add(middle - b.receivedMicros, end - nowMicros);
        }
        if (until > end) {
            holes++;
            holeMicros += until - end;
            long nanos = (end - firstMicros) * NANOS_PER_MICRO;
            for (Leg leg : Leg.values()) {
                phantom.onLost(leg, nanos);
                of(leg).bidE8 = FixedPoint.NO_PRICE;
                of(leg).askE8 = FixedPoint.NO_PRICE;
                leadLag.onMiddle(leg, FixedPoint.NO_PRICE, nanos);
            }
            longA.become(SpreadCalculator.NO_SPREAD, end);
            longB.become(SpreadCalculator.NO_SPREAD, end);
        }
        nowMicros = until;
    }

    private void end() {
        longA.close(nowMicros);
        longB.close(nowMicros);
        phantom.advanceTo((nowMicros - firstMicros) * NANOS_PER_MICRO);
        leadLag.advanceTo((nowMicros - firstMicros) * NANOS_PER_MICRO);
    }

    public PairTape pair() {
        return pair;
    }

    public long thresholdPpm() {
        return thresholdPpm;
    }

    public OfDirection of(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? longA : longB;
    }

    /// For how long a spread was known, µs.
    public long knownMicros() {
        return knownMicros;
    }

    /// How often the recorder saw nothing for more than ten seconds.
    public int holes() {
        return holes;
    }

    /// What of that is left out, µs.
    public long holeMicros() {
        return holeMicros;
    }

    public long events(Leg leg) {
        return of(leg).events;
    }

    /// Events with a bid at or above the ask.
    public long crossed(Leg leg) {
        return of(leg).crossed;
    }

    /// How old a leg's quote was while a spread stood at the threshold or above, by time; µs.
    public LogHistogram ageWhileOpen(Leg leg) {
        return of(leg).ageWhileOpen;
    }

    /// The same, at each event.
    public LogHistogram ageAtEventsWhileOpen(Leg leg) {
        return of(leg).ageAtEventsWhileOpen;
    }

    public PhantomMeter phantom() {
        return phantom;
    }

    public LeadLag leadLag() {
        return leadLag;
    }

    /// Receipt minus the exchange's time, the middle one of each hour of the tape that has any.
    ///
    /// @param hourEpochMillis when the hour begins
    public record ClockOffset(long hourEpochMillis, int count, long medianMicros) {}

    /// How far the recorder's clock was from an exchange's, hour by hour; empty when the exchange told no time.
    public List<ClockOffset> clockOffsets(Leg leg) {
        OfLeg of = of(leg);
        List<ClockOffset> hours = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= of.clockOffsets.size(); at++) {
            long hour = hour(of, from);
            if (at == of.clockOffsets.size() || hour(of, at) != hour) {
                long[] sorted = of.clockOffsets.subList(from, at).stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
                hours.add(new ClockOffset(hour * 3_600_000, sorted.length, sorted[sorted.length / 2]));
                from = at;
            }
        }
        return hours;
    }

    private static long hour(OfLeg of, int at) {
        return Math.floorDiv(of.clockOffsetMicros.get(at), 3_600_000_000L);
    }

    /// The middle of all offsets, µs; 0 when there is none.
    public long clockOffsetMicros(Leg leg) {
        long[] sorted = of(leg).clockOffsets.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /// Whether an exchange told its own time at all.
    public boolean hasClock(Leg leg) {
        return !of(leg).clockOffsets.isEmpty();
    }
}
