package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent.LeverageReported;
import io.parallax.exchange.AccountEvent.MarginMode;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.risk.Blocker;

/// What must hold before an entry whatever the spread is: the operator's will, what the exchanges allow, and
/// what we must know. Thread: engine only.
final class EntryConditions {
    private static final long MILLI = 1_000_000L;
    private static final long LEVERAGE_RETRY_NANOS = 5_000 * MILLI;
    private static final long LEVERAGE_READ_NANOS = 600_000 * MILLI;
    /// Two readings that failed are forgiven, then nobody knows any more.
    private static final long LEVERAGE_AGE_NANOS_MAX = 3 * LEVERAGE_READ_NANOS;

    private final PairContext pair;
    private final CycleLog cycles;
    /// When the exchange last told the configured leverage; never once it told another.
    private long leverageNanosA = NEVER;
    private long leverageNanosB = NEVER;
    private long leverageAskedNanos = NEVER;

    EntryConditions(PairContext pair, CycleLog cycles) {
        this.pair = pair;
        this.cycles = cycles;
    }

    /// The first condition, apart from the market, that forbids entries now.
    Blocker standing(long nowNanos) {
        switch (pair.mode) {
            case KILLED -> {
                return Blocker.KILLED;
            }
            case SHUTTING_DOWN -> {
                return Blocker.SHUTTING_DOWN;
            }
            case DRAINING, FLATTENING -> {
                return Blocker.DRAINING;
            }
            case PAUSED -> {
                return Blocker.PAUSED;
            }
            case ARMED -> {}
        }
        if (pair.settings.cyclesMax() > 0 && cycles.completed() >= pair.settings.cyclesMax()) {
            return Blocker.CYCLES_DONE;
        }
        if (pair.breaker.isOpen(nowNanos)) {
            return Blocker.BREAKER;
        }
        if (pair.entriesBlockedUntilNanos != NEVER && nowNanos < pair.entriesBlockedUntilNanos) {
            return Blocker.COOLING_DOWN;
        }
        return unknownOrClosed(nowNanos);
    }

    private Blocker unknownOrClosed(long nowNanos) {
        LegDesk a = pair.a;
        LegDesk b = pair.b;
        if (!a.instrument().tradable() || !b.instrument().tradable()) {
            return Blocker.INSTRUMENT_HALTED;
        }
        if (!a.allowsIncrease(nowNanos)) {
            return Blocker.GATE_A;
        }
        if (!b.allowsIncrease(nowNanos)) {
            return Blocker.GATE_B;
        }
        if (!pair.cashA.isRead() || !pair.cashB.isRead()) {
            return Blocker.BALANCE;
        }
        if (isOlder(leverageNanosA, LEVERAGE_AGE_NANOS_MAX, nowNanos)
                || isOlder(leverageNanosB, LEVERAGE_AGE_NANOS_MAX, nowNanos)) {
            return Blocker.LEVERAGE;
        }
        if (pair.hasLiveOrder()) {
            return Blocker.ORDER_LIVE;
        }
        if (!pair.isConfirmed() || !pair.position.isSettled()) {
            return Blocker.POSITION_UNCONFIRMED;
        }
        Blocker bookA = bookBlocker(a, nowNanos);
        if (bookA != Blocker.NONE) {
            return bookA;
        }
        Blocker bookB = bookBlocker(b, nowNanos);
        return bookB != Blocker.NONE ? bookB : pair.data.blocker(nowNanos);
    }

    private Blocker bookBlocker(LegDesk desk, long nowNanos) {
        Blocker blocker = pair.data.bookBlocker(desk, nowNanos);
        boolean unproven = desk.book().receivedNanos() < pair.booksProvenFromNanos;
        return blocker == Blocker.NONE && unproven ? Blocker.BOOK_UNPROVEN : blocker;
    }

    private static boolean isOlder(long nanos, long ageNanos, long nowNanos) {
        return nanos == NEVER || nowNanos - nanos >= ageNanos;
    }

    /// Sets the leverage where the exchange has not yet said that it is set, and reads it again where it said so
    /// long ago: somebody may have changed it since.
    void confirmLeverage(long nowNanos) {
        confirmLeverage(true, nowNanos);
    }

    /// The same while a position is held, whose margin nothing may change: only reads.
    void readLeverage(long nowNanos) {
        confirmLeverage(false, nowNanos);
    }

    private void confirmLeverage(boolean sets, long nowNanos) {
        boolean dueA = isOlder(leverageNanosA, LEVERAGE_READ_NANOS, nowNanos);
        boolean dueB = isOlder(leverageNanosB, LEVERAGE_READ_NANOS, nowNanos);
        if ((!dueA && !dueB) || !isOlder(leverageAskedNanos, LEVERAGE_RETRY_NANOS, nowNanos)) {
            return;
        }
        leverageAskedNanos = nowNanos;
        if (dueA) {
            confirmLeverage(pair.a, sets && leverageNanosA == NEVER);
        }
        if (dueB) {
            confirmLeverage(pair.b, sets && leverageNanosB == NEVER);
        }
    }

    private void confirmLeverage(LegDesk desk, boolean sets) {
        pair.out.send(
                sets
                        ? new ExchangeCommand.SetLeverage(desk.exchange(), desk.symbol(), pair.settings.leverage())
                        : new ExchangeCommand.QueryLeverage(desk.exchange(), desk.symbol()));
    }

    void onLeverage(LegDesk desk, LeverageReported reported, long nowNanos) {
        if (!reported.symbol().equals(desk.symbol())) {
            return;
        }
        int expected = pair.settings.leverage();
        boolean isMode = reported.mode() != MarginMode.OTHER;
        boolean isLeverage = reported.leverage() == expected;
        long confirmedNanos = isMode && isLeverage ? nowNanos : NEVER;
        if (desk == pair.a) {
            leverageNanosA = confirmedNanos;
        } else {
            leverageNanosB = confirmedNanos;
        }
        if (!isMode && pair.haltAfterRepair == null) {
            pair.haltAfterRepair = HaltReason.MARGIN_MODE;
            pair.out.alert(desk.exchange() + " margin mode of " + desk.symbol() + " is not cross", nowNanos);
        }
        if (!isLeverage) {
            pair.out.alert(
                    desk.exchange() + " leverage is " + reported.leverage() + ", expected " + expected
                            + "; no entries until it is",
                    nowNanos);
        }
    }
}
