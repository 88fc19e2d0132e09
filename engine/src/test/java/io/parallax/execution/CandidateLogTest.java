package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parallax.execution.CandidateLog.Candidate;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandidateLogTest {
    private final CandidateLog log = new CandidateLog();

    private void candidate(Direction direction, long netPpm, long atNanos, Blocker verdict) {
        log.begin(direction, atNanos).spreads(netPpm, netPpm, 0);
        log.judge(verdict);
    }

    @Test
    void everyCandidateHasOneVerdict() {
        candidate(Direction.LONG_A_SHORT_B, 100, 1, Blocker.PAUSED);
        log.judge(Blocker.DEPTH);
        candidate(Direction.LONG_A_SHORT_B, 100, 2, Blocker.NONE);
        log.begin(Direction.LONG_A_SHORT_B, 3);
        candidate(Direction.LONG_A_SHORT_B, 100, 4, Blocker.DEPTH);
        assertThat(log.count()).isEqualTo(4);
        assertThat(log.verdicts())
                .isEqualTo(Map.of(Blocker.PAUSED, 1L, Blocker.NONE, 1L, Blocker.HALTED, 1L, Blocker.DEPTH, 1L));
    }

    @Test
    void whatFollowsWithTheSameVerdictSharesALine() {
        candidate(Direction.LONG_A_SHORT_B, 100, 1, Blocker.PAUSED);
        candidate(Direction.LONG_A_SHORT_B, 300, 2, Blocker.PAUSED);
        candidate(Direction.LONG_A_SHORT_B, 200, 3, Blocker.PAUSED);
        candidate(Direction.LONG_B_SHORT_A, 50, 4, Blocker.PAUSED);
        candidate(Direction.LONG_B_SHORT_A, 60, 5, Blocker.NONE);
        candidate(Direction.LONG_B_SHORT_A, 70, 6, Blocker.NONE);
        assertThat(log.recent())
                .extracting(
                        Candidate::firstId,
                        Candidate::lastId,
                        Candidate::lastNanos,
                        line -> line.best().netPpm())
                .containsExactly(
                        tuple(1L, 3L, 3L, 300L),
                        tuple(4L, 4L, 4L, 50L),
                        tuple(5L, 5L, 5L, 60L),
                        tuple(6L, 6L, 6L, 70L));
    }

    @Test
    void theLastLinesAreKept() {
        for (int i = 0; i < 100; i++) {
            candidate(i % 2 == 0 ? Direction.LONG_A_SHORT_B : Direction.LONG_B_SHORT_A, i, i, Blocker.DEPTH);
        }
        assertThat(log.recent()).hasSize(64);
        assertThat(log.recent().getFirst().firstId()).isEqualTo(37);
        assertThat(log.recent().getLast().lastId()).isEqualTo(100);
        assertThat(log.verdicts()).isEqualTo(Map.of(Blocker.DEPTH, 100L));
    }
}
