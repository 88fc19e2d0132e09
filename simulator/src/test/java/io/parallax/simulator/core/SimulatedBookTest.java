package io.parallax.simulator.core;

import static io.parallax.simulator.core.CoreWorld.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.SimulatedBook.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulatedBookTest {
    private final CoreWorld world = new CoreWorld(Execution.ORDER_BOOK);

    private SimulatedBook book() {
        return world.exchange.book(SYMBOL).orElseThrow();
    }

    /// Random quotes, in order or not, some prices twice, some empty, with orders of clients resting among them.
    @Test
    void agreesWithASortedMapAndItsOwnChangesAfterEveryRefresh() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("SimulatedBookTest -Dparallax.seed=" + seed);
        var random = new SplittableRandom(seed);
        var bidMirror = new TreeMap<Long, Long>();
        var askMirror = new TreeMap<Long, Long>();
        world.exchange.addListener(new ExchangeListener() {
            @Override
            public void onBookChange(BookChange change) {
                Comparator<BookChange.Level> bidsFirst = Comparator.comparing(BookChange.Level::side);
                assertThat(change.levels())
                        .isSortedAccordingTo(
                                bidsFirst.thenComparing(BookChange.Level::priceE8, Comparator.<Long>reverseOrder()));
                change.levels().forEach(level -> {
                    var mirror = level.side() == Side.BUY ? bidMirror : askMirror;
                    if (level.quantityE8() == 0) {
                        mirror.remove(level.priceE8());
                    } else {
                        mirror.put(level.priceE8(), level.quantityE8());
                    }
                });
            }
        });
        world.send(Side.BUY, Instruction.GTC, "0.5", "95");
        world.send(Side.SELL, Instruction.GTC, "0.7", "105");
        for (int step = 0; step < 2_000; step++) {
            List<Level> bids = levels(random, 990, -1);
            List<Level> asks = levels(random, 1_010, 1);

            world.exchange.refresh(SYMBOL, bids, asks);

            assertThat(book().levels(Side.BUY, 100))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(model(bids, Side.BUY, 9_500_000_000L, 50_000_000L));
            assertThat(book().levels(Side.SELL, 100))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(model(asks, Side.SELL, 10_500_000_000L, 70_000_000L));
            assertThat(list(bidMirror.descendingMap())).isEqualTo(book().levels(Side.BUY, 100));
            assertThat(list(askMirror)).isEqualTo(book().levels(Side.SELL, 100));
        }
    }

    private static List<Level> levels(SplittableRandom random, int touch, int outward) {
        List<Level> levels = new ArrayList<>();
        int count = random.nextInt(1, 12);
        long ticks = touch + (long) outward * random.nextInt(5);
        for (int i = 0; i < count; i++) {
            levels.add(new Level(ticks * 10_000_000, random.nextInt(5) * 10_000_000L));
            ticks += outward * (long) random.nextInt(random.nextInt(8) == 0 ? 0 : 1, 4);
        }
        if (random.nextInt(10) == 0) {
            levels.sort(Comparator.comparingLong(Level::quantityE8));
        }
        return levels;
    }

    private static List<Level> model(List<Level> quotes, Side side, long restingPriceE8, long restingE8) {
        var sums = new TreeMap<Long, Long>();
        quotes.forEach(level -> sums.merge(level.priceE8(), level.quantityE8(), Long::sum));
        sums.merge(restingPriceE8, restingE8, Long::sum);
        sums.values().removeIf(quantity -> quantity == 0);
        return list(side == Side.BUY ? sums.descendingMap() : sums);
    }

    private static List<Level> list(Map<Long, Long> levels) {
        List<Level> list = new ArrayList<>();
        levels.forEach((price, quantity) -> list.add(new Level(price, quantity)));
        return list;
    }
}
