package io.parallax.ui.terminal;

import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Draws both books of a pair and both spreads for a terminal of 80 columns and 24 lines or more. Pure: from
/// views to text. Thread: any; stateless.
public final class BookScreen {
    static final int WIDTH = 80;
    static final int LINES = 24;
    private static final int HALF = WIDTH / 2;
    private static final int LEVELS = 5;
    private static final int OTHERS_MAX = 4;
    private static final String RULE = "-".repeat(WIDTH);

    private BookScreen() {}

    /// The first pair in full, the others in a line each. Every line has at most 80 columns, and there are at
    /// most 24.
    ///
    /// @param title what and where, shown at the top
    public static List<String> draw(String title, List<PairView> pairs) {
        List<String> lines = new ArrayList<>();
        PairView first = pairs.getFirst();
        lines.add(pad("Parallax monitor   " + first.pair() + "   " + title, WIDTH - 16) + "Ctrl-C to leave");
        lines.add(RULE);
        lines.add(pad(heading("A", first.exchangeA(), first, first.a()), HALF)
                + heading("B", first.exchangeB(), first, first.b()));
        lines.add(pad("        price          quantity", HALF) + "        price          quantity");
        for (int level = LEVELS - 1; level >= 0; level--) {
            lines.add(pad(ask(first.a(), level), HALF) + ask(first.b(), level));
        }
        lines.add(pad("    " + "- ".repeat(15), HALF) + "    " + "- ".repeat(15));
        for (int level = 0; level < LEVELS; level++) {
            lines.add(pad(bid(first.a(), level), HALF) + bid(first.b(), level));
        }
        lines.add(RULE);
        lines.add(spread("long A, short B  (bid B - ask A) / ask A", first.spreadLongAPpm(), first));
        lines.add(spread("long B, short A  (bid A - ask B) / ask B", first.spreadLongBPpm(), first));
        lines.add("entry at " + bps(first.entryPpm()) + ", exit when the other direction reaches "
                + bps(first.exitPpm()));
        pairs.stream().skip(1).limit(OTHERS_MAX).forEach(pair -> lines.add(other(pair)));
        if (pairs.size() > OTHERS_MAX + 1) {
            lines.add("and " + (pairs.size() - 1 - OTHERS_MAX) + " more");
        }
        return lines.stream()
                .limit(LINES)
                .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) : line.stripTrailing())
                .toList();
    }

    /// The same facts in one line, for output that is not a terminal.
    public static String line(PairView pair) {
        return pair.pair() + "  " + pair.exchangeA() + " " + touch(pair, pair.a()) + "  " + pair.exchangeB() + " "
                + touch(pair, pair.b()) + "  long A " + bps(pair.spreadLongAPpm()) + "  long B "
                + bps(pair.spreadLongBPpm());
    }

    private static String heading(String leg, String exchange, PairView pair, Optional<OrderbookSnapshot> book) {
        return leg + " " + exchange.toUpperCase(Locale.ROOT) + "  " + condition(pair, book);
    }

    private static String condition(PairView pair, Optional<OrderbookSnapshot> book) {
        if (book.isEmpty()) {
            return "waiting for the first book";
        }
        long ageMillis =
                TimeUnit.NANOSECONDS.toMillis(pair.nowNanos() - book.get().receivedNanos());
        String age = String.format(Locale.ROOT, "%.1f s old", Math.max(0, ageMillis) / 1_000.0);
        return pair.isCurrent(book) ? age : "NOT USABLE, " + age;
    }

    private static String ask(Optional<OrderbookSnapshot> book, int level) {
        return book.map(b -> level("ask", b, b.askPricesE8(), b.askQuantitiesE8(), level))
                .orElse("");
    }

    private static String bid(Optional<OrderbookSnapshot> book, int level) {
        return book.map(b -> level("bid", b, b.bidPricesE8(), b.bidQuantitiesE8(), level))
                .orElse("");
    }

    private static String level(String side, OrderbookSnapshot book, long[] pricesE8, long[] quantitiesE8, int level) {
        if (level >= pricesE8.length) {
            return "";
        }
        int priceDecimals = Math.max(decimals(book.bidPricesE8()), decimals(book.askPricesE8()));
        int quantityDecimals = Math.max(decimals(book.bidQuantitiesE8()), decimals(book.askQuantitiesE8()));
        return String.format(
                Locale.ROOT,
                "%s %13s %17s",
                side,
                FixedPoint.format(pricesE8[level], priceDecimals),
                FixedPoint.format(quantitiesE8[level], quantityDecimals));
    }

    /// As many as the shown number with the most of them needs, so that the points stand in one column.
    private static int decimals(long[] valuesE8) {
        int most = 0;
        for (int i = 0; i < Math.min(LEVELS, valuesE8.length); i++) {
            int own = FixedPoint.DECIMALS;
            for (long rest = valuesE8[i]; own > most && rest % 10 == 0; rest /= 10) {
                own--;
            }
            most = Math.max(most, own);
        }
        return most;
    }

    private static String spread(String name, long ppm, PairView pair) {
        boolean opens = ppm != SpreadCalculator.NO_SPREAD && ppm >= pair.entryPpm();
        return pad(name, 44) + String.format(Locale.ROOT, "%12s", bps(ppm)) + (opens ? "   ENTRY" : "");
    }

    private static String other(PairView pair) {
        return pad(pair.id() + " " + pair.pair(), 30) + pad("long A " + bps(pair.spreadLongAPpm()), 24) + "long B "
                + bps(pair.spreadLongBPpm());
    }

    private static String touch(PairView pair, Optional<OrderbookSnapshot> book) {
        return book.filter(_ -> pair.isCurrent(book))
                .map(b -> price(b.bestBidE8()) + "/" + price(b.bestAskE8()))
                .orElse("unknown");
    }

    private static String price(long e8) {
        return e8 == FixedPoint.NO_PRICE ? "none" : FixedPoint.format(e8);
    }

    private static String bps(long ppm) {
        return ppm == SpreadCalculator.NO_SPREAD ? "unknown" : String.format(Locale.ROOT, "%+.2f bps", ppm / 100.0);
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text.substring(0, width - 1) + " " : text + " ".repeat(width - text.length());
    }
}
