package io.parallax.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// One line for people: `14:03:07.123 btc-arb-1 hedged: long 0.01 on vest, short on paradex`.
final class PlainLines extends LineEncoder {
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String FAINT = "\u001b[2m";
    private static final String RESET = "\u001b[0m";
    private static final String SUMMARY = "Summary";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final boolean coloured;

    /// @param coloured whether warnings stand out and the lines of every second step back
    PlainLines(boolean coloured) {
        this.coloured = coloured;
    }

    @Override
    String line(ILoggingEvent event) {
        String colour = coloured ? colour(event) : "";
        return colour.isEmpty() ? plain(event) : colour + plain(event) + RESET;
    }

    private static String colour(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            return RED;
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return YELLOW;
        }
        return isSummary(event) ? FAINT : "";
    }

    /// Whether it is the line of every second.
    static boolean isSummary(ILoggingEvent event) {
        return pairs(event).stream().anyMatch(pair -> SUMMARY.equals(pair.value));
    }

    private static String plain(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ');
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            line.append(event.getLevel()).append(' ');
        }
        line.append(event.getFormattedMessage());
        String trace = trace(event);
        if (!trace.isEmpty()) {
            line.append('\n').append(trace);
        }
        return line.toString();
    }
}
