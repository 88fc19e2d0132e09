package io.parallax.exchange.signing;

/// A message of SNIP-12 revision 0: what a Starknet account signs. Thread: any; immutable once its structs are
/// filled.
public record TypedData(TypedStruct domain, Felt account, TypedStruct message) {
    static final Felt PREFIX = Felt.ofShortText("StarkNet Message");

    /// What the key signs.
    public Felt messageHash() {
        return Pedersen.hashOnElements(PREFIX, domain.hash(), account, message.hash());
    }
}
