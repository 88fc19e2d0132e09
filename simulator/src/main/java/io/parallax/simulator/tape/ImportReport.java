package io.parallax.simulator.tape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an import found, row by row kind, and what it could not use. Thread: one at a time.
public final class ImportReport {
    private static final int PROBLEMS_MAX = 20;

    private final Map<String, Long> rows = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private long read;
    private long bad;
    private long assumedDepths;
    private long builtRows;

    void onRow(String exchange, String symbol, String kind) {
        read++;
        rows.merge(exchange + " " + symbol + " " + kind, 1L, Long::sum);
    }

    void onProblem(String file, long line, String what) {
        bad++;
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(file + ", line " + line + ": " + what);
        }
    }

    void onAssumedDepth() {
        assumedDepths++;
    }

    void onBuiltRow() {
        builtRows++;
    }

    /// Rows by exchange, coin and kind: `okx BTC bbo`.
    public Map<String, Long> rows() {
        return Map.copyOf(new TreeMap<>(rows));
    }

    /// The same as lines, in order.
    public List<String> rowLines() {
        return rows.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
    }

    /// Rows that were understood.
    public long read() {
        return read;
    }

    /// Rows that were not, and were passed over.
    public long bad() {
        return bad;
    }

    /// The first of them, with file and line and what is wrong.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// Quotes whose size was not recorded.
    public long assumedDepths() {
        return assumedDepths;
    }

    /// Rows that told a spread and no price.
    public long builtRows() {
        return builtRows;
    }
}
