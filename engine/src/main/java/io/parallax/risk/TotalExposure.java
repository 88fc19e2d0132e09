package io.parallax.risk;

/// The worst-case value of every pair's position, added up. Thread: engine only.
public final class TotalExposure {
    /// A worst case that nobody can tell: no other pair may add to it.
    public static final long UNKNOWN = Long.MAX_VALUE;

    private final long[] notionalE8;
    private final long limitE8;

    public TotalExposure(int pairs, long limitE8) {
        this.notionalE8 = new long[pairs];
        this.limitE8 = limitE8;
    }

    /// @param worstE8 quote currency × 10⁸, or [#UNKNOWN]
    public void set(int pair, long worstE8) {
        notionalE8[pair] = worstE8;
    }

    /// Whether `pair` may have `worstE8` while the others have what they have.
    public boolean allows(int pair, long worstE8) {
        long sum = worstE8;
        for (int other = 0; other < notionalE8.length; other++) {
            if (other != pair) {
                if (notionalE8[other] == UNKNOWN) {
                    return false;
                }
                sum = Math.addExact(sum, notionalE8[other]);
            }
        }
        return sum <= limitE8;
    }
}
