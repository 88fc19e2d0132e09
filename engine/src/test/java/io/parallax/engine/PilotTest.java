package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.LegOrder;
import io.parallax.execution.PairState;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Entries whose first leg goes to Vest, which may leave an order unknown for longer, and whose second one
/// waits for what the first fills.
class PilotTest extends TradingScenario {
    @BeforeEach
    void pilot() {
        bot(settings -> settings.withLegOrder(LegOrder.PILOT));
    }

    private void untilAfterACycle() {
        untilFlat();
        vestIsCheap();
        await(PairState.HEDGED, 5_000);
        calm();
        run(200);
        paradexIsCheap();
        await(PairState.COOLDOWN, 5_000);
        calm();
        await(PairState.FLAT, 10_000);
    }

    @Test
    void theSecondLegFollowsTheFill() {
        untilFlat();
        vestIsCheap();
        await(PairState.HEDGED, 5_000);
        holds("0.01", "-0.01");
        assertThat(vest.received).hasSize(1);
        assertThat(paradex.received).hasSize(1);
        assertThat(paradex.received.getFirst().id().intent()).isEqualTo(OrderIntent.REPAIR_COMPLETE);
        assertThat(paradex.received.getFirst().reduceOnly()).isFalse();
        calm();
        run(200);
        paradexIsCheap();
        await(PairState.COOLDOWN, 5_000);
        run(1_000);
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void theSecondLegIsAsLargeAsTheFill() {
        untilFlat();
        vest.next(fillsOnly("0.004"));
        vestIsCheap();
        await(PairState.HEDGED, 5_000);
        holds("0.004", "-0.004");
        assertThat(paradex.received.getFirst().quantityE8()).isEqualTo(FixedPoint.parse("0.004"));
    }

    @Test
    void aRefusedFirstLegCostsNothing() {
        untilFlat();
        vest.next(rejects(RejectionKind.RETRYABLE));
        vestIsCheap();
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        assertThat(paradex.received).isEmpty();
    }

    /// What the legs did in the cycle before is not this cycle's.
    @Test
    void nothingFilledIsNoFailureAlsoAfterACycle() {
        untilAfterACycle();
        vest.next(fillsNothing());
        vestIsCheap();
        await(PairState.COOLDOWN, 5_000);
        run(1_000);
        assertThat(results().getLast().outcome()).isEqualTo(Outcome.NOTHING_FILLED);
        isFlat();
    }

    /// What the other leg filled in the cycle before ended long ago, and says nothing of how slow this one is.
    @Test
    void theFirstLegIsNotSlowOnlyBecauseTheLastCycleIsLongPast() {
        untilAfterACycle();
        vestIsCheap();
        await(PairState.HEDGED, 5_000);
        assertThat(states()).doesNotContain(PairState.RESOLVING);
    }

    @Test
    void aRefusedSecondLegIsUnwound() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vestIsCheap();
        await(PairState.COOLDOWN, 8_000);
        isFlat();
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_UNWIND);
    }

    @Test
    void aSpreadThatIsGoneIsUnwound() {
        untilFlat();
        vest.next(fillsSlowly(200));
        vestIsCheap();
        await(PairState.ENTERING, 5_000);
        calm();
        await(PairState.COOLDOWN, 8_000);
        isFlat();
        assertThat(paradex.received)
                .as("nothing was sold where nothing pays any more")
                .isEmpty();
    }
}
