package io.parallax.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/// The common part of both forms of lines: what looks like a key, a signature or a token is hidden, whoever
/// logged it. Thread: the logging thread.
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final int FRAMES_MAX = 40;
    /// 32 bytes or more in hexadecimal, or the three parts of a JSON web token.
    private static final Pattern SECRET = Pattern.compile("(?:0x)?[0-9a-fA-F]{56,}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = line(event);
        return (SECRET.matcher(line).replaceAll("[hidden]") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    abstract String line(ILoggingEvent event);

    static String loggerName(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    /// The exception with its trace and causes; empty when there is none.
    static String trace(ILoggingEvent event) {
        StringBuilder text = new StringBuilder();
        IThrowableProxy thrown = event.getThrowableProxy();
        for (int depth = 0; thrown != null && depth < 5; depth++) {
            text.append(depth == 0 ? "" : "\ncaused by ").append(thrown.getClassName());
            if (thrown.getMessage() != null) {
                text.append(": ").append(thrown.getMessage());
            }
            StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
                text.append("\n    ").append(frames[i].getSTEAsString());
            }
            thrown = thrown.getCause();
        }
        return text.toString();
    }
}
