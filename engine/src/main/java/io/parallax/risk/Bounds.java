package io.parallax.risk;

/// What settings check themselves with. A class of its own, for settings have defaults made of one another: a check in
/// one of them would make it before those it is made of. Thread: any; stateless.
final class Bounds {
    private Bounds() {}

    /// @throws IllegalArgumentException with what was found and what is allowed
    static void require(boolean holds, String name, long found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + allowed + ", found " + found);
        }
    }
}
