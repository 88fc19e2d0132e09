package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import org.junit.jupiter.api.Test;

/// What happens when the two legs do not come out alike.
class OneLegTest extends TradingScenario {
    @Test
    void lg01UnwindsTheFilledLegWhenTheOtherIsRefusedForGood() {
        long vestStartE8 = vest.cashE8;
        long paradexStartE8 = paradex.cashE8;
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vestIsCheap();
        await(PairState.COOLDOWN, 3_000);
        isFlat();
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_UNWIND);
        assertThat(vest.received.getLast().reduceOnly()).isTrue();
        assertThat(paradex.received).hasSize(1);
        run(500);
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(results().getFirst().nakedNanosMax()).isLessThan(1_000_000_000L);
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
    }

    @Test
    void lg01CompletesTheMissingLegWhenTheRefusalWasOfTheMoment() {
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vestIsCheap();
        await(PairState.HEDGED, 3_000);
        holds("0.01", "-0.01");
        assertThat(paradex.received).hasSize(2);
        assertThat(paradex.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_COMPLETE);
        assertThat(vest.received).hasSize(1);
    }

    @Test
    void triesToCompleteOnceOnly() {
        untilFlat();
        paradex.next(fillsNothing()).next(fillsNothing());
        vestIsCheap();
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        assertThat(paradex.received).hasSize(2);
        assertThat(vest.received).hasSize(2);
    }

    @Test
    void unwindsWhenCompletingWouldCostMore() {
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vestIsCheap();
        quotes(paradex, "99700", "99710");
        await(PairState.COOLDOWN, 3_000);
        isFlat();
        assertThat(paradex.received).hasSize(1);
    }

    @Test
    void or07TreatsARefusalAfterAcceptanceAsARefusal() {
        untilFlat();
        paradex.next(rejectsAfterAccepting());
        vestIsCheap();
        await(PairState.COOLDOWN, 3_000);
        isFlat();
        assertThat(paradex.received).hasSize(1);
    }

    @Test
    void lg03HedgesTheRestWhenOneLegIsFilledInPart() {
        untilFlat();
        paradex.next(fillsOnly("0.004"));
        vestIsCheap();
        await(PairState.HEDGED, 3_000);
        holds("0.01", "-0.01");
        assertThat(paradex.received.getLast().quantityE8()).isEqualTo(600_000);
    }

    @Test
    void lg03KeepsASmallerPairWhenTheRestCannotBeHedged() {
        untilFlat();
        paradex.next(fillsOnly("0.004")).next(fillsNothing());
        vestIsCheap();
        await(PairState.HEDGED, 5_000);
        holds("0.004", "-0.004");
        paradexIsCheap();
        await(PairState.COOLDOWN, 4_000);
        isFlat();
    }

    @Test
    void or09BothLegsWithoutAFillAreNeitherASuccessNorAFailure() {
        untilFlat();
        vest.next(fillsNothing());
        paradex.next(fillsNothing());
        vestIsCheap();
        await(PairState.COOLDOWN, 3_000);
        run(200);
        isFlat();
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.NOTHING_FILLED);
        assertThat(view().cyclesFailed()).isZero();
    }

    @Test
    void bothLegsRefusedCountAsAFailure() {
        untilFlat();
        vest.next(rejects(RejectionKind.STRUCTURAL));
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vestIsCheap();
        await(PairState.COOLDOWN, 3_000);
        run(200);
        isFlat();
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void lg19OpensTheBreakerAfterThreeFailedCycles() {
        untilFlat();
        for (int failure = 0; failure < 3; failure++) {
            paradex.next(rejects(RejectionKind.STRUCTURAL));
        }
        vestIsCheap();
        run(60_000);
        assertThat(view().cyclesFailed()).isEqualTo(3);
        assertThat(view().topBlocker()).isEqualTo(Blocker.BREAKER);
        isFlat();
        run(300_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
    }

    @Test
    void haltsWhenTheBreakerOpenedThreeTimesInADay() {
        untilFlat();
        for (int failure = 0; failure < 9; failure++) {
            paradex.next(rejects(RejectionKind.STRUCTURAL));
        }
        vestIsCheap();
        run(4_000_000);
        isHaltedFor(HaltReason.BREAKER_DAY);
        isFlat();
    }

    @Test
    void i19CountsTheBreakersTripsByTheUtcDay() {
        long midnight = 20_000L * 86_400_000;
        untilFlat();
        for (int failure = 0; failure < 9; failure++) {
            paradex.next(rejects(RejectionKind.STRUCTURAL));
        }
        engine().onWallClock(midnight - 1_000);
        vestIsCheap();
        run(600_000);
        assertThat(view().cyclesFailed()).isGreaterThanOrEqualTo(6);
        engine().onWallClock(midnight);
        engine().onWallClock(midnight - 3_600_000);
        engine().onWallClock(midnight + 1);
        run(3_400_000);
        assertThat(view().cyclesFailed()).isEqualTo(9);
        assertThat(view().haltReason()).as("two trips yesterday, one today").isEmpty();
    }

    @Test
    void or29CountsExecutionsThatWereTakenBackByTheUtcDay() {
        untilFlat();
        engine().onWallClock(20_000L * 86_400_000);
        loseAHedge();
        loseAHedge();
        engine().onWallClock(20_001L * 86_400_000);
        loseAHedge();
        loseAHedge();
        assertThat(view().haltReason()).as(story()).isEmpty();
        loseAHedge();
        isHaltedFor(HaltReason.BUST_CASCADE);
    }

    private void loseAHedge() {
        vestIsCheap();
        await(PairState.HEDGED, 700_000);
        calm();
        paradex.bustLast();
        run(62_000);
        isFlat();
    }

    @Test
    void lg06HaltsWithTheNakedAmountWhenTheBudgetOfRepairOrdersIsSpent() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vest.next(fills());
        for (int attempt = 0; attempt < 8; attempt++) {
            vest.next(fillsNothing());
        }
        vestIsCheap();
        await(PairState.HALTED, 20_000);
        isHaltedFor(HaltReason.REPAIR_BUDGET);
        holds("0.01", "0");
        assertThat(vest.received).hasSize(9);
        assertThat(alerts())
                .anySatisfy(text -> assertThat(text).contains("REPAIR_BUDGET").contains("0.01"));
        run(3_000);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("naked for"));
    }

    @Test
    void lg07ReadsBothPositionsBeforeASecondRepairOrder() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vest.next(fills()).next(fillsNothing());
        vestIsCheap();
        run(60);
        assertThat(vest.received).hasSize(2);
        vest.queriesFail = true;
        run(3_000);
        assertThat(vest.received).as("no order sized without a read").hasSize(2);
        vest.queriesFail = false;
        await(PairState.COOLDOWN, 3_000);
        isFlat();
    }

    @Test
    void lg06RaisesThePriceCapStepByStep() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vest.next(fills()).next(fillsNothing()).next(fillsNothing()).next(fillsNothing());
        vestIsCheap();
        await(PairState.COOLDOWN, 20_000);
        isFlat();
        assertThat(vest.received.stream().skip(1).map(order -> order.limitPriceE8() / 100_000_000))
                .containsExactly(99_890L, 99_840L, 99_840L, 99_790L);
    }

    @Test
    void lg06SlowDutyGetsRidOfANakedLegWhileHalted() {
        untilFlat();
        vest.next(rejects(RejectionKind.STRUCTURAL));
        paradex.next(fills());
        for (int attempt = 0; attempt < 8; attempt++) {
            paradex.next(fillsNothing());
        }
        vestIsCheap();
        await(PairState.HALTED, 20_000);
        holds("0", "-0.01");
        run(70_000);
        isHaltedFor(HaltReason.REPAIR_BUDGET);
        isFlat();
    }

    @Test
    void waitsFrozenWhileTheExchangeOfTheExcessTakesNoOrders() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vest.next(fills()).next(rejects(RejectionKind.MODE));
        vestIsCheap();
        await(PairState.FROZEN, 3_000);
        calm();
        assertThat(alerts())
                .anySatisfy(text -> assertThat(text).contains("FROZEN").contains("0.01"));
        run(310_000);
        isFlat();
        assertThat(view().state()).isEqualTo(PairState.FLAT);
    }
}
