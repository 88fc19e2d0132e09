package io.parallax.simulator.tape;

import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads recordings into tapes, one for each coin: CSV of events or quotes, CSV of spreads, JSON lines of book
/// snapshots; plain or gzip, told apart by their first line. A row that cannot be used is counted and told with
/// file and line, and passed over. The forms are described in `docs/backtest.md`. Thread: one.
public final class TapeImporter {
    /// What a quote without a size is assumed to hold on each side, quote currency × 10⁸.
    public static final long ASSUMED_QUOTE_E8 = 50_000 * FixedPoint.ONE;

    private final Map<String, MarketTape.Builder> builders = new LinkedHashMap<>();
    private final ImportReport report = new ImportReport();
    private final Optional<String> only;
    private final long assumedQuoteE8;

    /// @param only one coin; empty for all
    /// @param assumedQuoteE8 what a quote without a size holds, quote currency × 10⁸
    public TapeImporter(Optional<String> only, long assumedQuoteE8) {
        this.only = only;
        this.assumedQuoteE8 = assumedQuoteE8;
    }

    /// Reads a file, or the CSV files of a folder: snapshots beside them tell the same books again, so they are
    /// read only when they are all there is, or when they are named.
    ///
    /// @throws IOException when it cannot be read, or is of no known form
    public TapeImporter read(Path fileOrFolder) throws IOException {
        List<Path> files = files(fileOrFolder);
        if (files.isEmpty()) {
            throw new IOException(fileOrFolder + ": no *.csv, *.csv.gz, *.jsonl or *.jsonl.gz in it");
        }
        for (Path file : files) {
            readFile(file);
        }
        return this;
    }

    private static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> found = Files.list(fileOrFolder)) {
            List<Path> all = found.sorted().toList();
            List<Path> tables = ending(all, ".csv", ".csv.gz");
            return tables.isEmpty() ? ending(all, ".jsonl", ".jsonl.gz") : tables;
        }
    }

    private static List<Path> ending(List<Path> files, String plain, String zipped) {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(plain) || name.endsWith(zipped)) {
                found.add(file);
            }
        }
        return found;
    }

    private void readFile(Path file) throws IOException {
        String name = file.getFileName().toString();
        try (LineReader lines = new LineReader(file)) {
            String first = lines.next();
            RowSink rows = sink(first == null ? "" : first, name);
            String line = rows.readsFirstLine() ? first : lines.next();
            for (; line != null; line = lines.next()) {
                row(rows, line, name, lines);
            }
            rows.end();
            if (lines.isCut()) {
                report.onProblem(name, lines.number(), "the file ends in the middle; what was read until there counts");
            }
        }
    }

    private void row(RowSink rows, @Nullable String line, String name, LineReader lines) {
        if (line == null || line.isEmpty()) {
            return;
        }
        if (lines.isTooLong()) {
            report.onProblem(name, lines.number(), "longer than a line can be");
            return;
        }
        try {
            rows.row(line);
        } catch (BadRow | IllegalArgumentException | ArithmeticException e) {
            report.onProblem(name, lines.number(), String.valueOf(e.getMessage()));
        }
    }

    private RowSink sink(String first, String name) throws IOException {
        if (first.startsWith("{")) {
            return new SnapshotRows(this::builder, report);
        }
        if (first.startsWith("ts_us,session,symbol,buy_venue,sell_venue,spread_pct")) {
            return new SpreadRows(this::builder, report, assumedQuoteE8);
        }
        List<String> columns = List.of(first.split(",", -1));
        if (columns.containsAll(QuoteRows.COLUMNS)) {
            return new QuoteRows(columns, this::builder, report, assumedQuoteE8);
        }
        String shown = first.length() > 120 ? first.substring(0, 120) + "…" : first;
        throw new IOException(name + ", line 1: expected the header " + String.join(",", QuoteRows.COLUMNS)
                + " (others may stand between), or ts_us,session,symbol,buy_venue,sell_venue,spread_pct, or a JSON"
                + " object; found \"" + shown + "\"");
    }

    /// Where the books of a coin go; null when nobody asked for it.
    private MarketTape.@Nullable Builder builder(String symbol) {
        return only.isPresent() && !only.get().equals(symbol)
                ? null
                : builders.computeIfAbsent(symbol, MarketTape.Builder::new);
    }

    /// The tapes that were read, by coin, in the order of first appearance.
    public Map<String, MarketTape> tapes() {
        Map<String, MarketTape> tapes = new LinkedHashMap<>();
        builders.forEach((symbol, builder) -> {
            if (builder.size() > 0) {
                tapes.put(symbol, builder.build());
            }
        });
        return tapes;
    }

    public ImportReport report() {
        return report;
    }
}
