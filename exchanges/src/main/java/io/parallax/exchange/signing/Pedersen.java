package io.parallax.exchange.signing;

/// The Pedersen hash of Starknet. Variable time: for public values. The tables, about 0.9 MB, are
/// built on first use. Thread: any.
public final class Pedersen {
    private Pedersen() {}

    public static Felt hash(Felt a, Felt b) {
        return new PedersenHasher().hash(a, b);
    }

    /// The hash of a list: each element hashed onto the result so far, from 0 on, and at last the number of
    /// elements.
    public static Felt hashOnElements(Felt... elements) {
        PedersenHasher hasher = new PedersenHasher();
        Felt hash = Felt.ZERO;
        for (Felt element : elements) {
            hash = hasher.hash(hash, element);
        }
        return hasher.hash(hash, Felt.of(elements.length));
    }
}
