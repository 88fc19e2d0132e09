package io.parallax.simulator.zoo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Lets defective copies of the bot live through episodes until the oracle notices. Thread: any.
final class Zoo {
    private final long seed;
    private final int minutes;
    private final MutantCompiler compiler = MutantCompiler.ofThisBuild();
    private final Map<List<Integer>, Boolean> cleanBreaks = new ConcurrentHashMap<>();

    /// @param seed of the run whose episodes are lived through
    /// @param minutes simulated minutes of each
    Zoo(long seed, int minutes) {
        this.seed = seed;
        this.minutes = minutes;
    }

    /// What came of one defect. Thread: any; immutable.
    ///
    /// @param episodes lived through, the last included
    /// @param violation what the oracle said; empty when the defect escaped
    /// @param seedOfEpisode of the last episode
    /// @param nanos all of it took, compiling included
    record Catch(Defect defect, int episodes, String violation, long seedOfEpisode, long nanos) {
        boolean caught() {
            return !violation.isEmpty();
        }

        String rule() {
            return caught() ? violation.substring(0, violation.indexOf(' ')) : "-";
        }
    }

    /// Lives through episodes with a defect until the oracle says something that it does not say of the sound bot.
    ///
    /// @param episodesMax after so many the defect has escaped
    Catch hunt(Defect defect, int episodesMax) {
        long startNanos = System.nanoTime();
        MethodHandle episode = episode(compiler.compile(defect));
        for (int number = 0; number < episodesMax; number++) {
            String violation = run(episode, number, defect.layers());
            if (!violation.isEmpty() && !cleanBreaks(number, defect.layers())) {
                return new Catch(defect, number + 1, violation, number, System.nanoTime() - startNanos);
            }
        }
        return new Catch(defect, episodesMax, "", episodesMax, System.nanoTime() - startNanos);
    }

    /// Whether the sound bot breaks a rule in that episode too.
    private boolean cleanBreaks(int number, int layers) {
        return cleanBreaks.computeIfAbsent(
                List.of(number, layers),
                _ -> !ZooEpisodes.violation(seed, number, minutes, layers).isEmpty());
    }

    private String run(MethodHandle episode, int number, int layers) {
        try {
            return (String) episode.invokeExact(seed, number, minutes, layers);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle episode(Map<String, byte[]> classes) {
        ClassLoader loader = new MutantLoader(Zoo.class.getClassLoader(), classes);
        try {
            Class<?> entry = loader.loadClass("io.parallax.simulator.zoo.ZooEpisodes");
            return MethodHandles.publicLookup()
                    .findStatic(
                            entry,
                            "violation",
                            MethodType.methodType(String.class, long.class, int.class, int.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
