package io.parallax.simulator.oracle;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;
import java.util.Optional;
import java.util.function.Supplier;

/// Judges that what an exchange told of a liquidation or a deleveraging is understood (I1, PS-10 and PS-11): a pair
/// that
/// was told and then halts for a position that nothing explains did not listen. Thread: the world's.
final class ForcedRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long READ_NANOS = 200 * MILLI;
    /// Later a halt may be for something else.
    private static final long RECENT_NANOS = 30_000 * MILLI;

    // A binary fill of Paradex: header of 8 bytes, time, sequence, type.
    private static final int FILL_TEMPLATE = 21;
    private static final int TEMPLATE_AT = 2;
    private static final int TYPE_AT = 24;
    private static final int LIQUIDATION = 2;
    private static final int UNWIND_TRANSFER = 3;

    private static final byte[] LIQUIDATED = Evidence.ascii("\"LIQUIDATION\"");
    private static final byte[] FILLED = Evidence.ascii("\"FILLED\"");

    private final Oracle oracle;
    private final Supplier<Optional<HaltReason>> haltReason;
    private long toldNanos = SentOrder.NEVER;
    private boolean halted;

    ForcedRules(Oracle oracle) {
        this(oracle, () -> oracle.world().host().snapshot().bots().getFirst().haltReason());
    }

    /// @param haltReason what the bot says it halted for
    ForcedRules(Oracle oracle, Supplier<Optional<HaltReason>> haltReason) {
        this.oracle = oracle;
        this.haltReason = haltReason;
    }

    @Override
    public void onStart(int life, long nowNanos) {
        toldNanos = SentOrder.NEVER;
        halted = false;
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        PairState state = oracle.state();
        boolean listens = state != PairState.BOOT && state != PairState.RECONCILE && state != PairState.HALTED;
        if (channel == Channel.PRIVATE && listens && toldNanos == SentOrder.NEVER && isForced(exchange, bytes)) {
            toldNanos = nowNanos;
        }
    }

    private static boolean isForced(ExchangeId exchange, byte[] bytes) {
        if (exchange.equals(ExchangeId.VEST)) {
            return RequestClass.contains(bytes, LIQUIDATED) && RequestClass.contains(bytes, FILLED);
        }
        boolean fill = bytes.length > TYPE_AT && bytes[0] != '{' && bytes[TEMPLATE_AT] == FILL_TEMPLATE;
        return fill && (bytes[TYPE_AT] == LIQUIDATION || bytes[TYPE_AT] == UNWIND_TRANSFER);
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        if (notice instanceof EngineNotice.StateChanged changed) {
            halted = changed.to() == PairState.HALTED;
            if (changed.from() == PairState.HALTED) {
                toldNanos = SentOrder.NEVER;
            }
        }
    }

    @Override
    public void onTurn(long nowNanos) {
        if (!halted) {
            return;
        }
        halted = false;
        long agoNanos = toldNanos == SentOrder.NEVER ? 0 : nowNanos - toldNanos;
        boolean unexplained = haltReason
                .get()
                .filter(reason -> reason == HaltReason.LEDGER_MISMATCH)
                .isPresent();
        if (unexplained && agoNanos > READ_NANOS && agoNanos < RECENT_NANOS) {
            oracle.violated(
                    "I1",
                    "halted for a position that nothing explains, " + agoNanos / MILLI
                            + " ms after an exchange told of a reduction of its own");
        }
    }
}
