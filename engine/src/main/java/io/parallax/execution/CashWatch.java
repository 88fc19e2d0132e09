package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.instrument.ExchangeId;
import java.util.Optional;

/// What an exchange says is in the account, at the start and now: the second opinion on our profit. Thread:
/// engine only.
public final class CashWatch {
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final ExchangeId exchange;
    private Optional<Long> startE8 = Optional.empty();
    private Optional<Long> nowE8 = Optional.empty();
    private long nowAskedNanos = NEVER;
    private long askedNanos = NEVER;
    private long lastFillNanos = NEVER;
    private boolean wanted;

    public CashWatch(ExchangeId exchange) {
        this.exchange = exchange;
    }

    /// Ask for the balance, and again until an answer comes.
    public void want() {
        wanted = true;
    }

    /// Asks if that is wanted and due.
    void askIfDue(Outbox out, long nowNanos) {
        if (wanted && (askedNanos == NEVER || nowNanos - askedNanos >= RETRY_NANOS)) {
            askedNanos = nowNanos;
            out.send(new ExchangeCommand.QueryBalance(exchange));
        }
    }

    public void onFill(long nowNanos) {
        lastFillNanos = nowNanos;
    }

    public void onBalance(BalanceReported reported) {
        if (nowAskedNanos != NEVER && reported.askedNanos() < nowAskedNanos) {
            return;
        }
        nowAskedNanos = reported.askedNanos();
        nowE8 = Optional.of(reported.cashE8());
        if (startE8.isEmpty() && lastFillNanos == NEVER) {
            startE8 = nowE8;
        }
        wanted = !isSettled();
    }

    /// Whether the last read was asked for after the last fill.
    public boolean isSettled() {
        return nowAskedNanos != NEVER && (lastFillNanos == NEVER || nowAskedNanos > lastFillNanos);
    }

    /// Whether any balance was read, before or after our first fill.
    public boolean isRead() {
        return nowE8.isPresent();
    }

    /// Settled balance before our first fill; stays empty when a fill came before the first answer.
    public Optional<Long> startE8() {
        return startE8;
    }

    /// Settled balance as last read.
    public Optional<Long> nowE8() {
        return nowE8;
    }

    public ExchangeId exchange() {
        return exchange;
    }
}
