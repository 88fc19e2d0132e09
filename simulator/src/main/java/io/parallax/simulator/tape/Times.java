package io.parallax.simulator.tape;

/// Times of recordings, µs since 1970. Thread: any; stateless.
final class Times {
    private static final long EARLIEST = 1_262_304_000_000_000L;
    private static final long LATEST = 4_102_444_800_000_000L;

    private Times() {}

    /// When a row was received: 2010 to 2100.
    static long received(String text) {
        long micros = parse(text);
        if (micros < EARLIEST || micros > LATEST) {
            throw new BadRow("ts_us must be microseconds since 1970, from 2010 to 2100; found \"" + cut(text) + "\"");
        }
        return micros;
    }

    /// What the exchange says; 0 when it says nothing, or something impossible.
    static long ofExchange(String text) {
        long micros = parse(text);
        return micros < EARLIEST || micros > LATEST ? 0 : micros;
    }

    private static long parse(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadRow("a time must be a whole number of microseconds, found \"" + cut(text) + "\"");
        }
    }

    private static String cut(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
