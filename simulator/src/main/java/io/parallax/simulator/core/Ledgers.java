package io.parallax.simulator.core;

import io.parallax.exchange.transport.IoLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What happens to the money of accounts other than by their orders: funding, busts, transfers, rollbacks. Thread:
/// simulator loop.
final class Ledgers {
    /// Fills are remembered for busts up to this number.
    private static final int FILLS_MAX = 10_000;

    private final SimulatedExchange exchange;
    private final Map<Long, Booked> fills = new LinkedHashMap<>();
    private long movementCount;

    /// A fill with the monotonic time at which it entered the ledger.
    private record Booked(Fill fill, long nanos) {}

    Ledgers(SimulatedExchange exchange) {
        this.exchange = exchange;
    }

    private IoLoop loop() {
        return exchange.loop();
    }

    /// Remembers a fill, so that it can be undone.
    void remember(Fill fill) {
        fills.put(fill.fillId(), new Booked(fill, loop().nanoTime()));
        if (fills.size() > FILLS_MAX) {
            fills.remove(fills.keySet().iterator().next());
        }
    }

    /// Settles the funding of a position; returns what was received.
    long settleFunding(Account account, Position position, SimulatedBook book, long fillId) {
        long indexE8 = book.fundingIndexE8();
        long receivedE8 = position.settleFunding(indexE8, exchange::moneyE8);
        if (receivedE8 != 0) {
            var payment = new FundingPayment(
                    ++movementCount, account.id(), book.symbol(), receivedE8, indexE8, fillId, loop().epochMillis());
            account.add(payment);
            exchange.tell(listener -> listener.onFunding(payment));
        }
        return receivedE8;
    }

    void payFunding(SimulatedBook book) {
        for (Account account : exchange.accounts()) {
            if (settleFunding(account, account.position(book.symbol()), book, 0) != 0) {
                exchange.announceAccount(account, book.symbol());
            }
        }
    }

    void transfer(Account account, long amountE8) {
        var transfer = new Transfer(++movementCount, account.id(), amountE8, loop().epochMillis());
        account.add(transfer);
        account.remember(loop().nanoTime());
        exchange.tell(listener -> listener.onTransfer(transfer));
        exchange.announceMargin(account);
    }

    /// Undoes a fill and the other side of its trade, if another account was on it. Returns whether there was any
    /// such fill.
    boolean bust(long fillId) {
        Booked booked = fills.get(fillId);
        if (booked == null) {
            return false;
        }
        List<Fill> sides = fills.values().stream()
                .map(Booked::fill)
                .filter(other -> other.tradeId() == booked.fill().tradeId())
                .toList();
        sides.forEach(side -> {
            fills.remove(side.fillId());
            undo(side);
        });
        return true;
    }

    private void undo(Fill fill) {
        Account account = exchange.existingAccount(fill.order().account());
        Position position = account.position(fill.order().symbol());
        settleFunding(account, position, exchange.existing(position.symbol()), 0);
        position.bust(fill, loop().epochMillis());
        exchange.undoneIn(fill);
        Bust bust = new Bust(fill, loop().epochMillis());
        account.add(bust);
        exchange.tell(listener -> listener.onBust(bust));
        exchange.announceAccount(account, position.symbol());
    }

    /// Undoes a fill when its order's verdict or its account's resync says so.
    void bustLater(Fill fill, SimulatedOrder order) {
        long afterNanos = order.account().status() == AccountStatus.RESYNC
                ? 0
                : order.verdict().bustAfterNanos();
        if (afterNanos >= 0) {
            loop().schedule(afterNanos, () -> bust(fill.fillId()));
        }
    }

    /// Makes the ledgers what they were so long ago, once nothing is open any more.
    void rollBack(long nanos) {
        long thenNanos = loop().nanoTime() - nanos;
        long thenEpochMillis = loop().epochMillis() - TimeUnit.NANOSECONDS.toMillis(nanos);
        fills.values().removeIf(booked -> booked.nanos() - thenNanos > 0);
        exchange.accounts().forEach(account -> account.rollBack(thenNanos, thenEpochMillis));
        exchange.tell(listener -> listener.onRollback(thenNanos, thenEpochMillis));
        for (Account account : exchange.accounts()) {
            account.positions().stream()
                    .filter(position -> position.updatedEpochMillis() != 0)
                    .forEach(position -> exchange.tell(listener -> listener.onPosition(account, position.symbol())));
            exchange.announceMargin(account);
        }
    }
}
