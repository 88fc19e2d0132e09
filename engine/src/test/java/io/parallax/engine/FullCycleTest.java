package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.OrderIntent;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.PairState;
import io.parallax.instrument.Side;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class FullCycleTest extends TradingScenario {
    @Test
    void entersWhenVestIsCheapAndExitsWhenTheSpreadHasTurned() {
        long vestStartE8 = vest.cashE8;
        long paradexStartE8 = paradex.cashE8;
        untilFlat();
        vestIsCheap();
        await(PairState.HEDGED, 1_000);
        holds("0.01", "-0.01");
        assertThat(view().direction()).contains(Direction.LONG_A_SHORT_B);
        paradexIsCheap();
        await(PairState.COOLDOWN, 3_000);
        isFlat();
        run(500);
        assertThat(results()).hasSize(1);
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        // Bought at 100000 and 100000, sold at 100300 twice: 6 quote units gross on 0.01.
        assertThat(results().getFirst().grossE8()).isEqualTo(FixedPoint.parse("6"));
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
        assertThat(snapshot().exchanges())
                .allSatisfy(exchange -> assertThat(exchange.cashSettled()).isTrue());
        assertThat(snapshot().exchanges().stream()
                        .mapToLong(exchange -> exchange.earnedE8().orElseThrow())
                        .sum())
                .isEqualTo(view().netE8());
    }

    @Test
    void entersTheOtherDirectionWhenParadexIsCheap() {
        untilFlat();
        paradexIsCheap();
        await(PairState.HEDGED, 1_000);
        holds("-0.01", "0.01");
        assertThat(view().direction()).contains(Direction.LONG_B_SHORT_A);
        vestIsCheap();
        await(PairState.COOLDOWN, 3_000);
        isFlat();
    }

    @Test
    void sendsBothLegsInTheSameInstantWithAPriceBound() {
        untilFlat();
        vestIsCheap();
        assertThat(vest.received).hasSize(1);
        assertThat(paradex.received).hasSize(1);
        var buy = vest.received.getFirst();
        var sell = paradex.received.getFirst();
        assertThat(buy.side()).isEqualTo(Side.BUY);
        assertThat(sell.side()).isEqualTo(Side.SELL);
        assertThat(buy.quantityE8()).isEqualTo(sell.quantityE8()).isEqualTo(FixedPoint.parse("0.01"));
        assertThat(buy.limitPriceE8()).isBetween(FixedPoint.parse("100000"), FixedPoint.parse("100100"));
        assertThat(sell.limitPriceE8()).isBetween(FixedPoint.parse("100199.5"), FixedPoint.parse("100300"));
        assertThat(buy.reduceOnly()).isFalse();
        assertThat(buy.triggerNanos()).isEqualTo(sell.triggerNanos()).isEqualTo(time.nowNanos());
    }

    @Test
    void closesReduceOnlyAndRemembersTheDirection() {
        untilHedged();
        paradexIsCheap();
        await(PairState.COOLDOWN, 3_000);
        assertThat(vest.received.getLast().reduceOnly()).isTrue();
        assertThat(vest.received.getLast().side()).isEqualTo(Side.SELL);
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.EXIT);
        assertThat(paradex.received.getLast().side()).isEqualTo(Side.BUY);
    }

    @Test
    void tradesAgainAfterTheCooldown() {
        untilHedged();
        for (int cycle = 1; cycle <= 5; cycle++) {
            paradexIsCheap();
            await(PairState.COOLDOWN, 3_000);
            calm();
            await(PairState.FLAT, 5_000);
            vestIsCheap();
            await(PairState.HEDGED, 3_000);
            calm();
            run(300);
        }
        assertThat(view().cycles()).isEqualTo(5);
        assertThat(snapshot().counters().eventsUnexpected()).isZero();
        assertThat(alerts()).isEmpty();
    }

    @Test
    void stopsAfterTheConfiguredNumberOfCycles() {
        bot(settings -> settings.withCyclesMax(1));
        untilHedged();
        paradexIsCheap();
        await(PairState.COOLDOWN, 3_000);
        run(60_000);
        assertThat(view().state()).isEqualTo(PairState.FLAT);
        assertThat(vest.received).hasSize(2);
    }

    @Test
    void measuresFromFrameToSecondOrder() {
        untilHedged();
        var latencies = snapshot().latencies();
        assertThat(latencies.triggerToSecondOrder().count()).isEqualTo(1);
        assertThat(latencies.triggerToSecondOrder().nanosMax()).isBetween(40_000L, 60_000L);
        assertThat(latencies.decisionToFill().count()).isEqualTo(2);
    }
}
