package io.parallax.simulator.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeImporterTest {
    private static final String HEADER =
            "ts_us,exch_us,venue,symbol,instrument,kind,bid_px,bid_sz,ask_px,ask_sz,px,sz,side\n";
    private static final String FIRST =
            "1723161254024619,1723161255342000,okx,BTC,BTC-USDT,bbo,61837.6,2,61837.7,1e-05,,,\n";

    @TempDir
    private Path folder = Path.of(".");

    private TapeImporter read(String text) throws IOException {
        Path file = folder.resolve("events.csv");
        Files.writeString(file, text);
        return importer().read(file);
    }

    private static TapeImporter importer() {
        return new TapeImporter(Optional.empty(), TapeImporter.ASSUMED_QUOTE_E8);
    }

    private static MarketTape tape(TapeImporter importer) {
        return importer.tapes().values().iterator().next();
    }

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    @Test
    void aQuoteBecomesABookOfOneLevel() throws IOException {
        MarketTape tape = tape(read(HEADER + FIRST));
        assertThat(tape.size()).isEqualTo(1);
        assertThat(tape.exchanges()).containsExactly(new ExchangeId("okx"));
        assertThat(tape.receivedMicros(0)).isEqualTo(1_723_161_254_024_619L);
        assertThat(tape.exchangeMicros(0)).isEqualTo(1_723_161_255_342_000L);
        assertThat(tape.priceE8(0, Side.BUY, 0)).isEqualTo(e8("61837.6"));
        assertThat(tape.quantityE8(0, Side.BUY, 0)).isEqualTo(e8("2"));
        assertThat(tape.priceE8(0, Side.SELL, 0)).isEqualTo(e8("61837.7"));
        assertThat(tape.quantityE8(0, Side.SELL, 0)).isEqualTo(e8("0.00001"));
    }

    @Test
    void aQuoteWithoutASizeHoldsTheAssumedDepth() throws IOException {
        TapeImporter importer = read(HEADER + "1723161254024619,,okx,BTC,BTC-USDT,bbo,50000,,62500,,61837.6,0.1,\n");
        assertThat(tape(importer).quantityE8(0, Side.BUY, 0)).isEqualTo(e8("1"));
        assertThat(tape(importer).quantityE8(0, Side.SELL, 0)).isEqualTo(e8("0.8"));
        assertThat(importer.report().assumedDepths()).isEqualTo(2);
    }

    @Test
    void contractsOfADollarValueBecomeCoins() throws IOException {
        TapeImporter importer =
                read(HEADER + "1723161254024619,,binance-coinm,BTC,BTCUSD_PERP,bbo,50000,10,62500,10,,,\n"
                        + "1723161254024619,,binance-coinm,ETH,ETHUSD_PERP,bbo,2000,10,2500,10,,,\n");
        MarketTape bitcoin = tape(importer);
        MarketTape ether = Optional.ofNullable(importer.tapes().get("ETH")).orElseThrow();
        assertThat(bitcoin.quantityE8(0, Side.BUY, 0)).isEqualTo(e8("0.02"));
        assertThat(ether.quantityE8(0, Side.SELL, 0)).isEqualTo(e8("0.04"));
    }

    @Test
    void badRowsAreToldWithFileAndLineAndPassedOver() throws IOException {
        TapeImporter importer = read(HEADER
                + FIRST
                + "1723161254024619,,okx,BTC,BTC-USDT,bbo,,2,61837.7,1,,,\n"
                + "now,,okx,BTC,BTC-USDT,bbo,61837.6,2,61837.7,1,,,\n"
                + "1723161254024619,,OKX,BTC,BTC-USDT,bbo,61837.6,2,61837.7,1,,,\n"
                + "1723161254024619,,okx,BTC,BTC-USDT,candle,,,,,,,\n"
                + "1723161254024619,,okx\n"
                + "1723161254024619,,okx,BTC,BTC-USDT,bbo,-1,2,61837.7,1,,,\n"
                + "1723161254024619,,okx,BTC,BTC-USDT,bbo,1e999999999,2,61837.7,1,,,\n"
                + "1723161254024619,,okx,BTC,BTC-USDT,bbo,1.123456789,2,61837.7,1,,,\n"
                + "1723161254024619,,okx,BTC,BTC-USDT,bbo,61837.6,0,61837.7,1,,,\n"
                + "1723161254024,,okx,BTC,BTC-USDT,bbo,61837.6,1,61837.7,1,,,\n"
                + FIRST);
        assertThat(tape(importer).size()).isEqualTo(2);
        assertThat(importer.report().bad()).isEqualTo(10);
        assertThat(importer.report().problems())
                .contains("events.csv, line 3: a quote needs bid_px, found nothing")
                .contains("events.csv, line 4: a time must be a whole number of microseconds, found \"now\"")
                .contains("events.csv, line 6: kind must be bbo, trade, last or vwap; found \"candle\"")
                .contains("events.csv, line 7: expected 13 columns, found 3")
                .contains("events.csv, line 8: bid_px must be positive, found -1")
                .contains("events.csv, line 11: bid_sz must be positive, found 0");
    }

    @Test
    void tradesAndLastPricesAreCountedAndMakeNoBook() throws IOException {
        TapeImporter importer = read(HEADER
                + "1723161254024619,,bybit,BTC,BTCUSDT,last,,,,,109874.9,,\n"
                + "1723161254024619,,bybit,BTC,BTCUSDT,trade,,,,,109874.9,1,buy\n");
        assertThat(importer.tapes()).isEmpty();
        assertThat(importer.report().rowLines()).containsExactly("bybit BTC last 1", "bybit BTC trade 1");
    }

    @Test
    void aFileOfAnotherFormIsRefusedByItsFirstLine() {
        assertThatThrownBy(() -> read("time,price\n1,2\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events.csv, line 1: expected the header ts_us")
                .hasMessageContaining("found \"time,price\"");
        assertThatThrownBy(() -> importer().read(folder.resolve("missing.csv"))).isInstanceOf(IOException.class);
    }

    @Test
    void aCompressedFileThatEndsInTheMiddleGivesWhatItHas() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 2_000; i++) {
                zip.write((i == 0 ? HEADER : FIRST.replace("61837.6", "6" + (1_000 + i * 7_919 % 800) + ".5"))
                        .getBytes(StandardCharsets.US_ASCII));
            }
        }
        Path file = folder.resolve("quotes.csv.gz");
        Files.write(file, Arrays.copyOf(whole.toByteArray(), whole.size() * 2 / 3));
        TapeImporter importer = importer().read(file);
        assertThat(tape(importer).size()).isBetween(100, 1_998);
        assertThat(importer.report().problems()).anyMatch(each -> each.contains("the file ends in the middle"));
    }

    @Test
    void aLineWithoutEndIsNotKeptInMemory() throws IOException {
        TapeImporter importer = read(HEADER + "9".repeat(3_000_000) + "\n" + FIRST);
        assertThat(tape(importer).size()).isEqualTo(1);
        assertThat(importer.report().problems()).containsExactly("events.csv, line 2: longer than a line can be");
    }

    @Test
    void snapshotsKeepAllLevels() throws IOException {
        Path file = folder.resolve("l2.jsonl");
        Files.writeString(file, """
                {"ts_us":1757015216673878,"exch_us":1757015216253000,"venue":"hyperliquid","symbol":"BTC",\
                "kind":"l2_snapshot","bids":[["109755.0","3.2"],["109754.0","0.1"]],"asks":[["109756.0","1"]]}
                {"ts_us":1757015216673878,"kind":"other"}
                {"ts_us":17570152166738""");
        TapeImporter importer = importer().read(file);
        MarketTape tape = tape(importer);
        assertThat(tape.depth(0, Side.BUY)).isEqualTo(2);
        assertThat(tape.depth(0, Side.SELL)).isEqualTo(1);
        assertThat(tape.priceE8(0, Side.BUY, 1)).isEqualTo(e8("109754"));
        assertThat(tape.priceE8(0, Side.SELL, 0)).isEqualTo(e8("109756"));
        assertThat(importer.report().bad()).isEqualTo(2);
    }

    @Test
    void aSpreadWithoutPricesBecomesBooksThatShowItExactly() throws IOException {
        TapeImporter importer = read("""
                ts_us,session,symbol,buy_venue,sell_venue,spread_pct
                1771081121722163,startup,ETH,paradex,vest,0.3663
                1771081122722163,startup,ETH,paradex,vest,-0.0001
                1771081122722163,startup,ETH,paradex,vest,0.36631
                """);
        MarketTape tape = tape(importer);
        long askE8 = tape.priceE8(0, Side.SELL, 0);
        assertThat(tape.exchanges().get(tape.exchange(0))).isEqualTo(ExchangeId.PARADEX);
        assertThat((tape.priceE8(1, Side.BUY, 0) - askE8) * 1_000_000).isEqualTo(3_663 * askE8);
        // Told again twice before the next row, four times after the last one, then void.
        assertThat(tape.size()).isEqualTo(2 * (3 + 5 + 1));
        assertThat(tape.isLost(tape.size() - 1)).isTrue();
        assertThat(tape.receivedMicros(tape.size() - 1)).isEqualTo(1_771_081_124_722_163L);
        assertThat(importer.report().problems()).hasSize(1);
    }

    @Test
    void eventsOfSeveralFilesAreBroughtInOrder() throws IOException {
        Files.writeString(folder.resolve("a.csv"), HEADER + FIRST.replace("1723161254024619", "1723161254024621"));
        Files.writeString(folder.resolve("b.csv"), HEADER + FIRST.replace("okx", "kraken"));
        MarketTape tape = tape(importer().read(folder));
        assertThat(tape.exchanges().get(tape.exchange(0)).name()).isEqualTo("kraken");
        assertThat(tape.receivedMicros(1) - tape.receivedMicros(0)).isEqualTo(2);
    }
}
