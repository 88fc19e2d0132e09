package io.parallax.risk;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How often each step of a [StateTable] was taken, and which events had none: those are counted and change
/// nothing. Bounded by states times events. Thread: engine only.
public final class StateCounts<S extends Enum<S>, E extends Enum<E>> {
    private final StateTable<S, E> table;
    private final Map<S, Map<E, long[]>> counts;
    private final Class<E> events;
    private long unexpectedSum;

    public StateCounts(StateTable<S, E> table, Class<S> states, Class<E> events) {
        this.table = table;
        this.counts = new EnumMap<>(states);
        this.events = events;
    }

    /// Counts an event and looks up where it leads.
    ///
    /// @return the next state, or the same one when the table has no row
    public S take(S from, E event) {
        counts.computeIfAbsent(from, _ -> new EnumMap<>(events)).computeIfAbsent(event, _ -> new long[1])[0]++;
        Optional<S> to = table.next(from, event);
        if (to.isEmpty()) {
            unexpectedSum++;
        }
        return to.orElse(from);
    }

    /// How many events had no row.
    public long unexpectedSum() {
        return unexpectedSum;
    }

    /// How often an event came in a state.
    public long of(S from, E event) {
        Map<E, long[]> of = counts.get(from);
        long[] count = of == null ? null : of.get(event);
        return count == null ? 0 : count[0];
    }

    /// Events that had no row, with how often each came.
    public Map<String, Long> unexpected() {
        Map<String, Long> found = new LinkedHashMap<>();
        counts.forEach((from, of) -> of.forEach((event, count) -> {
            if (table.next(from, event).isEmpty()) {
                found.put(event + " in " + from, count[0]);
            }
        }));
        return found;
    }
}
