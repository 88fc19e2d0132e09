package io.parallax.simulator.chaos;

import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.oracle.Violation;
import io.parallax.simulator.world.BotShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Lives through many episodes on some threads. An episode depends on its seed alone, not on the others and not on the
/// thread. Thread: any; episodes share nothing that changes.
public final class EpisodeRunner {
    private final List<FaultKind> menu;
    private final int minutes;
    private final boolean strict;
    private final BotShape shape;

    /// @param menu the kinds of fault that are drawn
    /// @param minutes simulated minutes of each episode
    /// @param strict whether also judged is what is known to be broken
    public EpisodeRunner(List<FaultKind> menu, int minutes, boolean strict) {
        this(menu, minutes, strict, BotShape.PLAIN);
    }

    /// @param shape how the bot enters
    public EpisodeRunner(List<FaultKind> menu, int minutes, boolean strict, BotShape shape) {
        this.shape = shape;
        this.strict = strict;
        this.menu = List.copyOf(menu);
        this.minutes = minutes;
    }

    /// Everything that the engine is expected to survive.
    public static List<FaultKind> survivable() {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> kind.family() != FaultKind.Family.UNSURVIVED)
                .toList();
    }

    /// The seed of the episode of that number in a run.
    public static long episodeSeed(long seed, int number) {
        return new SeededRandom(seed).split("episode " + number).seed() & Long.MAX_VALUE;
    }

    public FaultSchedule schedule(long episodeSeed) {
        return FaultSchedule.draw(episodeSeed, menu, Episode.chaosMillis(minutes));
    }

    public Episode.Result one(long episodeSeed, boolean readable) {
        return new Episode(episodeSeed, schedule(episodeSeed), minutes, strict, shape).run(readable);
    }

    /// Lives through the episodes 0 to `count` − 1 of a run.
    ///
    /// @param onEpisode told after each, by the thread that lived it; one at a time
    public EpisodeReport run(long seed, int count, int threads, Consumer<EpisodeReport> onEpisode)
            throws InterruptedException {
        EpisodeReport report = new EpisodeReport();
        Workers.run(count, threads, "episodes", number -> {
            Episode.Result result = one(episodeSeed(seed, number), false);
            synchronized (report) {
                report.add(result);
                onEpisode.accept(report);
            }
        });
        return report;
    }

    /// The smallest schedule found that still breaks the same invariant: faults are left out one by one, then lengths
    /// halved.
    public FaultSchedule shrink(Episode.Result broken) {
        String invariant = broken.violation().map(Violation::invariant).orElse("");
        FaultSchedule best = broken.schedule();
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = 0; i < best.lines().size() && !smaller; i++) {
                List<FaultLine> fewer = new ArrayList<>(best.lines());
                fewer.remove(i);
                FaultSchedule candidate = new FaultSchedule(fewer);
                if (breaks(broken.seed(), candidate, invariant)) {
                    best = candidate;
                    smaller = true;
                }
            }
        }
        for (int i = 0; i < best.lines().size(); i++) {
            FaultLine line = best.lines().get(i);
            for (long millis = line.lengthMillis() / 2; millis > 50; millis /= 2) {
                List<FaultLine> shorter = new ArrayList<>(best.lines());
                shorter.set(i, line.withLengthMillis(millis));
                FaultSchedule candidate = new FaultSchedule(shorter);
                if (!breaks(broken.seed(), candidate, invariant)) {
                    break;
                }
                best = candidate;
            }
        }
        return best;
    }

    private boolean breaks(long seed, FaultSchedule schedule, String invariant) {
        Optional<Violation> found =
                new Episode(seed, schedule, minutes, strict, shape).run(false).violation();
        return found.filter(violation -> violation.invariant().equals(invariant))
                .isPresent();
    }
}
