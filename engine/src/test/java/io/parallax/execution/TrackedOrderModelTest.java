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
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An order beside a simple model of the rules of an order machine: seven kinds of knowledge, an interval for what is
/// filled, knowledge that only grows, ends that stay. News comes at random, contradictory, late and twice.
class TrackedOrderModelTest {
    private static final int SEQUENCES = 1_000;
    private static final int EVENTS = 24;
    private static final long SIZE = 100;
    private static final ClientOrderId ID = new ClientOrderId("t3st", 1, 1, Leg.B, OrderIntent.ENTRY);
    private static final Instrument INSTRUMENT =
            new Instrument(ExchangeId.VEST, "X", "X", 1, 1, 1, Long.MAX_VALUE, 0, 0, 10, true);

    private final Random random = new Random();
    private final List<String> story = new ArrayList<>();
    private TrackedOrder order = fresh();
    private Model model = new Model();
    private long now;

    private static TrackedOrder fresh() {
        return new TrackedOrder(
                new OrderRequest(ID, INSTRUMENT, Side.SELL, SIZE, 1_000, TimeInForce.IMMEDIATE_OR_CANCEL, false, 0),
                Leg.B,
                new StateCounts<>(OrderTable.TABLE, OrderState.class, OrderStep.class));
    }

    /// What must be known after each event, from the words of the rules.
    private static final class Model {
        private final Map<String, TrackedOrder.Fill> fills = new HashMap<>();
        private final Set<String> gone = new HashSet<>();
        private OrderState state = OrderState.NEW_LOCAL;
        private long told;
        private long noted;
        private long repetitions;
        private boolean seen;
        private boolean late;
        private boolean absent;
        private long acceptedAt = TrackedOrder.NEVER;
        private long endedAt = TrackedOrder.NEVER;
        private long lostAt = TrackedOrder.NEVER;
        private Optional<ExchangeError> error = Optional.empty();
        private String detail = "";

        long priced() {
            return fills.values().stream()
                    .mapToLong(TrackedOrder.Fill::quantityE8)
                    .sum();
        }

        long filled() {
            return Math.max(priced(), told);
        }

        boolean ended() {
            return switch (state) {
                case FILLED, CANCELLED, REJECTED, NOT_SENT -> true;
                case NEW_LOCAL, SENT, ACKED, PARTIAL, UNKNOWN -> false;
            };
        }

        void end(OrderState as, long now) {
            state = as;
            if (endedAt == TrackedOrder.NEVER) {
                endedAt = now;
            }
        }

        void shownBy(long now) {
            seen = true;
            if (acceptedAt == TrackedOrder.NEVER) {
                acceptedAt = now;
            }
        }

        /// What is executed beyond the size of a full order, or beyond what was acted on of any other, is late.
        void look(long now) {
            if (ended()) {
                late |= filled() > (state == OrderState.FILLED ? SIZE : noted);
            } else if (filled() >= SIZE) {
                end(OrderState.FILLED, now);
            } else {
                state = filled() > 0 ? OrderState.PARTIAL : OrderState.ACKED;
            }
        }

        void lose(String why, long now) {
            if (!ended() && state != OrderState.UNKNOWN) {
                state = OrderState.UNKNOWN;
                detail = why;
                lostAt = lostAt == TrackedOrder.NEVER ? now : lostAt;
            }
        }

        /// The most that may be filled.
        long high() {
            if (state == OrderState.NEW_LOCAL || state == OrderState.NOT_SENT) {
                return 0;
            }
            return ended() ? filled() : Math.max(SIZE, filled());
        }
    }

    @Test
    void saysWhatTheRulesSayWhateverIsHeardOfIt() {
        for (long seed = 1; seed <= SEQUENCES; seed++) {
            random.setSeed(seed);
            order = fresh();
            model = new Model();
            story.clear();
            now = 1_000;
            story.add("seed " + seed);
            agree();
            handOver();
            agree();
            for (int event = 0; event < EVENTS; event++) {
                now += random.nextInt(50);
                happen();
                agree();
                if (random.nextInt(4) > 0) {
                    takesNote();
                    agree();
                }
            }
        }
    }

    private void handOver() {
        order.onHandedOver(now);
        model.state = OrderState.SENT;
        story.add("handed over");
    }

