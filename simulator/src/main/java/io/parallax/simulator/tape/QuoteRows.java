package io.parallax.simulator.tape;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.List;

/// Rows of best quotes, trades and last prices. A quote becomes a book of one level a side; an average price for an
/// amount (`vwap`) becomes a level of that amount; trades and last prices are counted and make no book. Thread:
/// one.
final class QuoteRows implements RowSink {
    static final List<String> COLUMNS =
            List.of("ts_us", "exch_us", "venue", "symbol", "kind", "bid_px", "bid_sz", "ask_px", "ask_sz");

    private static final int TIME = 0;
    private static final int EXCHANGE_TIME = 1;
    private static final int EXCHANGE = 2;
    private static final int SYMBOL = 3;
    private static final int KIND = 4;
    private static final int BID = 5;
    private static final int BID_SIZE = 6;
    private static final int ASK = 7;
    private static final int ASK_SIZE = 8;

    private final int[] position = new int[COLUMNS.size()];
    private final int columns;
    private final TapeSource tapes;
    private final ImportReport report;
    private final long assumedQuoteE8;
    private final String[] fields;
    private String lastName = "";
    private ExchangeId last = ExchangeId.VEST;

    QuoteRows(List<String> header, TapeSource tapes, ImportReport report, long assumedQuoteE8) {
        for (int i = 0; i < position.length; i++) {
            position[i] = header.indexOf(COLUMNS.get(i));
        }
        this.columns = header.size();
        this.fields = new String[columns];
        this.tapes = tapes;
        this.report = report;
        this.assumedQuoteE8 = assumedQuoteE8;
    }

    @Override
    public void row(String line) {
        split(line);
        ExchangeId exchange = exchange(field(EXCHANGE));
        String symbol = field(SYMBOL);
        String kind = field(KIND);
        long atMicros = Times.received(field(TIME));
        if (symbol.isEmpty()) {
            throw new BadRow("no symbol");
        }
        switch (kind) {
            case "bbo", "vwap" -> quote(exchange, symbol, atMicros);
            case "trade", "last" -> {}
            default -> throw new BadRow("kind must be bbo, trade, last or vwap; found \"" + kind + "\"");
        }
        report.onRow(exchange.name(), symbol, kind);
    }

    private void quote(ExchangeId exchange, String symbol, long atMicros) {
        long bidE8 = price(BID);
        long askE8 = price(ASK);
        long bidQuantityE8 = quantity(exchange, symbol, BID_SIZE, bidE8);
        long askQuantityE8 = quantity(exchange, symbol, ASK_SIZE, askE8);
        MarketTape.Builder builder = tapes.of(symbol);
        if (builder != null) {
            builder.begin(exchange, atMicros, Times.ofExchange(field(EXCHANGE_TIME)));
            builder.level(Side.BUY, bidE8, bidQuantityE8);
            builder.level(Side.SELL, askE8, askQuantityE8);
            builder.end();
        }
    }

    private long price(int column) {
        String text = field(column);
        if (text.isEmpty()) {
            throw new BadRow("a quote needs " + COLUMNS.get(column) + ", found nothing");
        }
        long priceE8 = Decimals.parseE8(text);
        if (priceE8 <= 0) {
            throw new BadRow(COLUMNS.get(column) + " must be positive, found " + text);
        }
        return priceE8;
    }

    private long quantity(ExchangeId exchange, String symbol, int column, long priceE8) {
        String text = field(column);
        if (text.isEmpty()) {
            report.onAssumedDepth();
            return FixedPoint.divide(assumedQuoteE8, priceE8, Rounding.DOWN);
        }
        long baseE8 = Contracts.baseE8(exchange, symbol, Decimals.parseRoundedDownE8(text), priceE8);
        if (baseE8 <= 0) {
            throw new BadRow(COLUMNS.get(column) + " must be positive, found " + text);
        }
        return baseE8;
    }

    private void split(String line) {
        int from = 0;
        int count = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int until = comma < 0 ? line.length() : comma;
            if (count < columns) {
                fields[count] = line.substring(from, until);
            }
            count++;
            from = until + 1;
        }
        if (count != columns) {
            throw new BadRow("expected " + columns + " columns, found " + count);
        }
    }

    private String field(int column) {
        return fields[position[column]];
    }

    private ExchangeId exchange(String name) {
        if (!name.equals(lastName)) {
            last = new ExchangeId(name);
            lastName = name;
        }
        return last;
    }
}
