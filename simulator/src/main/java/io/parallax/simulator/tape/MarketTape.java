package io.parallax.simulator.tape;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The books of one coin on some exchanges, event by event in the order of receipt. Each event is a whole book,
/// as many levels of it as were recorded; an event without levels says that the book is void from there on.
/// Prices and quantities are × 10⁸, quantities in base currency; times are µs since 1970. Columns of numbers: a
/// best quote takes 51 bytes. Any importer fills a [Builder]. Thread: any; immutable.
public final class MarketTape {
    private final String symbol;
    private final List<ExchangeId> exchanges;
    private final long builtTickE8;
    private final int size;
    private final long[] receivedMicros;
    private final long[] exchangeMicros;
    private final byte[] exchange;
    private final short[] bids;
    private final int[] firstLevel;
    private final long[] pricesE8;
    private final long[] quantitiesE8;

    private MarketTape(Builder from, int[] order) {
        symbol = from.symbol;
        exchanges = List.copyOf(from.exchanges);
        builtTickE8 = from.builtTickE8;
        size = from.size;
        receivedMicros = new long[size];
        exchangeMicros = new long[size];
        exchange = new byte[size];
        bids = new short[size];
        firstLevel = new int[size + 1];
        pricesE8 = new long[from.levels];
        quantitiesE8 = new long[from.levels];
        int level = 0;
        for (int to = 0; to < size; to++) {
            int event = order.length == 0 ? to : order[to];
            receivedMicros[to] = from.receivedMicros[event];
            exchangeMicros[to] = from.exchangeMicros[event];
            exchange[to] = from.exchange[event];
            bids[to] = from.bids[event];
            firstLevel[to] = level;
            int count = from.firstLevel[event + 1] - from.firstLevel[event];
            System.arraycopy(from.pricesE8, from.firstLevel[event], pricesE8, level, count);
            System.arraycopy(from.quantitiesE8, from.firstLevel[event], quantitiesE8, level, count);
            level += count;
        }
        firstLevel[size] = level;
    }

    /// The coin: `BTC`.
    public String symbol() {
        return symbol;
    }

    /// Who quotes, in the order of first appearance.
    public List<ExchangeId> exchanges() {
        return exchanges;
    }

    /// The step of prices that were built around an anchor because none were recorded, × 10⁸; 0 when prices were
    /// recorded.
    public long builtTickE8() {
        return builtTickE8;
    }

    /// How many events there are.
    public int size() {
        return size;
    }

    public long receivedMicros(int event) {
        return receivedMicros[event];
    }

    /// The exchange's own time, by its own clock; 0 when it told none.
    public long exchangeMicros(int event) {
        return exchangeMicros[event];
    }

    /// Whose book it is: an index of [#exchanges].
    public int exchange(int event) {
        return exchange[event];
    }

    /// Whether the book is void from this event on.
    public boolean isLost(int event) {
        return firstLevel[event] == firstLevel[event + 1];
    }

    /// Levels of a side.
    public int depth(int event, Side side) {
        return side == Side.BUY ? bids[event] : firstLevel[event + 1] - firstLevel[event] - bids[event];
    }

    /// Price of a level, best first.
    public long priceE8(int event, Side side, int level) {
        return pricesE8[at(event, side, level)];
    }

    /// Quantity of a level, best first.
    public long quantityE8(int event, Side side, int level) {
        return quantitiesE8[at(event, side, level)];
    }

    private int at(int event, Side side, int level) {
        return firstLevel[event] + (side == Side.BUY ? level : bids[event] + level);
    }

