package io.parallax.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What was reached is counted once, can be added up from text, and names what was not.
class ReachTest {
    @Test
    void countsOfSeveralRunsAddUpFromTheirTextAndWhatWasNeverSeenIsNamed() {
        Reach one = new EpisodeRunner(EpisodeRunner.survivable(), 3, false)
                .one(7, false)
                .reach();
        assertThat(one.counts())
                .containsEntry("total: episodes", 1L)
                .containsKeys("transition: FLAT ENTRY_SIGNAL ENTERING", "order: NEW_LOCAL HANDED_OVER");
        assertThat(Reach.expected())
                .containsAll(one.counts().keySet().stream()
                        .filter(what -> what.startsWith("transition: ") || what.startsWith("order: "))
                        .toList());
        Reach sum = Reach.parse(one.toCsv());
        assertThat(sum.counts()).isEqualTo(one.counts());
        sum.add(one);
        one.counts().forEach((what, count) -> assertThat(sum.counts()).containsEntry(what, 2 * count));
        assertThat(one.toMarkdown())
                .contains(
                        "| FLAT ENTRY_SIGNAL ENTERING | " + one.counts().get("transition: FLAT ENTRY_SIGNAL ENTERING"))
                .contains("- halt reason: CORE_FAULT");
    }

    @Test
    void theMoneyOfAnEpisodeOfOneLifeIsComparedToTheLastDigit() throws InterruptedException {
        EpisodeReport report = new EpisodeRunner(EpisodeRunner.survivable(), 5, false).run(3, 20, 2, sofar -> {});
        assertThat(report.reach().counts())
                .containsEntry("total: money shown and not booked or booked and not shown, × 10⁸", 0L);
        assertThat(report.reach().counts().get("total: cycles whose money was compared with the ledgers"))
                .isGreaterThan(40);
    }
}
