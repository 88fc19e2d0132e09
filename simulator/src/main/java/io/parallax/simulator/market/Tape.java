package io.parallax.simulator.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A recorded market: for each pair the touch of the reference exchange, and the spread of the other exchange's
/// best bid over the reference's best ask. Thread: any; immutable.
///
/// The file is gzip over ASCII lines: `parallax-tape 1`, then for each pair a line `pair NAME TICK_E8 QUOTES
/// SPREADS` followed by so many lines `millis bid ask` and so many lines `millis ppm`. Times and bids are
/// differences to the line before (the first to zero), bids in ticks; `ask` is ticks above the bid; `ppm` is a
/// difference too.
public final class Tape {
    private static final String HEADER = "parallax-tape 1";
    private static final String DEFAULT_RESOURCE = "btc-eth.tape.gz";
    private static final int ROWS_MAX = 1_000_000;

    private final List<Pair> pairs;

    /// @param pairs at least one
    public Tape(List<Pair> pairs) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("a tape has at least one pair, found none");
        }
        this.pairs = List.copyOf(pairs);
    }

    /// One pair's two series. The arrays belong to the tape and must not be changed.
    ///
    /// @param tickE8 price step of the quotes × 10⁸
    /// @param quoteMillis time of each quote, from 0, rising
    /// @param bidTicks best bid of the reference exchange
    /// @param askTicks best ask of the reference exchange
    /// @param spreadMillis time of each spread, from 0, rising
    /// @param spreadPpm `(bid of the other − ask of the reference) ÷ ask of the reference`, in millionths
    public record Pair(
            String name,
            long tickE8,
            int[] quoteMillis,
            int[] bidTicks,
            int[] askTicks,
            int[] spreadMillis,
            int[] spreadPpm) {
        public Pair {
            if (quoteMillis.length < 2 || spreadMillis.length < 2) {
                throw new IllegalArgumentException(name + ": a tape needs two rows of each kind at least, found "
                        + quoteMillis.length + " quotes and " + spreadMillis.length + " spreads");
            }
        }

        public int quoteDurationMillis() {
            return quoteMillis[quoteMillis.length - 1];
        }

        public int spreadDurationMillis() {
            return spreadMillis[spreadMillis.length - 1];
        }
    }

    public List<Pair> pairs() {
        return pairs;
    }

    /// The tape that ships with Parallax.
    public static Tape shipped() {
        try (InputStream in = Tape.class.getResourceAsStream(DEFAULT_RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the shipped tape " + DEFAULT_RESOURCE + " is missing");
            }
            return read(in, DEFAULT_RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped tape " + DEFAULT_RESOURCE, e);
        }
    }

    /// Reads a tape.
    ///
    /// @param name for messages
    /// @throws IOException when it cannot be read or is not a tape; the message says which line
    public static Tape read(InputStream in, String name) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII))) {
            return new Tape(new Reading(reader, name).pairs());
        }
    }

    /// Writes it in the form that [#read] reads.
    public void write(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Pair pair : pairs) {
            text.append("pair ").append(pair.name()).append(' ').append(pair.tickE8());
            text.append(' ').append(pair.quoteMillis().length);
            text.append(' ').append(pair.spreadMillis().length).append('\n');
            appendQuotes(text, pair);
            appendSpreads(text, pair);
        }
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void appendQuotes(StringBuilder text, Pair pair) {
        int millis = 0;
        int bid = 0;
        for (int i = 0; i < pair.quoteMillis().length; i++) {
            text.append(pair.quoteMillis()[i] - millis).append(' ');
            text.append(pair.bidTicks()[i] - bid).append(' ');
            text.append(pair.askTicks()[i] - pair.bidTicks()[i]).append('\n');
            millis = pair.quoteMillis()[i];
            bid = pair.bidTicks()[i];
        }
    }

    private static void appendSpreads(StringBuilder text, Pair pair) {
        int millis = 0;
        int ppm = 0;
        for (int i = 0; i < pair.spreadMillis().length; i++) {
            text.append(pair.spreadMillis()[i] - millis).append(' ');
            text.append(pair.spreadPpm()[i] - ppm).append('\n');
            millis = pair.spreadMillis()[i];
            ppm = pair.spreadPpm()[i];
        }
    }

    /// The reading of one file.
    private static final class Reading {
        private final BufferedReader reader;
        private final String name;
        private int line;

        Reading(BufferedReader reader, String name) {
            this.reader = reader;
            this.name = name;
        }

        List<Pair> pairs() throws IOException {
            String header = reader.readLine();
            line++;
            if (!HEADER.equals(header)) {
                throw malformed("expected \"" + HEADER + "\", found \"" + shortened(header) + "\"");
            }
            List<Pair> pairs = new ArrayList<>();
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                pairs.add(pair(text));
            }
            if (pairs.isEmpty()) {
                throw malformed("expected a pair, found the end");
            }
            return pairs;
        }

        private Pair pair(String text) throws IOException {
            String[] words = text.split(" ", -1);
            if (words.length != 5 || !words[0].equals("pair")) {
                throw malformed("expected \"pair NAME TICK_E8 QUOTES SPREADS\", found \"" + shortened(text) + "\"");
            }
            int quotes = count(words[3]);
            int spreads = count(words[4]);
            int[] quoteMillis = new int[quotes];
            int[] bids = new int[quotes];
            int[] asks = new int[quotes];
            for (int i = 0; i < quotes; i++) {
                int[] row = row(3);
                quoteMillis[i] = rising(i == 0 ? 0 : quoteMillis[i - 1], row[0]);
                bids[i] = row[1] + (i == 0 ? 0 : bids[i - 1]);
                asks[i] = bids[i] + row[2];
                if (bids[i] <= 0 || asks[i] <= bids[i]) {
                    throw malformed("expected a bid above zero and below the ask, found bid " + bids[i] + ", ask "
                            + asks[i] + " ticks");
                }
            }
            int[] spreadMillis = new int[spreads];
            int[] ppm = new int[spreads];
            for (int i = 0; i < spreads; i++) {
                int[] row = row(2);
                spreadMillis[i] = rising(i == 0 ? 0 : spreadMillis[i - 1], row[0]);
                ppm[i] = row[1] + (i == 0 ? 0 : ppm[i - 1]);
            }
            return new Pair(words[1], number(words[2]), quoteMillis, bids, asks, spreadMillis, ppm);
        }

        private int rising(int before, int difference) throws IOException {
            if (difference < 0) {
                throw malformed("expected a time that does not go back, found " + difference + " ms");
            }
            return before + difference;
        }

        private int[] row(int columns) throws IOException {
            String text = reader.readLine();
            line++;
            String[] words = text == null ? new String[0] : text.split(" ", -1);
            if (words.length != columns) {
                throw malformed("expected " + columns + " numbers, found \"" + shortened(text) + "\"");
            }
            int[] row = new int[columns];
            for (int i = 0; i < columns; i++) {
                row[i] = number(words[i]);
            }
            return row;
        }

        private int count(String word) throws IOException {
            int count = number(word);
            if (count < 2 || count > ROWS_MAX) {
                throw malformed("expected 2 to " + ROWS_MAX + " rows, found " + count);
            }
            return count;
        }

        private int number(String word) throws IOException {
            try {
                return Integer.parseInt(word);
            } catch (NumberFormatException e) {
                throw malformed("expected a whole number, found \"" + shortened(word) + "\"", e);
            }
        }

        private static String shortened(@Nullable String text) {
            return text == null ? "the end" : text.substring(0, Math.min(text.length(), 60));
        }

        private IOException malformed(String what) {
            return new IOException(name + ", line " + line + ": " + what);
        }

        private IOException malformed(String what, Exception cause) {
            return new IOException(name + ", line " + line + ": " + what, cause);
        }
    }
}