    /// The events of one exchange, in order.
    public int[] eventsOf(ExchangeId who) {
        int index = exchanges.indexOf(who);
        int[] found = new int[size];
        int count = 0;
        for (int event = 0; event < size; event++) {
            if (exchange[event] == index) {
                found[count++] = event;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /// The same tape in which the events of one exchange come later, as over a slower feed. Its own times stay.
    public MarketTape delayed(ExchangeId who, long micros) {
        Builder builder = new Builder(symbol);
        builder.built(builtTickE8);
        for (int event = 0; event < size; event++) {
            boolean late = exchanges.get(exchange[event]).equals(who);
            copyTo(builder, event, receivedMicros[event] + (late ? micros : 0));
        }
        return builder.build();
    }

    /// Puts an event of this tape on another, at another time of receipt.
    public void copyTo(Builder builder, int event, long atMicros) {
        builder.begin(exchanges.get(exchange[event]), atMicros, exchangeMicros[event]);
        for (Side side : Side.values()) {
            for (int level = 0; level < depth(event, side); level++) {
                builder.level(side, priceE8(event, side, level), quantityE8(event, side, level));
            }
        }
        builder.end();
    }

    /// Collects events. They may come in any order of receipt; those of the same time stay in the order they
    /// came. Thread: one.
    public static final class Builder {
        /// More events than these, or levels, are refused: about 1.5 GB.
        public static final int EVENTS_MAX = 25_000_000;

        private static final int LEVELS_MAX = 60_000_000;
        private static final int EXCHANGES_MAX = 100;
        private static final int START = 1_024;

        private final String symbol;
        private final List<ExchangeId> exchanges = new ArrayList<>();
        private long[] receivedMicros = new long[START];
        private long[] exchangeMicros = new long[START];
        private byte[] exchange = new byte[START];
        private short[] bids = new short[START];
        private int[] firstLevel = new int[START + 1];
        private long[] pricesE8 = new long[START];
        private long[] quantitiesE8 = new long[START];
        private long builtTickE8;
        private int size;
        private int levels;
        private boolean inOrder = true;
        private boolean asksBegan;

        public Builder(String symbol) {
            this.symbol = symbol;
        }

        /// Says that prices are built, on this step.
        public void built(long tickE8) {
            builtTickE8 = tickE8;
        }

        /// A book follows.
        ///
        /// @param exchangeEpochMicros 0 when the exchange told no time
        public void begin(ExchangeId who, long atMicros, long exchangeEpochMicros) {
            int index = exchanges.indexOf(who);
            if (index < 0) {
                index = exchanges.size();
                exchanges.add(who);
            }
            if (size >= EVENTS_MAX || levels >= LEVELS_MAX || index >= EXCHANGES_MAX) {
                throw new IllegalStateException("a tape holds at most " + EVENTS_MAX + " events, " + LEVELS_MAX
                        + " levels and " + EXCHANGES_MAX + " exchanges; use a shorter recording");
            }
            if (size == receivedMicros.length) {
                int room = size + size / 2;
                receivedMicros = Arrays.copyOf(receivedMicros, room);
                exchangeMicros = Arrays.copyOf(exchangeMicros, room);
                exchange = Arrays.copyOf(exchange, room);
                bids = Arrays.copyOf(bids, room);
                firstLevel = Arrays.copyOf(firstLevel, room + 1);
            }
            receivedMicros[size] = atMicros;
            exchangeMicros[size] = exchangeEpochMicros;
            exchange[size] = (byte) index;
            bids[size] = 0;
            firstLevel[size] = levels;
            inOrder &= size == 0 || receivedMicros[size - 1] <= atMicros;
            asksBegan = false;
        }

        /// A level of the book: bids first, best first on each side.
        public void level(Side side, long priceE8, long quantityE8) {
            if (side == Side.BUY && asksBegan) {
                throw new IllegalArgumentException("bids come before asks");
            }
            if (levels == pricesE8.length) {
                int room = levels + levels / 2;
                pricesE8 = Arrays.copyOf(pricesE8, room);
                quantitiesE8 = Arrays.copyOf(quantitiesE8, room);
            }
            asksBegan |= side == Side.SELL;
            bids[size] += (short) (side == Side.BUY ? 1 : 0);
            pricesE8[levels] = priceE8;
            quantitiesE8[levels] = quantityE8;
            levels++;
        }

        /// The book is complete.
        public void end() {
            size++;
            firstLevel[size] = levels;
        }

        public int size() {
            return size;
        }

        public MarketTape build() {
            return new MarketTape(this, inOrder ? new int[0] : order());
        }

        private int[] order() {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, event -> event);
            Arrays.sort(order, java.util.Comparator.comparingLong(event -> receivedMicros[event]));
            return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        }
    }
}
