package io.parallax.exchange.signing;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The Pedersen hash of Starknet. Variable time: for public values. The tables, about 0.9 MB, are
/// read on first use. Thread: any.
public final class Pedersen {
    /// Working space that is not in use.
    private static final AtomicReference<@Nullable PedersenHasher> SPARE = new AtomicReference<>();

    private Pedersen() {}

    public static Felt hash(Felt a, Felt b) {
        PedersenHasher hasher = take();
        Felt hash = hasher.hash(a, b);
        SPARE.set(hasher);
        return hash;
    }

    /// The hash of a list: each element hashed onto the result so far, from 0 on, and at last the number of
    /// elements.
    public static Felt hashOnElements(Felt... elements) {
        PedersenHasher hasher = take();
        Felt hash = Felt.ZERO;
        for (Felt element : elements) {
            hash = hasher.hash(hash, element);
        }
        hash = hasher.hash(hash, Felt.of(elements.length));
        SPARE.set(hasher);
        return hash;
    }

    private static PedersenHasher take() {
        PedersenHasher spare = SPARE.getAndSet(null);
        return spare == null ? new PedersenHasher() : spare;
    }
}
