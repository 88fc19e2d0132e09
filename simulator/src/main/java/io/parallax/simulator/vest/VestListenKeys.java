package io.parallax.simulator.vest;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Keys that open private streams: one per account, valid for a time that each renewal starts anew. Thread:
/// simulator loop.
final class VestListenKeys {
    private static final int KEY_BYTES = 16;

    private final SplittableRandom random;
    private final long lifeMillis;
    private final Map<String, Key> byText = new HashMap<>();
    private final Map<VestAccount, Key> byAccount = new HashMap<>();

    VestListenKeys(SplittableRandom random, long lifeMillis) {
        this.random = random;
        this.lifeMillis = lifeMillis;
    }

    static final class Key {
        private final String text;
        private final VestAccount account;
        private long expiresMillis;

        private Key(String text, VestAccount account, long expiresMillis) {
            this.text = text;
            this.account = account;
            this.expiresMillis = expiresMillis;
        }

        String text() {
            return text;
        }

        VestAccount account() {
            return account;
        }

        long expiresMillis() {
            return expiresMillis;
        }

        boolean expired(long nowMillis) {
            return nowMillis >= expiresMillis;
        }
    }

    /// The active key with its validity started anew, or a new key.
    Key create(VestAccount account, long nowMillis) {
        Optional<Key> active = renew(account, nowMillis);
        if (active.isPresent()) {
            return active.get();
        }
        delete(account);
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        Key key = new Key(HexFormat.of().formatHex(bytes), account, nowMillis + lifeMillis);
        byText.put(key.text, key);
        byAccount.put(account, key);
        return key;
    }

    /// Starts the validity of the active key anew; empty when there is none.
    Optional<Key> renew(VestAccount account, long nowMillis) {
        Optional<Key> active = Optional.ofNullable(byAccount.get(account)).filter(key -> !key.expired(nowMillis));
        active.ifPresent(key -> key.expiresMillis = nowMillis + lifeMillis);
        return active;
    }

    void delete(VestAccount account) {
        Key old = byAccount.remove(account);
        if (old != null) {
            old.expiresMillis = Long.MIN_VALUE;
            byText.remove(old.text);
        }
    }

    /// A key by its text, expired ones included until they are replaced.
    Optional<Key> find(String text) {
        return Optional.ofNullable(byText.get(text));
    }
}
