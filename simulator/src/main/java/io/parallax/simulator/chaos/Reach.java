package io.parallax.simulator.chaos;

import io.parallax.execution.EngineCounters;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.ModeTable;
import io.parallax.execution.OrderTable;
import io.parallax.execution.PairEvent;
import io.parallax.execution.PairState;
import io.parallax.execution.TransitionTable;
import io.parallax.risk.GateTable;
import io.parallax.risk.StateCounts;
import io.parallax.risk.StateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What episodes reached: how often each thing that should sometimes happen did. Counts are named in plain words,
/// `section: row`, so that those of several runs can be added up from text. Thread: one writer at a time.
public final class Reach {
    static final String TOTAL = "total";
    private static final String FAULT = "state and fault class";
    private static final String TRANSITION = "transition";
    private static final String ORDER = "order";
    private static final String GATE = "gate";
    private static final String MODE = "mode";
    private static final String HALT = "halt reason";
    private static final String KIND = "fault kind";
    private static final String ENDING = "ending";
    private static final String HEAD = "what,count";

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String section, String row, long count) {
        counts.merge(section + ": " + row, count, Long::sum);
    }

    /// A fault of this kind began or was at work in this state.
    void onFault(PairState state, FaultKind kind) {
        add(FAULT, state + " " + kind.strikes(), 1);
    }

    void onBegun(Map<FaultKind, Long> begun) {
        begun.forEach((kind, count) -> add(KIND, kind.name(), count));
    }

    void onTransition(EngineNotice.StateChanged changed) {
        add(TRANSITION, name(changed.from(), changed.event(), changed.to()), 1);
    }

    void onHalt(HaltReason reason) {
        add(HALT, reason.name(), 1);
    }

    void onEnding(PairState state, boolean flat) {
        add(ENDING, state + (flat ? ", flat" : ", holding"), 1);
    }

    /// What one life of the engine counted.
    void onLife(EngineCounters counters) {
        steps(ORDER, OrderTable.TABLE, counters.orderSteps);
        steps(GATE, GateTable.TABLE, counters.gateSteps);
        steps(MODE, ModeTable.TABLE, counters.modeSteps);
    }

    private <S extends Enum<S>, E extends Enum<E>> void steps(
            String section, StateTable<S, E> table, StateCounts<S, E> taken) {
        for (StateTable.Row<S, E> row : table.rows()) {
            for (S from : row.from()) {
                long count = taken.of(from, row.event());
                if (count > 0) {
                    add(section, from + " " + row.event(), count);
                }
            }
        }
    }

    private static String name(PairState from, PairEvent event, PairState to) {
        return from + " " + event + " " + to;
    }

    /// A run took so long.
    public void onWall(long millis) {
        add(TOTAL, "wall milliseconds", millis);
    }

    /// Adds what others reached.
    public void add(Reach other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    /// All counts, by `section: row`.
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /// As lines of comma-separated text.
    public String toCsv() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        counts.forEach((what, count) ->
                text.append(what.replace(',', ';')).append(',').append(count).append('\n'));
        return text.toString();
    }

    /// Reads what [#toCsv] wrote.
    public static Reach parse(String csv) {
        Reach reach = new Reach();
        csv.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals(HEAD))
                .forEach(line -> {
                    int comma = line.lastIndexOf(',');
                    if (comma < 0) {
                        throw new IllegalArgumentException("expected `section: row,count`, found \"" + line + "\"");
                    }
                    reach.counts.merge(
                            line.substring(0, comma).replace(';', ','),
                            Long.parseLong(line.substring(comma + 1)),
                            Long::sum);
                });
        return reach;
    }

    /// All that could be reached: whatever of it has no count was never seen.
    static List<String> expected() {
        List<String> all = new ArrayList<>();
        for (PairState state : PairState.values()) {
            for (FaultKind.Strikes strikes : FaultKind.Strikes.values()) {
                all.add(FAULT + ": " + state + " " + strikes);
            }
        }
        TransitionTable.rows().forEach(row -> all.add(TRANSITION + ": " + name(row.from(), row.event(), row.to())));
        expect(all, ORDER, OrderTable.TABLE);
        expect(all, GATE, GateTable.TABLE);
        expect(all, MODE, ModeTable.TABLE);
        for (HaltReason reason : HaltReason.values()) {
            all.add(HALT + ": " + reason);
        }
        for (FaultKind kind : FaultKind.values()) {
            all.add(KIND + ": " + kind);
        }
        return all;
    }

    private static <S extends Enum<S>, E extends Enum<E>> void expect(
            List<String> all, String section, StateTable<S, E> table) {
        table.rows().forEach(row -> row.from().forEach(from -> all.add(section + ": " + from + " " + row.event())));
    }

    /// As a page: totals first, a table for each section, and at the end what was never seen.
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("# What the episodes reached\n");
        List<String> sections = List.of(TOTAL, FAULT, TRANSITION, ORDER, GATE, MODE, HALT, KIND, ENDING);
        for (String section : sections) {
            String start = section + ": ";
            text.append("\n## ").append(section).append("\n\n| what | count |\n|---|---:|\n");
            counts.forEach((what, count) -> {
                if (what.startsWith(start)) {
                    text.append("| ").append(what.substring(start.length())).append(" | ");
                    text.append(count).append(" |\n");
                }
            });
        }
        List<String> never =
                expected().stream().filter(what -> !counts.containsKey(what)).toList();
        text.append("\n## never seen (")
                .append(never.size())
                .append(" of ")
                .append(expected().size());
        text.append(")\n\n");
        text.append(never.stream().map(what -> "- " + what + "\n").collect(Collectors.joining()));
        return text.toString();
    }
}
