package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.simulator.core.SimulatedExchange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The accounts that were ever opened here. Thread: simulator loop.
final class AccountRegistry {
    private static final int ACCOUNTS_MAX = 10_000;

    private final SimulatedExchange exchange;
    private final int historyMax;
    private final Map<String, ParadexAccount> accounts = new LinkedHashMap<>();

    AccountRegistry(SimulatedExchange exchange, int historyMax) {
        this.exchange = exchange;
        this.historyMax = historyMax;
    }

    Optional<ParadexAccount> find(String id) {
        return Optional.ofNullable(accounts.get(id));
    }

    Collection<ParadexAccount> all() {
        return List.copyOf(accounts.values());
    }

    Optional<ParadexAccount> findByKey(Felt publicKey) {
        return accounts.values().stream()
                .filter(account -> account.publicKey().equals(publicKey))
                .findFirst();
    }

    /// The account of that address; opened with `publicKey` as its main key if it is new.
    ParadexAccount open(Felt address, Felt publicKey) {
        if (accounts.size() >= ACCOUNTS_MAX && !accounts.containsKey(address.toHex())) {
            throw ApiException.unavailable("SERVICE_UNAVAILABLE", "no more than " + ACCOUNTS_MAX + " accounts");
        }
        String id = address.toHex();
        return accounts.computeIfAbsent(
                id,
                newId -> new ParadexAccount(
                        address, publicKey, exchange.loop().epochMillis(), exchange.openAccount(newId), historyMax));
    }
}
