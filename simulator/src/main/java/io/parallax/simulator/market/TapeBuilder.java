package io.parallax.simulator.market;

import io.parallax.units.FixedPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Builds the shipped tape from two recordings: `TapeBuilder QUOTES.csv.gz SPREADS.csv.gz OUT.tape.gz`. The
/// README beside the tape says where the recordings come from and how they are combined. Not part of a run.
public final class TapeBuilder {
    /// At most one quote per slot: the last of it, and only if anything changed.
    private static final int SLOT_MILLIS = 80;
    /// Pause put between the two sessions of the spread recording.
    private static final int SESSION_PAUSE_MILLIS = 1_000;

    private static final int MICROS_PER_MILLI = 1_000;

    private TapeBuilder() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException(
                    "expected QUOTES.csv.gz SPREADS.csv.gz OUT.tape.gz, found " + arguments.length + " arguments");
        }
        Tape tape = build(Path.of(arguments[0]), Path.of(arguments[1]));
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            tape.write(out);
        }
    }

    static Tape build(Path quotes, Path spreads) throws IOException {
        return new Tape(List.of(
                pair("BTC-PERP", "BTC", FixedPoint.parse("0.1"), quotes, spreads),
                pair("ETH-PERP", "ETH", FixedPoint.parse("0.01"), quotes, spreads)));
    }

    private static Tape.Pair pair(String name, String coin, long tickE8, Path quotes, Path spreads) throws IOException {
        List<int[]> touches = touches(coin, tickE8, quotes);
        List<int[]> differences = spreads(coin, spreads);
        return new Tape.Pair(
                name,
                tickE8,
                column(touches, 0),
                column(touches, 1),
                column(touches, 2),
                column(differences, 0),
                column(differences, 1));
    }

    private static int[] column(List<int[]> rows, int index) {
        return rows.stream().mapToInt(row -> row[index]).toArray();
    }

    /// Rows of time, bid, ask. A row whose price or size differs from the last of the slot before is a change:
    /// sizes are not kept, but that the book moved is.
    private static List<int[]> touches(String coin, long tickE8, Path file) throws IOException {
        List<int[]> rows = new ArrayList<>();
        long firstMicros = -1;
        String lastQuote = "";
        int[] waiting = {};
        for (Map<String, String> row : csv(file)) {
            if (!field(row, "venue").equals("binance-usdm")
                    || !field(row, "symbol").equals(coin)
                    || !field(row, "kind").equals("bbo")) {
                continue;
            }
            String quote = String.join(
                    " ", field(row, "bid_px"), field(row, "bid_sz"), field(row, "ask_px"), field(row, "ask_sz"));
            long micros = Long.parseLong(field(row, "ts_us"));
            firstMicros = firstMicros < 0 ? micros : firstMicros;
            int slot = (int) ((micros - firstMicros) / MICROS_PER_MILLI / SLOT_MILLIS);
            if (quote.equals(lastQuote)) {
                continue;
            }
            lastQuote = quote;
            if (waiting.length > 0 && waiting[0] != slot * SLOT_MILLIS) {
                rows.add(waiting);
            }
            waiting = new int[] {
                slot * SLOT_MILLIS, ticks(field(row, "bid_px"), tickE8), ticks(field(row, "ask_px"), tickE8)
            };
        }
        rows.add(waiting);
        return rows;
    }

    private static int ticks(String price, long tickE8) {
        long priceE8 = FixedPoint.parse(price);
        if (priceE8 % tickE8 != 0) {
            throw new IllegalArgumentException(price + " is not a multiple of " + FixedPoint.format(tickE8));
        }
        return Math.toIntExact(priceE8 / tickE8);
    }

    /// Rows of time and millionths, sessions one after the other. A session's first row of any coin is its
    /// beginning, so that the coins keep their relation.
    private static List<int[]> spreads(String coin, Path file) throws IOException {
        List<int[]> rows = new ArrayList<>();
        String session = "";
        long beginMicros = 0;
        long lastMicros = 0;
        int offsetMillis = 0;
        for (Map<String, String> row : csv(file)) {
            if (!field(row, "buy_venue").equals("paradex")
                    || !field(row, "sell_venue").equals("vest")) {
                continue;
            }
            long micros = Long.parseLong(field(row, "ts_us"));
            if (!field(row, "session").equals(session)) {
                if (!session.isEmpty()) {
                    offsetMillis +=
                            Math.toIntExact((lastMicros - beginMicros) / MICROS_PER_MILLI) + SESSION_PAUSE_MILLIS;
                }
                session = field(row, "session");
                beginMicros = micros;
            }
            lastMicros = micros;
            if (field(row, "symbol").equals(coin)) {
                int millis = offsetMillis + Math.toIntExact((micros - beginMicros) / MICROS_PER_MILLI);
                // Per cent with four decimals: the last digit is one millionth.
                rows.add(new int[] {millis, Math.toIntExact(FixedPoint.parse(field(row, "spread_pct")) / 10_000)});
            }
        }
        rows.getFirst()[0] = 0;
        return rows;
    }

    private static String field(Map<String, String> row, String name) {
        String value = row.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no column " + name + ", there are " + row.keySet());
        }
        return value;
    }

    private static List<Map<String, String>> csv(Path file) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            String[] names = reader.readLine().split(",", -1);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] values = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < names.length; i++) {
                    row.put(names[i], values[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
