package io.parallax.app.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.parallax.app.config.LoggingSettings;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/// Says once, at start, where log lines go and how they look. Thread: the main thread.
public final class LogSetup {
    private static final int QUEUE_SIZE = 8_192;
    private static final int FLUSH_MILLIS = 1_000;

    private LogSetup() {}

    /// Replaces whatever was set up before. Lines are queued; when the queue is full new lines are dropped rather
    /// than making anybody wait.
    ///
    /// @param target usually the standard error stream: the standard output belongs to reports
    /// @param coloured for terminals
    public static void configure(LoggingSettings settings, OutputStream target, boolean coloured) {
        LoggerContext context = fresh();
        Encoder<ILoggingEvent> encoder =
                settings.format() == LoggingSettings.Format.JSON ? new JsonLines() : new PlainLines(coloured);
        encoder.setContext(context);
        encoder.start();

        OutputStreamAppender<ILoggingEvent> stream = new OutputStreamAppender<>();
        stream.setContext(context);
        stream.setEncoder(encoder);
        stream.setOutputStream(target);
        stream.start();

        begin(context, settings, stream);
    }

    /// The same for lines that a screen shows itself.
    public static void configure(LoggingSettings settings, LogTail tail) {
        LoggerContext context = fresh();
        tail.setContext(context);
        tail.start();
        begin(context, settings, tail);
    }

    private static LoggerContext fresh() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        return context;
    }

    private static void begin(LoggerContext context, LoggingSettings settings, Appender<ILoggingEvent> end) {
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE_SIZE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(end);
        queue.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Libraries explain themselves at length below WARN; that level is for our own code.
        root.setLevel(Level.WARN);
        root.addAppender(queue);
        context.getLogger("io.parallax").setLevel(Level.toLevel(settings.level().name()));
    }

    /// Logs nothing at all, for runs in which a formatted line would cost more than what it tells of.
    public static void silence() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /// Writes out what is queued and stops.
    public static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
