package io.parallax.simulator.chaos;

/// Prints the hashes of some episodes; run in JVMs that differ in everything that must not matter.
public final class EpisodeHashes {
    private EpisodeHashes() {}

    public static void main(String[] arguments) {
        EpisodeRunner runner = new EpisodeRunner(EpisodeRunner.survivable(), 3, false);
        for (String seed : arguments) {
            System.out.println(
                    seed + " " + runner.one(Long.parseLong(seed), false).hash());
        }
    }
}
