package io.parallax.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.PairState;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bot lives through everything on the menu that it is known to survive: what
/// `./parallax simulate-faults --episodes 2000 --seed 1` does.
class FaultEpisodesTest {
    private static final int EPISODES = Integer.getInteger("parallax.episodes", 2_000);
    private static final int MINUTES = 15;
    private static final int THREADS = 2;

    @Test
    void noInvariantBreaks() throws InterruptedException {
        long seed = Long.getLong("parallax.seed", 1);
        EpisodeRunner runner = new EpisodeRunner(EpisodeRunner.survivable(), MINUTES, false);

        EpisodeReport report = runner.run(seed, EPISODES, THREADS, sofar -> {});

        assertThat(report.broken())
                .as("seed %d, %d episodes of %d minutes", seed, EPISODES, MINUTES)
                .extracting(broken -> "episode seed=" + broken.seed() + " " + broken.violation())
                .isEmpty();
        assertThat(report.cycles()).as("cycles").isGreaterThan(4L * EPISODES);
        assertThat(report.restarts()).as("restarts").isPositive();
        assertThat(report.reached())
                .as("states entered")
                .containsKeys(PairState.RESOLVING, PairState.REPAIRING, PairState.HEDGED, PairState.EXITING);
        assertThat(report.hits().keySet())
                .as("kinds that hit a message")
                .contains(FaultKind.REPLY_LOST, FaultKind.REQUEST_LOST, FaultKind.DARK, FaultKind.PRIVATE_LOST);
    }

    @Test
    void anEpisodeDependsOnItsSeedAlone() {
        EpisodeRunner runner = new EpisodeRunner(EpisodeRunner.survivable(), 3, false);
        Episode.Result first = runner.one(7, false);
        Episode.Result again = runner.one(7, true);
        Episode.Result other = runner.one(8, false);
        assertThat(again.hash()).isEqualTo(first.hash());
        assertThat(other.hash()).isNotEqualTo(first.hash());
        assertThat(again.lines()).isNotEmpty();
        assertThat(first.lines()).isEmpty();
    }

    @Test
    void aScheduleReadFromItsTextGivesTheSameEpisode() {
        EpisodeRunner runner = new EpisodeRunner(EpisodeRunner.survivable(), 3, false);
        FaultSchedule drawn = runner.schedule(11);
        FaultSchedule read = FaultSchedule.parse("# drawn from 11\n\n" + drawn);
        assertThat(read).isEqualTo(drawn);
        assertThat(new Episode(11, read, 3, false).run(false).hash())
                .isEqualTo(runner.one(11, false).hash());
    }

    @Test
    void aFeedThatFlapsIsNotAlwaysBackAtOnce() {
        FaultSchedule flaps = FaultSchedule.parse("BOOK_FLAPS vest at 20000 ms for 60000 ms x0");
        Episode.Result result = new Episode(5, flaps, 3, false).run(false);
        assertThat(result.violation()).isEmpty();
        assertThat(result.hits()).containsKey(FaultKind.BOOK_FLAPS);
    }

    @Test
    void aThirdOfAllFaultsOrMoreAreAimed() {
        EpisodeRunner runner = new EpisodeRunner(EpisodeRunner.survivable(), 15, false);
        long aimed = 0;
        long all = 0;
        for (int number = 0; number < 300; number++) {
            List<FaultLine> lines =
                    runner.schedule(EpisodeRunner.episodeSeed(1, number)).lines();
            all += lines.size();
            aimed += lines.stream().filter(line -> line.moment().isPresent()).count();
        }
        assertThat(aimed * 3).isGreaterThan(all);
        assertThat(all).as("six faults an episode or more").isGreaterThanOrEqualTo(6 * 300);
    }

    @Test
    void aSeldomKindChangesNothingAboutWhatElseIsDrawn() {
        List<FaultKind> all = EpisodeRunner.survivable();
        List<FaultKind> usual =
                all.stream().filter(kind -> kind.seldomPerMille() == 0).toList();
        long seldom = 0;
        for (int seed = 0; seed < 300; seed++) {
            List<FaultLine> with =
                    new EpisodeRunner(all, 15, false).schedule(seed).lines();
            List<FaultLine> without =
                    new EpisodeRunner(usual, 15, false).schedule(seed).lines();
            assertThat(with.subList(0, without.size())).isEqualTo(without);
            List<FaultLine> more = with.subList(without.size(), with.size());
            assertThat(more).allMatch(line -> line.kind().seldomPerMille() > 0);
            seldom += more.size();
        }
        long perMille = all.stream().mapToLong(FaultKind::seldomPerMille).sum();
        assertThat(seldom).isBetween(300 * perMille / 2_000, 300 * perMille * 2 / 1_000);
        assertThat(new EpisodeRunner(List.of(FaultKind.OPERATOR_DRAIN), 15, false)
                        .schedule(1)
                        .lines())
                .as("alone on the menu it is not seldom")
                .hasSizeGreaterThan(3);
    }
}
