package io.parallax.simulator.chaos;

import io.parallax.execution.PairState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of many episodes so far. Thread: whoever holds its lock.
public final class EpisodeReport {
    private final List<Episode.Result> broken = new ArrayList<>();
    private final Map<FaultKind, Long> begun = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Long> hits = new EnumMap<>(FaultKind.class);
    private final Map<PairState, Long> reached = new EnumMap<>(PairState.class);
    private final Map<String, Long> byInvariant = new TreeMap<>();
    private final Reach reach = new Reach();
    private long episodes;
    private long steps;
    private long cycles;
    private long orders;
    private long fills;
    private long restarts;
    private long endedHalted;
    private long hash;

    void add(Episode.Result result) {
        episodes++;
        reach.add(result.reach());
        steps += result.steps();
        cycles += result.cycles();
        orders += result.orders();
        fills += result.fills();
        restarts += result.lives() - 1;
        endedHalted += result.endedHalted() ? 1 : 0;
        // A sum, so that the order in which threads finish does not matter.
        hash += Long.parseUnsignedLong(result.hash().substring(0, 16), 16);
        result.begun().forEach((kind, count) -> begun.merge(kind, count, Long::sum));
        result.hits().forEach((kind, count) -> hits.merge(kind, count, Long::sum));
        result.reached().forEach((state, count) -> reached.merge(state, count, Long::sum));
        result.violation().ifPresent(violation -> {
            broken.add(result);
            byInvariant.merge(violation.invariant(), 1L, Long::sum);
        });
    }

    public long episodes() {
        return episodes;
    }

    /// Things that happened in virtual time.
    public long steps() {
        return steps;
    }

    public long cycles() {
        return cycles;
    }

    public long orders() {
        return orders;
    }

    public long fills() {
        return fills;
    }

    public long restarts() {
        return restarts;
    }

    /// Episodes that were halted when their closing began.
    public long endedHalted() {
        return endedHalted;
    }

    /// Episodes that broke an invariant.
    public List<Episode.Result> broken() {
        return List.copyOf(broken);
    }

    public Map<String, Long> byInvariant() {
        return byInvariant;
    }

    /// How often each kind of fault began.
    public Map<FaultKind, Long> begun() {
        return begun;
    }

    /// How many messages each kind hit.
    public Map<FaultKind, Long> hits() {
        return hits;
    }

    /// How often each state was entered.
    public Map<PairState, Long> reached() {
        return reached;
    }

    /// How often each thing happened that sometimes should.
    public Reach reach() {
        return reach;
    }

    /// One number for all episodes' logs together.
    public String hash() {
        String digits = Long.toHexString(hash);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
