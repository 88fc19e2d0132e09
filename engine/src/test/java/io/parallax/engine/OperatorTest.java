package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.HaltReason;
import io.parallax.execution.ModeStep;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.PairState;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.risk.Blocker;
import org.junit.jupiter.api.Test;

class OperatorTest extends TradingScenario {
    @Test
    void pauseStopsEntriesAndResumeAllowsThemAgain() {
        untilFlat();
        operator(new OperatorCommand.Pause());
        vestIsCheap();
        run(3_000);
        assertThat(view().state()).isEqualTo(PairState.FLAT);
        assertThat(view().topBlocker()).isEqualTo(Blocker.PAUSED);
        operator(new OperatorCommand.Resume("done"));
        await(PairState.HEDGED, 1_000);
    }

    @Test
    void drainLetsThePositionExitAndStaysFlat() {
        untilHedged();
        operator(new OperatorCommand.Drain());
        run(2_000);
        holds("0.01", "-0.01");
        paradexIsCheap();
        await(PairState.FLAT, 10_000);
        run(5_000);
        isFlat();
        assertThat(view().topBlocker()).isEqualTo(Blocker.DRAINING);
    }

    @Test
    void flattenClosesBothLegsWithoutASignal() {
        untilHedged();
        operator(new OperatorCommand.Flatten());
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        vestIsCheap();
        run(5_000);
        isFlat();
    }

    @Test
    void killStopsEntriesAndKeepsRepairing() {
        untilFlat();
        paradex.next(rejects(io.parallax.exchange.RejectionKind.RETRYABLE));
        vestIsCheap();
        operator(new OperatorCommand.Kill());
        run(10_000);
        isFlat();
        assertThat(view().topBlocker()).isEqualTo(Blocker.KILLED);
    }

    @Test
    void killCancelsWhatRestsAndLeavesAloneWhatHasNoAnswerYet() {
        untilFlat();
        vest.next(restsOpen("0"));
        paradex.next(fillsSlowly(400));
        vestIsCheap();
        run(60);
        operator(new OperatorCommand.Kill());
        assertThat(cancels(vest)).isEqualTo(1);
        assertThat(cancels(paradex)).isZero();
        assertThat(snapshot().mode()).isEqualTo(OperatorMode.KILLED);
    }

    @Test
    void aHurriedEndCancelsEveryOrderInFlight() {
        untilFlat();
        paradex.next(fillsSlowly(400));
        vest.next(fillsSlowly(400));
        vestIsCheap();
        operator(new OperatorCommand.CancelOrders());
        assertThat(cancels(vest)).isEqualTo(1);
        assertThat(cancels(paradex)).isEqualTo(1);
        assertThat(snapshot().mode()).isEqualTo(OperatorMode.ARMED);
    }

    private static long cancels(ScriptedExchange exchange) {
        return exchange.commands.stream()
                .filter(io.parallax.exchange.ExchangeCommand.CancelOrder.class::isInstance)
                .count();
    }

    @Test
    void shutdownWhileEnteringResolvesWhatIsInFlightAndHoldsThePair() {
        untilFlat();
        paradex.next(fillsSlowly(200));
        vestIsCheap();
        operator(new OperatorCommand.Shutdown(ShutdownPolicy.HOLD));
        assertThat(engine().isStopped()).isFalse();
        run(3_000);
        assertThat(engine().isStopped()).isTrue();
        holds("0.01", "-0.01");
        assertThat(snapshot().exitCode()).isEqualTo(10);
        operator(new OperatorCommand.Resume("too late"));
        assertThat(snapshot().mode()).isEqualTo(OperatorMode.SHUTTING_DOWN);
    }

    @Test
    void shutdownWithFlattenEndsFlatWithBothBalancesRead() {
        long vestStartE8 = vest.cashE8;
        long paradexStartE8 = paradex.cashE8;
        untilHedged();
        operator(new OperatorCommand.Shutdown(ShutdownPolicy.FLATTEN));
        run(6_000);
        assertThat(engine().isStopped()).isTrue();
        isFlat();
        assertThat(snapshot().exitCode()).isZero();
        assertThat(snapshot().exchanges())
                .allSatisfy(exchange -> assertThat(exchange.cashSettled()).isTrue());
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
    }

    @Test
    void shutdownGivesUpAfterTwentySecondsAndSaysThatTheExposureIsUnknown() {
        untilFlat();
        paradex.next(executesUnheard(20));
        paradex.lookupsFail = true;
        vestIsCheap();
        operator(new OperatorCommand.Shutdown(ShutdownPolicy.HOLD));
        run(15_000);
        assertThat(engine().isStopped()).isFalse();
        run(6_000);
        assertThat(engine().isStopped()).isTrue();
        assertThat(snapshot().exitCode()).isEqualTo(30);
    }

    @Test
    void i17APauseAfterAKillDoesNotEndTheKill() {
        untilFlat();
        operator(new OperatorCommand.Kill());
        operator(new OperatorCommand.Pause());
        assertThat(snapshot().mode()).isEqualTo(OperatorMode.KILLED);
        operator(new OperatorCommand.Resume("looked at it"));
        assertThat(snapshot().mode()).isEqualTo(OperatorMode.ARMED);
        assertThat(engine().counters().modeSteps.of(OperatorMode.KILLED, ModeStep.PAUSE))
                .isEqualTo(1);
    }

    @Test
    void anErrorInsideHaltsAndIsTold() {
        untilHedged();
        engine().onEvent(null_());
        isHaltedFor(HaltReason.CORE_FAULT);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("engine fault"));
        holds("0.01", "-0.01");
        operator(new OperatorCommand.Flatten());
        run(5_000);
        isFlat();
    }

    /// An event that breaks the handler: a fill so large that the sums do not fit.
    private io.parallax.exchange.ExchangeEvent null_() {
        return new io.parallax.exchange.OrderEvent.Filled(
                vest.id,
                vest.received.getLast().id(),
                "absurd",
                Long.MAX_VALUE / 2,
                Long.MAX_VALUE / 2,
                0,
                time.nowNanos());
    }
}
