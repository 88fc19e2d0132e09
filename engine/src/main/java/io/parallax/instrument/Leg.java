package io.parallax.instrument;

/// Our part of a pair on one exchange: `A` on the configuration's `dex_a`, `B` on its `dex_b`.
public enum Leg {
    A,
    B;

    public Leg other() {
        return this == A ? B : A;
    }
}
