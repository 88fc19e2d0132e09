package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.risk.GateCause;
import io.parallax.risk.GateState;
import io.parallax.risk.GateTable;
import io.parallax.risk.StateCounts;
import io.parallax.risk.StateTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/// The tables of the mode, the gate and the order.
class StateTablesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "state-machine.md");

    @Test
    void theDocumentShowsTheTablesOfTheCode() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains(ModeTable.TABLE.toMarkdown())
                .contains(GateTable.toMarkdown())
                .contains(OrderTable.TABLE.toMarkdown());
    }

    @Test
    void or31AnEndedOrderStaysEnded() {
        for (OrderState state : OrderState.values()) {
            for (OrderStep step : OrderStep.values()) {
                if (state.terminal()) {
                    assertThat(OrderTable.TABLE.next(state, step).orElse(state)).isEqualTo(state);
                }
            }
        }
    }

    @Test
    void or01OnlyUnknownOrdersAreProvenAbsent() {
        for (OrderState state : OrderState.values()) {
            assertThat(OrderTable.TABLE.next(state, OrderStep.PROVEN_ABSENT).isPresent())
                    .isEqualTo(state == OrderState.UNKNOWN);
        }
    }

    @Test
    void everyCauseLeadsFromAnyGateToTheSameOne() {
        for (GateCause cause : GateCause.values()) {
            assertThat(EnumSet.allOf(GateState.class).stream().map(state -> GateTable.TABLE.next(state, cause)))
                    .doesNotContain(java.util.Optional.empty())
                    .containsOnly(GateTable.TABLE.next(GateState.OPEN, cause));
        }
    }

    @Test
    void i18OnlyAnOpenGateLetsRiskGrow() {
        assertThat(EnumSet.allOf(GateState.class).stream().filter(GateState::increase))
                .containsExactly(GateState.OPEN);
        assertThat(EnumSet.allOf(GateState.class).stream().filter(GateState::reduce))
                .containsExactly(GateState.OPEN, GateState.DEGRADED);
    }

    @Test
    void i17AKillIsEndedByAResumeAloneAndAShutdownByNothing() {
        assertThat(ModeTable.TABLE.next(OperatorMode.KILLED, ModeStep.PAUSE)).contains(OperatorMode.KILLED);
        assertThat(ModeTable.TABLE.next(OperatorMode.KILLED, ModeStep.DRAIN)).contains(OperatorMode.KILLED);
        assertThat(ModeTable.TABLE.next(OperatorMode.KILLED, ModeStep.RESUME)).contains(OperatorMode.ARMED);
        for (ModeStep step : ModeStep.values()) {
            assertThat(ModeTable.TABLE.next(OperatorMode.SHUTTING_DOWN, step)).contains(OperatorMode.SHUTTING_DOWN);
            for (OperatorMode mode : OperatorMode.values()) {
                assertThat(ModeTable.TABLE.next(mode, step)).isPresent();
            }
        }
    }

    @Test
    void i21AnEventWithoutARowIsCountedAndChangesNothing() {
        StateCounts<OrderState, OrderStep> counts =
                new StateCounts<>(OrderTable.TABLE, OrderState.class, OrderStep.class);
        assertThat(counts.take(OrderState.SENT, OrderStep.SHOWN_OPEN)).isEqualTo(OrderState.ACKED);
        assertThat(counts.unexpected()).isEmpty();
        assertThat(counts.take(OrderState.FILLED, OrderStep.PROVEN_ABSENT)).isEqualTo(OrderState.FILLED);
        assertThat(counts.take(OrderState.FILLED, OrderStep.PROVEN_ABSENT)).isEqualTo(OrderState.FILLED);
        assertThat(counts.unexpected()).containsExactly(java.util.Map.entry("PROVEN_ABSENT in FILLED", 2L));
        assertThat(counts.unexpectedSum()).isEqualTo(2);
        assertThat(counts.of(OrderState.SENT, OrderStep.SHOWN_OPEN)).isEqualTo(1);
    }

    @Test
    void twoRowsForOneEventAreAMistake() {
        StateTable<OrderState, OrderStep> table = new StateTable<>(OrderState.class, OrderStep.class);
        EnumSet<OrderState> sent = EnumSet.of(OrderState.SENT);
        table.row(sent, OrderStep.ENDED, OrderState.CANCELLED, "");
        assertThatThrownBy(() -> table.stay(sent, OrderStep.ENDED, "")).hasMessageContaining("two rows for ENDED");
    }
}
