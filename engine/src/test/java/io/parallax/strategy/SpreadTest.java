package io.parallax.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final long MILLI = 1_000_000L;
    private static final long ONE = FixedPoint.ONE;

    private final OrderBook a = new OrderBook();
    private final OrderBook b = new OrderBook();
    private final OpportunitySlot slot = new OpportunitySlot();
    private final MonitoringTask monitoring = new MonitoringTask(
            a, b, Thresholds.fixed(1_500, 0), ONE, 1_200 * MILLI, 500 * MILLI, Confirmation.DEFAULTS, slot);

    private static void quote(OrderBook book, long nowNanos, String bid, String ask) {
        book.beginSnapshot(1, nowNanos, 0);
        book.onLevel(Side.BUY, FixedPoint.parse(bid), 2 * ONE);
        book.onLevel(Side.SELL, FixedPoint.parse(ask), 2 * ONE);
        book.end();
    }

    /// The worked example: A 99,990/100,000, B 100,200/100,210.
    @Test
    void computesBothFormulasOfTheDesignDocument() {
        quote(a, 0, "99990", "100000");
        quote(b, 0, "100200", "100210");
        assertThat(SpreadCalculator.entryPpm(Direction.LONG_A_SHORT_B, a, b)).isEqualTo(2_000);
        // (99,990 − 100,210) ÷ 100,210 = −0.219538…%, rounded down
        assertThat(SpreadCalculator.exitPpm(Direction.LONG_A_SHORT_B, a, b)).isEqualTo(-2_196);
        assertThat(SpreadCalculator.entryPpm(Direction.LONG_B_SHORT_A, a, b)).isEqualTo(-2_196);
        assertThat(SpreadCalculator.exitPpm(Direction.LONG_B_SHORT_A, a, b)).isEqualTo(2_000);
    }

    @Test
    void aMissingPriceIsNoSpreadAndNotZero() {
        quote(a, 0, "99990", "100000");
        assertThat(SpreadCalculator.entryPpm(Direction.LONG_A_SHORT_B, a, b)).isEqualTo(SpreadCalculator.NO_SPREAD);
        quote(b, 0, "100200", "100210");
        assertThat(SpreadCalculator.executableEntryPpm(Direction.LONG_A_SHORT_B, a, b, 3 * ONE))
                .as("more than the books hold")
                .isEqualTo(SpreadCalculator.NO_SPREAD);
    }

    @Test
    void theExecutableSpreadPaysForDepth() {
        quote(a, 0, "99990", "100000");
        b.beginSnapshot(1, 0, 0);
        b.onLevel(Side.BUY, FixedPoint.parse("100200"), ONE);
        b.onLevel(Side.BUY, FixedPoint.parse("100100"), ONE);
        b.onLevel(Side.SELL, FixedPoint.parse("100210"), ONE);
        b.end();
        assertThat(SpreadCalculator.executableEntryPpm(Direction.LONG_A_SHORT_B, a, b, ONE))
                .isEqualTo(2_000);
        assertThat(SpreadCalculator.executableEntryPpm(Direction.LONG_A_SHORT_B, a, b, 2 * ONE))
                .isEqualTo(1_500);
        assertThat(SpreadCalculator.executableExitPpm(Direction.LONG_B_SHORT_A, a, b, 2 * ONE))
                .isEqualTo(1_500);
    }

    @Test
    void directionsKnowTheirLegs() {
        assertThat(Direction.LONG_A_SHORT_B.longLeg()).isEqualTo(Leg.A);
        assertThat(Direction.LONG_A_SHORT_B.shortLeg()).isEqualTo(Leg.B);
        assertThat(Direction.LONG_B_SHORT_A.entrySide(Leg.A)).isEqualTo(Side.SELL);
        assertThat(Direction.LONG_B_SHORT_A.exitSide(Leg.A)).isEqualTo(Side.BUY);
        assertThat(Direction.LONG_B_SHORT_A.opposite()).isEqualTo(Direction.LONG_A_SHORT_B);
    }

    @Test
    void offersAtTheThresholdExactly() {
        quote(a, 0, "99990", "100000");
        quote(b, 0, "100150", "100160");
        monitoring.evaluate(MILLI, 7);
        assertThat(slot.take())
                .contains(new SpreadOpportunity(
                        Direction.LONG_A_SHORT_B,
                        1_500,
                        ONE,
                        FixedPoint.parse("100000"),
                        FixedPoint.parse("100150"),
                        MILLI,
                        7));
        assertThat(slot.take()).isEmpty();
    }

    @Test
    void md11WhatStoodInTheBooksBeforeAnyoneLookedIsNobodysNews() {
        quote(a, 1_000, "99990", "100000");
        quote(b, 1_000, "100300", "100310");
        MonitoringTask late = new MonitoringTask(
                a, b, Thresholds.fixed(1_500, 0), ONE, 1_200 * MILLI, 500 * MILLI, Confirmation.DEFAULTS, slot);
        late.evaluate(1_000, 0);
        assertThat(slot.isFull()).isTrue();
        assertThat(slot.isConfirmed()).as("at the start").isFalse();
        quote(a, 2_000, "99990.5", "100000");
        late.evaluate(2_000, 2_000);
        assertThat(slot.isConfirmed()).as("one exchange alone").isFalse();
        quote(b, 3_000, "100300", "100311");
        late.evaluate(3_000, 3_000);
        assertThat(slot.isConfirmed()).isTrue();
        late.aim(ONE, 0, null);
        late.evaluate(3_000, 0);
        assertThat(slot.isConfirmed()).as("the same quantity again").isTrue();
        late.aim(ONE / 2, 0, null);
        assertThat(slot.isFull()).as("another quantity").isFalse();
        late.evaluate(3_000, 0);
        assertThat(slot.isConfirmed()).isFalse();
    }

    @Test
    void staysSilentOnePpmBelowTheThreshold() {
        quote(a, 0, "99990", "100000");
        quote(b, 0, "100149.9", "100160");
        monitoring.evaluate(MILLI, 7);
        assertThat(slot.isFull()).isFalse();
        assertThat(monitoring.touchEntryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(1_499);
    }

    @Test
    void offersTheOtherDirectionToo() {
        quote(a, 0, "100300", "100310");
        quote(b, 0, "99990", "100000");
        monitoring.evaluate(MILLI, 7);
        assertThat(slot.take().orElseThrow().direction()).isEqualTo(Direction.LONG_B_SHORT_A);
        assertThat(monitoring.touchExitPpm(Direction.LONG_A_SHORT_B)).isEqualTo(3_000);
    }

    @Test
    void keepsOnlyTheNewestOpportunity() {
        quote(a, 0, "99990", "100000");
        quote(b, 0, "100150", "100160");
        monitoring.evaluate(MILLI, 7);
        quote(b, MILLI, "100170", "100180");
        monitoring.evaluate(2 * MILLI, 8);
        assertThat(slot.decisionNanos()).isEqualTo(2 * MILLI);
        assertThat(slot.take().orElseThrow().entryPpm()).isEqualTo(1_700);
        assertThat(slot.offered()).isEqualTo(2);
        assertThat(slot.replaced()).isEqualTo(1);
    }

    @Test
    void takesAnOpportunityBackWhenTheSpreadIsGone() {
        quote(a, 0, "99990", "100000");
        quote(b, 0, "100150", "100160");
        monitoring.evaluate(MILLI, 7);
        quote(b, MILLI, "100000", "100010");
        monitoring.evaluate(2 * MILLI, 8);
        assertThat(slot.isFull()).isFalse();
    }

    @Test
    void aVoidOrOldBookGivesNoSpreadAndNoOpportunity() {
        quote(a, 0, "99990", "100000");
        quote(b, 0, "100150", "100160");
        monitoring.evaluate(500 * MILLI, 7);
        assertThat(slot.isFull()).isTrue();
        monitoring.evaluate(500 * MILLI + 1, 0);
        assertThat(slot.isFull()).as("B's book is too old").isFalse();
        assertThat(monitoring.touchEntryPpm(Direction.LONG_A_SHORT_B)).isEqualTo(SpreadCalculator.NO_SPREAD);
        quote(b, 500 * MILLI, "100150", "100160");
        monitoring.evaluate(501 * MILLI, 7);
        assertThat(slot.isFull()).isTrue();
        a.onLost(BookLoss.DISCONNECTED);
        monitoring.evaluate(502 * MILLI, 0);
        assertThat(slot.isFull()).as("A's book is void").isFalse();
        assertThat(monitoring.evaluations()).isEqualTo(4);
    }

    @Test
    void summariesComeOnceASecond() {
        assertThat(monitoring.summaryDue(0)).isTrue();
        assertThat(monitoring.summaryDue(999 * MILLI)).isFalse();
        assertThat(monitoring.summaryDue(1_000 * MILLI)).isTrue();
        assertThat(monitoring.summaryDue(1_025 * MILLI)).isFalse();
    }
}
