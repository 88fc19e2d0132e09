package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.CycleTimers;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.execution.RestartPolicy;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// A start from what the exchanges say, and nothing else.
class RestartTest extends TradingScenario {
    private static final long HUNDREDTH = FixedPoint.parse("0.01");
    private static final long PRICE = FixedPoint.parse("100000");

    @Test
    void ps02AdoptsAHedgedPairAndGoesOnWatchingForTheExit() {
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        paradex.move("BTC-USD-PERP", -HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.HEDGED, 5_000);
        holds("0.01", "-0.01");
        paradexIsCheap();
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        run(1_000);
        assertThat(results().getFirst().exact()).isFalse();
    }

    @Test
    void ps03UnwindsANakedLegAndWaitsForTheOperator() {
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.REPAIRING, 5_000);
        await(PairState.HALTED, 5_000);
        isHaltedFor(HaltReason.OPERATOR);
        isFlat();
        operator(new OperatorCommand.Resume("looked at it"));
        await(PairState.FLAT, 5_000);
    }

    @Test
    void ps03HoldsStillWhenToldTo() {
        bot(settings -> settings.withRestart(RestartPolicy.ASK));
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.HALTED, 5_000);
        run(20_000);
        holds("0.01", "0");
        assertThat(vest.received).isEmpty();
    }

    @Test
    void askSendsNothingForAHedgedPairUntilTheOperatorResumes() {
        bot(settings -> settings.withRestart(RestartPolicy.ASK));
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        paradex.move("BTC-USD-PERP", -HUNDREDTH, PRICE);
        paradexIsCheap();
        start();
        await(PairState.HALTED, 5_000);
        run(20_000);
        holds("0.01", "-0.01");
        assertThat(vest.received).isEmpty();
        assertThat(paradex.received).isEmpty();
        calm();
        operator(new OperatorCommand.Resume("keep it"));
        await(PairState.HEDGED, 5_000);
        holds("0.01", "-0.01");
    }

    @Test
    void resumeAfterAskRemovesANakedLeg() {
        bot(settings -> settings.withRestart(RestartPolicy.ASK));
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.HALTED, 5_000);
        operator(new OperatorCommand.Resume("go on"));
        await(PairState.REPAIRING, 5_000);
        await(PairState.HALTED, 5_000);
        isFlat();
    }

    @Test
    void closeClosesAHedgedPairWithoutASignalAndTradesOn() {
        bot(settings -> settings.withRestart(RestartPolicy.CLOSE));
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        paradex.move("BTC-USD-PERP", -HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.COOLDOWN, 8_000);
        isFlat();
        await(PairState.FLAT, 5_000);
        vestIsCheap();
        await(PairState.HEDGED, 2_000);
        run(3_000);
        holds("0.01", "-0.01");
    }

    @Test
    void closeUnwindsANakedLegAndWaitsForTheOperator() {
        bot(settings -> settings.withRestart(RestartPolicy.CLOSE));
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.HALTED, 8_000);
        isHaltedFor(HaltReason.OPERATOR);
        isFlat();
    }

    @Test
    void ps03RemovesTheExcessOfUnequalLegs() {
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        paradex.move("BTC-USD-PERP", -HUNDREDTH / 2, PRICE);
        calm();
        start();
        await(PairState.HALTED, 8_000);
        holds("0.005", "-0.005");
    }

    @Test
    void lg14HaltsWhenBothLegsAreOnOneSide() {
        vest.move("BTC-PERP", HUNDREDTH, PRICE);
        paradex.move("BTC-USD-PERP", HUNDREDTH, PRICE);
        calm();
        start();
        await(PairState.HALTED, 5_000);
        isHaltedFor(HaltReason.SAME_SIDE);
        run(5_000);
        holds("0.01", "0.01");
        operator(new OperatorCommand.Flatten());
        run(5_000);
        isFlat();
    }

    @Test
    void ps04NeverTakesAFailedReadForFlat() {
        paradex.queriesFail = true;
        calm();
        start();
        run(40_000);
        assertThat(view().state()).isEqualTo(PairState.RECONCILE);
        assertThat(alerts()).isNotEmpty();
        vestIsCheap();
        run(1_000);
        assertThat(vest.received).isEmpty();
        paradex.queriesFail = false;
        await(PairState.HEDGED, 10_000);
    }

    @Test
    void ps06WaitsUntilNoOrderOfAnEarlierLifeCanStillExecute() {
        bot(settings -> settings.withTimers(CycleTimers.DEFAULTS));
        calm();
        start();
        time.in(9_000, () -> vest.move("BTC-PERP", HUNDREDTH, PRICE));
        run(9_900);
        assertThat(view().state()).isEqualTo(PairState.RECONCILE);
        await(PairState.HALTED, 10_000);
        isFlat();
    }

    @Test
    void ps08HaltsOnAnOrderThatIsNotOurs() {
        paradex.foreignOrders.add("somebody-else");
        calm();
        start();
        await(PairState.HALTED, 5_000);
        isHaltedFor(HaltReason.FOREIGN_ACTIVITY);
    }

    @Test
    void aCrashBetweenTheLegsEndsFlatAfterTheRestart() {
        untilFlat();
        paradex.next(isLost());
        vestIsCheap();
        run(100);
        calm();
        start();
        await(PairState.HALTED, 10_000);
        isFlat();
    }

    @Test
    void aCrashWhileHedgedIsPickedUp() {
        untilHedged();
        start();
        await(PairState.HEDGED, 5_000);
        holds("0.01", "-0.01");
    }

    @Test
    void aPauseOfMoreThanFiveSecondsReconciles() {
        untilHedged();
        time.skip(6_000);
        run(30);
        assertThat(states()).contains(PairState.RECONCILE);
        await(PairState.HEDGED, 5_000);
        holds("0.01", "-0.01");
    }
}