    private void happen() {
        switch (random.nextInt(9)) {
            case 0 -> acknowledged();
            case 1, 2 -> updated();
            case 3, 4 -> filled();
            case 5 -> busted();
            case 6 -> failed();
            case 7 -> lost();
            default -> absent();
        }
    }

    private void acknowledged() {
        story.add("acknowledged");
        order.onAcknowledged(new OrderEvent.Acknowledged(ExchangeId.VEST, ID, "x", now));
        model.shownBy(now);
        if (model.state == OrderState.SENT || model.state == OrderState.UNKNOWN) {
            model.state = model.filled() > 0 ? OrderState.PARTIAL : OrderState.ACKED;
        }
    }

    private void updated() {
        OrderStatus status = List.of(OrderStatus.values()).get(random.nextInt(4));
        long told = random.nextInt(3) == 0 ? 0 : random.nextInt(130);
        Optional<ExchangeError.Rejected> reason = random.nextInt(4) == 0
                ? Optional.of(new ExchangeError.Rejected("4001", "no", RejectionKind.STRUCTURAL))
                : Optional.empty();
        story.add("updated " + status + " " + told + " " + reason);
        order.onUpdated(new OrderEvent.Updated(ExchangeId.VEST, ID, "x", status, told, reason, now));
        model.shownBy(now);
        reason.ifPresent(each -> model.error = Optional.of(each));
        if (model.gone.isEmpty()) {
            model.told = Math.max(model.told, status == OrderStatus.FILLED ? Math.max(SIZE, told) : told);
        }
        if (model.ended() || !status.terminal() || model.filled() >= SIZE) {
            model.look(now);
        } else {
            boolean refused = status == OrderStatus.REJECTED && model.filled() == 0;
            model.end(refused ? OrderState.REJECTED : OrderState.CANCELLED, now);
        }
    }

    private void filled() {
        String id = "f" + random.nextInt(8);
        TrackedOrder.Fill fill = new TrackedOrder.Fill(900 + random.nextInt(9), 1 + random.nextInt(60), 3);
        story.add("filled " + id + " " + fill);
        Optional<TrackedOrder.Fill> taken = order.onFilled(
                new OrderEvent.Filled(ExchangeId.VEST, ID, id, fill.priceE8(), fill.quantityE8(), fill.feeE8(), now));
        model.shownBy(now);
        if (model.gone.contains(id) || model.fills.containsKey(id)) {
            model.repetitions++;
            assertThat(taken).as(this::told).isEmpty();
            return;
        }
        assertThat(taken).as(this::told).contains(fill);
        model.fills.put(id, fill);
        model.look(now);
    }

    private void busted() {
        String id = "f" + random.nextInt(8);
        story.add("busted " + id);
        Optional<TrackedOrder.Fill> taken = order.onBusted(new OrderEvent.Busted(ExchangeId.VEST, ID, id, now));
        TrackedOrder.Fill gone = model.fills.remove(id);
        model.gone.add(id);
        assertThat(taken).as(this::told).isEqualTo(Optional.ofNullable(gone));
        if (gone != null) {
            model.told = Math.max(0, model.told - gone.quantityE8());
        }
    }

    private void failed() {
        ExchangeError error = error();
        story.add("failed " + error);
        order.onFailed(new OrderEvent.Failed(ExchangeId.VEST, ID, error, now));
        if (model.ended() || model.seen) {
            return;
        }
        model.error = Optional.of(error);
        switch (error) {
            case ExchangeError.NotSent _ -> model.end(OrderState.NOT_SENT, now);
            case ExchangeError.OutcomeUnknown _ -> model.lose("lost", now);
            case ExchangeError.Rejected _, ExchangeError.RateLimited _ -> model.end(OrderState.REJECTED, now);
        }
    }

    private ExchangeError error() {
        return switch (random.nextInt(6)) {
            case 0 -> new ExchangeError.NotSent("no connection");
            case 1 -> new ExchangeError.Rejected("1", "no", RejectionKind.MODE);
            case 2 -> new ExchangeError.RateLimited(5);
            default -> new ExchangeError.OutcomeUnknown("lost");
        };
    }

    private void lost() {
        String why = "reason " + random.nextInt();
        story.add("lost track");
        order.loseTrack(why, now);
        model.lose(why, now);
    }

