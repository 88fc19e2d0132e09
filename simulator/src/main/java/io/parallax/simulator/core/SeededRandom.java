package io.parallax.simulator.core;

import java.util.SplittableRandom;

/// The one source of chance: named streams split from one seed, so that a new consumer never disturbs the draws
/// of another. Thread: any; immutable.
public record SeededRandom(long seed) {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    /// A child whose streams are independent of those of every other name.
    public SeededRandom split(String name) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + GOLDEN_GAMMA + name.charAt(i));
        }
        return new SeededRandom(mix(mixed));
    }

    /// A new generator that starts at the beginning of this stream.
    public SplittableRandom generator() {
        return new SplittableRandom(seed);
    }

    /// A number in `[0, bound)` that depends on this seed and `key` alone: chance without a history.
    public int hashed(long key, int bound) {
        return (int) Long.remainderUnsigned(mix(seed ^ mix(key + GOLDEN_GAMMA)), bound);
    }

    /// David Stafford's variant 13 of the finaliser of MurmurHash3.
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
