package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class ExitTest extends TradingScenario {
    @Test
    void lg08FinishesTheExitWhenOneLegWasRefused() {
        long vestStartE8 = vest.cashE8;
        long paradexStartE8 = paradex.cashE8;
        untilHedged();
        vest.next(rejects(RejectionKind.RETRYABLE));
        paradexIsCheap();
        await(PairState.COOLDOWN, 5_000);
        isFlat();
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_COMPLETE);
        assertThat(vest.received.getLast().reduceOnly()).isTrue();
        run(1_000);
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
    }

    @Test
    void lg08FindsOutWhatBecameOfALostExit() {
        untilHedged();
        paradex.next(executesUnheard(20));
        paradexIsCheap();
        await(PairState.COOLDOWN, 6_000);
        isFlat();
    }

    @Test
    void lg09TriesAgainWhenNothingWasExecuted() {
        untilHedged();
        vest.next(fillsNothing());
        paradex.next(fillsNothing());
        paradexIsCheap();
        run(300);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
        holds("0.01", "-0.01");
        await(PairState.COOLDOWN, 3_000);
        isFlat();
    }

    @Test
    void or10EqualPartsClosedLeaveASmallerPair() {
        untilHedged();
        vest.next(fillsOnly("0.005"));
        paradex.next(fillsOnly("0.005"));
        paradexIsCheap();
        run(300);
        holds("0.005", "-0.005");
        await(PairState.COOLDOWN, 4_000);
        isFlat();
        assertThat(view().cycles()).isEqualTo(1);
    }

    @Test
    void waitsWithTheExitWhileAnExchangeIsAway() {
        untilHedged();
        paradex.stream(Stream.ORDER_ENTRY, StreamState.LOST);
        paradexIsCheap();
        run(5_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
        holds("0.01", "-0.01");
        paradex.stream(Stream.ORDER_ENTRY, StreamState.READY);
        await(PairState.COOLDOWN, 10_000);
        isFlat();
    }

    @Test
    void waitsWithTheExitWhileABookIsOld() {
        untilHedged();
        paradexIsCheap();
        vest.bookSilent = true;
        await(PairState.COOLDOWN, 5_000);
        untilHedgedAgain();
        vest.bookSilent = true;
        run(3_000);
        paradexIsCheap();
        run(5_000);
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
        vest.bookSilent = false;
        await(PairState.COOLDOWN, 3_000);
    }

    private void untilHedgedAgain() {
        vest.bookSilent = false;
        calm();
        await(PairState.FLAT, 5_000);
        run(100);
        vestIsCheap();
        await(PairState.HEDGED, 2_000);
        calm();
        run(500);
    }

    @Test
    void ps10ReducesTheOtherLegWhenOneWasLiquidatedAndHalts() {
        untilHedged();
        paradex.move("BTC-USD-PERP", FixedPoint.parse("0.004"), FixedPoint.parse("100000"));
        run(30_000);
        isHaltedFor(HaltReason.LEDGER_MISMATCH);
        holds("0.006", "-0.006");
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("differs"));
    }

    @Test
    void ps01BelievesTheExchangeWhenAPositionAppearsWhileFlat() {
        untilFlat();
        vest.move("BTC-PERP", FixedPoint.parse("0.002"), FixedPoint.parse("100000"));
        run(30_000);
        isHaltedFor(HaltReason.LEDGER_MISMATCH);
        isFlat();
    }
}
