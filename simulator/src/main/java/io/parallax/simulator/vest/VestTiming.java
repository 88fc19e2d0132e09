package io.parallax.simulator.vest;

import io.parallax.simulator.core.RandomDelay;
import io.parallax.simulator.core.SeededRandom;

/// The server's delays, each its own stream of the seed. No distribution of the real ones was ever measured;
/// these are chosen to span what clients report. Thread: simulator loop.
record VestTiming(
        RandomDelay query,
        RandomDelay acknowledgement,
        RandomDelay newEvent,
        RandomDelay execution,
        RandomDelay ordersView,
        RandomDelay accountView) {

    static VestTiming of(SeededRandom random, double factor) {
        return new VestTiming(
                RandomDelay.uniform(random.split("query"), 1, 5).scaled(factor),
                RandomDelay.uniform(random.split("acknowledgement"), 5, 20).scaled(factor),
                RandomDelay.uniform(random.split("new event"), 0, 5).scaled(factor),
                RandomDelay.skewed(random.split("execution"), 30, 90, 250, 1_500)
                        .scaled(factor),
                RandomDelay.uniform(random.split("orders view"), 0, 100).scaled(factor),
                RandomDelay.uniform(random.split("account view"), 50, 300).scaled(factor));
    }
}
