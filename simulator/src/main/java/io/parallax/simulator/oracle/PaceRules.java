package io.parallax.simulator.oracle;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.Taps;
import io.parallax.units.FixedPoint;

/// Judges how long the pair stays in a state, that it says what it cannot do, and that what it believes when it arms is
/// true (I3, I12, I21, I23). Thread: the world's.
final class PaceRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    /// Both legs in flight: 1.5 s.
    private static final long FLIGHT_NANOS_MAX = 2_000 * MILLI;
    /// A fate unknown: 5 s on Vest, 3.5 s on Paradex.
    private static final long RESOLVING_NANOS_MAX = 5_700 * MILLI;

    private static final long ALERT_NANOS_MAX = SECOND;
    private static final long ALERT_REPEAT_NANOS = 61 * SECOND;

    private final Oracle oracle;
    private final Evidence evidence;
    private long alertNanos = Long.MIN_VALUE;
    private boolean armed;

    PaceRules(Oracle oracle, Evidence evidence) {
        this.oracle = oracle;
        this.evidence = evidence;
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        switch (notice) {
            case EngineNotice.Alert alert -> {
                if (alert.text().contains("FROZEN") || alert.text().contains("HALTED")) {
                    alertNanos = nowNanos;
                }
            }
            case EngineNotice.StateChanged changed -> {
                boolean empty = changed.to() == PairState.FLAT || changed.to() == PairState.COOLDOWN;
                armed = empty || changed.to() == PairState.HEDGED;
                if (empty) {
                    judgeEmpty(changed.to());
                }
            }
            default -> {
                // Says nothing of pace.
            }
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        armed = false;
        alertNanos = Long.MIN_VALUE;
    }

    @Override
    public void onTurn(long nowNanos) {
        if (armed) {
            armed = false;
            judgeArming();
        }
        PairState state = oracle.state();
        long stayNanos = nowNanos - evidence.stateSinceNanos();
        if (!evidence.isAwakeFor(stayNanos, nowNanos)) {
            return;
        }
        switch (state) {
            case ENTERING, EXITING -> {
                // Afterwards an exit is confirmed by two reads.
                if (isInFlight()) {
                    judgeStay("I21", stayNanos, FLIGHT_NANOS_MAX);
                }
            }
            case RESOLVING -> {
                // All fates known, what is left is the confirmation by two reads, however long the exchange keeps it.
                if (isInFlight()) {
                    judgeStay("I3", stayNanos, RESOLVING_NANOS_MAX);
                }
            }
            case FROZEN, HALTED -> judgeAlert(stayNanos, nowNanos);
            case BOOT, RECONCILE, FLAT, HEDGED, REPAIRING, COOLDOWN -> {
                // As long as it takes.
            }
        }
    }

    private boolean isInFlight() {
        return Evidence.EXCHANGES.stream()
                .map(oracle::ordersOf)
                .anyMatch(all -> !all.isEmpty() && !all.getLast().endTold);
    }

    private void judgeStay(String invariant, long stayNanos, long nanosMax) {
        if (stayNanos > nanosMax) {
            oracle.violated(invariant, "in " + oracle.state() + " for " + stayNanos / MILLI + " ms");
        }
    }

    private void judgeAlert(long stayNanos, long nowNanos) {
        boolean told = alertNanos != Long.MIN_VALUE && nowNanos - alertNanos <= ALERT_REPEAT_NANOS;
        if (stayNanos > ALERT_NANOS_MAX && !told) {
            oracle.violated("I23", oracle.state() + " for " + stayNanos / MILLI + " ms without an alert");
        }
    }

    /// From here on something is built on what is believed to be held.
    private void judgeArming() {
        if (oracle.rulesBroken()) {
            return;
        }
        oracle.judgeBelief("I12", "on the way to " + oracle.state());
    }

    /// Nothing may be held where the engine says that nothing is.
    private void judgeEmpty(PairState state) {
        boolean holds = Evidence.EXCHANGES.stream()
                .anyMatch(exchange -> Math.abs(oracle.positionE8(exchange)) >= oracle.lotE8());
        if (holds && !oracle.rulesBroken()) {
            oracle.violated(
                    "I12",
                    state + " with " + FixedPoint.format(oracle.positionE8(ExchangeId.VEST)) + " on vest and "
                            + FixedPoint.format(oracle.positionE8(ExchangeId.PARADEX)) + " on paradex");
        }
    }
}
