package io.parallax.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/// One JSON object a line: `time`, `level`, `logger`, `thread`, `message`, then what the line is about, then
/// `error`.
final class JsonLines extends LineEncoder {
    @Override
    String line(ILoggingEvent event) {
        JsonText json = new JsonText();
        json.text("time", event.getInstant().toString());
        json.text("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        json.text("logger", loggerName(event));
        json.text("thread", event.getThreadName());
        json.text("message", event.getFormattedMessage());
        for (KeyValuePair pair : pairs(event)) {
            if (pair.value instanceof Number number) {
                json.number(pair.key, number.toString());
            } else {
                json.text(pair.key, String.valueOf(pair.value));
            }
        }
        String trace = trace(event);
        if (!trace.isEmpty()) {
            json.text("error", trace);
        }
        return json.toString();
    }
}
