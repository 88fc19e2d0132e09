package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.PairState;
import io.parallax.risk.GateState;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// An exchange that takes no orders for a while, or fewer questions than we ask.
class ClosedExchangeTest extends TradingScenario {
    @Test
    void s04UnwindsWithinThreeSecondsOfReopening() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vest.next(fills());
        for (int refusal = 0; refusal < 20; refusal++) {
            vest.next(rejects(RejectionKind.MODE));
        }
        vestIsCheap();
        run(1_000);
        assertThat(view().state()).as(story()).isEqualTo(PairState.FROZEN);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("FROZEN with holding 0.01"));
        assertThat(snapshot().exchanges().getFirst().gate()).isEqualTo(GateState.CANCEL_ONLY);
        calm();
        for (int second = 0; second < 120 && vest.received.size() < 1 + 20; second++) {
            run(1_000);
        }
        assertThat(vest.received).as(story()).hasSize(1 + 20);
        run(3_000);
        isFlat();
        assertThat(paradex.received).hasSize(1);
        assertThat(view().haltReason()).isEmpty();
        assertThat(alerts().stream().filter(text -> text.startsWith("FROZEN"))).hasSize(1);
    }

    @Test
    void vn02NothingIsEnteredForFiveMinutesAfterTheLastRefusal() {
        untilFlat();
        paradex.next(rejects(RejectionKind.STRUCTURAL));
        vest.next(fills()).next(rejects(RejectionKind.MODE));
        vestIsCheap();
        run(10_000);
        isFlat();
        int orders = vest.received.size();
        run(280_000);
        assertThat(vest.received).hasSize(orders);
        await(PairState.HEDGED, 30_000);
    }

    @Test
    void vn01CompletesOnTheOtherExchangeWhenTheOneOfTheExcessIsClosed() {
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vest.next(fills());
        for (int refusal = 0; refusal < 20; refusal++) {
            vest.next(rejects(RejectionKind.MODE));
        }
        vestIsCheap();
        quotes(paradex, "99960", "99970");
        await(PairState.HEDGED, 3_000);
        holds("0.01", "-0.01");
        assertThat(vest.received).as("the cheaper way was tried first").hasSize(2);
        assertThat(paradex.received.getLast().id().intent()).isEqualTo(OrderIntent.REPAIR_COMPLETE);
    }

    @Test
    void vn01DoesNotCompleteAtAnyPrice() {
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vest.next(fills()).next(rejects(RejectionKind.MODE));
        vestIsCheap();
        quotes(paradex, "99900", "99910");
        await(PairState.FROZEN, 3_000);
        assertThat(paradex.received).hasSize(1);
    }

    @Test
    void nw10ARateLimitOnReadsDoesNotKeepALegNaked() {
        untilFlat();
        paradex.next((exchange, order) -> time.in(200, () -> refuse(exchange, order)));
        vestIsCheap();
        vest.queryError = new ExchangeError.RateLimited(60_000);
        vest.queriesFail = true;
        await(PairState.REPAIRING, 1_000);
        run(1_000);
        assertThat(vest.anyPositionE8()).as(story()).isZero();
        assertThat(snapshot().exchanges().getFirst().gate()).isEqualTo(GateState.DEGRADED);
    }

    private static void refuse(ScriptedExchange exchange, OrderRequest order) {
        exchange.tell(new OrderEvent.Failed(
                exchange.id, order.id(), new ExchangeError.Rejected("4001", "no", RejectionKind.STRUCTURAL), 0));
    }

    @Test
    void nw10ARateLimitOnOrdersHoldsOrders() {
        untilFlat();
        vest.next((exchange, order) -> time.in(
                1,
                () -> exchange.tell(new OrderEvent.Failed(
                        exchange.id, order.id(), new ExchangeError.RateLimited(3_000), time.nowNanos()))));
        paradex.next(fillsNothing());
        vestIsCheap();
        run(1_000);
        assertThat(snapshot().exchanges().getFirst().gate()).isEqualTo(GateState.BANNED);
    }

    @Test
    void lg16AnExcessBelowTheLeastValueIsShownAndNotWorkedOnInALoop() {
        untilFlat();
        // A lot of 0.0001 sells for 9.999, and both exchanges take 10 at least.
        paradex.next(fillsOnly("0.0099"));
        vestIsCheap();
        quotes(paradex, "99990", "100000");
        run(3_000);
        assertThat(view().haltReason()).as(story()).isEmpty();
        assertThat(vest.received).allSatisfy(ClosedExchangeTest::isWorthEnough);
        assertThat(paradex.received).allSatisfy(ClosedExchangeTest::isWorthEnough);
        assertThat(alerts()).anySatisfy(text -> assertThat(text).contains("cannot be traded"));
        run(10_000);
        isFlat();
    }

    private static void isWorthEnough(OrderRequest order) {
        long valueE8 =
                FixedPoint.multiply(FixedPoint.parse("99990"), order.quantityE8(), io.parallax.units.Rounding.FLOOR);
        assertThat(valueE8).isGreaterThanOrEqualTo(10 * FixedPoint.ONE);
    }

    @Test
    void i09CompletesOnlyWithTheDepthOfAnEntry() {
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vestIsCheap();
        paradex.quote("BTC-USD-PERP", new Quote(FixedPoint.parse("100300"), FixedPoint.parse("100310"), 1_500_000));
        publish(paradex);
        await(PairState.COOLDOWN, 3_000);
        isFlat();
        assertThat(paradex.received).as(story()).hasSize(1);
    }

    @Test
    void i09CompletesOnlyWhereTheInstrumentIsTradable() {
        untilFlat();
        paradex.next(rejects(RejectionKind.RETRYABLE));
        vestIsCheap();
        paradex.instruments.computeIfPresent(PAIR, (_, rules) -> halted(rules));
        paradex.list();
        await(PairState.COOLDOWN, 3_000);
        isFlat();
        assertThat(paradex.received).as(story()).hasSize(1);
    }

    private static io.parallax.instrument.Instrument halted(io.parallax.instrument.Instrument rules) {
        return new io.parallax.instrument.Instrument(
                rules.exchange(),
                rules.pair(),
                rules.symbol(),
                rules.tickE8(),
                rules.lotE8(),
                rules.quantityMinE8(),
                rules.quantityMaxE8(),
                rules.notionalMinE8(),
                rules.takerFeePpm(),
                rules.leverageMax(),
                false);
    }
}
