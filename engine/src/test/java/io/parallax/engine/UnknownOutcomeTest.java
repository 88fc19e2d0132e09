package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.OrderEvent;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import org.junit.jupiter.api.Test;

/// Orders whose fate depends on a message that did not come.
class UnknownOutcomeTest extends TradingScenario {
    @Test
    void or01FindsOutThatTheOrderWasExecuted() {
        untilFlat();
        paradex.next(executesUnheard(30));
        vestIsCheap();
        await(PairState.RESOLVING, 2_000);
        await(PairState.HEDGED, 2_000);
        holds("0.01", "-0.01");
        assertThat(paradex.received).hasSize(1);
    }

    @Test
    void or01ProvesThatTheOrderDoesNotExistAndUnwinds() {
        untilFlat();
        paradex.next(isLost());
        vestIsCheap();
        await(PairState.RESOLVING, 2_000);
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        assertThat(paradex.received).as("never sent again").hasSize(1);
        run(30_000);
        assertThat(view().topBlocker()).isEqualTo(Blocker.COOLING_DOWN);
    }

    @Test
    void or01ProvesAbsenceOnVestToo() {
        untilFlat();
        vest.next(isLost());
        vestIsCheap();
        await(PairState.COOLDOWN, 8_000);
        isFlat();
        assertThat(vest.received).hasSize(1);
    }

    @Test
    void or19DoesNotCallAnOrderAbsentThatExecutesJustBeforeTheHorizon() {
        untilFlat();
        paradex.next(executesUnheard(1_400));
        vestIsCheap();
        await(PairState.HEDGED, 6_000);
        holds("0.01", "-0.01");
    }

    @Test
    void or19CountsTheHorizonFromTheMomentTheOrderWasWritten() {
        untilFlat();
        paradex.writeMillis = 2_000;
        paradex.next(executesUnheard(2_000 + 1_400));
        vestIsCheap();
        await(PairState.HEDGED, 8_000);
        holds("0.01", "-0.01");
        assertThat(vest.received).as("nothing was unwound meanwhile").hasSize(1);
    }

    @Test
    void or19ProvesNothingWhileNobodyKnowsWhetherTheOrderWasWritten() {
        untilFlat();
        paradex.writeMillis = 20_000;
        paradex.next(isLost());
        vestIsCheap();
        run(19_000);
        assertThat(view().state()).isEqualTo(PairState.FROZEN);
        assertThat(vest.received).hasSize(1);
        await(PairState.COOLDOWN, 25_000);
        isFlat();
    }

