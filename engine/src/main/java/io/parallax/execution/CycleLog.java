package io.parallax.execution;

import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cycle that runs and the count of those that ended; feeds the breaker and tells results. Thread: engine
/// only.
final class CycleLog {
    private final PairContext pair;
    private @Nullable RunningCycle cycle;
    private CycleResult.@Nullable Outcome unpublished;
    private Optional<CycleResult> lastResult = Optional.empty();
    private long started;
    private long completed;
    private long failed;
    private long nothingFilled;
    /// A layer on its way, and what was held without it.
    private boolean layering;
    private boolean layerRefused;
    private long layerStartNanos;
    private long layerBaseE8;

    CycleLog(PairContext pair) {
        this.pair = pair;
    }

    RunningCycle start(Direction direction, long entryPpm, long nowNanos) {
        started++;
        RunningCycle begun = new RunningCycle(started, direction, entryPpm, pair.position, nowNanos);
        cycle = begun;
        return begun;
    }

    /// A layer of the running cycle is sent.
    void startLayer(long entryPpm, long nowNanos) {
        layering = true;
        layerRefused = false;
        layerStartNanos = nowNanos;
        layerBaseE8 = pair.position.matchedE8();
        if (cycle != null) {
            cycle.onLayer(entryPpm);
        }
    }

    void onRefused() {
        layerRefused |= layering;
        if (cycle != null) {
            cycle.onRefused();
        }
    }

    /// A position is held: of the running cycle, or one that was found and is a cycle from now on.
    void onHedged(long nowNanos) {
        RunningCycle running = cycle == null ? start(pair.position.direction().orElseThrow(), 0, nowNanos) : cycle;
        running.onHedged(pair.position.matchedE8());
        if (layering) {
            endLayer(nowNanos);
        }
    }

    /// A layer that came to nothing and cost something, or was refused, counts as a failed entry does.
    private void endLayer(long nowNanos) {
        layering = false;
        pair.layerNotBeforeNanos = nowNanos + pair.timers.cooldownMillis() * 1_000_000;
        pair.wantBalances();
        boolean filled = hasFilled(pair.a, layerStartNanos) || hasFilled(pair.b, layerStartNanos);
        if (pair.position.matchedE8() <= layerBaseE8 && (filled || layerRefused)) {
            pair.out.alert("a layer failed: " + pair.exposure(), nowNanos);
            tellBreaker(nowNanos);
        }
    }

    void onNaked(long nanos) {
        if (cycle != null) {
            cycle.onNaked(nanos);
        }
    }

    /// Nothing is held any more.
    void end(long nowNanos) {
        if (cycle != null) {
            finish(outcome(cycle), nowNanos);
        }
    }

    /// Both exchanges are flat, and not by what we know.
    void abandon(long nowNanos) {
        if (cycle != null) {
            finish(CycleResult.Outcome.FAILED, nowNanos);
        }
    }

    private CycleResult.Outcome outcome(RunningCycle ended) {
        if (pair.purpose == Purpose.EXIT) {
            return CycleResult.Outcome.COMPLETED;
        }
        boolean filled = hasFilled(pair.a, ended.startNanos()) || hasFilled(pair.b, ended.startNanos());
        return filled || ended.refused() || pair.purpose == Purpose.FOUND
                ? CycleResult.Outcome.FAILED
                : CycleResult.Outcome.NOTHING_FILLED;
    }

    private static boolean hasFilled(LegDesk desk, long sinceNanos) {
        return desk.order()
                .filter(order -> order.sentNanos() >= sinceNanos && order.filledE8() > 0)
                .isPresent();
    }

    /// Whether an order was sent for the cycle that runs.
    boolean isOfThisCycle(TrackedOrder order) {
        return cycle != null && order.sentNanos() >= cycle.startNanos();
    }

    private void finish(CycleResult.Outcome outcome, long nowNanos) {
        unpublished = outcome;
        layering = false;
        switch (outcome) {
            case COMPLETED -> completed++;
            case NOTHING_FILLED -> nothingFilled++;
            case FAILED -> {
                failed++;
                tellBreaker(nowNanos);
            }
        }
        publish(nowNanos);
    }

    private void tellBreaker(long nowNanos) {
        if (pair.breaker.onFailure(nowNanos)) {
            pair.out.alert("breaker open after " + pair.settings.limits().failuresMax() + " failed cycles", nowNanos);
        }
        if (pair.breaker.isExhausted(nowNanos)) {
            pair.haltAfterRepair = HaltReason.BREAKER_DAY;
        }
    }

    /// A cycle that was completed may still have cost too much.
    private void judge(CycleResult result, long nowNanos) {
        RiskLimits.Breaker limits = pair.settings.limits().breaker();
        boolean costly = result.quantityE8() > 0
                && result.netE8() < 0
                && -result.netE8() > lossMaxE8(result.quantityE8(), limits.cycleLossPpmMax());
        if (costly) {
            pair.out.alert("cycle " + result.number() + " came to " + FixedPoint.format(result.netE8()), nowNanos);
        }
        if (result.outcome() == CycleResult.Outcome.COMPLETED) {
            if (costly || pair.stoppedOut) {
                tellBreaker(nowNanos);
            } else {
                pair.breaker.onSuccess();
            }
        }
    }

    /// Of the value of one leg at the last known price of leg A.
    private long lossMaxE8(long quantityE8, long ppm) {
        long valueE8 = FixedPoint.multiply(Math.max(0, pair.a.worstPriceE8()), quantityE8, Rounding.FLOOR);
        return FixedPoint.multiplyDivide(valueE8, ppm, 1_000_000, Rounding.FLOOR);
    }

    /// Tells the result of a cycle once every execution has its price.
    void publish(long nowNanos) {
        CycleResult.Outcome outcome = unpublished;
        if (outcome == null || cycle == null || !pair.position.isSettled()) {
            return;
        }
        CycleResult result = cycle.finish(outcome, pair.position, nowNanos);
        unpublished = null;
        cycle = null;
        lastResult = Optional.of(result);
        judge(result, nowNanos);
        pair.data.onCycle(result, nowNanos);
        pair.out.tell(new EngineNotice.CycleFinished(pair.settings.id(), result, nowNanos));
    }

    /// Whether a cycle that ended waits for the price of an execution.
    boolean isUnpublished() {
        return unpublished != null;
    }

    Optional<Direction> direction() {
        return Optional.ofNullable(cycle).map(RunningCycle::direction);
    }

    /// What the running cycle realised so far, fees and funding included; 0 while none runs.
    long resultSoFarE8() {
        return cycle == null ? 0 : cycle.resultSoFarE8(pair.position);
    }

    Optional<CycleResult> lastResult() {
        return lastResult;
    }

    long completed() {
        return completed;
    }

    long failed() {
        return failed;
    }

    long nothingFilled() {
        return nothingFilled;
    }
}
