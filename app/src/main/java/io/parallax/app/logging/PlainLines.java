package io.parallax.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// One line for people: `14:03:07.123 btc-arb-1 hedged: long 0.01 on vest, short on paradex`.
final class PlainLines extends LineEncoder {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    String line(ILoggingEvent event) {
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
