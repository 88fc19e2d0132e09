package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.simulator.core.Account;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One account as the protocol shows it: keys, orders and fills, beside the ledger of the core. Thread:
/// simulator loop.
final class ParadexAccount {
    private static final int SUBKEYS_MAX = 100;

    private final Felt address;
    private final Felt publicKey;
    private final Map<Felt, String> subkeys = new LinkedHashMap<>();
    private final long createdMillis;
    private final Account ledger;
    private final int historyMax;
    private final Map<String, ParadexOrder> open = new LinkedHashMap<>();
    private final Map<String, ParadexOrder> ended = new LinkedHashMap<>();
    private final Deque<ParadexFill> fills = new ArrayDeque<>();

    /// @param historyMax ended orders and fills that are kept, each
    ParadexAccount(Felt address, Felt publicKey, long createdMillis, Account ledger, int historyMax) {
        this.address = address;
        this.publicKey = publicKey;
        this.createdMillis = createdMillis;
        this.ledger = ledger;
        this.historyMax = historyMax;
    }

    String id() {
        return address.toHex();
    }

    Felt address() {
        return address;
    }

    /// The main key.
    Felt publicKey() {
        return publicKey;
    }

    long createdMillis() {
        return createdMillis;
    }

    Account ledger() {
        return ledger;
    }

    boolean accepts(Felt key) {
        return key.equals(publicKey) || subkeys.containsKey(key);
    }

    /// Subkeys with their names. They may trade and read.
    Map<Felt, String> subkeys() {
        return new LinkedHashMap<>(subkeys);
    }

    void addSubkey(Felt key, String name) {
        if (subkeys.size() >= SUBKEYS_MAX) {
            throw ApiException.validation("public_key: no more than " + SUBKEYS_MAX + " subkeys");
        }
        subkeys.put(key, name);
    }

    boolean removeSubkey(Felt key) {
        return subkeys.remove(key) != null;
    }

    void add(ParadexOrder order) {
        open.put(order.id(), order);
    }

    /// Files an order under the ended ones.
    void end(ParadexOrder order) {
        open.remove(order.id());
        ended.put(order.id(), order);
        if (ended.size() > historyMax) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    Optional<ParadexOrder> openOrder(String id) {
        return Optional.ofNullable(open.get(id));
    }

    boolean hasEnded(String id) {
        return ended.containsKey(id);
    }

    Optional<ParadexOrder> order(String id) {
        return Optional.ofNullable(open.getOrDefault(id, ended.get(id)));
    }

    Optional<ParadexOrder> openOrderOfClient(String clientId) {
        return open.values().stream()
                .filter(order -> order.form().clientId().equals(clientId))
                .findFirst();
    }

    /// Oldest first.
    List<ParadexOrder> openOrders() {
        return List.copyOf(open.values());
    }

    /// All that are kept, newest first.
    List<ParadexOrder> history() {
        List<ParadexOrder> all = new ArrayList<>(ended.values());
        all.addAll(open.values());
        all.sort((a, b) -> b.id().compareTo(a.id()));
        return all;
    }

    /// Forgets what came after a moment.
    void rollBack(long epochMillis) {
        open.values().removeIf(order -> order.createdMillis() > epochMillis);
        ended.values().removeIf(order -> order.createdMillis() > epochMillis);
        fills.removeIf(fill -> fill.createdMillis() > epochMillis);
    }

    void add(ParadexFill fill) {
        fills.addFirst(fill);
        if (fills.size() > historyMax) {
            fills.removeLast();
        }
    }

    /// Newest first.
    List<ParadexFill> fills() {
        return List.copyOf(fills);
    }
}
