package io.parallax.strategy;

/// Follows a rule on paper, beside the one that trades: enters and leaves at the executable prices of the moment, pays
/// the fees, and keeps what it earned. It has no latency, is never refused and sends nothing, so it shows what a rule
/// could earn at best. Thread: engine only. Allocates nothing.
public final class ShadowRule {
    private static final long NONE = Long.MIN_VALUE;

    private final Thresholds thresholds;
    private boolean holding;
    private Direction held = Direction.LONG_A_SHORT_B;
    private long enteredPpm;
    private long enteredNanos;
    private long cycles;
    private long earnedPpm;
    private long bestPpm = NONE;
    private long worstPpm = NONE;
    private long heldNanos;

    public ShadowRule(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /// What it did so far. Thread: any; immutable.
    ///
    /// @param known whether it has seen the market for long enough
    /// @param holding whether it holds a position on paper
    /// @param cycles entered and left
    /// @param earnedPpm sum over the cycles, fees taken off, in ppm of the value of a leg
    /// @param heldNanos time with a position, all cycles together
    public record Outcome(
            ThresholdSettings.Rule rule,
            boolean known,
            boolean holding,
            long cycles,
            long earnedPpm,
            long bestPpm,
            long worstPpm,
            long heldNanos) {}

    /// A look at both directions' executable spreads; [SpreadCalculator#NO_SPREAD] where there is none.
    ///
    /// @param mayEnter whether the market data can be believed now
    /// @param feesPpm of a round trip on both exchanges
    public void look(long nowNanos, long executablePpmLongA, long executablePpmLongB, boolean mayEnter, long feesPpm) {
        thresholds.sample(nowNanos, executablePpmLongA, executablePpmLongB);
        if (!thresholds.areKnown()) {
            return;
        }
        if (holding) {
            long exitPpm = held == Direction.LONG_A_SHORT_B ? executablePpmLongB : executablePpmLongA;
            if (exitPpm != SpreadCalculator.NO_SPREAD && exitPpm >= thresholds.exitPpm(held)) {
                leave(enteredPpm + exitPpm - feesPpm, nowNanos);
            }
        } else if (mayEnter) {
            enterIf(Direction.LONG_A_SHORT_B, executablePpmLongA, nowNanos);
            enterIf(Direction.LONG_B_SHORT_A, executablePpmLongB, nowNanos);
        }
    }

    private void enterIf(Direction direction, long ppm, long nowNanos) {
        if (!holding && ppm != SpreadCalculator.NO_SPREAD && ppm >= thresholds.entryPpm(direction)) {
            holding = true;
            held = direction;
            enteredPpm = ppm;
            enteredNanos = nowNanos;
        }
    }

    private void leave(long gainPpm, long nowNanos) {
        holding = false;
        cycles++;
        earnedPpm += gainPpm;
        bestPpm = bestPpm == NONE ? gainPpm : Math.max(bestPpm, gainPpm);
        worstPpm = worstPpm == NONE ? gainPpm : Math.min(worstPpm, gainPpm);
        heldNanos += nowNanos - enteredNanos;
    }

    public Outcome outcome() {
        return new Outcome(
                thresholds.rule(),
                thresholds.areKnown(),
                holding,
                cycles,
                earnedPpm,
                bestPpm == NONE ? 0 : bestPpm,
                worstPpm == NONE ? 0 : worstPpm,
                heldNanos);
    }
}
