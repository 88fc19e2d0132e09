package io.parallax.exchange.transport;

import org.jspecify.annotations.Nullable;

/// Failures in plain words. Thread: any.
final class Reasons {
    private static final int LENGTH_MAX = 300;

    private Reasons() {}

    static String of(@Nullable Throwable failure) {
        if (failure == null) {
            return "unknown";
        }
        String message = failure.getMessage();
        return cut(message == null || message.isBlank() ? failure.getClass().getSimpleName() : message);
    }

    /// One line of bounded length, without control characters.
    static String cut(String text) {
        String head = text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
        return head.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
