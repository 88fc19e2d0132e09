package io.parallax.exchange.signing;

/// Hashes of texts on Starknet. Thread: any.
public final class StarkHashes {
    private StarkHashes() {}

    /// The lowest 250 bits of the Keccak-256 digest of a text: type hashes and function selectors.
    public static Felt selector(String text) {
        byte[] digest = Keccak256.digest(text);
        digest[0] &= 0x03;
        return Felt.of(digest);
    }
}
