package io.parallax.execution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often each row of the table was taken, and which events had none. Thread: engine only.
public final class TransitionCounts {
    private final Map<TransitionTable.Row, long[]> taken = new LinkedHashMap<>();
    private final Map<String, Long> unexpected = new HashMap<>();

    public TransitionCounts() {
        TransitionTable.rows().forEach(row -> taken.put(row, new long[1]));
    }

    void onTaken(TransitionTable.Row row) {
        long[] count = taken.get(row);
        if (count != null) {
            count[0]++;
        }
    }

    void onUnexpected(PairState state, PairEvent event) {
        unexpected.merge(event + " in " + state, 1L, Long::sum);
    }

    /// How often a row was taken.
    public long of(TransitionTable.Row row) {
        long[] count = taken.get(row);
        return count == null ? 0 : count[0];
    }

    /// Events that had no row, with how often each came.
    public Map<String, Long> unexpected() {
        return Map.copyOf(unexpected);
    }
}
