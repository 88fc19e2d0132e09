package io.parallax.strategy;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.BookState;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Arrays;

/// Measures how much of the edge between two books is age: how much of the time above a threshold, weighted
/// with how far above, would not have been seen had quotes older than 1000, 500, 300, 200, 100 or 50 ms been
/// ignored, and how much was gone the moment the older quote was renewed.
///
/// Edge is the better direction's spread at the touch above the threshold, in ppm; edge-time is ppm × µs. The
/// age of a spread is the age of the older of its two quotes, by receipt (when its exchange last said anything
/// of the book) or by change (when price or quantity at its touch last became another): a feed that repeats a
/// frozen quote is young by receipt and old by change. Thread: one at a time, engine or replay. Allocates
/// nothing after construction.
public final class PhantomMeter {
    /// Says that there is nothing to say.
    public static final long UNKNOWN = -1;

    /// Stands for "no limit".
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final long[] LIMITS_MILLIS = {NO_LIMIT, 1_000, 500, 300, 200, 100, 50};
    private static final int KINDS = 2;
    private static final int LEGS = 2;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long PPM = 1_000_000;
    /// A band with less of all edge-time than one part in so many suggests nothing.
    private static final long BAND_PARTS = 100;

    /// How the age of a quote is counted.
    public enum Age {
        RECEIPT,
        CHANGE
    }

    private final long thresholdPpm;
    private final long[] limitsMicros = new long[LIMITS_MILLIS.length];
    private final long[] bidE8 = new long[LEGS];
    private final long[] askE8 = new long[LEGS];
    private final long[] bidQuantityE8 = new long[LEGS];
    private final long[] askQuantityE8 = new long[LEGS];
    private final long[][] sinceMicros = new long[KINDS][LEGS];
    private final long[][] edge = new long[KINDS][LIMITS_MILLIS.length];
    private final long[][] outlived = new long[KINDS][LIMITS_MILLIS.length];
    private final long[][] gone = new long[KINDS][LIMITS_MILLIS.length];
    private final long[][] pendingMicros = new long[KINDS][LEGS];
    private final long[][][] pending = new long[KINDS][LEGS][LIMITS_MILLIS.length];
    private final LogHistogram[] silences = {new LogHistogram(), new LogHistogram()};
    private final LogHistogram[] silencesOfLegs = {
        new LogHistogram(), new LogHistogram(), new LogHistogram(), new LogHistogram()
    };
    private long nowMicros = NEVER;
    private long edgePpm;
    private long knownMicros;

    /// @param thresholdPpm edge counts from here on; 0 counts every spread that pays at all
    public PhantomMeter(long thresholdPpm) {
        this.thresholdPpm = thresholdPpm;
        for (int limit = 0; limit < LIMITS_MILLIS.length; limit++) {
            limitsMicros[limit] =
                    LIMITS_MILLIS[limit] == NO_LIMIT ? Long.MAX_VALUE : LIMITS_MILLIS[limit] * MICROS_PER_MILLI;
        }
        Arrays.fill(bidE8, FixedPoint.NO_PRICE);
        Arrays.fill(askE8, FixedPoint.NO_PRICE);
        for (long[] each : sinceMicros) {
            Arrays.fill(each, NEVER);
        }
    }

    /// A book changed, or was told again as it was.
    public void onBook(Leg leg, OrderBook book, long nowNanos) {
        if (book.state() == BookState.LIVE) {
            onQuote(
                    leg,
                    book.bestBidE8(),
                    book.quantityE8(Side.BUY, 0),
                    book.bestAskE8(),
                    book.quantityE8(Side.SELL, 0),
                    nowNanos);
        } else {
            onLost(leg, nowNanos);
        }
    }

    /// The touch of a leg as its exchange told it, changed or not.
    public void onQuote(Leg leg, long bid, long bidQuantity, long ask, long askQuantity, long nowNanos) {
        advanceTo(nowNanos);
        int of = of(leg);
        boolean changed = bid != bidE8[of]
                || ask != askE8[of]
                || bidQuantity != bidQuantityE8[of]
                || askQuantity != askQuantityE8[of];
        long beforePpm = edgePpm;
        bidE8[of] = bid;
        askE8[of] = ask;
        bidQuantityE8[of] = bidQuantity;
        askQuantityE8[of] = askQuantity;
        if (changed) {
            edgePpm = edgePpm();
        }
        renew(Age.RECEIPT, of, beforePpm);
        if (changed) {
            renew(Age.CHANGE, of, beforePpm);
        }
    }

