package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.TimeInForce;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.risk.RiskLimits;
import io.parallax.risk.StateCounts;
import io.parallax.units.FixedPoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The budget of one imbalance: eight orders, and 3000 ppm of its value beyond the references of their prices.
class RepairIncidentTest {
    private static final Instrument INSTRUMENT =
            new Instrument(ExchangeId.VEST, "X", "X", 1, 1, 1, Long.MAX_VALUE, 0, 0, 10, true);
    private static final long ONE = FixedPoint.ONE;

    private final RepairIncident incident = new RepairIncident(Purpose.ENTRY);
    private long counter;

    private TrackedOrder order(Side side, long quantityE8) {
        ClientOrderId id = new ClientOrderId("t3st", 1, ++counter, Leg.A, OrderIntent.REPAIR_UNWIND);
        TrackedOrder order = new TrackedOrder(
                new OrderRequest(id, INSTRUMENT, side, quantityE8, 1, TimeInForce.IMMEDIATE_OR_CANCEL, true, 0),
                Leg.A,
                new StateCounts<>(OrderTable.TABLE, OrderState.class, OrderStep.class));
        order.onHandedOver(counter);
        return order;
    }

    private static void fills(TrackedOrder order, long priceE8, long quantityE8) {
        order.onFilled(new OrderEvent.Filled(ExchangeId.VEST, order.request().id(), "a", priceE8, quantityE8, 0, 50));
    }

    private static void ends(TrackedOrder order, long filledE8, long nowNanos) {
        order.onUpdated(new OrderEvent.Updated(
                ExchangeId.VEST,
                order.request().id(),
                "x",
                OrderStatus.CANCELLED,
                filledE8,
                Optional.empty(),
                nowNanos));
    }

    private boolean isSpent() {
        return incident.isSpent(RiskLimits.DEFAULTS);
    }

    private void sells(long referenceE8, long priceE8) {
        TrackedOrder order = order(Side.SELL, ONE);
        incident.onSent(order, referenceE8, false);
        fills(order, priceE8, ONE);
        incident.settleLast();
    }

    @Test
    void lg06EightOrdersAreTheLimit() {
        assertThat(incident.purpose()).isEqualTo(Purpose.ENTRY);
        for (int number = 1; number <= 8; number++) {
            assertThat(isSpent()).as("before order %d", number).isFalse();
            TrackedOrder order = order(Side.SELL, ONE);
            incident.onSent(order, 1_000, false);
            ends(order, 0, 60 + number);
            incident.settleLast();
            assertThat(incident.orders()).isEqualTo(number);
            assertThat(incident.lastEndedNanos()).isEqualTo(60 + number);
        }
        assertThat(isSpent()).isTrue();
    }

    @Test
    void lg06WhatIsPaidBeyondTheReferenceCountsFromBothSides() {
        sells(1_000, 997);
        assertThat(incident.paidE8()).isEqualTo(3);
        TrackedOrder buy = order(Side.BUY, ONE);
        incident.onSent(buy, 1_000, false);
        fills(buy, 1_004, ONE);
        incident.settleLast();
        assertThat(incident.paidE8()).isEqualTo(7);
        sells(1_000, 1_005);
        assertThat(incident.paidE8())
                .as("a better price is no budget for a worse one")
                .isEqualTo(7);
    }

    @Test
    void lg06ThreePerMilleOfTheValueMayBePaidAndNoMore() {
        sells(1_000_000, 997_000);
        assertThat(isSpent()).as("exactly").isFalse();
        sells(1_000_000, 999_999);
        assertThat(isSpent()).isTrue();
    }

    @Test
    void lg06TheValueIsThatOfTheLargestOrder() {
        sells(1_000_000, 998_000);
        TrackedOrder small = order(Side.SELL, ONE / 10);
        incident.onSent(small, 1_000_000, false);
        fills(small, 999_000, ONE / 10);
        incident.settleLast();
        assertThat(incident.paidE8()).isEqualTo(2_100);
        assertThat(isSpent()).isFalse();
    }

    @Test
    void anOrderIsSettledOnceAndAfterItsEnd() {
        TrackedOrder order = order(Side.SELL, ONE);
        incident.onSent(order, 1_000, false);
        fills(order, 990, ONE / 2);
        incident.settleLast();
        assertThat(incident.paidE8()).as("still alive").isZero();
        assertThat(incident.lastEndedNanos()).isEqualTo(TrackedOrder.NEVER);
        ends(order, ONE / 2, 70);
        incident.settleLast();
        incident.settleLast();
        assertThat(incident.paidE8()).isEqualTo(5);
        assertThat(incident.lastEndedNanos()).isEqualTo(70);
        assertThat(incident.orders()).isEqualTo(1);
    }

    @Test
    void vn01ARefusalForTheModeCostsNothing() {
        TrackedOrder order = order(Side.SELL, ONE);
        incident.onSent(order, 1_000, false);
        order.onFailed(new OrderEvent.Failed(
                ExchangeId.VEST,
                order.request().id(),
                new ExchangeError.Rejected("CANCEL_ONLY", "no", RejectionKind.MODE),
                60));
        incident.settleLast();
        assertThat(incident.orders()).isZero();
    }

    @Test
    void remembersThatCompletingWasTried() {
        assertThat(incident.completeTried()).isFalse();
        incident.onSent(order(Side.SELL, ONE), 1_000, true);
        assertThat(incident.completeTried()).isTrue();
        incident.onSent(order(Side.SELL, ONE), 1_000, false);
        assertThat(incident.completeTried()).isTrue();
    }

    @Test
    void knowsForHowLongNothingCouldBeSent() {
        assertThat(incident.onBlocked(100)).isZero();
        assertThat(incident.onBlocked(350)).isEqualTo(250);
        incident.onSent(order(Side.SELL, ONE), 1_000, false);
        assertThat(incident.onBlocked(400)).isZero();
    }

    @Test
    void saysThatNothingCanBeSentAndRepeatsItAfterAWhile() {
        assertThat(incident.takeAlertDue(100, 60)).isTrue();
        assertThat(incident.takeAlertDue(159, 60)).isFalse();
        assertThat(incident.takeAlertDue(160, 60)).isTrue();
        assertThat(incident.takeAlertDue(219, 60)).isFalse();
    }
}
