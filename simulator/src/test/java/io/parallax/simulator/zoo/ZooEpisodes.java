package io.parallax.simulator.zoo;

import io.parallax.execution.LegOrder;
import io.parallax.simulator.chaos.EpisodeRunner;
import io.parallax.simulator.oracle.Violation;
import io.parallax.simulator.world.BotShape;

/// Episodes for whoever knows only the JDK's types: each loader has its own copy of this class. Thread: any; stateless.
public final class ZooEpisodes {
    private ZooEpisodes() {}

    /// Lives through one episode.
    ///
    /// @param layers in how many the bot builds its positions up
    /// @return the rule that broke, when and how; empty when none did
    public static String violation(long seed, int number, int minutes, int layers) {
        EpisodeRunner runner =
                new EpisodeRunner(EpisodeRunner.survivable(), minutes, false, BotShape.of(LegOrder.CONCURRENT, layers));
        return runner.one(EpisodeRunner.episodeSeed(seed, number), false)
                .violation()
                .map(Violation::toString)
                .orElse("");
    }
}
