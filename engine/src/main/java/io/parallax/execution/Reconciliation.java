package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent.OpenOrdersReported;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.position.PairPosition;
import io.parallax.position.PairPosition.Shape;
import java.util.List;

/// Establishes the truth of a pair from the two exchanges alone: open orders and positions of both, read
/// twice, a second apart, after the moment from which no order of before can execute any more. Both reads must
/// agree. A failed read is repeated, never skipped: no data is not zero. Thread: engine only.
final class Reconciliation {
    private static final long MILLI = 1_000_000L;
    private static final long RETRY_NANOS = 1_000 * MILLI;
    private static final int FAILURES_ALERT = 3;

    private final List<LegDesk> desks;
    private final OrderIds ids;
    private final Outbox out;
    private final CycleTimers timers;
    private final Answer a = new Answer();
    private final Answer b = new Answer();
    private long horizonNanos;
    private long roundNanos = NEVER;
    private long firstRoundNanos = NEVER;
    private long firstAE8;
    private long firstBE8;
    private long alertNanos;
    private boolean foreign;
    private int failures;

    /// What one exchange answered in the present round.
    private static final class Answer {
        private boolean position;
        private boolean orders;
        private long quantityE8;
        private long entryPriceE8;
    }

    /// What is known so far.
    enum Truth {
        WAITING,
        READ_FAILED,
        FOREIGN,
        FLAT,
        HEDGED,
        UNEQUAL,
        SAME_SIDE
    }

    Reconciliation(List<LegDesk> desks, OrderIds ids, Outbox out, CycleTimers timers) {
        this.desks = desks;
        this.ids = ids;
        this.out = out;
        this.timers = timers;
    }

    /// Starts over.
    ///
    /// @param horizonNanos reads before this moment do not count
    void begin(long horizonNanos, long nowNanos) {
        this.horizonNanos = horizonNanos;
        roundNanos = NEVER;
        firstRoundNanos = NEVER;
        alertNanos = nowNanos;
        foreign = false;
        failures = 0;
    }

    void onPosition(LegDesk desk, PositionReported reported) {
        if (roundNanos != NEVER && reported.askedNanos() >= roundNanos) {
            Answer answer = answer(desk);
            answer.position = true;
            answer.quantityE8 = reported.position().quantityE8();
            answer.entryPriceE8 = reported.position().entryPriceE8();
        }
    }

    /// Open orders of the account. Ours from before are cancelled; those of other pairs of this run are left
    /// alone.
    void onOpenOrders(LegDesk desk, OpenOrdersReported reported) {
        if (roundNanos == NEVER || reported.askedNanos() < roundNanos) {
            return;
        }
        boolean clear = true;
        for (ClientOrderId id : reported.own()) {
            if (!ids.isOurs(id)) {
                foreign = true;
            } else if (!ids.isOfThisRun(id)) {
                out.send(new ExchangeCommand.CancelOrder(desk.exchange(), id));
                clear = false;
            }
        }
        foreign |= !reported.foreign().isEmpty();
        answer(desk).orders = clear;
    }

    /// A read of this round failed.
    void onFailure(long nowNanos) {
        failures++;
        if (failures % FAILURES_ALERT == 0) {
            out.alert("a read at the start failed " + failures + " times; waiting, never assuming flat", nowNanos);
        }
    }

    /// Goes on as far as it can.
    Truth step(long nowNanos) {
        if (nowNanos - alertNanos >= timers.alertRepeatMillis() * MILLI) {
            alertNanos = nowNanos;
            out.alert("still waiting: " + waitingFor(nowNanos), nowNanos);
        }
        if (foreign) {
            return Truth.FOREIGN;
        }
        if (!canRead(nowNanos)) {
            roundNanos = NEVER;
            return Truth.WAITING;
        }
        if (roundNanos == NEVER) {
            boolean second = firstRoundNanos != NEVER;
            if (!second || nowNanos - firstRoundNanos >= timers.confirmMillis() * MILLI) {
                ask(nowNanos);
            }
            return Truth.WAITING;
        }
        if (!complete()) {
            if (nowNanos - roundNanos >= RETRY_NANOS) {
                ask(nowNanos);
                return Truth.READ_FAILED;
            }
            return Truth.WAITING;
        }
        return compareRounds();
    }

    /// What is being waited for, in plain words.
    String waitingFor(long nowNanos) {
        for (LegDesk desk : desks) {
            if (!desk.isListed()) {
                return desk.exchange() + " to list the instrument";
            }
            if (!desk.gate().allReady()) {
                return desk.exchange() + ": " + desk.gate().detail();
            }
            if (desk.hasLiveOrder()) {
                return "the fate of an order on " + desk.exchange();
            }
        }
        return nowNanos < horizonNanos
                ? "orders of an earlier run to become impossible"
                : "two equal reads of orders and positions";
    }

    private boolean canRead(long nowNanos) {
        for (LegDesk desk : desks) {
            if (!desk.isListed() || !desk.gate().allReady() || desk.hasLiveOrder()) {
                return false;
            }
        }
        return nowNanos >= horizonNanos;
    }

    private void ask(long nowNanos) {
        roundNanos = nowNanos;
        for (LegDesk desk : desks) {
            Answer answer = answer(desk);
            answer.position = false;
            answer.orders = false;
            out.send(new ExchangeCommand.QueryOpenOrders(desk.exchange()));
            out.send(new ExchangeCommand.QueryPosition(desk.exchange(), desk.symbol()));
        }
    }

    private boolean complete() {
        return a.position && a.orders && b.position && b.orders;
    }

    private Truth compareRounds() {
        if (firstRoundNanos == NEVER || a.quantityE8 != firstAE8 || b.quantityE8 != firstBE8) {
            firstRoundNanos = roundNanos;
            firstAE8 = a.quantityE8;
            firstBE8 = b.quantityE8;
            roundNanos = NEVER;
            return Truth.WAITING;
        }
        Shape shape = PairPosition.shape(a.quantityE8, b.quantityE8, commonLotE8());
        return switch (shape) {
            case FLAT -> Truth.FLAT;
            case HEDGED -> Truth.HEDGED;
            case UNEQUAL -> Truth.UNEQUAL;
            case SAME_SIDE -> Truth.SAME_SIDE;
        };
    }

    private long commonLotE8() {
        return DeltaNeutralExecutor.commonLotE8(
                desks.getFirst().instrument(), desks.getLast().instrument());
    }

    private Answer answer(LegDesk desk) {
        return desk == desks.getFirst() ? a : b;
    }

    /// Takes the exchanges' word over ours, where they differ.
    void adopt(long nowNanos) {
        for (LegDesk desk : desks) {
            Answer answer = answer(desk);
            if (desk.ledger().quantityE8() != answer.quantityE8) {
                desk.ledger().adopt(answer.quantityE8, answer.entryPriceE8, nowNanos);
            }
            desk.watch().settleDrift();
            desk.watch().onReport(answer.quantityE8, answer.entryPriceE8, nowNanos, answer.quantityE8, nowNanos, false);
        }
    }
}
