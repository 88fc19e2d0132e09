package io.parallax.app.tape;

import io.parallax.engine.EngineInputs;
import io.parallax.engine.EngineSettings;
import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.BookState;
import io.parallax.marketdata.OrderBook;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.tape.TapeFormatException;
import io.parallax.tape.TapeHeader;
import io.parallax.tape.TapePlayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes the books out of a recorded run, to run something else over them. Thread: one.
public final class RecordedRun {
    private static final int LEVELS_MAX = 20;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private RecordedRun() {}

    /// Whether a folder is one that `run --record` wrote.
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(TapeFile.name(1)));
    }

    /// The books of a run, a tape for each coin.
    ///
    /// @param program version of the present program, for messages
    /// @throws IOException when it cannot be read, or is no tape of this program
    public static Map<String, MarketTape> books(Path folder, String program) throws IOException {
        try (TapeFile file = TapeFile.open(folder)) {
            Optional<ByteBuffer> first = file.next();
            if (first.isEmpty()) {
                throw new IOException(folder + " holds a tape without a beginning");
            }
            TapeHeader header = TapeHeader.read(first.get(), program);
            Books books = new Books(header);
            TapePlayer player = new TapePlayer(header, books, new Ignored());
            for (Optional<ByteBuffer> chunk = file.next(); chunk.isPresent(); chunk = file.next()) {
                player.play(chunk.get());
            }
            return books.tapes();
        } catch (TapeFormatException e) {
            throw new IOException(folder + ": " + e.getMessage(), e);
        }
    }

    /// What was decided then is of no interest.
    private static final class Ignored implements TapePlayer.Recorded {
        @Override
        public void onInput() {}

        @Override
        public void onCommand(ExchangeCommand command) {}

        @Override
        public void onNotice(EngineNotice notice) {}
    }

    private static final class Books implements EngineInputs {
        private final TapeHeader header;
        private final List<OrderBook> books = new ArrayList<>();
        private final List<ExchangeId> exchanges = new ArrayList<>();
        private final List<MarketTape.Builder> builders = new ArrayList<>();
        private final Map<String, MarketTape.Builder> bySymbol = new LinkedHashMap<>();
        private int present;

        private Books(TapeHeader header) {
            this.header = header;
            EngineSettings settings = header.settings();
            for (PairSettings pair : settings.pairs()) {
                String coin = pair.pair().replaceAll("-.*", "");
                MarketTape.Builder builder = bySymbol.computeIfAbsent(coin, MarketTape.Builder::new);
                for (Leg leg : Leg.values()) {
                    books.add(new OrderBook());
                    exchanges.add(pair.exchange(leg));
                    builders.add(builder);
                }
            }
        }

        private Map<String, MarketTape> tapes() {
            Map<String, MarketTape> tapes = new LinkedHashMap<>();
            bySymbol.forEach((coin, builder) -> {
                if (builder.size() > 0) {
                    tapes.put(coin, builder.build());
                }
            });
            return tapes;
        }

        @Override
        public void beginSnapshot(int book, long sequence, long receivedNanos, long exchangeEpochMicros) {
            present = book;
            books.get(book).beginSnapshot(sequence, receivedNanos, exchangeEpochMicros);
        }

        @Override
        public void beginDelta(int book, long sequence, long receivedNanos, long exchangeEpochMicros) {
            present = book;
            books.get(book).beginDelta(sequence, receivedNanos, exchangeEpochMicros);
        }

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            books.get(present).onLevel(side, priceE8, quantityE8);
        }

        @Override
        public void end() {
            OrderBook book = books.get(present);
            book.end();
            if (book.state() == BookState.LIVE) {
                MarketTape.Builder builder = builders.get(present);
                builder.begin(exchanges.get(present), micros(book.receivedNanos()), book.exchangeEpochMicros());
                levels(builder, book, Side.BUY);
                levels(builder, book, Side.SELL);
                builder.end();
            }
        }

        private static void levels(MarketTape.Builder builder, OrderBook book, Side side) {
            for (int level = 0; level < Math.min(LEVELS_MAX, book.depth(side)); level++) {
                builder.level(side, book.priceE8(side, level), book.quantityE8(side, level));
            }
        }

        @Override
        public void onBookLost(int book, BookLoss reason, long atNanos) {
            books.get(book).onLost(reason);
            builders.get(book).begin(exchanges.get(book), micros(atNanos), 0);
            builders.get(book).end();
        }

        private long micros(long nanos) {
            return header.startEpochMillis() * MICROS_PER_MILLI + (nanos - header.startNanos()) / NANOS_PER_MICRO;
        }

        @Override
        public void advanceTo(long nowNanos) {}

        @Override
        public void onWallClock(long epochMillis) {}

        @Override
        public void onTick() {}

        @Override
        public void onEvent(ExchangeEvent event) {}

        @Override
        public void onOperator(OperatorCommand command) {}
    }
}
