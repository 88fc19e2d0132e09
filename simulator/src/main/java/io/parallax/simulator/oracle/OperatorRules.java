package io.parallax.simulator.oracle;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;

/// Judges what follows an operator's command (I1, I18): no entry after a pause or a drain, nothing that increases risk
/// after a flatten or a stop, and a flatten that ends flat, or halted. Kills are judged with the gates. Thread: the
/// world's.
final class OperatorRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    /// A command is read between two turns.
    private static final long COMMAND_NANOS_MAX = 100 * MILLI;

    private static final long CALM_NANOS = 25 * SECOND;
    /// An exit and, if it fails, its repair.
    private static final long FLATTEN_NANOS_MAX = 20 * SECOND;

    private final Oracle oracle;
    private final Evidence evidence;
    private Standing standing = Standing.NOTHING;
    private long standingNanos;
    private long holdingSinceNanos = SentOrder.NEVER;

    /// What was commanded and holds.
    private enum Standing {
        NOTHING,
        PAUSE,
        DRAIN,
        FLATTEN,
        KILL,
        SHUTDOWN
    }

    OperatorRules(Oracle oracle, Evidence evidence) {
        this.oracle = oracle;
        this.evidence = evidence;
    }

    @Override
    public void onOperator(OperatorCommand command, long nowNanos) {
        Standing next = switch (command) {
            case OperatorCommand.Pause() -> standing == Standing.KILL ? standing : Standing.PAUSE;
            case OperatorCommand.Drain() -> standing == Standing.KILL ? standing : Standing.DRAIN;
            case OperatorCommand.Flatten() -> Standing.FLATTEN;
            case OperatorCommand.Kill() -> Standing.KILL;
            case OperatorCommand.Resume _ -> Standing.NOTHING;
            case OperatorCommand.CancelOrders() -> standing;
            case OperatorCommand.Shutdown _ -> Standing.SHUTDOWN;
        };
        if (standing != Standing.SHUTDOWN && next != standing) {
            standing = next;
            standingNanos = nowNanos;
            holdingSinceNanos = SentOrder.NEVER;
        }
    }

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        if (kind != RequestClass.ORDER || nowNanos - standingNanos <= COMMAND_NANOS_MAX) {
            return;
        }
        SentOrder sent = oracle.ordersOf(exchange).getLast();
        boolean forbidden = switch (standing) {
            case NOTHING, KILL -> false;
            // A pair that is half done may still be completed.
            case PAUSE, DRAIN -> oracle.state() == PairState.ENTERING;
            case FLATTEN, SHUTDOWN -> true;
        };
        if (forbidden && !sent.reduceOnly && evidence.isAwakeFor(nowNanos - standingNanos, nowNanos)) {
            oracle.violated(
                    "I18",
                    sent + " left in " + oracle.state() + " " + (nowNanos - standingNanos) / MILLI
                            + " ms after the operator's " + standing);
        }
    }

    @Override
    public void onTurn(long nowNanos) {
        boolean holds = standing == Standing.FLATTEN
                && oracle.state() != PairState.HALTED
                && !oracle.flat()
                && oracle.calm(CALM_NANOS);
        if (!holds) {
            holdingSinceNanos = SentOrder.NEVER;
        } else if (holdingSinceNanos == SentOrder.NEVER) {
            holdingSinceNanos = nowNanos;
        } else if (nowNanos - holdingSinceNanos > FLATTEN_NANOS_MAX) {
            oracle.violated(
                    "I1",
                    "still " + oracle.state() + " and not flat " + (nowNanos - holdingSinceNanos) / SECOND
                            + " s after a flatten while everything answers");
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        standing = Standing.NOTHING;
        standingNanos = nowNanos;
        holdingSinceNanos = SentOrder.NEVER;
    }
}
