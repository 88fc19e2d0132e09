package io.parallax.app.config;

/// How much is logged and in which form. Thread: any; immutable.
public record LoggingSettings(Level level, Format format) {
    /// The least important message that is still written.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// For people or for machines.
    public enum Format {
        TEXT,
        JSON
    }
}
