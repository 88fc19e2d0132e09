package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.LegOrder;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.LayerSettings.Weights;
import io.parallax.units.FixedPoint;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Positions of 0.01 that are built up in four layers of 0.0025, at 15, 20, 25 and 30 bps, and left at −5 bps
/// when all of it was entered at 15.
class LayersTest extends TradingScenario {
    private static final LayerSettings FOUR = new LayerSettings(4, 3_000, Weights.EQUAL);

    @BeforeEach
    void inFourLayers() {
        bot(settings -> settings.withThresholdsPpm(1_500, -500).withLayers(FOUR));
    }

    /// Paradex bids so many bps above what Vest asks.
    private void spread(long bps) {
        quotes(vest, "99990", "100000");
        quotes(paradex, Long.toString(100_000 + 10 * bps), Long.toString(100_010 + 10 * bps));
        publish(vest);
    }

    private void untilHeld(String quantity) {
        for (int i = 0; i < 2_000 && paradex.anyPositionE8() != -FixedPoint.parse(quantity); i++) {
            run(5);
        }
        await(PairState.HEDGED, 5_000);
        holds(quantity, "-" + quantity);
    }

    private List<Long> quantities() {
        return vest.received.stream().map(OrderRequest::quantityE8).toList();
    }

    @Test
    void addALayerEachTimeTheSpreadReachesTheNextStep() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        assertThat(view().layers().next()).isEqualTo(1);
        assertThat(view().layers().nextOffsetPpm()).isEqualTo(500);
        spread(19);
        run(6_000);
        holds("0.0025", "-0.0025");
        spread(21);
        untilHeld("0.005");
        spread(31);
        untilHeld("0.0075");
        untilHeld("0.01");
        run(6_000);
        holds("0.01", "-0.01");
        long layerE8 = FixedPoint.parse("0.0025");
        assertThat(quantities()).containsExactly(layerE8, layerE8, layerE8, layerE8);
        assertThat(vest.received).allMatch(order -> order.id().intent() == OrderIntent.ENTRY);
        assertThat(view().layers().next()).isEqualTo(4);
    }

    @Test
    void areLeftWhenTheAverageEntryHasEarnedBothThresholds() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        spread(21);
        untilHeld("0.005");
        assertThat(view().layers().averageEntryPpm()).isBetween(1_840L, 1_850L);
        // 3.5 bps better than 15 on average: left at −8.5 instead of −5.
        assertThat(view().layers().exitPpm()).isBetween(-850L, -840L);
        quotes(paradex, "100070", "100079");
        run(1_000);
        assertThat(view().exitPpm()).isBetween(-900L, -870L);
        assertThat(view().state()).as("not yet").isEqualTo(PairState.HEDGED);
        quotes(paradex, "100065", "100074");
        await(PairState.COOLDOWN, 5_000);
        run(1_000);
        isFlat();
        assertThat(results().getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(results().getFirst().quantityE8()).isEqualTo(FixedPoint.parse("0.005"));
        assertThat(results().getFirst().entrySpreadPpm()).isBetween(1_840L, 1_860L);
        assertThat(results().getFirst().grossE8())
                .as("10 bps of 500")
                .isBetween(FixedPoint.parse("0.5"), FixedPoint.parse("0.56"));
    }

    /// Both thresholds, nothing else: what was entered worse than it should be is not waited for.
    @Test
    void areNeverLeftLaterThanTheExitThreshold() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        assertThat(view().layers().exitPpm()).isBetween(-600L, -590L);
        quotes(paradex, "100040", "100049");
        await(PairState.COOLDOWN, 5_000);
    }

    @Test
    void lg11_ofALayerThatFailsOneLeggedTheBaseIsNotTouched() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        spread(21);
        await(PairState.REPAIRING, 10_000);
        await(PairState.HEDGED, 8_000);
        holds("0.0025", "-0.0025");
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_UNWIND);
        assertThat(vest.received.getLast().quantityE8()).isEqualTo(FixedPoint.parse("0.0025"));
        assertThat(paradex.received).as("only the base and the refused layer").hasSize(2);
        assertThat(alerts()).anyMatch(text -> text.startsWith("a layer failed"));
        untilHeld("0.005");
    }

    @Test
    void lg11_aLayerThatIsFilledInPartIsCompletedWhileItPays() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        vest.next(fillsOnly("0.001"));
        spread(21);
        untilHeld("0.005");
        assertThat(vest.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_COMPLETE);
        assertThat(vest.received.getLast().quantityE8()).isEqualTo(FixedPoint.parse("0.0015"));
    }

    @Test
    void lg11_aLayerThatIsFilledInPartIsASmallerLayerAndTheRestComesWithTheSameStep() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        vest.next(fillsOnly("0.001"));
        vest.next(rejects(RejectionKind.STRUCTURAL));
        spread(21);
        untilHeld("0.0035");
        assertThat(paradex.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_UNWIND);
        untilHeld("0.005");
        assertThat(vest.received.getLast().quantityE8()).isEqualTo(FixedPoint.parse("0.0015"));
    }

    @Test
    void lg19_layersThatFailOpenTheBreaker() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        for (int i = 0; i < 3; i++) {
            paradex.next(rejects(RejectionKind.STRUCTURAL));
        }
        spread(21);
        run(30_000);
        holds("0.0025", "-0.0025");
        assertThat(paradex.received).hasSize(4);
        assertThat(view().topBlocker()).isEqualTo(Blocker.BREAKER);
    }

    @Test
    void lg12_theOtherDirectionIsNoLayer() {
        bot(settings -> settings.withThresholdsPpm(1_500, 1_000).withLayers(FOUR));
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        // 15.1 bps the other way round would be an entry, and only then an exit: the books do not hold it yet.
        calm();
        run(3_000);
        holds("0.0025", "-0.0025");
        assertThat(vest.received).hasSize(1);
    }

    @Test
    void addNothingWhilePausedAndNothingInTheMiddleOfADrain() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        operator(new OperatorCommand.Pause());
        spread(21);
        run(5_000);
        holds("0.0025", "-0.0025");
        assertThat(view().topBlocker()).isEqualTo(Blocker.PAUSED);
        operator(new OperatorCommand.Resume("looked"));
        untilHeld("0.005");
    }

    /// Half of an exit is executed, and the spread widens again.
    @Test
    void areNotBuiltUpAgainOnceClosingBegan() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        spread(21);
        untilHeld("0.005");
        vest.next(fillsOnly("0.003"));
        paradex.next(fillsOnly("0.003"));
        quotes(paradex, "100040", "100049");
        await(PairState.EXITING, 5_000);
        spread(31);
        run(10_000);
        holds("0.002", "-0.002");
        assertThat(view().layers().next()).isEqualTo(4);
        quotes(paradex, "100040", "100049");
        await(PairState.FLAT, 10_000);
        spread(16);
        untilHeld("0.0025");
    }

    /// What is held says where on the ladder it stands, and what the exchanges booked at which average.
    @Test
    void goOnAfterARestartWithoutAnyMemory() {
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        run(2_000);
        start();
        await(PairState.HEDGED, 10_000);
        assertThat(view().layers().next()).isEqualTo(1);
        assertThat(view().layers().exitPpm()).isBetween(-600L, -590L);
        spread(21);
        untilHeld("0.005");
        assertThat(vest.received).hasSize(2);
    }

    @Test
    void haveTheirSecondLegAfterTheFirstOneWithThePilotToo() {
        bot(settings -> settings.withThresholdsPpm(1_500, -500).withLayers(FOUR).withLegOrder(LegOrder.PILOT));
        untilFlat();
        spread(16);
        untilHeld("0.0025");
        vest.next(fillsOnly("0.002"));
        spread(21);
        untilHeld("0.0045");
        assertThat(paradex.received.getLast().quantityE8()).isEqualTo(FixedPoint.parse("0.002"));
        assertThat(states()).doesNotContain(PairState.RESOLVING);
    }

    @Test
    void tooSmallToTradeAloneComeWithTheNextOne() {
        // 10 of currency is the least that both trade: 0.0001 at 100 000 is that, and no room for a worse price.
        bot(settings ->
                settings.withThresholdsPpm(1_500, -500).withLayers(new LayerSettings(10, 3_000, Weights.QUADRATIC)));
        untilFlat();
        spread(16);
        run(3_000);
        assertThat(vest.received).as("0.00002 cannot be traded").isEmpty();
        spread(21);
        untilHeld("0.0003");
    }

    /// 700 for a position: three layers of 250 are more.
    @Test
    void keepEveryLegWithinWhatAPositionMayBeWorth() {
        bot(settings -> settings.withThresholdsPpm(1_500, -500)
                .withLayers(FOUR)
                .withLimits(settings.limits()
                        .withCaps(new RiskLimits.Caps(700 * FixedPoint.ONE, 700 * FixedPoint.ONE, 3))));
        untilFlat();
        spread(31);
        untilHeld("0.005");
        run(10_000);
        holds("0.005", "-0.005");
        assertThat(view().topBlocker()).isEqualTo(Blocker.POSITION_MAX);
    }
}
