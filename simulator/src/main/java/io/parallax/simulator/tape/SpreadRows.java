package io.parallax.simulator.tape;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.HashMap;
import java.util.Map;

/// Rows that tell a spread and no price: both books are built around an anchor so that the recorded spread is
/// exact. The exchange that is bought on asks the anchor, the other bids the anchor × (1 + spread), and both
/// are two basis points wide, as the shipped market has it. Prices lie on a grid of one millionth of the
/// anchor, so nothing is rounded.
///
/// The scanner behind the recording saw two or three messages a second of each exchange and wrote at most one row a
/// second, so the books of a row are told again every 400 ms, with another quantity each time a row comes,
/// until the next row. It wrote nothing while the spread was small or a quote stale: two seconds after a row
/// without a next one both books are void. Thread: one.
final class SpreadRows implements RowSink {
    private static final int COLUMNS = 6;
    private static final long REPEAT_MICROS = 400_000;
    private static final long HOLD_MICROS = 2_000_000;
    private static final long PPM = 1_000_000;
    private static final long WIDTH_PPM = 200;
    private static final long E8_PERCENT_PER_PPM = 10_000;
    private static final long SPREAD_PPM_MAX = 500_000;
    private static final int SIZES = 8;
    private static final long SIZE_STEP_PPM = 1_000;
    /// About what the coins cost when the rows were recorded. Only money depends on it, no spread.
    private static final Map<String, Long> ANCHORS = Map.of("BTC", 70_000L, "ETH", 2_000L, "SOL", 85L);

    private static final long ANCHOR_OTHER = 100;

    private final TapeSource tapes;
    private final ImportReport report;
    private final long assumedQuoteE8;
    private final Map<String, Row> latest = new HashMap<>();
    private long rows;

    private record Row(String session, ExchangeId bought, ExchangeId sold, long ppm, long atMicros, long number) {}

    SpreadRows(TapeSource tapes, ImportReport report, long assumedQuoteE8) {
        this.tapes = tapes;
        this.report = report;
        this.assumedQuoteE8 = assumedQuoteE8;
    }

    @Override
    public void row(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new BadRow("expected " + COLUMNS + " columns, found " + fields.length);
        }
        long percentE8 = Decimals.parseE8(fields[5]);
        if (percentE8 % E8_PERCENT_PER_PPM != 0 || Math.abs(percentE8 / E8_PERCENT_PER_PPM) > SPREAD_PPM_MAX) {
            throw new BadRow("spread_pct must have at most 4 decimals and be at most 50, found \"" + fields[5] + "\"");
        }
        if (fields[2].isEmpty() || fields[3].equals(fields[4])) {
            throw new BadRow("a spread needs a symbol and two exchanges, found \"" + line + "\"");
        }
        Row row = new Row(
                fields[1],
                new ExchangeId(fields[3]),
                new ExchangeId(fields[4]),
                percentE8 / E8_PERCENT_PER_PPM,
                Times.received(fields[0]),
                rows++);
        Row before = latest.put(fields[2], row);
        if (before != null) {
            repeat(fields[2], before, row.atMicros());
        }
        emit(fields[2], row, row.atMicros());
        report.onBuiltRow();
        report.onRow(row.bought().name() + " -> " + row.sold().name(), fields[2], "spread");
    }

    @Override
    public void end() {
        latest.forEach((symbol, row) -> repeat(symbol, row, Long.MAX_VALUE));
        latest.clear();
    }

    private void repeat(String symbol, Row row, long nextMicros) {
        long until = Math.min(nextMicros, row.atMicros() + HOLD_MICROS);
        for (long at = row.atMicros() + REPEAT_MICROS; at < until; at += REPEAT_MICROS) {
            emit(symbol, row, at);
        }
        MarketTape.Builder builder = tapes.of(symbol);
        if (builder != null && nextMicros > until) {
            lose(builder, row.bought(), until);
            lose(builder, row.sold(), until);
        }
    }

    private static void lose(MarketTape.Builder builder, ExchangeId exchange, long atMicros) {
        builder.begin(exchange, atMicros, 0);
        builder.end();
    }

    private void emit(String symbol, Row row, long atMicros) {
        MarketTape.Builder builder = tapes.of(symbol);
        if (builder == null) {
            return;
        }
        long anchorE8 = ANCHORS.getOrDefault(symbol, ANCHOR_OTHER) * FixedPoint.ONE;
        long tickE8 = anchorE8 / PPM;
        long bidE8 = tickE8 * (PPM + row.ppm());
        long sizeE8 = sizeE8(anchorE8, row.number());
        builder.built(tickE8);
        put(builder, row.bought(), atMicros, anchorE8 - tickE8 * WIDTH_PPM, anchorE8, sizeE8);
        put(builder, row.sold(), atMicros, bidE8, bidE8 + tickE8 * WIDTH_PPM, sizeE8);
    }

    private long sizeE8(long anchorE8, long number) {
        long baseE8 = FixedPoint.divide(assumedQuoteE8, anchorE8, Rounding.DOWN);
        return baseE8 + baseE8 * (number % SIZES) * SIZE_STEP_PPM / PPM;
    }

    private static void put(
            MarketTape.Builder builder, ExchangeId exchange, long atMicros, long bidE8, long askE8, long sizeE8) {
        builder.begin(exchange, atMicros, 0);
        builder.level(Side.BUY, bidE8, sizeE8);
        builder.level(Side.SELL, askE8, sizeE8);
        builder.end();
    }
}
