package io.parallax.ui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.units.FixedPoint;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BookScreenTest {
    private static final long NOW = 50_000_000_000L;

    @Test
    void showsBothBooksAndBothSpreads() {
        List<String> screen = BookScreen.draw(
                "simulated", List.of(pair("btc", book("99990", "100000", NOW), book("100150", "100160.5", NOW))));
        assertThat(screen)
                .contains("A VEST  0.0 s old                       B PARADEX  0.0 s old")
                .contains("ask        100000               0.5     ask      100160.5               0.5")
                .contains("bid         99990               0.5     bid      100150.0               0.5")
                .contains("long A, short B  (bid B - ask A) / ask A      +15.00 bps   ENTRY")
                .contains("long B, short A  (bid A - ask B) / ask B      -17.03 bps");
    }

    @Test
    void fitsEightyColumnsAndTwentyFourLines() {
        List<PairView> many = Collections.nCopies(30, pair("a-rather-long-bot-identifier-here", deep(), deep()));
        List<String> screen = BookScreen.draw("simulated", many);
        assertThat(screen)
                .hasSizeLessThanOrEqualTo(24)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(screen).contains("and 25 more");
    }

    @Test
    void showsNoSpreadWhileABookIsMissingOldOrUnusable() {
        Optional<OrderbookSnapshot> good = book("99990", "100000", NOW);
        Optional<OrderbookSnapshot> old = book("99990", "100000", NOW - 4_000_000_000L);
        assertThat(BookScreen.draw("", List.of(pair("btc", good, old))))
                .anyMatch(line -> line.contains("NOT USABLE, 4.0 s old"))
                .anyMatch(line -> line.contains("(bid B - ask A) / ask A         unknown"));
        assertThat(BookScreen.draw("", List.of(pair("btc", Optional.empty(), good))))
                .anyMatch(line -> line.contains("waiting for the first book"));
        assertThat(BookScreen.line(pair("btc", good, old)))
                .isEqualTo("BTC-PERP  vest 99990/100000  paradex unknown  long A unknown  long B unknown");
    }

    @Test
    void redrawsInPlaceAndGivesTheTerminalBack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TerminalDisplay display = new TerminalDisplay(new PrintStream(bytes, false, StandardCharsets.UTF_8));
        display.show(List.of("one", "two"));
        display.leave();
        display.leave();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("\u001b[?1049h\u001b[?25l")
                .contains("\u001b[Hone\u001b[K\r\ntwo\u001b[K\u001b[J")
                .endsWith("\u001b[?25h\u001b[?1049l")
                .containsOnlyOnce("\u001b[?1049l");
    }

    private static PairView pair(String id, Optional<OrderbookSnapshot> a, Optional<OrderbookSnapshot> b) {
        return new PairView(id, "BTC-PERP", "vest", "paradex", 1_500, 500, a, b, NOW);
    }

    private static Optional<OrderbookSnapshot> book(String bid, String ask, long receivedNanos) {
        long[] quantity = {FixedPoint.parse("0.5")};
        return Optional.of(new OrderbookSnapshot(
                "BTC-PERP",
                true,
                1,
                receivedNanos,
                new long[] {FixedPoint.parse(bid)},
                quantity,
                new long[] {FixedPoint.parse(ask)},
                quantity));
    }

    private static Optional<OrderbookSnapshot> deep() {
        long[] values = new long[20];
        Arrays.fill(values, 1_234_567_812_345_678L);
        return Optional.of(new OrderbookSnapshot("BTC-PERP", true, 1, NOW, values, values, values, values));
    }
}
