package io.parallax.simulator.backtest;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.simulator.tape.TapeImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The recording that the tests have.
final class Recorded {
    static final ExchangeId USDM = new ExchangeId("binance-usdm");
    static final ExchangeId COINM = new ExchangeId("binance-coinm");

    private Recorded() {}

    /// Two and a half minutes of best quotes of BTC on two perpetual exchanges.
    static MarketTape bitcoin() {
        try (InputStream in = MarketTape.class.getResourceAsStream("binance-btc.csv.gz")) {
            if (in == null) {
                throw new IllegalStateException("binance-btc.csv.gz is missing");
            }
            Path file = Files.createTempFile("binance-btc", ".csv.gz");
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return new TapeImporter(Optional.of("BTC"), TapeImporter.ASSUMED_QUOTE_E8)
                        .read(file)
                        .tapes()
                        .values()
                        .iterator()
                        .next();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