    /// The proof is only ever made of an order that is unknown and was never seen.
    private void absent() {
        if (model.state == OrderState.UNKNOWN && !model.seen) {
            story.add("proven absent");
            order.onProvenAbsent(now);
            model.absent = true;
            model.detail = "proven absent";
            model.end(OrderState.CANCELLED, now);
        }
    }

    private void takesNote() {
        story.add("noted");
        assertThat(order.takeChangeE8()).as(this::told).isEqualTo(model.filled() - model.noted);
        model.noted = model.filled();
        assertThat(order.takeLate()).as(this::told).isEqualTo(model.late);
        model.late = false;
    }

    private void agree() {
        assertThat(order.state()).as(this::told).isEqualTo(model.state);
        assertThat(order.filledE8()).as(this::told).isEqualTo(model.filled());
        assertThat(order.lowE8()).as(this::told).isEqualTo(model.filled());
        assertThat(order.highE8()).as(this::told).isEqualTo(model.high());
        assertThat(order.isLive()).as(this::told).isEqualTo(!model.ended());
        assertThat(order.pricedE8()).as(this::told).isEqualTo(model.priced());
        assertThat(order.notionalE8()).as(this::told).isEqualTo(notional());
        assertThat(order.isSettled()).as(this::told).isEqualTo(model.ended() && model.priced() == model.filled());
        assertThat(order.overfilled()).as(this::told).isEqualTo(model.filled() > SIZE);
        assertThat(order.duplicateFills()).as(this::told).isEqualTo(model.repetitions);
        assertThat(order.seenAtExchange()).as(this::told).isEqualTo(model.seen);
        assertThat(order.provenAbsent()).as(this::told).isEqualTo(model.absent);
        assertThat(order.acceptedNanos()).as(this::told).isEqualTo(model.acceptedAt);
        assertThat(order.endedNanos()).as(this::told).isEqualTo(model.endedAt);
        assertThat(order.unknownSinceNanos()).as(this::told).isEqualTo(model.lostAt);
        assertThat(order.error()).as(this::told).isEqualTo(model.error);
        assertThat(order.detail())
                .as(this::told)
                .isEqualTo(model.error.map(ExchangeError::description).orElse(model.detail));
    }

    private long notional() {
        return model.fills.values().stream()
                .mapToLong(fill -> FixedPoint.multiply(fill.priceE8(), fill.quantityE8(), Rounding.HALF_EVEN))
                .sum();
    }

    private String told() {
        return String.join("\n", story);
    }

    // ---- what an ended order says of the next ----

    private static TrackedOrder sent() {
        TrackedOrder order = fresh();
        order.onHandedOver(10);
        return order;
    }

    private static TrackedOrder failed(ExchangeError error) {
        TrackedOrder order = sent();
        order.onFailed(new OrderEvent.Failed(ExchangeId.VEST, ID, error, 20));
        return order;
    }

    private static TrackedOrder ended(OrderStatus status, long filled, Optional<ExchangeError.Rejected> reason) {
        TrackedOrder order = sent();
        order.onUpdated(new OrderEvent.Updated(ExchangeId.VEST, ID, "x", status, filled, reason, 20));
        return order;
    }

    private static Optional<ExchangeError.Rejected> reason(RejectionKind kind) {
        return Optional.of(new ExchangeError.Rejected("4001", "no", kind));
    }

    private static TrackedOrder absentOrder() {
        TrackedOrder order = sent();
        order.loseTrack("lost", 20);
        order.onProvenAbsent(30);
        return order;
    }

    private static void says(
            TrackedOrder order, boolean retryable, boolean refused, boolean forMode, boolean workedOn) {
        assertThat(order.retryable()).as("retryable").isEqualTo(retryable);
        assertThat(order.refused()).as("refused").isEqualTo(refused);
        assertThat(order.refusedForMode()).as("refused for the mode").isEqualTo(forMode);
        assertThat(order.wasWorkedOn()).as("worked on").isEqualTo(workedOn);
    }

    @Test
    void anOrderThatIsAliveSaysNothingOfTheNext() {
        says(fresh(), false, false, false, false);
        says(sent(), false, false, false, false);
        says(ended(OrderStatus.OPEN, 0, Optional.empty()), false, false, false, false);
        says(ended(OrderStatus.OPEN, 0, reason(RejectionKind.MODE)), false, false, false, false);
        says(ended(OrderStatus.OPEN, 30, Optional.empty()), false, false, false, true);
        says(failed(new ExchangeError.OutcomeUnknown("lost")), false, false, false, false);
    }