    @Test
    void i21AFillWithoutAPriceIsAskedForAgainAndHaltsNothing() {
        untilFlat();
        vest.next((exchange, order) -> {
            exchange.execute(order, order.quantityE8(), false);
            time.in(
                    1,
                    () -> exchange.tell(new OrderEvent.Filled(
                            exchange.id, order.id(), "absurd", 0, order.quantityE8(), 0, time.nowNanos())));
        });
        vestIsCheap();
        await(PairState.HEDGED, 4_000);
        holds("0.01", "-0.01");
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("fill absurd"));
    }

    @Test
    void or02AnErrorStatusIsNotARefusal() {
        untilFlat();
        paradex.next(failsUnknown(true));
        vestIsCheap();
        await(PairState.HEDGED, 2_000);
        holds("0.01", "-0.01");
    }

    @Test
    void or02AnErrorStatusWithoutExecutionEndsFlat() {
        untilFlat();
        paradex.next(failsUnknown(false));
        vestIsCheap();
        await(PairState.COOLDOWN, 6_000);
        isFlat();
    }

    @Test
    void or06AFillMayComeBeforeTheAcknowledgement() {
        untilFlat();
        vest.next(fillsBeforeAck());
        paradex.next(fillsBeforeAck());
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
        run(200);
        holds("0.01", "-0.01");
        assertThat(states()).doesNotContain(PairState.RESOLVING);
    }

    @Test
    void or14AFillToldTwiceCountsOnce() {
        untilFlat();
        vest.next(fillsTwiceTold());
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
        run(1_000);
        holds("0.01", "-0.01");
        assertThat(snapshot().counters().fillsDuplicate()).isGreaterThanOrEqualTo(2);
        assertThat(snapshot().counters().fills()).isEqualTo(2);
    }

    @Test
    void or12AFillAfterTheEndIsFoundAndUnwound() {
        untilFlat();
        vest.next(cancelsThenFills(500));
        paradex.next(fillsNothing());
        vestIsCheap();
        await(PairState.COOLDOWN, 1_000);
        await(PairState.REPAIRING, 2_000);
        run(3_000);
        isFlat();
        assertThat(snapshot().counters().lateFills()).isEqualTo(1);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("after its end"));
        assertThat(snapshot().latencies().naked().nanosMax()).isLessThan(3_000_000_000L);
    }

    @Test
    void or37CancelsAnImmediateOrderThatStaysOpenAndBelievesWhatItFilled() {
        untilFlat();
        paradex.next(restsOpen("0.004"));
        vestIsCheap();
        await(PairState.RESOLVING, 3_000);
        run(4_000);
        assertThat(paradex.commands).anyMatch(ExchangeCommand.CancelOrder.class::isInstance);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
        assertThat(view().a().positionE8()).isEqualTo(-view().b().positionE8());
        assertThat(vest.anyPositionE8()).isEqualTo(-paradex.anyPositionE8());
    }

    @Test
    void lg05AsksForASlowSecondLegAndNeverSendsACopy() {
        untilFlat();
        paradex.next(fillsSlowly(900));
        vestIsCheap();
        await(PairState.RESOLVING, 500);
        await(PairState.HEDGED, 2_000);
        holds("0.01", "-0.01");
        assertThat(paradex.received).hasSize(1);
        assertThat(paradex.commands).anyMatch(ExchangeCommand.QueryOrder.class::isInstance);
    }

    @Test
    void lg02FreezesWhenNobodyCanSayAndGoesOnAsking() {
        untilFlat();
        paradex.next(executesUnheard(30));
        paradex.lookupsFail = true;
        vestIsCheap();
        await(PairState.FROZEN, 6_000);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("FROZEN"));
        assertThat(vest.received).as("the filled leg is not unwound").hasSize(1);
        run(60_000);
        assertThat(view().state()).isEqualTo(PairState.FROZEN);
        paradex.lookupsFail = false;
        await(PairState.HEDGED, 15_000);
        holds("0.01", "-0.01");
    }

    @Test
    void or30LosingThePrivateStreamInFlightMakesTheOrderUnknownAndReadsResolveIt() {
        untilFlat();
        vestIsCheap();
        run(25);
        paradex.deaf = true;
        paradex.stream(Stream.PRIVATE, StreamState.LOST);
        run(100);
        paradex.deaf = false;
        await(PairState.HEDGED, 3_000);
        holds("0.01", "-0.01");
    }

    @Test
    void or29ATradeTakenBackUnhedgesThePairAndIsRepaired() {
        untilHedged();
        paradex.bustLast();
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        run(1_000);
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void or29ATradeTakenBackUnheardIsFoundByAskingForItsOrderBeforeItCountsAsDrift() {
        untilHedged();
        calm();
        paradex.deaf = true;
        paradex.bustLast();
        paradex.deaf = false;
        await(PairState.COOLDOWN, 20_000);
        isFlat();
        assertThat(view().haltReason()).as(story()).isEmpty();
    }

    @Test
    void aPauseOfTheEngineMakesWhatIsInFlightUnknown() {
        untilFlat();
        paradex.next(fillsSlowly(600));
        vestIsCheap();
        run(40);
        time.skip(255);
        await(PairState.RESOLVING, 10);
        await(PairState.HEDGED, 3_000);
        holds("0.01", "-0.01");
    }
}
