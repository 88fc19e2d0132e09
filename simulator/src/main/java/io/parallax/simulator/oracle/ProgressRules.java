package io.parallax.simulator.oracle;

import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.Blocker;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.strategy.SpreadCalculator;
import java.util.function.Supplier;

/// Judges that the bot trades when nothing keeps it from it (I22): a spread that stands long enough on
/// whole, fresh books in a calm time is entered, unless a gate that is there for such times says no.
/// Thread: the world's.
final class ProgressRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CALM_NANOS = 25 * SECOND;
    /// The entry threshold, and what the depth of both books may take from the touch.
    private static final long SPREAD_PPM_MIN = 1_900;

    private static final long SPREAD_PPM_MAX = 14_000;
    private static final long STANDS_NANOS = 2_500 * MILLI;
    private static final int MISSED_MAX = 3;

    private final Oracle oracle;
    private final BookRules books;
    private final Supplier<Blocker> blocker;
    private long since = SentOrder.NEVER;
    private boolean counted;
    private int missed;

    ProgressRules(Oracle oracle, BookRules books) {
        this(
                oracle,
                books,
                () -> oracle.world().host().snapshot().bots().getFirst().topBlocker());
    }

    /// @param blocker what the bot says keeps it from entering
    ProgressRules(Oracle oracle, BookRules books, Supplier<Blocker> blocker) {
        this.oracle = oracle;
        this.books = books;
        this.blocker = blocker;
    }

    @Override
    public void onStart(int life, long nowNanos) {
        since = SentOrder.NEVER;
        missed = 0;
    }

    @Override
    public void onTurn(long nowNanos) {
        if (oracle.state() != PairState.FLAT) {
            since = SentOrder.NEVER;
            missed = oracle.state() == PairState.ENTERING ? 0 : missed;
        }
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        if (channel != Channel.BOOK || oracle.state() != PairState.FLAT) {
            return;
        }
        if (!oracle.calm(CALM_NANOS) || !offers(nowNanos)) {
            since = SentOrder.NEVER;
            counted = false;
        } else if (since == SentOrder.NEVER) {
            since = nowNanos;
        } else if (!counted && nowNanos - since > STANDS_NANOS) {
            counted = true;
            miss();
        }
    }

    private boolean offers(long nowNanos) {
        var vest = books.touch(ExchangeId.VEST, nowNanos);
        var paradex = books.touch(ExchangeId.PARADEX, nowNanos);
        if (vest.isEmpty() || paradex.isEmpty()) {
            return false;
        }
        long longVest =
                SpreadCalculator.spreadPpm(paradex.get().bidE8(), vest.get().askE8());
        long longParadex =
                SpreadCalculator.spreadPpm(vest.get().bidE8(), paradex.get().askE8());
        long better = Math.max(longVest, longParadex);
        long least = SPREAD_PPM_MIN + oracle.world().shape().surelyEntersPpm() - SimulatedWorld.ENTRY_PPM;
        return better >= least && better <= SPREAD_PPM_MAX;
    }

    private void miss() {
        Blocker told = blocker.get();
        boolean unexplained = switch (told) {
            case NONE, NOT_FLAT, ORDER_LIVE, SPREAD, POSITION_UNCONFIRMED, LEVERAGE, BALANCE, RECONCILING -> true;
            default -> false;
        };
        missed = unexplained ? missed + 1 : 0;
        if (missed >= MISSED_MAX) {
            oracle.violated(
                    "I22", "flat, and " + missed + " spreads in a row that stood long enough were not taken: " + told);
        }
    }
}
