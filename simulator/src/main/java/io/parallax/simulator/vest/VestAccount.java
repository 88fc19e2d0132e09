package io.parallax.simulator.vest;

import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.LedgerReport;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One registered client: its delegations, nonces, and what its REST queries show so far. Thread: simulator
/// loop.
final class VestAccount {
    private static final int NONCES_MAX = 100_000;
    private static final int ORDERS_MAX = 5_000;
    private static final int DELEGATIONS_MAX = 1_000;

    private final EthereumAddress primary;
    private final Account core;
    private final Map<EthereumAddress, Long> delegations = new LinkedHashMap<>();
    private final Set<String> nonces = new LinkedHashSet<>();
    private final Map<String, VestOrder> orders = new LinkedHashMap<>();
    private final Deque<Pending> pendingReports = new ArrayDeque<>();
    private LedgerReport shownReport;
    private long lastNonce;

    /// A report that queries show from a moment on.
    private record Pending(long fromNanos, LedgerReport report) {}

    VestAccount(EthereumAddress primary, Account core) {
        this.primary = primary;
        this.core = core;
        this.shownReport = core.report();
    }

    EthereumAddress primary() {
        return primary;
    }

    Account core() {
        return core;
    }

    void delegate(EthereumAddress signer, long expiryMillis) {
        delegations.put(signer, expiryMillis);
        if (delegations.size() > DELEGATIONS_MAX) {
            delegations.remove(delegations.keySet().iterator().next());
        }
    }

    boolean maySign(EthereumAddress signer, long nowMillis) {
        return signer.equals(primary) || delegations.getOrDefault(signer, 0L) >= nowMillis;
    }

    boolean nonceUsed(EthereumAddress signer, long nonce) {
        return nonces.contains(signer + " " + nonce);
    }

    void useNonce(EthereumAddress signer, long nonce) {
        nonces.add(signer + " " + nonce);
        if (nonces.size() > NONCES_MAX) {
            nonces.remove(nonces.iterator().next());
        }
        lastNonce = Math.max(lastNonce, nonce);
    }

    long lastNonce() {
        return lastNonce;
    }

    void addOrder(VestOrder order) {
        orders.put(order.id(), order);
        if (orders.size() > ORDERS_MAX) {
            orders.values().stream().filter(VestOrder::ended).findFirst().ifPresent(old -> orders.remove(old.id()));
        }
    }

    Optional<VestOrder> order(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    Map<String, VestOrder> orders() {
        return Collections.unmodifiableMap(orders);
    }

    /// Forgets the orders that came after a moment.
    void rollBack(long epochMillis) {
        orders.values().removeIf(order -> order.postMillis() > epochMillis);
    }

    /// From `fromNanos` on, queries show this report; never before an earlier one.
    void showLater(LedgerReport report, long fromNanos) {
        Pending last = pendingReports.peekLast();
        long from = last != null && last.fromNanos - fromNanos > 0 ? last.fromNanos : fromNanos;
        pendingReports.addLast(new Pending(from, report));
    }

    /// What a query at `nowNanos` shows.
    LedgerReport shownReport(long nowNanos) {
        while (!pendingReports.isEmpty() && nowNanos - pendingReports.getFirst().fromNanos >= 0) {
            shownReport = pendingReports.removeFirst().report;
        }
        return shownReport;
    }

    /// All accounts by what finds them.
    static final class Registry {
        private static final int KEYS_MAX = 100_000;

        private final Map<EthereumAddress, VestAccount> byAddress = new LinkedHashMap<>();
        private final Map<String, VestAccount> byApiKey = new LinkedHashMap<>();

        Optional<VestAccount> byAddress(EthereumAddress address) {
            return Optional.ofNullable(byAddress.get(address));
        }

        Optional<VestAccount> byApiKey(String key) {
            return Optional.ofNullable(byApiKey.get(key));
        }

        List<VestAccount> all() {
            return List.copyOf(byAddress.values());
        }

        void add(VestAccount account) {
            byAddress.put(account.primary, account);
        }

        void addKey(String key, VestAccount account, boolean replaces) {
            if (replaces) {
                byApiKey.values().removeIf(owner -> owner == account);
            }
            byApiKey.put(key, account);
            if (byApiKey.size() > KEYS_MAX) {
                byApiKey.remove(byApiKey.keySet().iterator().next());
            }
        }
    }
}
