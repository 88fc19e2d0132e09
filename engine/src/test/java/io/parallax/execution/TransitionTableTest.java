package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TransitionTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "state-machine.md");

    @Test
    void theDocumentShowsTheTableOfTheCode() throws IOException {
        String found = Files.readString(DOCUMENT);
        assertThat(found)
                .as("docs/state-machine.md must end with what TransitionTable.toMarkdown() prints")
                .endsWith(TransitionTable.toMarkdown());
    }

    @Test
    void everyStateCanBeReachedAndHaltedFrom() {
        EnumSet<PairState> reached = EnumSet.of(PairState.BOOT);
        Deque<PairState> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            PairState state = open.remove();
            for (TransitionTable.Row row : TransitionTable.rows()) {
                if (row.from() == state && reached.add(row.to())) {
                    open.add(row.to());
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrder(PairState.values());
        for (PairState state : PairState.values()) {
            assertThat(TransitionTable.find(state, PairEvent.HALT_REQUIRED).isPresent())
                    .isEqualTo(state != PairState.HALTED);
        }
    }

    @Test
    void onlyAnEntryAndAFurtherLayerLeadToEntering() {
        assertThat(TransitionTable.rows())
                .filteredOn(row -> row.to() == PairState.ENTERING)
                .extracting(row -> row.from() + " " + row.event())
                .containsExactly("FLAT ENTRY_SIGNAL", "HEDGED LAYER_SIGNAL");
    }
}
