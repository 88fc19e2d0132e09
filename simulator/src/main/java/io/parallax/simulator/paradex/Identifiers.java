package io.parallax.simulator.paradex;

/// Makes the exchange's ids and sequence numbers. An order or trade id has 28 digits and begins with the time
/// in milliseconds; a fill id has 19 digits. Thread: simulator loop.
final class Identifiers {
    private static final String ORDER_TAG = "2017092";
    private static final String OWN_ORDER_TAG = "2017099";
    private static final String TRADE_TAG = "2017040";
    private static final int NUMBER_DIGITS = 8;
    private static final long FILL_BASE = 8_600_000_000_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private long orderCount;
    private long lastStreamSequence;
    private long lastRestSequence;

    String nextOrderId(long epochMillis) {
        return id(epochMillis, ORDER_TAG, ++orderCount);
    }

    /// Of an order that the exchange itself executes.
    static String ownOrderId(long epochMillis, long number) {
        return id(epochMillis, OWN_ORDER_TAG, number);
    }

    static String tradeId(long epochMillis, long number) {
        return id(epochMillis, TRADE_TAG, number);
    }

    /// By hand and not by a format: the default locale may have other digits.
    private static String id(long epochMillis, String tag, long number) {
        String digits = Long.toString(number);
        return epochMillis + tag + "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length())) + digits;
    }

    static String fillId(long number) {
        return Long.toString(FILL_BASE + number);
    }

    /// Grows with every message, with gaps. The stream and REST number independently.
    long nextStreamSequence(long epochMillis) {
        lastStreamSequence = Math.max(lastStreamSequence + 1, epochMillis * NANOS_PER_MILLI);
        return lastStreamSequence;
    }

    long nextRestSequence(long epochMillis) {
        lastRestSequence = Math.max(lastRestSequence + 1, epochMillis * NANOS_PER_MILLI);
        return lastRestSequence;
    }
}
