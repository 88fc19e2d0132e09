package io.parallax.exchange.signing;

import java.util.Map;

/// Hashes of texts on Starknet. Thread: any.
public final class StarkHashes {
    /// The types of an order, so that a new process signs its first one without waiting for [Keccak256]'s library.
    static final Map<String, Felt> KNOWN = Map.of(
            OrderMessage.TYPE,
            Felt.parse("0xa56d5225b97b257c15ae2cb1cc0ea605381a886cd75463db45fd2ef9fbc255"),
            ParadexMessages.DOMAIN_TYPE,
            Felt.parse("0x98d1932052fc5137543de5ed85b7a88555a4cd1ff5d5bfedb62ed9b9a1f0db"));

    private StarkHashes() {}

    /// The lowest 250 bits of the Keccak-256 digest of a text: type hashes and function selectors.
    public static Felt selector(String text) {
        Felt known = KNOWN.get(text);
        return known == null ? digest(text) : known;
    }

    static Felt digest(String text) {
        byte[] digest = Keccak256.digest(text);
        digest[0] &= 0x03;
        return Felt.of(digest);
    }
}
