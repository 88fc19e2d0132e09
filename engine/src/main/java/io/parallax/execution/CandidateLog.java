package io.parallax.execution;

import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.NetEdge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Every spread at or above the entry threshold that was looked at, what it would have earned, and the one rule that
/// decided it. Candidates that follow one another with the same direction and verdict share a line, so that the last
/// lines reach further back than a second. Thread: engine only. Judging allocates nothing.
public final class CandidateLog {
    private static final int LINES = 64;

    private final Line[] lines = new Line[LINES];
    private final Map<Blocker, long[]> verdicts = new EnumMap<>(Blocker.class);
    private final NetEdge edge = new NetEdge();
    private long count;
    private long written;
    private long copied = -1;
    private List<Candidate> copy = List.of();
    private boolean pending;
    private Direction direction = Direction.LONG_A_SHORT_B;
    private long nowNanos;

    private static final class Line {
        private long firstId;
        private long lastId;
        private long firstNanos;
        private long lastNanos;
        private Direction direction = Direction.LONG_A_SHORT_B;
        private Blocker blocker = Blocker.NONE;
        private final NetEdge best = new NetEdge();
    }

    /// Candidates with one verdict, in a row. Thread: any; immutable.
    ///
    /// @param firstId number of the first, counted from 1 for each bot
    /// @param lastId number of the last
    /// @param blocker the first rule that failed; [Blocker#NONE] when the entry was taken
    /// @param best the one that would have earned most
    public record Candidate(
            long firstId,
            long lastId,
            long firstNanos,
            long lastNanos,
            Direction direction,
            Blocker blocker,
            NetEdge.Breakdown best) {

        public long count() {
            return lastId - firstId + 1;
        }
    }

    CandidateLog() {
        Arrays.setAll(lines, _ -> new Line());
        for (Blocker blocker : Blocker.values()) {
            verdicts.put(blocker, new long[1]);
        }
    }

    /// A spread at or above the threshold is about to be judged; the caller fills in what it would earn.
    NetEdge begin(Direction shown, long atNanos) {
        // Only an error on the way leaves one without a verdict, and that halts.
        judge(Blocker.HALTED);
        edge.clear();
        pending = true;
        direction = shown;
        nowNanos = atNanos;
        count++;
        return edge;
    }

    boolean isPending() {
        return pending;
    }

    /// What it would earn, ppm.
    long netPpm() {
        return edge.netPpm();
    }

    /// The verdict on the candidate at hand, if there is one.
    void judge(Blocker verdict) {
        if (!pending) {
            return;
        }
        pending = false;
        long[] cell = verdicts.get(verdict);
        if (cell != null) {
            cell[0]++;
        }
        Line last = lines[Math.floorMod(written - 1, LINES)];
        boolean continues = written > 0
                && verdict != Blocker.NONE
                && last.blocker == verdict
                && last.direction == direction
                && last.lastId == count - 1;
        if (!continues) {
            last = lines[Math.floorMod(written, LINES)];
            written++;
            last.firstId = count;
            last.firstNanos = nowNanos;
            last.direction = direction;
            last.blocker = verdict;
            last.best.copyFrom(edge);
        } else if (edge.netPpm() > last.best.netPpm()) {
            last.best.copyFrom(edge);
        }
        last.lastId = count;
        last.lastNanos = nowNanos;
    }

    /// How many there were.
    public long count() {
        return count;
    }

    /// How many each rule decided; [Blocker#NONE] are the entries. They add up to [#count].
    public Map<Blocker, Long> verdicts() {
        Map<Blocker, Long> copy = new EnumMap<>(Blocker.class);
        verdicts.forEach((blocker, cell) -> {
            if (cell[0] > 0) {
                copy.put(blocker, cell[0]);
            }
        });
        return copy;
    }

    /// The latest lines, newest last.
    public List<Candidate> recent() {
        if (copied == count && !pending) {
            return copy;
        }
        List<Candidate> recent = new ArrayList<>();
        for (long i = Math.max(0, written - LINES); i < written; i++) {
            Line line = lines[Math.floorMod(i, LINES)];
            recent.add(new Candidate(
                    line.firstId,
                    line.lastId,
                    line.firstNanos,
                    line.lastNanos,
                    line.direction,
                    line.blocker,
                    line.best.breakdown()));
        }
        copy = List.copyOf(recent);
        copied = pending ? -1 : count;
        return copy;
    }
}
