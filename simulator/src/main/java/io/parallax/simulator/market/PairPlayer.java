package io.parallax.simulator.market;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.RandomDelay;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.concurrent.TimeUnit;

/// Plays one pair of the tape into both exchanges. Thread: simulator loop.
final class PairPlayer {
    private static final long PPM = 1_000_000;
    /// Width of the curve's touch: best ask over best bid. No recording tells it; the specification's range is
    /// 1 to 8 basis points and a quiet weekend book is near its lower end.
    static final long CURVE_WIDTH_PPM = 200;

    private static final double SNAPSHOT_MILLIS_MIN = 50;
    private static final double SNAPSHOT_MILLIS_MEDIAN = 300;
    private static final double SNAPSHOT_MILLIS_P90 = 800;
    private static final double SNAPSHOT_MILLIS_MAX = 5_000;

    private final Tape.Pair pair;
    private final SimulatedExchange bookExchange;
    private final SimulatedExchange curveExchange;
    private final SimulatedBook book;
    private final SimulatedBook curve;
    private final DepthModel bookDepth;
    private final DepthModel curveDepth;
    private final SpreadSeries spreads;
    private final FoldedCursor quotes;
    private final RandomDelay snapshotGap;
    private long nextSnapshotMicros;
    private long snapshots;
    private int row;

    /// @param levelsMax no more levels than these, a side
    PairPlayer(
            Tape.Pair pair,
            SimulatedExchange bookExchange,
            SimulatedExchange curveExchange,
            int levelsMax,
            SeededRandom random) {
        this.pair = pair;
        this.bookExchange = bookExchange;
        this.curveExchange = curveExchange;
        this.book = book(bookExchange, pair.name());
        this.curve = book(curveExchange, pair.name());
        long firstPriceE8 = pair.askTicks()[0] * pair.tickE8();
        this.bookDepth = new DepthModel(random.split("book"), book, levelsMax, firstPriceE8);
        this.curveDepth = new DepthModel(random.split("curve"), curve, levelsMax, firstPriceE8);
        this.spreads = new SpreadSeries(pair);
        this.quotes = new FoldedCursor(pair.quoteMillis());
        this.snapshotGap = RandomDelay.skewed(
                random.split("snapshot gap"),
                SNAPSHOT_MILLIS_MIN,
                SNAPSHOT_MILLIS_MEDIAN,
                SNAPSHOT_MILLIS_P90,
                SNAPSHOT_MILLIS_MAX);
    }

    private static SimulatedBook book(SimulatedExchange exchange, String pair) {
        return exchange.books().stream()
                .filter(book -> book.instrument().instrument().pair().equals(pair))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        exchange.rules().exchange() + " has no instrument for the tape's pair " + pair));
    }

    /// Market time of the next thing to happen.
    long nextMicros() {
        return Math.min(TimeUnit.MILLISECONDS.toMicros(quotes.atMillis()), nextSnapshotMicros);
    }

    /// Lets the next thing happen.
    void step() {
        long quoteMicros = TimeUnit.MILLISECONDS.toMicros(quotes.atMillis());
        if (quoteMicros <= nextSnapshotMicros) {
            row = quotes.row();
            refreshBook(quotes.atMillis());
            quotes.advance();
        } else {
            refreshCurve(TimeUnit.MICROSECONDS.toMillis(nextSnapshotMicros));
            nextSnapshotMicros += TimeUnit.NANOSECONDS.toMicros(snapshotGap.nextNanos());
        }
    }

    private void refreshBook(long marketMillis) {
        bookExchange.refresh(
                book.symbol(),
                bookDepth.bookSide(Side.BUY, onGrid(pair.bidTicks()[row], Rounding.FLOOR), marketMillis),
                bookDepth.bookSide(Side.SELL, onGrid(pair.askTicks()[row], Rounding.CEILING), marketMillis));
    }

    private long onGrid(int ticks, Rounding rounding) {
        return FixedPoint.roundToMultiple(ticks * pair.tickE8(), tickE8(book), rounding);
    }

    /// As it is by now.
    private static long tickE8(SimulatedBook book) {
        return book.instrument().instrument().tickE8();
    }

    private void refreshCurve(long marketMillis) {
        long referenceE8 = onGrid(pair.askTicks()[row], Rounding.CEILING);
        long bidE8 = curveBidE8(referenceE8, spreads.ppmAt(marketMillis), tickE8(curve));
        long askE8 = FixedPoint.roundToMultiple(
                FixedPoint.multiplyDivide(bidE8, PPM + CURVE_WIDTH_PPM, PPM, Rounding.CEILING),
                tickE8(curve),
                Rounding.CEILING);
        snapshots++;
        curveExchange.refresh(
                curve.symbol(),
                curveDepth.curveSide(Side.BUY, bidE8, snapshots),
                curveDepth.curveSide(Side.SELL, askE8, snapshots));
    }

    /// The bid whose spread over the reference's ask was recorded, on the nearest tick.
    static long curveBidE8(long referenceAskE8, int spreadPpm, long tickE8) {
        return FixedPoint.roundToMultiple(
                FixedPoint.multiplyDivide(referenceAskE8, PPM + spreadPpm, PPM, Rounding.HALF_EVEN),
                tickE8,
                Rounding.HALF_EVEN);
    }
}