    /// A book is void: no edge until its next quote, and nobody knows what the last one was worth.
    public void onLost(Leg leg, long nowNanos) {
        advanceTo(nowNanos);
        int of = of(leg);
        bidE8[of] = FixedPoint.NO_PRICE;
        askE8[of] = FixedPoint.NO_PRICE;
        edgePpm = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            sinceMicros[kind][of] = NEVER;
            Arrays.fill(pending[kind][of], 0);
            pendingMicros[kind][of] = 0;
        }
    }

    private static int of(Leg leg) {
        return leg == Leg.A ? 0 : 1;
    }

    private static int of(Age age) {
        return age == Age.RECEIPT ? 0 : 1;
    }

    private long edgePpm() {
        long longA = SpreadCalculator.spreadPpm(bidE8[1], askE8[0]);
        long longB = SpreadCalculator.spreadPpm(bidE8[0], askE8[1]);
        long better = Math.max(longA, longB);
        return better == SpreadCalculator.NO_SPREAD ? 0 : Math.max(0, better - thresholdPpm);
    }

    /// Time passes; call it before reading, so that the present edge counts until now. Time that goes back is
    /// ignored.
    public void advanceTo(long nowNanos) {
        long now = Math.floorDiv(nowNanos, NANOS_PER_MICRO);
        if (nowMicros == NEVER || now <= nowMicros) {
            nowMicros = Math.max(nowMicros, now);
            return;
        }
        long from = nowMicros;
        nowMicros = now;
        if (sinceMicros[0][0] == NEVER || sinceMicros[0][1] == NEVER) {
            return;
        }
        knownMicros += now - from;
        if (edgePpm == 0) {
            return;
        }
        for (int kind = 0; kind < KINDS; kind++) {
            accumulate(kind, from, now);
        }
    }

    private void accumulate(int kind, long from, long now) {
        long[] since = sinceMicros[kind];
        int older = since[0] <= since[1] ? 0 : 1;
        long[] waiting = pending[kind][older];
        pendingMicros[kind][older] += now - from;
        long narrower = 0;
        for (int limit = LIMITS_MILLIS.length - 1; limit >= 0; limit--) {
            long within =
                    limit == 0 ? now - from : Math.clamp(since[older] + limitsMicros[limit] - from, 0, now - from);
            edge[kind][limit] += edgePpm * within;
            waiting[limit] += edgePpm * (within - narrower);
            narrower = within;
        }
    }

    /// A quote is renewed: what was waiting for it is judged.
    private void renew(Age age, int leg, long beforePpm) {
        int kind = of(age);
        long since = sinceMicros[kind][leg];
        sinceMicros[kind][leg] = nowMicros;
        if (since == NEVER) {
            return;
        }
        boolean lives = beforePpm > 0 && 2 * edgePpm >= beforePpm;
        long[] to = lives ? outlived[kind] : gone[kind];
        long[] waiting = pending[kind][leg];
        long sum = 0;
        for (int band = 0; band < waiting.length; band++) {
            to[band] += waiting[band];
            sum += waiting[band];
            waiting[band] = 0;
        }
        long stood = pendingMicros[kind][leg];
        pendingMicros[kind][leg] = 0;
        if (sum > 0 && !lives) {
            silences[kind].add(nowMicros - since, stood);
            silencesOfLegs[2 * kind + leg].add(nowMicros - since, stood);
        }
    }

    /// How many limits are looked at; the first is [#NO_LIMIT], then they shrink.
    public static int limits() {
        return LIMITS_MILLIS.length;
    }

    /// The largest age that counts under a limit, or [#NO_LIMIT].
    public static long limitMillis(int limit) {
        return LIMITS_MILLIS[limit];
    }

    /// For how long both quotes were known, µs.
    public long knownMicros() {
        return knownMicros;
    }

    /// Edge-time that is left under a limit, ppm × µs.
    public long edgeTime(Age age, int limit) {
        return edge[of(age)][limit];
    }

    /// Share of all edge-time that vanishes under a limit, in ppm; [#UNKNOWN] when there was no edge.
    public long vanishedPpm(Age age, int limit) {
        long all = edgeTime(age, 0);
        return all == 0 ? UNKNOWN : PPM - FixedPoint.multiplyDivide(edgeTime(age, limit), PPM, all, Rounding.DOWN);
    }

    /// Of the edge-time at ages between a limit and the next smaller one, the share that was still there, at
    /// least by half, when the older quote was renewed, in ppm; [#UNKNOWN] when there was none. What nobody
    /// renewed counts for neither side.
    public long outlivedPpm(Age age, int limit) {
        long all = bandTime(age, limit);
        return all == 0 ? UNKNOWN : FixedPoint.multiplyDivide(outlived[of(age)][limit], PPM, all, Rounding.DOWN);
    }

    private long bandTime(Age age, int limit) {
        return outlived[of(age)][limit] + gone[of(age)][limit];
    }

    /// A gate on the age of quotes that the data suggest: the largest limit up to which edge was still there,
    /// at least by half of its time, when the older quote was renewed. [#NO_LIMIT] when even the oldest edge
    /// was real, the smallest limit when none was, [#UNKNOWN] when there was no edge.
    public long suggestedMillis(Age age) {
        long all = 0;
        for (int limit = 0; limit < LIMITS_MILLIS.length; limit++) {
            all += bandTime(age, limit);
        }
        if (all == 0) {
            return UNKNOWN;
        }
        for (int limit = 0; limit < LIMITS_MILLIS.length; limit++) {
            long band = bandTime(age, limit);
            if (band > all / BAND_PARTS && outlived[of(age)][limit] >= band / 2) {
                return LIMITS_MILLIS[limit];
            }
        }
        return LIMITS_MILLIS[LIMITS_MILLIS.length - 1];
    }

    /// How long quotes stood still behind edge that was gone when they moved: the middle silence, weighted with
    /// how long edge stood in it and not with how high, so that one large move does not decide; ms, [#UNKNOWN]
    /// when there was none. For a feed that freezes it is the length of a freeze.
    public long frozenMillis(Age age) {
        return millis(silences[of(age)]);
    }

    /// The same for the quotes of one leg.
    public long frozenMillis(Age age, Leg leg) {
        return millis(silencesOfLegs[2 * of(age) + of(leg)]);
    }

    private static long millis(LogHistogram silences) {
        long micros = silences.median();
        return micros < 0 ? UNKNOWN : micros / MICROS_PER_MILLI;
    }
}
