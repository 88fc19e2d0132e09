package io.parallax.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The last lines of the log, for a screen that shows them itself. Thread: any.
public final class LogTail extends AppenderBase<ILoggingEvent> {
    private static final int LINES = 500;

    private final PlainLines encoder = new PlainLines(false);
    private final Deque<Line> lines = new ArrayDeque<>();
    private long count;

    /// One line. Thread: any; immutable.
    ///
    /// @param text may hold line feeds where a stack trace follows
    /// @param weight how much it matters
    public record Line(String text, Weight weight) {}

    /// What a line is worth reading for.
    public enum Weight {
        /// Told every second, whatever happens.
        SUMMARY,
        NEWS,
        WARNING,
        ERROR
    }

    @Override
    protected void append(ILoggingEvent event) {
        Line line = new Line(encoder.line(event), weight(event));
        synchronized (lines) {
            lines.addLast(line);
            count++;
            if (lines.size() > LINES) {
                lines.removeFirst();
            }
        }
    }

    private static Weight weight(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            return Weight.ERROR;
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return Weight.WARNING;
        }
        return PlainLines.isSummary(event) ? Weight.SUMMARY : Weight.NEWS;
    }

    /// The last lines of that weight or more, newest last.
    public List<Line> newest(int max, Weight least) {
        List<Line> found = new ArrayList<>();
        synchronized (lines) {
            for (var backwards = lines.descendingIterator(); backwards.hasNext() && found.size() < max; ) {
                Line line = backwards.next();
                if (line.weight().compareTo(least) >= 0) {
                    found.add(line);
                }
            }
        }
        return found.reversed();
    }

    /// How many lines there have been.
    public long count() {
        synchronized (lines) {
            return count;
        }
    }
}
