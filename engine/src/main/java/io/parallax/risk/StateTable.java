package io.parallax.risk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Every step that one machine may take, in one place: the machine looks its next state up here, the documentation
/// is printed from here, and [StateCounts] counts how often each was taken. Thread: any; immutable once built.
///
/// @param <S> its states
/// @param <E> what can happen to it
public final class StateTable<S extends Enum<S>, E extends Enum<E>> {
    private final List<Row<S, E>> rows = new ArrayList<>();
    private final Map<S, Map<E, S>> next;
    private final Class<E> events;

    /// `event` in any of `from` leads to `to`; an empty `to` leaves the state as it is.
    public record Row<S, E>(Set<S> from, E event, Optional<S> to, String action) {}

    public StateTable(Class<S> states, Class<E> events) {
        this.next = new EnumMap<>(states);
        this.events = events;
    }

    /// One step. Throws [IllegalStateException] when a state has a row for the event already.
    public StateTable<S, E> row(Set<S> from, E event, S to, String action) {
        return row(new Row<>(from, event, Optional.of(to), action));
    }

    /// News that is expected and changes nothing.
    public StateTable<S, E> stay(Set<S> from, E event, String action) {
        return row(new Row<>(from, event, Optional.empty(), action));
    }

    private StateTable<S, E> row(Row<S, E> row) {
        rows.add(row);
        for (S state : row.from()) {
            Map<E, S> of = next.computeIfAbsent(state, _ -> new EnumMap<>(events));
            if (of.put(row.event(), row.to().orElse(state)) != null) {
                throw new IllegalStateException("two rows for " + row.event() + " in " + state);
            }
        }
        return this;
    }

    /// Where an event leads; empty when the table has no row for it.
    public Optional<S> next(S from, E event) {
        return Optional.ofNullable(next.getOrDefault(from, Map.of()).get(event));
    }

    public List<Row<S, E>> rows() {
        return List.copyOf(rows);
    }

    /// The table as it stands in the documentation.
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("| From | Event | To | Action |\n|---|---|---|---|\n");
        for (Row<S, E> row : rows) {
            text.append("| ")
                    .append(row.from().stream().map(Enum::name).collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(row.event())
                    .append(" | ")
                    .append(row.to().map(Enum::name).orElse("as it was"))
                    .append(" | ")
                    .append(row.action())
                    .append(" |\n");
        }
        return text.toString();
    }
}
