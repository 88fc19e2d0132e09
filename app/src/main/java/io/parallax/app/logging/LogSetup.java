package io.parallax.app.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.parallax.app.config.LoggingSettings;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/// Says once, at start, where log lines go and how they look. Thread: the main thread.
public final class LogSetup {
    private static final int QUEUE_SIZE = 8_192;
    private static final int FLUSH_MILLIS = 1_000;
    private static final int FILES_KEPT = 5;
    private static final String FILE_SIZE = "10MB";

    private LogSetup() {}

    /// Replaces whatever was set up before. Lines are queued; when the queue is full new lines are dropped rather
    /// than making anybody wait.
    ///
    /// @param target usually the standard error stream: the standard output belongs to reports; never closed
    /// @param coloured for terminals
    public static void configure(LoggingSettings settings, OutputStream target, boolean coloured) {
        LoggerContext context = fresh();
        OutputStreamAppender<ILoggingEvent> stream = new OutputStreamAppender<>();
        stream.setContext(context);
        stream.setEncoder(encoder(context, settings, coloured));
        stream.setOutputStream(new LeftOpen(target));
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

    /// Adds a file to where lines go, in the form of the settings and without colours. At 10 MB it is put aside with a
    /// number, and five are kept beside the present one.
    ///
    /// @param file as [#requireWritable] found it
    public static void alsoTo(Path file, LoggingSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> lines = new RollingFileAppender<>();
        lines.setContext(context);
        lines.setFile(file.toString());
        lines.setEncoder(encoder(context, settings, false));
        FixedWindowRollingPolicy numbers = new FixedWindowRollingPolicy();
        numbers.setContext(context);
        numbers.setParent(lines);
        numbers.setFileNamePattern(file + ".%i");
        numbers.setMaxIndex(FILES_KEPT);
        numbers.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
        size.start();
        lines.setRollingPolicy(numbers);
        lines.setTriggeringPolicy(size);
        lines.start();
        begin(context, settings, lines);
    }

    /// Makes the file, or finds it.
    ///
    /// @throws IOException when it cannot be written to; the message is for the operator
    public static void requireWritable(Path file) throws IOException {
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new IOException("log file " + file + ": " + e, e);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LoggingSettings settings, boolean coloured) {
        Encoder<ILoggingEvent> encoder =
                settings.format() == LoggingSettings.Format.JSON ? new JsonLines() : new PlainLines(coloured);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /// Logging ends before the program does, and what is said afterwards, above all why it crashed, goes the same way.
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static LoggerContext fresh() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        // One that was closed before would not write out its queue when it is closed again.
        context.start();
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