    @Test
    void wantOfSomethingToHitIsNoRefusalAndMayBeTriedAgain() {
        says(ended(OrderStatus.CANCELLED, 0, Optional.empty()), true, false, false, true);
        says(ended(OrderStatus.CANCELLED, 30, Optional.empty()), true, false, false, true);
        says(ended(OrderStatus.FILLED, 100, Optional.empty()), true, false, false, true);
        says(ended(OrderStatus.CANCELLED, 0, reason(RejectionKind.RETRYABLE)), true, false, false, false);
        says(ended(OrderStatus.CANCELLED, 30, reason(RejectionKind.RETRYABLE)), true, false, false, true);
    }

    @Test
    void aRefusalIsTriedAgainOnlyWhenTheMomentWasWrong() {
        for (RejectionKind kind : RejectionKind.values()) {
            boolean moment = kind == RejectionKind.RETRYABLE;
            boolean mode = kind == RejectionKind.MODE;
            says(failed(new ExchangeError.Rejected("4001", "no", kind)), moment, true, mode, false);
            says(ended(OrderStatus.REJECTED, 0, reason(kind)), moment, true, mode, false);
            says(ended(OrderStatus.CANCELLED, 0, reason(kind)), moment, !moment, mode, false);
            says(ended(OrderStatus.CANCELLED, 30, reason(kind)), moment, !moment, false, true);
        }
        says(failed(new ExchangeError.RateLimited(5)), true, true, false, false);
        says(failed(new ExchangeError.NotSent("no connection")), true, true, false, false);
        says(ended(OrderStatus.REJECTED, 0, Optional.empty()), true, true, false, false);
    }

    @Test
    void anEndThatIsOnlyInferredAllowsNothingAndAccusesNobody() {
        says(absentOrder(), false, false, false, false);
        assertThat(absentOrder().isSettled()).isTrue();
    }

    @Test
    void anOutcomeThatWasUnknownAndTurnedOutAsNothingMayBeTriedAgain() {
        TrackedOrder order = failed(new ExchangeError.OutcomeUnknown("lost"));
        order.onUpdated(
                new OrderEvent.Updated(ExchangeId.VEST, ID, "x", OrderStatus.CANCELLED, 0, Optional.empty(), 30));
        says(order, true, false, false, false);
    }

    @Test
    void itsAgeCountsFromWhenItWasHandedOverAndItsSigningAtTheLatestFromWhenItWasWritten() {
        TrackedOrder order = fresh();
        assertThat(order.ageNanos(500)).isZero();
        assertThat(order.leg()).isEqualTo(Leg.B);
        order.onHandedOver(100);
        assertThat(order.ageNanos(500)).isEqualTo(400);
        assertThat(order.sentNanos()).isEqualTo(100);
        assertThat(order.signedNanosMax()).isEqualTo(100);
        order.onSent(new OrderEvent.Sent(ExchangeId.VEST, ID, 130));
        order.onSent(new OrderEvent.Sent(ExchangeId.VEST, ID, 170));
        assertThat(order.signedNanosMax()).as("the first time counts").isEqualTo(130);
    }

    @Test
    void or12LateFillsAndBustsAreCountedAmongTheStepsOfAllOrders() {
        StateCounts<OrderState, OrderStep> steps =
                new StateCounts<>(OrderTable.TABLE, OrderState.class, OrderStep.class);
        TrackedOrder order = new TrackedOrder(fresh().request(), Leg.B, steps);
        order.onHandedOver(10);
        order.onUpdated(
                new OrderEvent.Updated(ExchangeId.VEST, ID, "x", OrderStatus.CANCELLED, 0, Optional.empty(), 20));
        order.onFilled(new OrderEvent.Filled(ExchangeId.VEST, ID, "a", 1_000, 5, 0, 30));
        assertThat(steps.of(OrderState.CANCELLED, OrderStep.LATE_FILL)).isEqualTo(1);
        order.onBusted(new OrderEvent.Busted(ExchangeId.VEST, ID, "a", 40));
        assertThat(steps.of(OrderState.CANCELLED, OrderStep.BUSTED)).isEqualTo(1);
        assertThat(steps.unexpected()).isEmpty();
    }
}
