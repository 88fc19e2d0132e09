package io.parallax.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.BookChange;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.ExchangeRules;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.SimulatedInstrument;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketPlayerTest {
    private static final Tape TAPE = Tape.shipped();
    private final World world = new World(42, 8);

    @Test
    void quotesBothBooksBeforeTimeBegins() {
        assertThat(world.book("BTC-PERP").bestE8(Side.BUY)).isEqualTo(FixedPoint.parse("61800.2"));
        assertThat(world.book("BTC-PERP").bestE8(Side.SELL)).isEqualTo(FixedPoint.parse("61800.3"));
        // 61800.3 × 1.00156 = 61896.708468
        assertThat(world.curve("BTC-PERP").bestE8(Side.BUY)).isEqualTo(FixedPoint.parse("61896.71"));
        assertThat(world.curve("ETH-PERP").bestE8(Side.BUY)).isPositive();
    }

    @Test
    void reproducesTheRecordedSpreadWithinOneTick() {
        SpreadSeries spreads = new SpreadSeries(TAPE.pairs().getFirst());
        List<String> misses = new ArrayList<>();
        int[] snapshots = {0};
        world.curveExchange.addListener(new ExchangeListener() {
            @Override
            public void onBookChange(BookChange change) {
                if (change.symbol().equals("BTC-PERP")) {
                    snapshots[0]++;
                    double ask = world.book("BTC-PERP").bestE8(Side.SELL);
                    double bid = world.curve("BTC-PERP").bestE8(Side.BUY);
                    double wanted = ask * (1 + spreads.ppmAt(world.player.marketMicros() / 1_000) / 1e6);
                    // Interpolated spreads move by a few ppm within the millisecond of the timer.
                    if (Math.abs(bid - wanted) > FixedPoint.parse("0.01") + ask * 20e-6) {
                        misses.add(bid + " instead of " + wanted);
                    }
                }
            }
        });
        world.player.start();
        world.loop.advanceMillis(120_000);

        assertThat(snapshots[0]).isGreaterThan(1_500);
        assertThat(misses).isEmpty();
        assertThat(PairPlayer.curveBidE8(FixedPoint.parse("61800.3"), 1_560, FixedPoint.parse("0.01")))
                .isEqualTo(FixedPoint.parse("61896.71"));
    }

    @Test
    void neverCrossesABookAndNeverJumpsAtTheEndOfTheTape() {
        List<Long> jumps = new ArrayList<>();
        long[] last = {world.book("BTC-PERP").markE8()};
        world.bookExchange.addListener(new ExchangeListener() {
            @Override
            public void onBookChange(BookChange change) {
                if (change.symbol().equals("BTC-PERP")) {
                    SimulatedBook book = world.book("BTC-PERP");
                    assertThat(book.bestE8(Side.BUY)).isLessThan(book.bestE8(Side.SELL));
                    jumps.add(Math.abs(book.markE8() - last[0]));
                    last[0] = book.markE8();
                }
            }
        });
        world.player.start();
        // Quotes turn at 346 s and 692 s of market time, spreads at 2028 s.
        world.loop.advanceMillis(300_000);

        int[] bids = TAPE.pairs().getFirst().bidTicks();
        long largest = 0;
        for (int i = 1; i < bids.length; i++) {
            largest = Math.max(largest, Math.abs(bids[i] - bids[i - 1]));
        }
        assertThat(Collections.max(jumps)).isLessThanOrEqualTo((largest + 2) * FixedPoint.parse("0.1"));
    }

    @Test
    void drawsTheCurveInUnitsAlikeOnBothSides() {
        world.player.start();
        world.loop.advanceMillis(1_000);
        List<Level> bids = world.curve("ETH-PERP").levels(Side.BUY, 100);
        List<Level> asks = world.curve("ETH-PERP").levels(Side.SELL, 100);

        assertThat(bids).hasSize(20);
        assertThat(asks)
                .extracting(Level::quantityE8)
                .isEqualTo(bids.stream().map(Level::quantityE8).toList());
        long unit = bids.stream().mapToLong(Level::quantityE8).min().orElseThrow();
        assertThat(bids)
                .allSatisfy(level -> assertThat(level.quantityE8() % unit).isZero());
        assertThat(world.book("ETH-PERP").levels(Side.BUY, 100)).hasSizeBetween(15, 40);
    }

    @Test
    void spacesSnapshotsAsTheExchangeDoes() {
        World slow = new World(7, 1);
        List<Long> times = new ArrayList<>();
        slow.curveExchange.addListener(new ExchangeListener() {
            @Override
            public void onBookChange(BookChange change) {
                if (change.symbol().equals("BTC-PERP")) {
                    times.add(change.epochMillis());
                }
            }
        });
        slow.player.start();
        slow.loop.advanceMillis(600_000);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(times.get(i) - times.get(i - 1));
        }
        Collections.sort(gaps);

        assertThat(gaps.getFirst()).isGreaterThanOrEqualTo(49);
        assertThat(gaps.get(gaps.size() / 2)).isBetween(260L, 340L);
        assertThat(gaps.get(gaps.size() * 9 / 10)).isBetween(680L, 920L);
    }

    @Test
    void repeatsTheSameMarketFromTheSameSeed() {
        assertThat(new World(1, 8).history(20_000)).isEqualTo(new World(1, 8).history(20_000));
        assertThat(new World(1, 8).history(20_000)).isNotEqualTo(new World(2, 8).history(20_000));
    }

    @Test
    void keepsToFewLevelsAndFollowsNewTicksWhenTold() {
        World few = new World(42, 8, 8);
        few.player.start();
        for (SimulatedExchange exchange : List.of(few.bookExchange, few.curveExchange)) {
            exchange.control().change("BTC-PERP", rules -> rules.withTickE8(FixedPoint.parse("5")));
        }
        few.loop.advanceMillis(2_000);

        for (SimulatedBook book : List.of(few.book("BTC-PERP"), few.curve("BTC-PERP"))) {
            for (Side side : Side.values()) {
                assertThat(book.levels(side, 100))
                        .hasSizeLessThanOrEqualTo(8)
                        .hasSizeGreaterThan(3)
                        .allSatisfy(level -> assertThat(level.priceE8() % FixedPoint.parse("5"))
                                .isZero());
            }
        }
    }

    private static final class World {
        private final VirtualIoLoop loop = new VirtualIoLoop();
        private final SimulatedExchange bookExchange = exchange(Execution.ORDER_BOOK, "0.1", "0.01");
        private final SimulatedExchange curveExchange = exchange(Execution.COUNTERPARTY, "0.01", "0.001");
        private final MarketPlayer player;

        World(long seed, double speed) {
            player = new MarketPlayer(TAPE, bookExchange, curveExchange, loop, speed, new SeededRandom(seed));
        }

        World(long seed, double speed, int levelsMax) {
            player =
                    new MarketPlayer(TAPE, bookExchange, curveExchange, loop, speed, levelsMax, new SeededRandom(seed));
        }

        private SimulatedExchange exchange(Execution execution, String bitcoinTick, String etherTick) {
            var id = new ExchangeId("test");
            return new SimulatedExchange(
                    new ExchangeRules(id, execution, 0, 8, false, 0),
                    List.of(
                            instrument(id, "BTC-PERP", bitcoinTick, "0.0001"),
                            instrument(id, "ETH-PERP", etherTick, "0.001")),
                    loop,
                    0);
        }

        private static SimulatedInstrument instrument(ExchangeId id, String name, String tick, String lot) {
            return new SimulatedInstrument(
                    new Instrument(
                            id,
                            name,
                            name,
                            FixedPoint.parse(tick),
                            FixedPoint.parse(lot),
                            FixedPoint.parse(lot),
                            Long.MAX_VALUE,
                            0,
                            0,
                            50,
                            true),
                    0,
                    Long.MAX_VALUE,
                    100);
        }

        int history(long millis) {
            List<BookChange> changes = new ArrayList<>();
            ExchangeListener listener = new ExchangeListener() {
                @Override
                public void onBookChange(BookChange change) {
                    changes.add(change);
                }
            };
            bookExchange.addListener(listener);
            curveExchange.addListener(listener);
            player.start();
            loop.advanceMillis(millis);
            assertThat(changes).hasSizeGreaterThan(1_000);
            return changes.hashCode();
        }

        SimulatedBook book(String symbol) {
            return bookExchange.book(symbol).orElseThrow();
        }

        SimulatedBook curve(String symbol) {
            return curveExchange.book(symbol).orElseThrow();
        }
    }
}
