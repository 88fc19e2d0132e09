package io.parallax.simulator.zoo;

import io.parallax.simulator.chaos.EpisodeRunner;
import io.parallax.simulator.oracle.Violation;

/// Episodes for whoever knows only the JDK's types: each loader has its own copy of this class. Thread: any; stateless.
public final class ZooEpisodes {
    private ZooEpisodes() {}

    /// Lives through one episode.
    ///
    /// @return the rule that broke, when and how; empty when none did
    public static String violation(long seed, int number, int minutes) {
        EpisodeRunner runner = new EpisodeRunner(EpisodeRunner.survivable(), minutes, false);
        return runner.one(EpisodeRunner.episodeSeed(seed, number), false)
                .violation()
                .map(Violation::toString)
                .orElse("");
    }
}
