package io.parallax.simulator.tape;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lines of whole books, best level first: `{"ts_us":…,"exch_us":…,"venue":…,"symbol":…,"kind":"l2_snapshot",
/// "bids":[["109755.0","3.2"],…],"asks":[…]}`. Thread: one.
final class SnapshotRows implements RowSink {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LEVELS_MAX = 1_000;

    private final TapeSource tapes;
    private final ImportReport report;

    SnapshotRows(TapeSource tapes, ImportReport report) {
        this.tapes = tapes;
        this.report = report;
    }

    @Override
    public boolean readsFirstLine() {
        return true;
    }

    @Override
    public void row(String line) {
        JsonNode row = parse(line);
        String kind = row.path("kind").asString("");
        if (!kind.equals("l2_snapshot")) {
            throw new BadRow("kind must be l2_snapshot, found \"" + kind + "\"; raw frames cannot be replayed");
        }
        ExchangeId exchange = new ExchangeId(row.path("venue").asString(""));
        String symbol = row.path("symbol").asString("");
        if (symbol.isEmpty()) {
            throw new BadRow("no symbol");
        }
        long[][] bids = levels(exchange, symbol, row.path("bids"), Side.BUY);
        long[][] asks = levels(exchange, symbol, row.path("asks"), Side.SELL);
        long atMicros = Times.received(row.path("ts_us").asString(""));
        long exchangeMicros = Times.ofExchange(row.path("exch_us").asString(""));
        MarketTape.Builder builder = tapes.of(symbol);
        if (builder != null) {
            builder.begin(exchange, atMicros, exchangeMicros);
            put(builder, Side.BUY, bids);
            put(builder, Side.SELL, asks);
            builder.end();
        }
        report.onRow(exchange.name(), symbol, kind);
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new BadRow("not a JSON object: " + e.getOriginalMessage());
        }
    }

    private static long[][] levels(ExchangeId exchange, String symbol, JsonNode side, Side of) {
        if (!side.isArray() || side.isEmpty() || side.size() > LEVELS_MAX) {
            throw new BadRow("bids and asks must be lists of 1 to " + LEVELS_MAX + " levels");
        }
        long[][] levels = new long[side.size()][];
        long beforeE8 = 0;
        for (int i = 0; i < levels.length; i++) {
            long priceE8 = Decimals.parseE8(side.get(i).path(0).asString(""));
            long sizeE8 = Decimals.parseRoundedDownE8(side.get(i).path(1).asString(""));
            boolean inOrder = i == 0 || (of == Side.BUY ? priceE8 < beforeE8 : priceE8 > beforeE8);
            if (priceE8 <= 0 || sizeE8 <= 0 || !inOrder) {
                throw new BadRow("levels must have positive prices and sizes, best first");
            }
            levels[i] = new long[] {priceE8, Contracts.baseE8(exchange, symbol, sizeE8, priceE8)};
            beforeE8 = priceE8;
        }
        return levels;
    }

    private static void put(MarketTape.Builder builder, Side side, long[][] levels) {
        for (long[] level : levels) {
            builder.level(side, level[0], level[1]);
        }
    }
}
