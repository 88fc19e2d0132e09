package io.parallax.app.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects problems of one file, in the order of the file. Thread: one.
final class Problems {
    private static final int SHOWN_MAX = 100;
    private static final int FOUND_MAX = 80;
    private static final String HEXADECIMAL = "(?i)(0x)?[0-9a-f]{32,}";

    private final String file;
    private final List<Problem> all = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void error(Node at, String key, String found, String allowed) {
        add(Problem.Severity.ERROR, line(at), column(at), key, found, allowed);
    }

    void warning(Node at, String key, String found, String allowed) {
        add(Problem.Severity.WARNING, line(at), column(at), key, found, allowed);
    }

    void error(int line, int column, String key, String found, String allowed) {
        add(Problem.Severity.ERROR, line, column, key, found, allowed);
    }

    private void add(Problem.Severity severity, int line, int column, String key, String found, String allowed) {
        if (all.size() < SHOWN_MAX) {
            all.add(new Problem(severity, file, line, column, key, found, allowed));
        }
    }

    boolean hasErrors() {
        return all.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    List<Problem> sorted() {
        return all.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    static int line(Node at) {
        return at.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static int column(Node at) {
        return at.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    /// The operator's text, fit to be shown: short, on one line, and not if it could be a key.
    static String quoted(String text) {
        if (text.matches(HEXADECIMAL)) {
            return "(hidden: looks like a key, " + text.length() + " characters)";
        }
        String cut = text.codePointCount(0, text.length()) > FOUND_MAX ? "…" : "";
        return '"' + plain(text, FOUND_MAX) + cut + '"';
    }

    /// Short and on one line, whatever stands in it.
    static String plain(String text, int charactersMax) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(charactersMax)
                .forEach(c -> shown.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c));
        return shown.toString();
    }
}
