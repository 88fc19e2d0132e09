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
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.risk.StateCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TrackedOrderTest {
    private static final ExchangeId VEST = ExchangeId.VEST;
    private static final ClientOrderId ID = new ClientOrderId("t3st", 1, 1, Leg.A, OrderIntent.ENTRY);
    private static final Instrument INSTRUMENT =
            new Instrument(VEST, "X", "X", 1, 1, 1, Long.MAX_VALUE, 0, 0, 10, true);

    private final TrackedOrder order = sent();

    private static TrackedOrder sent() {
        TrackedOrder order = new TrackedOrder(
                new OrderRequest(ID, INSTRUMENT, Side.BUY, 100, 1_000, TimeInForce.IMMEDIATE_OR_CANCEL, false, 0),
                Leg.A,
                new StateCounts<>(OrderTable.TABLE, OrderState.class, OrderStep.class));
        order.onHandedOver(10);
        return order;
    }

    private static OrderEvent.Filled fill(String id, long quantity) {
        return new OrderEvent.Filled(VEST, ID, id, 1_000, quantity, 1, 20);
    }

    private static OrderEvent.Updated update(OrderStatus status, long filled) {
        return new OrderEvent.Updated(VEST, ID, "x", status, filled, Optional.empty(), 20);
    }

    private static OrderEvent.Failed failure(ExchangeError error) {
        return new OrderEvent.Failed(VEST, ID, error, 20);
    }

    private static ExchangeError.Rejected rejection(RejectionKind kind) {
        return new ExchangeError.Rejected("1", "no", kind);
    }

    @Test
    void knowsNothingBetweenSendingAndTheFirstNews() {
        assertThat(order.state()).isEqualTo(OrderState.SENT);
        assertThat(List.of(order.lowE8(), order.highE8())).containsExactly(0L, 100L);
    }

    @Test
    void or11SumsExecutionsAndDoesNotMistakeTheLastForAll() {
        order.onFilled(fill("a", 30));
        order.onFilled(fill("b", 20));
        assertThat(order.state()).isEqualTo(OrderState.PARTIAL);
        assertThat(List.of(order.lowE8(), order.highE8())).containsExactly(50L, 100L);
        order.onFilled(fill("c", 50));
        assertThat(order.state()).isEqualTo(OrderState.FILLED);
        assertThat(order.isSettled()).isTrue();
    }

    @Test
    void or11FilledMeansTheWholeSizeWhereNoQuantityIsGiven() {
        order.onUpdated(update(OrderStatus.FILLED, 0));
        assertThat(order.filledE8()).isEqualTo(100);
        assertThat(order.isSettled()).isFalse();
    }

    @Test
    void or31OldNewsTakesNothingBack() {
        order.onUpdated(update(OrderStatus.CANCELLED, 60));
        order.onUpdated(update(OrderStatus.OPEN, 0));
        order.onAcknowledged(new OrderEvent.Acknowledged(VEST, ID, "x", 30));
        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(order.filledE8()).isEqualTo(60);
    }

    @Test
    void aTimeoutIsNeverARefusal() {
        order.onFailed(failure(new ExchangeError.OutcomeUnknown("timeout")));
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(order.highE8()).isEqualTo(100);
    }

    @Test
    void definitiveRefusalsEndTheOrder() {
        order.onFailed(failure(rejection(RejectionKind.STRUCTURAL)));
        assertThat(order.state()).isEqualTo(OrderState.REJECTED);
        assertThat(order.retryable()).isFalse();
        TrackedOrder limited = sent();
        limited.onFailed(failure(new ExchangeError.RateLimited(0)));
        assertThat(limited.retryable()).isTrue();
        TrackedOrder unsent = sent();
        unsent.onFailed(failure(new ExchangeError.NotSent("no connection")));
        assertThat(unsent.state()).isEqualTo(OrderState.NOT_SENT);
        assertThat(unsent.highE8()).isZero();
    }

    @Test
    void or05EvidenceBeatsALaterError() {
        order.onAcknowledged(new OrderEvent.Acknowledged(VEST, ID, "x", 15));
        order.onFailed(failure(new ExchangeError.OutcomeUnknown("reset")));
        order.onFailed(failure(rejection(RejectionKind.STRUCTURAL)));
        assertThat(order.state()).isEqualTo(OrderState.ACKED);
    }

    @Test
    void or15AnOverfillIsTakenAndReported() {
        order.takeChangeE8();
        order.onFilled(fill("a", 100));
        order.takeChangeE8();
        order.onFilled(fill("b", 100));
        assertThat(order.filledE8()).isEqualTo(200);
        assertThat(order.overfilled()).isTrue();
        assertThat(order.takeLate()).isTrue();
        assertThat(order.takeLate()).isFalse();
    }

    @Test
    void or29ABustTakesTheFillBackAndForGood() {
        order.onFilled(fill("a", 60));
        order.onBusted(new OrderEvent.Busted(VEST, ID, "a", 30));
        assertThat(order.filledE8()).isZero();
        assertThat(order.onFilled(fill("a", 60))).isEmpty();
        assertThat(order.onBusted(new OrderEvent.Busted(VEST, ID, "never", 30))).isEmpty();
    }

    @Test
    void aRefusalWithAFillIsNotARefusal() {
        order.onFilled(fill("a", 10));
        order.onUpdated(update(OrderStatus.REJECTED, 0));
        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(order.filledE8()).isEqualTo(10);
    }

    @RepeatedTest(500)
    void endsAlikeInWhateverOrderTheNewsComes(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        List<OrderEvent> news = new ArrayList<>(List.of(
                new OrderEvent.Acknowledged(VEST, ID, "x", 20),
                fill("a", 30),
                fill("b", 20),
                fill("a", 30),
                update(OrderStatus.OPEN, 30),
                update(OrderStatus.CANCELLED, 50),
                failure(new ExchangeError.OutcomeUnknown("late"))));
        Collections.shuffle(news, new Random(seed));
        long low = 0;
        for (OrderEvent event : news) {
            apply(event);
            assertThat(order.lowE8()).as("seed %d", seed).isGreaterThanOrEqualTo(low);
            assertThat(order.highE8()).as("seed %d", seed).isGreaterThanOrEqualTo(order.lowE8());
            low = order.lowE8();
        }
        assertThat(order.state()).as("seed %d: %s", seed, news).isEqualTo(OrderState.CANCELLED);
        assertThat(order.filledE8()).isEqualTo(50);
        assertThat(order.isSettled()).isTrue();
        assertThat(order.duplicateFills()).isEqualTo(1);
    }

    private void apply(OrderEvent event) {
        switch (event) {
            case OrderEvent.Acknowledged acknowledged -> order.onAcknowledged(acknowledged);
            case OrderEvent.Updated updated -> order.onUpdated(updated);
            case OrderEvent.Filled filled -> order.onFilled(filled);
            case OrderEvent.Failed failed -> order.onFailed(failed);
            default -> throw new AssertionError(event);
        }
    }
}
