package io.parallax.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.logging.LogTail.Line;
import io.parallax.app.logging.LogTail.Weight;
import io.parallax.engine.EngineSettings;
import io.parallax.engine.TradingEngine;
import io.parallax.exchange.AccountEvent.ForeignActivity;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.units.FixedPoint;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenViewTest {
    private static final Paint COLOURS = new Paint(true, true);
    private static final Paint ASCII = new Paint(false, false);

    private final TradingEngine engine = new TradingEngine(
            EngineSettings.of("t3st", 1, List.of(bot("btc-1", "BTC-PERP"), bot("eth-1", "ETH-PERP"))),
            _ -> {},
            _ -> {},
            new SharedOrderbooks(),
            0);
    private final SpreadHistory history = new SpreadHistory();

    private static PairSettings bot(String id, String pair) {
        return PairSettings.of(
                id, pair, ExchangeId.VEST, ExchangeId.PARADEX, 1_500, -500, 10, FixedPoint.parse("0.01"));
    }

    private void quote(int book, String bid, String ask) {
        engine.beginSnapshot(book, 0, 0, 0);
        engine.onLevel(Side.BUY, FixedPoint.parse(bid), FixedPoint.ONE);
        engine.onLevel(Side.SELL, FixedPoint.parse(ask), FixedPoint.ONE);
        engine.end();
    }

    private ScreenState state(String mode, Optional<EngineSnapshot> snapshot, String question, boolean help) {
        return new ScreenState(
                "simulated-ab12",
                mode,
                75,
                snapshot,
                0,
                history,
                List.of(new Line("12:00:00.000 something happened", Weight.NEWS)),
                "news",
                "",
                question,
                help);
    }

    private List<String> draw(ScreenState state, Paint paint, int columns, int rows) {
        return ScreenView.draw(state, paint, columns, rows).stream()
                .map(AttributedString::toString)
                .toList();
    }

    private List<String> now(int columns, int rows) {
        return draw(state("simulated", Optional.of(engine.snapshot()), "", false), ASCII, columns, rows);
    }

    @ParameterizedTest
    @CsvSource({"80,24", "160,50", "40,10", "1,1", "20,5", "300,3"})
    void fillEveryTerminalAndNoMore(int columns, int rows) {
        List<String> frame = now(columns, rows);
        assertThat(frame).hasSize(rows).allMatch(line -> line.length() <= columns);
        assertThat(draw(state("simulated", Optional.empty(), "", true), COLOURS, columns, rows))
                .hasSize(rows)
                .allMatch(line -> line.length() <= columns);
    }

    @Test
    void showWhatKindOfMoneyThisIs() {
        assertThat(now(80, 24).getFirst())
                .startsWith(" SIMULATED   simulated-ab12   running 1 min 15 s")
                .hasSize(80);
        List<AttributedString> live =
                ScreenView.draw(state("live", Optional.of(engine.snapshot()), "", false), COLOURS, 80, 24);
        assertThat(live.getFirst().toString()).startsWith(" LIVE ");
        assertThat(live.getFirst().styleAt(0)).isNotEqualTo(live.get(1).styleAt(0));
    }

    @Test
    void showBothBooksAndBothDirections() {
        quote(0, "99990", "100000");
        quote(1, "100200", "100210");
        String all = String.join("\n", now(80, 24));
        assertThat(all).contains("99990", "100000", "100200", "100210", "btc-1", "eth-1", "something happened");
        assertThat(all).containsPattern("long vest +\\+20\\.00 +\\+20\\.00 +\\+15\\.00");
        assertThat(all).containsPattern("long paradex +-21\\.96 +-21\\.96 +\\+15\\.00");
    }

    /// What an exchange says is shown as text, and a halt cannot be missed.
    @Test
    void showAHaltAndNoControlCharacters() {
        engine.onEvent(new ForeignActivity(ExchangeId.VEST, "\u001b[2J\u0007evil\nsecond line", 0));
        List<String> frame = now(80, 24);
        assertThat(frame.getFirst()).startsWith(" SIMULATED - HALTED ");
        String all = String.join("", frame);
        assertThat(all).contains("HALTED for FOREIGN_ACTIVITY", "evil second line");
        assertThat(all.chars()).allMatch(character -> character >= ' ');
    }

    @Test
    void askInTheLastRow() {
        List<String> frame =
                draw(state("simulated", Optional.of(engine.snapshot()), "Close every pair now?", false), ASCII, 80, 24);
        assertThat(frame.getLast()).isEqualTo(" Close every pair now?  y: yes, any other key: no");
    }

    @Test
    void drawTheSpreadOfTheLastMinutes() {
        quote(0, "99990", "100000");
        quote(1, "100200", "100210");
        history.add(engine.snapshot());
        List<String> frame = now(100, 40);
        assertThat(frame).anyMatch(line -> line.startsWith("entry spread, long vest"));
        assertThat(frame).anyMatch(line -> line.endsWith("*"));
        assertThat(Collections.frequency(frame, ""))
                .as("the rest is for the log")
                .isPositive();
    }
}
