package io.parallax.simulator.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VestDepthWriterTest {
    private static final String CHANNEL = "BTC-PERP@depth";

    private final VestWorld world = new VestWorld(VestWorld.prompt());
    private final VestViews views = new VestViews(world.exchange, VestWorld.prompt());
    private final VestDepthWriter writer = new VestDepthWriter();

    /// Also off the grid of ticks and lots, as after a change of rules, and with numbers of every length.
    @Test
    void writesTheBytesOfTheTree() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("VestDepthWriterTest -Dparallax.seed=" + seed);
        var random = new SplittableRandom(seed);
        SimulatedBook book = world.exchange.book("BTC-PERP").orElseThrow();
        List<String> steps = List.of("1", "0.5", "0.1", "0.01", "0.0001", "0.00000001");
        for (int i = 0; i < 2_000; i++) {
            String tick = steps.get(random.nextInt(steps.size()));
            String lot = steps.get(random.nextInt(steps.size()));
            world.exchange
                    .control()
                    .change(
                            "BTC-PERP",
                            rules -> rules.withTickE8(FixedPoint.parse(tick)).withLotE8(FixedPoint.parse(lot)));
            long middleE8 = random.nextLong(1, 1L << random.nextInt(8, 50)) + 1_000;
            world.exchange.refresh("BTC-PERP", side(random, middleE8, -1), side(random, middleE8 + 1, 1));
            int depth = random.nextInt(1, 30);

            String written = new String(writer.message(CHANNEL, book, depth), StandardCharsets.UTF_8);

            assertThat(written)
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(Json.write(VestViews.envelope(CHANNEL, views.depth(book, depth))));
        }
    }

    private static List<Level> side(SplittableRandom random, long touchE8, int outward) {
        List<Level> levels = new ArrayList<>();
        long priceE8 = touchE8;
        for (int i = random.nextInt(25); i > 0 && priceE8 > 0; i--) {
            levels.add(new Level(priceE8, random.nextLong(0, 1L << random.nextInt(1, 50))));
            priceE8 += outward * random.nextLong(1, 100);
        }
        return levels;
    }

    @Test
    void sendsAsManyLevelsAsTheSettingsSay() {
        VestWorld shallow = new VestWorld(VestWorld.prompt().withDepthLevels(3));
        VestWorld.Client client = shallow.connect("version=1.0");
        client.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"BTC-PERP@depth\"],\"id\":1}");
        List<Level> bids = new ArrayList<>();
        List<Level> asks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bids.add(VestWorld.level(Integer.toString(90_000 - i), "1"));
            asks.add(VestWorld.level(Integer.toString(90_001 + i), "1"));
        }
        shallow.exchange.refresh("BTC-PERP", bids, asks);

        assertThat(client.messages.getLast())
                .isEqualTo("{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[[\"90000.00\",\"1.0000\"],"
                        + "[\"89999.00\",\"1.0000\"],[\"89998.00\",\"1.0000\"]],\"asks\":[[\"90001.00\",\"1.0000\"],"
                        + "[\"90002.00\",\"1.0000\"],[\"90003.00\",\"1.0000\"]]}}");
    }
}
