package io.parallax.exchange.vest;

import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

/// Reads public frames field by field from the bytes: the hot path of the feed. Finds depth frames and decodes their
/// levels into arrays of its own, without garbage; everything else it only checks for being JSON at all.
/// The levels are verified: positive, exact, distinct, sorted best first. A side that comes unsorted is sorted, because
/// a whole book has the same meaning in any order. Thread: feed only.
final class VestDepthScanner {
    static final int LEVELS_MAX = 1_024;

    private static final int NESTING_MAX = 64;
    private static final int DECIMAL_LENGTH_MAX = 64;
    private static final int TIME_DIGITS_MAX = 15;
    private static final long TOO_LARGE = -1;
    private static final long[] POWERS_OF_TEN = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L
    };
    /// The largest number that each of these powers may multiply.
    private static final long[] LARGEST =
            LongStream.of(POWERS_OF_TEN).map(power -> Long.MAX_VALUE / power).toArray();
    private static final byte[] CHANNEL = ascii("channel");
    private static final byte[] DATA = ascii("data");
    private static final byte[] BIDS = ascii("bids");
    private static final byte[] ASKS = ascii("asks");
    private static final byte[] TIME = ascii("time");
    private static final byte[] TIME_MILLIS = ascii("tsMs");
    private static final byte[] DEPTH_SUFFIX = ascii("@depth");
    private static final byte[][] LITERALS = {ascii("true"), ascii("false"), ascii("null")};

    /// What a frame is.
    enum Result {
        /// A book, ready to be read.
        DEPTH,
        /// A book whose levels cannot be believed.
        BAD_LEVELS,
        /// JSON, but not a book.
        OTHER,
        /// Not JSON.
        GARBAGE
    }

    /// One side of the book.
    static final class Levels {
        final long[] pricesE8 = new long[LEVELS_MAX];
        final long[] quantitiesE8 = new long[LEVELS_MAX];
        int count;
        boolean seen;
        boolean sorted;

        private void clear() {
            count = 0;
            seen = false;
            sorted = true;
        }

        /// Puts the best level first. False when two levels have one price.
        private boolean sort(boolean highestFirst) {
            for (int i = 1; i < count; i++) {
                long price = pricesE8[i];
                if (price == pricesE8[i - 1]) {
                    return false;
                }
                if (price > pricesE8[i - 1] == highestFirst) {
                    sorted = false;
                    if (!insert(i, highestFirst)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean insert(int from, boolean highestFirst) {
            long price = pricesE8[from];
            long quantity = quantitiesE8[from];
            int to = from;
            while (to > 0 && price != pricesE8[to - 1] && price > pricesE8[to - 1] == highestFirst) {
                pricesE8[to] = pricesE8[to - 1];
                quantitiesE8[to] = quantitiesE8[to - 1];
                to--;
            }
            pricesE8[to] = price;
            quantitiesE8[to] = quantity;
            return to == 0 || pricesE8[to - 1] != price;
        }
    }

    final Levels bids = new Levels();
    final Levels asks = new Levels();

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int stringStart;
    private int stringEnd;
    private int channelStart;
    private int channelEnd;
    private long frameEpochMillis;
    private long bookEpochMillis;
    private long decimalE8;
    private long timeMillis;

    /// Looks at one frame. After [Result#DEPTH] and [Result#BAD_LEVELS] the symbol can be asked, after the first the
    /// levels too, until the next call.
    Result scan(byte[] frame, int offset, int length) {
        bytes = frame;
        at = offset;
        end = offset + length;
        channelStart = -1;
        frameEpochMillis = 0;
        bookEpochMillis = 0;
        bids.clear();
        asks.clear();
        skipBlanks();
        if (!isNext('{')) {
            return skipValue(0) && isAtEnd() ? Result.OTHER : Result.GARBAGE;
        }
        return object();
    }

    /// Whether the frame is about this symbol, given in ASCII.
    boolean isAbout(byte[] symbol) {
        int length = channelEnd - channelStart - DEPTH_SUFFIX.length;
        return length == symbol.length && matches(symbol, channelStart);
    }

    /// The exchange's own time of the book × 1000, 0 when it told none.
    long exchangeEpochMicros() {
        return 1_000 * (bookEpochMillis == 0 ? frameEpochMillis : bookEpochMillis);
    }

    private Result object() {
        at++;
        int dataAt = -1;
        boolean read = false;
        skipBlanks();
        if (!take('}')) {
            do {
                if (!key()) {
                    return Result.GARBAGE;
                }
                if (isKey(CHANNEL) && isNext('"')) {
                    if (!string()) {
                        return Result.GARBAGE;
                    }
                    channelStart = stringStart;
                    channelEnd = stringEnd;
                } else if (isKey(DATA)) {
                    dataAt = at;
                    read = isDepthChannel() && book();
                    if (!read) {
                        at = dataAt;
                        if (!skipValue(1)) {
                            return Result.GARBAGE;
                        }
                    }
                } else if (isKey(TIME_MILLIS)) {
                    if (!time()) {
                        return Result.GARBAGE;
                    }
                    frameEpochMillis = timeMillis;
                } else if (!skipValue(1)) {
                    return Result.GARBAGE;
                }
                skipBlanks();
            } while (take(','));
            if (!take('}')) {
                return Result.GARBAGE;
            }
        }
        if (!isAtEnd()) {
            return Result.GARBAGE;
        }
        if (!isDepthChannel()) {
            return Result.OTHER;
        }
        if (!read && dataAt >= 0) {
            at = dataAt;
            read = book();
        }
        return read && bids.sort(true) && asks.sort(false) ? Result.DEPTH : Result.BAD_LEVELS;
    }

    private boolean isDepthChannel() {
        return channelStart >= 0
                && channelEnd - channelStart > DEPTH_SUFFIX.length
                && matches(DEPTH_SUFFIX, channelEnd - DEPTH_SUFFIX.length);
    }

    /// Reads the value of `data`. False for anything that is not a book; the caller then finds out whether it is JSON.
    private boolean book() {
        bids.clear();
        asks.clear();
        if (!take('{')) {
            return false;
        }
        do {
            if (!key()) {
                return false;
            }
            boolean understood =
                    isKey(BIDS) ? side(bids) : isKey(ASKS) ? side(asks) : isKey(TIME) ? bookTime() : skipValue(2);
            if (!understood) {
                return false;
            }
            skipBlanks();
        } while (take(','));
        return take('}') && bids.seen && asks.seen;
    }

    private boolean side(Levels levels) {
        if (levels.seen || !take('[')) {
            return false;
        }
        levels.seen = true;
        skipBlanks();
        if (take(']')) {
            return true;
        }
        do {
            if (levels.count == LEVELS_MAX || !level(levels)) {
                return false;
            }
            skipBlanks();
        } while (take(','));
        return take(']');
    }

    private boolean level(Levels levels) {
        skipBlanks();
        if (!take('[') || !decimal()) {
            return false;
        }
        levels.pricesE8[levels.count] = decimalE8;
        if (!take(',') || !decimal()) {
            return false;
        }
        levels.quantitiesE8[levels.count] = decimalE8;
        levels.count++;
        return take(']');
    }

    /// A positive decimal in quotes, or a bare number. Blanks around it are passed over.
    private boolean decimal() {
        skipBlanks();
        boolean quoted = take('"');
        int start = at;
        boolean whole = digits();
        boolean leadingZero = at - start > 1 && bytes[start] == '0' && bytes[start + 1] != '.';
        if (!whole || decimalE8 <= 0 || (quoted ? !take('"') : leadingZero)) {
            return false;
        }
        skipBlanks();
        return true;
    }

    /// The rules of [FixedPoint#parse], without text and without exceptions. Works on locals: with a field written for
    /// every byte a whole frame takes a quarter longer.
    private boolean digits() {
        byte[] text = bytes;
        int start = at;
        int stop = Math.min(end, start + DECIMAL_LENGTH_MAX + 1);
        int i = start;
        long value = 0;
        while (i < stop && value != TOO_LARGE && isDigit(text[i])) {
            value = append(value, text[i++] - '0');
        }
        if (i == start) {
            return false;
        }
        int decimals = 0;
        if (i < stop && text[i] == '.') {
            int first = ++i;
            while (i < stop && value != TOO_LARGE && isDigit(text[i])) {
                int digit = text[i++] - '0';
                if (decimals < FixedPoint.DECIMALS) {
                    value = append(value, digit);
                    decimals++;
                } else if (digit != 0) {
                    return false;
                }
            }
            if (i == first) {
                return false;
            }
        }
        long factor = POWERS_OF_TEN[FixedPoint.DECIMALS - decimals];
        if (value == TOO_LARGE || value > LARGEST[FixedPoint.DECIMALS - decimals] || i - start > DECIMAL_LENGTH_MAX) {
            return false;
        }
        at = i;
        decimalE8 = value * factor;
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static long append(long value, int digit) {
        boolean fits = value < LARGEST[1] || (value == LARGEST[1] && digit <= Long.MAX_VALUE % 10);
        return fits ? value * 10 + digit : TOO_LARGE;
    }

    /// The exchange's time in milliseconds, if the value is one; any other JSON is passed over.
    private boolean time() {
        long millis = 0;
        int i = at;
        while (i < end && i - at < TIME_DIGITS_MAX && bytes[i] >= '0' && bytes[i] <= '9') {
            millis = millis * 10 + (bytes[i] - '0');
            i++;
        }
        if (!skipValue(2)) {
            return false;
        }
        timeMillis = at == i ? millis : 0;
        return true;
    }

    private boolean bookTime() {
        boolean read = time();
        bookEpochMillis = timeMillis;
        return read;
    }

    private boolean key() {
        skipBlanks();
        if (!isNext('"') || !string()) {
            return false;
        }
        skipBlanks();
        if (!take(':')) {
            return false;
        }
        skipBlanks();
        return true;
    }

    private boolean isKey(byte[] name) {
        return stringEnd - stringStart == name.length && matches(name, stringStart);
    }

    private boolean matches(byte[] expected, int start) {
        for (int i = 0; i < expected.length; i++) {
            if (bytes[start + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// Passes over one JSON value of any kind. False when it is not JSON.
    private boolean skipValue(int depth) {
        if (at >= end || depth > NESTING_MAX) {
            return false;
        }
        return switch (bytes[at]) {
            case '"' -> string();
            case '{' -> members(depth, '}');
            case '[' -> members(depth, ']');
            case 't', 'f', 'n' -> literal();
            default -> number();
        };
    }

    private boolean members(int depth, char close) {
        at++;
        skipBlanks();
        if (take(close)) {
            return true;
        }
        do {
            skipBlanks();
            if ((close == '}' && !key()) || !skipValue(depth + 1)) {
                return false;
            }
            skipBlanks();
        } while (take(','));
        return take(close);
    }

    private boolean literal() {
        for (byte[] literal : LITERALS) {
            if (end - at >= literal.length && matches(literal, at)) {
                at += literal.length;
                return true;
            }
        }
        return false;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !run()) {
            return false;
        }
        if (take('.') && !run()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return run();
        }
        return true;
    }

    private boolean run() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at > start;
    }

    /// Passes over a string and leaves its bounds, quotes excluded, in `stringStart` and `stringEnd`.
    private boolean string() {
        at++;
        int start = at;
        while (at < end) {
            int b = bytes[at];
            if (b == '"') {
                stringStart = start;
                stringEnd = at++;
                return true;
            }
            if (!character(b)) {
                return false;
            }
        }
        return false;
    }

    private boolean character(int b) {
        if (b == '\\') {
            return escape();
        }
        if (b < 0) {
            return multiByte();
        }
        at++;
        return b >= ' ';
    }

    private boolean escape() {
        if (end - at < 2) {
            return false;
        }
        int kind = bytes[at + 1];
        at += 2;
        if (kind == 'u') {
            int stop = at + 4;
            while (at < stop && at < end && Character.digit(bytes[at], 16) >= 0) {
                at++;
            }
            return at == stop;
        }
        return kind == '"'
                || kind == '\\'
                || kind == '/'
                || kind == 'b'
                || kind == 'f'
                || kind == 'n'
                || kind == 'r'
                || kind == 't';
    }

    /// One character of UTF-8 beyond ASCII: no overlong forms, no surrogates, nothing above U+10FFFF.
    private boolean multiByte() {
        int first = bytes[at] & 0xFF;
        int following = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || end - at <= following) {
            return false;
        }
        int second = bytes[at + 1] & 0xFF;
        boolean secondFits = switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
        for (int i = 1; i <= following; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        at += following + 1;
        return secondFits;
    }

    private void skipBlanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean isNext(char c) {
        return at < end && bytes[at] == c;
    }

    private boolean take(char c) {
        if (isNext(c)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean isAtEnd() {
        skipBlanks();
        return at == end;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
